"""Photograph the page over the demo corpus for the documents: six views, in `docs/images`.

usage: python tools/update_screenshots.py [FOLDER]

The index is built and the page is served for this alone, in processes of their own; Chromium must be there,
as the tests of `tests/web/browser` find it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000
"""The most bytes of a picture."""

WIDTH = 1200
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
TITLE = "Statements and laws"
EARLIER, LATER = "2018-06-06-cn-kg-joint-statement", "2019-06-13-cn-kg-joint-statement"
PICTURES = {
    "home": ("/", 750),
    "answer": ("/?q=两洋铁路", 680),
    "reading": ("/statements/2016-09-13-cn-pe-joint-statement?q=两洋铁路", 620),
    "project": ("/projects/two-ocean-railway", 750),
    "concordance": ("/?q=两洋铁路&view=kwic&order=R1+R2+R3", 560),
    "comparison": (f"/compare?a={EARLIER}&b={LATER}", 600),
}
"""Address and height in pixels of each view, by the name of the picture."""


@contextmanager
def served(index: Path) -> Iterator[str]:
    """Serve ``index`` on a free port; yield the address."""
    command = [
        sys.executable,
        "-m",
        "searchlib",
        "serve",
        "--index",
        str(index),
        "--port",
        "0",
        "--title",
        TITLE,
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+:\d+", server.stdout.readline())
        if found is None:
            raise SystemExit("the page is not served; see above")
        yield found[0]
    finally:
        server.terminate()
        server.wait()


def photograph(page: Page, root: str, folder: Path) -> None:
    """Write a picture of each view into ``folder``."""
    for name, (path, height) in PICTURES.items():
        page.set_viewport_size({"width": WIDTH, "height": height})
        joint = "&" if "?" in path else "?"
        page.goto(root + quote(path, safe="/?&=+-") + f"{joint}lang=en")
        page.wait_for_load_state("networkidle")
        file = folder / f"{name}.png"
        page.screenshot(path=file, animations="disabled")
        size = file.stat().st_size
        if size > LARGEST:
            raise SystemExit(f"{file} has {size:,} bytes; {LARGEST:,} are the most")
        print(f"{file}  {size:,} bytes")


def main(arguments: list[str]) -> None:
    """Build, serve, photograph."""
    folder = Path(arguments[0]) if arguments else IMAGES
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise SystemExit("there is no Chromium; on Debian `apt-get install chromium` brings it")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        index = Path(place) / "index"
        command = [sys.executable, "-m", "searchlib", "index", "corpus", "--index", str(index)]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
        with served(index) as root, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program,
                args=["--disable-gpu", "--hide-scrollbars", "--disable-lcd-text"],
                chromium_sandbox=False,
            )
            page = browser.new_page(color_scheme="light")
            photograph(page, root, folder)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
