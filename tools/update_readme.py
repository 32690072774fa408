"""Run the `searchlib …` examples of the READMEs, the guide and the page about the command line on the demo
corpus and insert their output.

usage: python tools/update_readme.py
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import searchlib

ROOT = Path(__file__).resolve().parents[1]
PLAIN = {"NO_COLOR": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8", "SEARCHLIB_CONFIG": os.devnull}
"""The environment of the examples: no colour, English, no configuration file."""

CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)


def printed(command: str, index: str) -> str:
    """Return the output of a command on the index of the demo corpus, without colour, 100 columns wide."""
    run = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | PLAIN | {"SEARCHLIB_INDEX": index},
        check=False,
    )
    return run.stdout.rstrip() or run.stderr.rstrip()


def updated(page: str, index: str) -> str:
    """Return ``page`` with the output of every example renewed."""

    def renew(block: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", block[1], re.MULTILINE)
        if not all(command.startswith("searchlib ") for command in commands):
            return block[0]
        return "```console\n" + "".join(f"$ {c}\n{printed(c, index)}\n" for c in commands) + "```"

    return CONSOLE.sub(renew, page)


def main() -> None:
    """Rewrite the pages in place."""
    with tempfile.TemporaryDirectory() as index:
        searchlib.build(ROOT / "corpus", index)
        pages = (*sorted(ROOT.glob("README*.md")), ROOT / "docs" / "command-line.md")
        for path in (*pages, *sorted(ROOT.glob("docs/guide/*.md"))):
            path.write_text(updated(path.read_text(encoding="utf-8"), index), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
