"""Run Whoosh's own tests with the codec of this project as the default codec.

usage: python bench/whoosh_suite.py [PYTEST OPTION ...]

Fetches the source distribution of the pinned Whoosh with pip, unpacks it into a temporary folder, runs its
test files with the array codec as the default codec, and prints how many passed and how often the codec was
asked for. Exit status is that of pytest, and 1 when the codec was never used.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

RELEASE = "whoosh-reloaded==2.7.5"


class Replacement:
    """A codec factory that replaces the default one and counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from searchlib.engine.embedded.whoosh.codec import ArrayCodec

        self.calls += 1
        return ArrayCodec(*arguments, **options)


replacement = Replacement()


def pytest_configure() -> None:
    """Replace the default codec (pytest hook; this file is also the plugin)."""
    import whoosh.codec

    whoosh.codec.default_codec = replacement


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how often the codec was used (pytest hook)."""
    terminalreporter.write_line(f"array codec used {replacement.calls} times")


def pytest_sessionfinish(session: Any) -> None:
    """Fail a run that never used the codec (pytest hook)."""
    if not replacement.calls and session.exitstatus == 0:
        session.exitstatus = 1


def fetch(folder: Path) -> Path:
    """Download and unpack the source distribution; return its folder of tests."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-binary",
        ":all:",
        "--no-deps",
        RELEASE,
    ]
    subprocess.run([*command, "--dest", str(folder)], check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (tests,) = folder.glob("*/tests")
    return tests


def main(options: list[str]) -> int:
    """Fetch the tests and run them; return the exit status."""
    with tempfile.TemporaryDirectory() as name:
        tests = fetch(Path(name))
        (tests / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "whoosh_suite",
            "-p",
            "no:cacheprovider",
            *options,
        ]
        here = Path(__file__).resolve().parent
        environment = {"PYTHONPATH": f"{here}:{here.parent}", "PATH": "/usr/bin:/bin", "TMPDIR": name}
        return subprocess.run([*command, "."], cwd=tests, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
