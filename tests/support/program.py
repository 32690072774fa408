"""The program in a process of its own, and its arguments in the names of tests."""

import os
import subprocess
import sys
from pathlib import Path

PLAIN_ENVIRONMENT = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS", "PAGER", "LESS"),
    *("LC_ALL", "LC_MESSAGES", "LANG", "SEARCHLIB_INDEX", "SEARCHLIB_LANG", "SEARCHLIB_PAGER"),
)
"""Variables of the person who runs the tests that would change what is written."""

NO_FILE = {"SEARCHLIB_CONFIG": os.devnull}
"""What keeps the configuration file of that person away."""


def spelled(value: object) -> str:
    """Return arguments as one types them, shortened, for the names of tests."""
    return " ".join(map(str, value))[:60] if isinstance(value, list) else str(value)


def plain_environment() -> dict[str, str]:
    """Return the environment without what the person who runs the tests has set for searchlib."""
    return {name: value for name, value in os.environ.items() if name not in PLAIN_ENVIRONMENT} | NO_FILE


def run(
    *arguments: str | bytes, cwd: Path | None = None, options: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own; ``options`` go to the interpreter."""
    return subprocess.run(
        [sys.executable, *options, "-m", "searchlib", *arguments],
        capture_output=True,
        env=plain_environment() | environment,
        cwd=cwd,
        check=False,
        timeout=60,
    )
