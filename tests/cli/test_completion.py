"""What a shell is told while a command is typed, and that it is told at once."""

from __future__ import annotations

import os
import subprocess
import sys

COMPLETING = (
    "import sys; from searchlib.cli import main; main(); "
    "print(*(name for name in sys.modules if name.startswith('searchlib.cli.')), file=sys.stderr)"
)


def completed(words: str, place: int) -> tuple[list[str], set[str]]:
    """Return the completions of ``words`` and the modules of the command line that were loaded for them."""
    asked = {"_SEARCHLIB_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(place)}
    done = subprocess.run(
        [sys.executable, "-c", COMPLETING],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()], set(done.stderr.split())


def test_names_of_commands_are_completed_without_loading_one() -> None:
    """Not even the one that is named; options of the program are completed too."""
    found, loaded = completed("searchlib s", 1)
    assert {"search", "show", "stats"} <= set(found)
    assert all(name.startswith("s") for name in found)
    assert loaded
    assert not {"searchlib.cli.search", "searchlib.cli.show", "searchlib.cli.options"} & loaded
    assert "--version" in completed("searchlib --v", 1)[0]


def test_options_are_those_of_the_command() -> None:
    """Which is loaded for them."""
    found, _ = completed("searchlib index --full", 2)
    assert found == ["--full-check"]
