"""How commands end: exit statuses, and one line for whatever went wrong."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import searchlib
import searchlib.search.live
from searchlib import errors
from searchlib.cli import main
from searchlib.errors import IndexBusy, IndexMissing, MissingExtra, QueryError, SearchlibError
from tests.support.answers import (
    DIFFERENT,
    RAILWAY,
    AnsweringLibrary,
)
from tests.support.program import spelled


def test_advice_names_the_index_that_was_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else whoever follows it builds another one."""
    missing = tmp_path / "no index"

    assert main(["list", "--index", str(missing)]) == 2
    assert f"`searchlib index CORPUS --index '{missing}'`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["search", RAILWAY], 0),
        (["search", "两洋铁陆"], 1),
        (["search", "两洋铁陆", "--format", "json"], 1),
        (["mentions", RAILWAY], 0),
        (["mentions", RAILWAY, "--by", "year"], 0),
        (["mentions", "两洋铁陆"], 1),
        (["mentions", "两洋铁陆", "--by", "year", "--format", "csv"], 1),
        (["show", "law"], 0),
        (["show", "law#1.1"], 0),
        (["show", "law#9"], 2),
        (["show", "nothing"], 2),
        (["list"], 0),
        (["stats"], 0),
        (["projects"], 0),
        (["projects", "two-ocean railway"], 0),
        (["projects", "三峡"], 2),
        (["verify"], 0),
        (["index"], 1),
        ([], 0),
        (["--help"], 0),
        (["--version"], 0),
        (["serach"], 2),
        (["search"], 2),
        (["search", "x", "--limit", "0"], 0),
        (["search", "x", "--limit", "5", "--all"], 2),
        (["search", "x", "--format", "xml"], 2),
        (["check", "--format", "csv"], 2),
        (["show", "law", "--around", "1"], 2),
        (["mentions", "a", "b"], 2),
    ],
    ids=spelled,
)
def test_the_exit_status_tells_the_outcome(
    arguments: list[str], status: int, library: AnsweringLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 found, 1 nothing found or a file unreadable, 2 error; an error writes to standard error alone."""
    actual = main(arguments)
    printed = capsys.readouterr()

    assert status == actual
    assert status == 0 or re.fullmatch(r"searchlib: [^\n]+\n", printed.err)
    assert status != 2 or printed.out == ""
    assert status != 0 or printed.err == ""


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (
            IndexMissing("index.missing", index="index"),
            2,
            "there is no index in 'index'; build one with `searchlib index CORPUS`",
        ),
        (QueryError("query.empty", 3), 2, "the query is empty; write a word to search for (column 4)"),
        (IndexBusy("index.held", file="saved\nlock"), 2, "'saved lock' is held by another command; wait"),
        (
            MissingExtra("extra.watch", requirement="searchlib[watch]"),
            2,
            "watching a folder needs the library 'watchfiles'; install it with `pip install",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "index/a"),
            2,
            "index/a: No space left on device; free",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "index"), 2, "index: Permission denied; check"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 2, "Broken pipe"),
        (MemoryError(), 2, "there is not enough memory"),
        (KeyboardInterrupt(), 130, "stopped"),
        (RuntimeError("\x1b[31m"), 2, "internal error, please report it: RuntimeError: ␛[31m"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_failure_is_one_line(
    error: BaseException,
    status: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever goes wrong below, the reader gets one line that says what and what to do."""

    def fail(_: Path) -> None:
        raise error

    monkeypatch.setattr(searchlib, "open", fail)
    actual = main(["list"])
    printed = capsys.readouterr()

    assert status == actual
    assert printed.out == ""
    assert printed.err.startswith(f"searchlib: {line}")
    assert printed.err.count("\n") == 1


def test_every_error_class_is_caught() -> None:
    """No error of the package is forgotten: all are below the one that ends in status 2."""
    classes = {each for each in vars(errors).values() if isinstance(each, type)}
    raised = {each for each in classes if issubclass(each, BaseException)}

    assert raised > {SearchlibError, IndexBusy, IndexMissing, MissingExtra, QueryError}
    assert {each for each in raised if not issubclass(each, SearchlibError)} == set()


@pytest.mark.parametrize("command", ["search", "mentions", "show", "projects"])
def test_arguments_that_are_no_text_are_refused(
    command: str, library: AnsweringLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that the terminal's encoding does not know arrive as lone surrogates and go no further."""
    status = main([command, "两\udcff洋"])
    printed = capsys.readouterr().err

    assert (status, library.asked) == (2, [])
    assert "argument 2 is not text in the terminal's encoding" in printed


def test_index_names_what_it_skipped(library: AnsweringLibrary, capsys: pytest.CaptureFixture[str]) -> None:
    """Each unreadable file stands on standard error with its reason; the report stays clean JSON."""
    status = main(["index", "--format", "json"])
    printed = capsys.readouterr()

    assert (status, printed.err) == (1, "searchlib: skipped 坏.txt: neither UTF-8 nor GB18030 nor Big5\n")
    assert json.loads(printed.out)["skipped"][0]["file"] == "坏.txt"


def test_verify_fails_where_index_and_scan_differ(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A difference is an error: status 2, the differences on standard output, the advice on the other."""
    monkeypatch.setattr(searchlib, "verify", lambda *_, **__: DIFFERENT)
    status = main(["verify", "--corpus", "c"])
    printed = capsys.readouterr()

    assert status == 2
    assert "NOT OK" in printed.out
    assert "--rebuild" in printed.err


@pytest.mark.parametrize(
    "arguments", [["save", "rail", "铁路", "--delete"], ["search", "a", "--all", "--limit", "1"], ["serch"]]
)
def test_every_sentence_of_a_message_has_its_stop(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the sentence that names the help."""
    assert 2 == main(arguments)

    assert re.search(r"[.?!] See searchlib", capsys.readouterr().err)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX hands over arguments as bytes")
def test_undecodable_arguments_are_refused(index: Path) -> None:
    """Bytes that are not UTF-8 give one clear line."""
    command = [sys.executable.encode(), b"-m", b"searchlib", b"search", b"\xff\xfe", b"--index", bytes(index)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)

    assert done.returncode == 2
    assert b"argument 2 is not text" in done.stderr
    assert done.stderr.count(b"\n") == 1
