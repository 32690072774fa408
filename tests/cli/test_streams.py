"""Standard output and error: colour, encodings, closed pipes, full disks, the progress bar."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

import searchlib
import searchlib.search.live
from searchlib.cli import main
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import look_of
from searchlib.model import Skipped
from searchlib.render.terminal import Look
from tests.support.answers import (
    BUILD,
    RAILWAY,
    AnsweringLibrary,
)
from tests.support.program import plain_environment, run, spelled


def test_colour_is_for_terminals(
    library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file or pipe gets brackets; FORCE_COLOR gives colour there too, and no brackets."""
    main(["search", RAILWAY])
    plain = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["search", RAILWAY])
    coloured = capsys.readouterr().out

    assert ("【两洋铁路】" in plain, "\x1b" in plain) == (True, False)
    assert ("【" in coloured, "\x1b[1;31m两洋铁路\x1b[0m" in coloured) == (False, True)


def test_a_stream_that_is_not_there_has_no_look() -> None:
    """Without standard output (a service, `pythonw`) nothing is coloured and nothing fails."""
    assert Look() == look_of(None)


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a POSIX thing")
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_colour_unless_told_otherwise(
    environment: dict[str, str], coloured: bool, index: Path
) -> None:
    """On a terminal matches are coloured; a dumb one and NO_COLOR get brackets."""
    import pty

    terminal, end = pty.openpty()
    arguments = [sys.executable, "-m", "searchlib", "search", RAILWAY, "--index", str(index)]
    done = subprocess.run(
        arguments, stdout=end, env=plain_environment() | environment, check=False, timeout=60
    )
    os.close(end)
    printed = b""
    try:
        while part := os.read(terminal, 65536):
            printed += part
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(terminal)

    assert done.returncode == 0
    assert (coloured, not coloured) == (b"\x1b[1;31m" in printed, "【两洋铁路】".encode() in printed)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "gbk"},
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=str,
)
def test_output_is_utf_8_whatever_the_locale(environment: dict[str, str], index: Path) -> None:
    """A GBK console and the C locale get the same bytes, on both streams."""
    found = run("search", "@two-ocean-railway", "--flat", "--index", str(index), **environment)
    missing = run("show", "nothing", "--index", str(index.parent / "没有"), **environment)

    assert found.returncode == 0, found.stderr
    assert "𠮷祥" in found.stdout.decode("utf-8")
    assert missing.returncode == 2
    assert missing.stderr.decode("utf-8").startswith("searchlib: ")


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is reported differently elsewhere")
@pytest.mark.parametrize(
    "arguments", [["search", RAILWAY], ["list", "--format", "csv"], ["--help"]], ids=spelled
)
def test_a_reader_who_goes_away_is_no_error(arguments: list[str], index: Path) -> None:
    """`searchlib search x | head -1` ends quietly with status 0."""
    read, write = os.pipe()
    os.close(read)
    options = [] if arguments == ["--help"] else ["--index", str(index)]
    command = [sys.executable, "-m", "searchlib", *arguments, *options]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(write)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full to write to")
def test_a_full_disk_is_one_line(index: Path) -> None:
    """Output that cannot be written is an error, said once."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "searchlib", "list", "--index", str(index)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)

    assert done.returncode == 2
    assert done.stderr.startswith(b"searchlib: No space left on device; free")
    assert done.stderr.count(b"\n") == 1


def test_file_names_that_are_no_text_can_be_printed(
    library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A lone surrogate in a file name comes out as an escape that JSON reads back."""
    report = replace(BUILD, skipped=(Skipped("\udcff.txt", "unreadable"),))
    monkeypatch.setattr(searchlib, "build", lambda *_, **__: report)
    main(["index", "--format", "json"])

    assert json.loads(capsys.readouterr().out)["skipped"][0]["file"] == "\udcff.txt"


class _Terminal(StringIO):
    """Takes what is written and says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "shown"),
    [
        (_Terminal(), {"TERM": "xterm"}, True),
        (_Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, True),
        (_Terminal(), {"TERM": "dumb"}, False),
        (StringIO(), {"TERM": "xterm"}, False),
        (None, {}, False),
    ],
)
def test_progress_is_for_people(
    stream: StringIO | None, environment: dict[str, str], shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar with the stage is drawn on terminals that can redraw a line, also while the total is unknown."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar() as progress:
        if progress:
            progress("reading", 3, 0)
            progress("两洋", 7, 9)

    assert shown == bool(progress)
    assert shown == bool(stream and "两洋" in stream.getvalue())
