"""On a terminal: a pager for what is long, whole ids, lines as wide as the screen, a bar that speaks."""

import os
import re
from itertools import chain, repeat
from pathlib import Path

import pytest

from searchlib.render.columns import cells
from tests.support.answers import RAILWAY

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a POSIX thing")
if os.name == "posix":
    from tests.support.terminals import on_terminal

CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def test_what_is_long_goes_through_the_pager(index: Path) -> None:
    """Only that: what fits on the screen is written as it is. A pager that stops reading is no error."""
    asked = ["mentions", RAILWAY, "--index", str(index), "--color", "never"]
    first_line = "head -1"
    short = on_terminal(*asked, lines=60, SEARCHLIB_PAGER=first_line)
    long = on_terminal(*asked, lines=5, SEARCHLIB_PAGER=first_line)

    assert (0, 0) == (short[0], long[0])
    assert "plain scan" in short[1]
    assert long[1] == f"{RAILWAY}\n"


@pytest.mark.parametrize("without", [["--no-pager"], ["--pager", ""], ["--pager", "cat"], ["--pager", "'"]])
def test_there_is_no_pager_where_none_is_wanted(without: list[str], index: Path) -> None:
    """The option outweighs the variable, on whichever side of the command it stands."""
    asked = ["mentions", RAILWAY, "--index", str(index)]
    for arguments in ([*asked, *without], [*without, *asked]):
        status, written = on_terminal(*arguments, lines=5, SEARCHLIB_PAGER="head -1", PAGER="head -1")

        assert (status, written.count("\n") > 10) == (0, True)


def test_a_pager_that_is_not_there_is_done_without(index: Path) -> None:
    """The answer is worth more than the way it is read."""
    status, written = on_terminal("list", "--index", str(index), lines=3, PAGER="no-such-pager --x")

    assert (status, "chancay" in written) == (0, True)


def test_ending_the_pager_early_is_quiet(index: Path) -> None:
    """Ctrl-C is the pager's, and its reader leaves with q: no message, status 0."""
    keys = chain([b"\x03"], repeat(b"q"))

    def typed(written: bytes) -> bytes:
        return next(keys) if b"found as" in written else b""

    status, written = on_terminal(
        "mentions", RAILWAY, "--index", str(index), lines=5, PAGER="less", send=typed
    )

    assert (status, "searchlib:" in written, "Traceback" in written) == (0, False, False)


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize("arguments", [["list"], ["mentions", RAILWAY], ["kwic", RAILWAY]])
def test_lines_are_as_wide_as_the_screen_and_ids_whole(
    arguments: list[str], columns: int, index: Path
) -> None:
    """No line goes past it; every id can be copied; on a wide screen more of the text is shown."""
    status, written = on_terminal(*arguments, "--index", str(index), columns=columns, lines=90)
    lines = [CODES.sub("", line) for line in written.splitlines()]

    assert status == 0
    assert max(map(cells, lines)) <= columns
    assert any("2015-05-22-cn-pe-joint-statement" in line for line in lines)
    if arguments != ["list"]:
        beside = max(cells(line) for line in lines if RAILWAY in line)
        assert (beside > 80) == (columns > 80)


def test_progress_says_what_is_done_from_its_first_moment(tmp_path: Path) -> None:
    """A stage has a name before anything of it is counted, and no count where there is none."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("一、双方重申两洋铁路。\n", encoding="utf-8")
    status, written = on_terminal("index", "corpus", "--index", "index", cwd=tmp_path, columns=100)
    shown = CODES.sub("", written)

    assert status == 0
    assert shown.startswith("looking for changes")
    assert "reading and analysing files" in shown
    assert "/?" not in shown
    assert "1 document, 1 clause in the index" in shown


def test_a_workbook_is_not_written_to_a_terminal(index: Path) -> None:
    """It is no text; the message says what to do."""
    status, written = on_terminal("list", "--format", "xlsx", "--index", str(index))

    assert (status, "write it to a file" in written) == (2, True)
