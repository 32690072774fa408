"""The command line as a person and as a script meet it."""

import csv
import errno
import json
import os
import re
import shlex
import socket
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import click
import pytest

import searchlib
import searchlib.search.live
from searchlib import errors
from searchlib.cli import COMMANDS, group, main
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import look_of
from searchlib.errors import IndexBusy, IndexMissing, MissingExtra, QueryError, SearchlibError
from searchlib.mcp import server as tools
from searchlib.model import Clause, Document, Skipped
from searchlib.render.terminal import Look
from searchlib.settings import Settings, read_settings
from searchlib.web import server
from tests.support.answers import (
    BUILD,
    CHECKED,
    DIFFERENT,
    DOCUMENTS,
    NO_RESULTS,
    RAILWAY,
    VERIFIED,
    AnsweringLibrary,
)

PLAIN_ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "SEARCHLIB_INDEX", "TERM", "COLUMNS")


def spelled(value: object) -> str:
    """Arguments as one types them, for the names of tests."""
    return " ".join(value) if isinstance(value, list) else str(value)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in PLAIN_ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> AnsweringLibrary:
    """An open index with known answers, whatever folder is named."""
    answering = AnsweringLibrary()
    monkeypatch.setattr(searchlib, "open", lambda index: answering)
    monkeypatch.setattr(searchlib, "build", lambda *_, **__: BUILD)
    monkeypatch.setattr(searchlib, "verify", lambda *_, **__: VERIFIED)
    monkeypatch.setattr(searchlib, "check", lambda *_: CHECKED)
    monkeypatch.setattr(searchlib, "restore", lambda *_: "2026-01-02T03:04:05+00:00")
    monkeypatch.setattr(searchlib, "watch", lambda *_: iter([BUILD]))
    monkeypatch.setattr(searchlib, "saved_queries", lambda *_: {"railway": RAILWAY})
    monkeypatch.setattr(searchlib, "save_query", lambda *_: 3)
    monkeypatch.setattr(searchlib, "delete_query", lambda *_: RAILWAY)
    return answering


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real index of the sample documents, for tests that start a process."""
    folder = tmp_path_factory.mktemp("index") / "index"
    searchlib.build_documents(DOCUMENTS, folder)
    return folder


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, with ``environment`` on top of a plain one."""
    plain = {name: value for name, value in os.environ.items() if name not in PLAIN_ENVIRONMENT}
    return subprocess.run(
        [sys.executable, "-m", "searchlib", *arguments],
        capture_output=True,
        env={**plain, **environment},
        check=False,
        timeout=60,
    )


def test_advice_names_the_index_that_was_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else whoever follows it builds another one."""
    missing = tmp_path / "no index"

    assert main(["list", "--index", str(missing)]) == 2
    assert f"`searchlib index CORPUS --index '{missing}'`" in capsys.readouterr().err


# Exit statuses


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
        (["search", "x", "--limit", "0"], 2),
        (["search", "x", "--limit", "5", "--all"], 2),
        (["search", "x", "--format", "xml"], 2),
        (["stats", "--format", "csv"], 2),
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


def test_every_error_class_ends_in_status_2() -> None:
    """No error of the package is forgotten: all are below the one that is caught."""
    classes = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)
    ]

    assert all(issubclass(each, SearchlibError) for each in classes)


@pytest.mark.parametrize("command", ["search", "mentions", "show", "projects"])
def test_arguments_that_are_no_text_are_refused(
    command: str, library: AnsweringLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that the terminal's encoding does not know arrive as lone surrogates and go no further."""
    status = main([command, "两\udcff洋"])
    printed = capsys.readouterr().err

    assert (status, library.asked) == (2, [])
    assert "argument 2 is not text in the terminal's encoding" in printed


# What commands ask of the library


@pytest.mark.parametrize(
    ("arguments", "query", "options"),
    [
        (["两洋铁路"], "两洋铁路", {}),
        (["两洋铁路", "可行性"], "两洋铁路 可行性", {}),
        (["--", "-两洋铁路", "钱凯港"], "-两洋铁路 钱凯港", {}),
        (["x", "--limit", "3"], "x", {"limit": 3}),
        (["x", "--all"], "x", {"limit": None}),
        (["x", "--exact"], "x", {"exact": True}),
        (["x", "--sort", "date"], "x", {"sort": "date"}),
        (["x", "--group", "statement"], "x", {"group": True}),
        (["𠮷", "--sort", "corpus", "--all"], "𠮷", {"sort": "corpus", "limit": None}),
    ],
)
def test_search_asks_for_what_was_typed(
    arguments: list[str], query: str, options: dict[str, object], library: AnsweringLibrary
) -> None:
    """Arguments are joined by blanks; options become the library's."""
    main(["search", *arguments])
    defaults = {"limit": 10, "exact": False, "sort": "relevance", "group": False}

    assert [(query, defaults | options)] == library.asked


def test_mentions_asks_for_the_width(library: AnsweringLibrary) -> None:
    """The context is as wide as asked for, and the library decides about the scan."""
    main(["mentions", RAILWAY, "--width", "7"])

    assert library.asked == [(RAILWAY, {"width": 7, "scan": None})]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "index"),
        ([], {"SEARCHLIB_INDEX": "elsewhere"}, "elsewhere"),
        (["--index", "here"], {"SEARCHLIB_INDEX": "elsewhere"}, "here"),
    ],
)
def test_the_index_folder_is_the_one_named(
    arguments: list[str], environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option comes before the environment, the environment before the default."""
    opened = []
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(searchlib, "open", lambda index: opened.append(index) or AnsweringLibrary())
    main(["list", *arguments])

    assert [Path(expected)] == opened


def test_index_passes_on_corpus_and_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    """Corpus and index have defaults; without a terminal nobody watches the progress."""
    calls = []
    monkeypatch.setattr(
        searchlib, "build", lambda *folders, **options: calls.append((folders, options)) or BUILD
    )
    main(["index"])
    main(["index", "文件", "--rebuild", "--index", "i"])

    assert [
        ((Path("corpus"), Path("index")), {"rebuild": False, "progress": None}),
        ((Path("文件"), Path("i")), {"rebuild": True, "progress": None}),
    ] == calls


# Answers


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


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["search", "两洋铁陆"], "did you mean 两洋铁路?"),
        (["search", "兩洋鐵陆", "可行性"], "did you mean 两洋铁路?"),
        (["mentions", "Two-Ocean Railroad"], "did you mean Two-Ocean Railway?"),
        (["projects", "钱凯"], "did you mean 钱凯港?"),
        (["show", "2015-05-22-cn-pe-joint-statment"], "did you mean 2015-05-22-cn-pe-joint-statement?"),
        (["show", "chancai#p1"], "did you mean chancay?"),
    ],
    ids=spelled,
)
def test_what_may_have_been_meant_is_suggested(
    arguments: list[str],
    suggestion: str,
    library: AnsweringLibrary,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where nothing is found, the names most like the one typed are offered."""
    monkeypatch.setattr(AnsweringLibrary, "search", lambda *_, **__: NO_RESULTS)
    main(arguments)

    assert suggestion in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (["search", RAILWAY], 5),
        (["mentions", RAILWAY], 8),
        (["mentions", RAILWAY, "--by", "country"], 3),
        (["show", "law"], 2),
        (["show", "law#1.1", "--around", "0"], 1),
        (["list"], 3),
        (["projects"], 2),
        (["projects", RAILWAY], 1),
    ],
    ids=spelled,
)
def test_rows_are_the_same_in_every_format(
    arguments: list[str], rows: int, library: AnsweringLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON lines and CSV hold one row for each hit, mention, clause, count, document or project."""
    main([*arguments, "--format", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    main([*arguments, "--format", "csv"])
    printed = capsys.readouterr().out
    main([*arguments, "--format", "csv", "--no-bom"])
    bare = capsys.readouterr().out
    records = list(csv.DictReader(StringIO(bare, newline="")))
    main([*arguments, "--format", "json"])

    assert isinstance(json.loads(capsys.readouterr().out), dict)
    assert (rows, rows) == (len(lines), len(records))
    assert "\ufeff" + bare == printed


def test_counts_come_with_the_whole_answer(
    library: AnsweringLibrary, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--by` adds counts to the agreed JSON and takes nothing away."""
    main(["mentions", RAILWAY, "--by", "year", "--format", "json"])
    answer = json.loads(capsys.readouterr().out)

    assert (answer["occurrences"], len(answer["mentions"]), answer["by"]) == (8, 8, "year")
    assert [count["key"] for count in answer["counts"]] == ["2015", "2019", None]


@pytest.mark.parametrize(
    ("around", "paths", "pointed"),
    [
        ("0", ["8"], True),
        ("1", ["p1", "8", "18"], True),
        ("9", ["title", "p1", "8", "18"], True),
    ],
)
def test_show_gives_a_clause_its_neighbours(
    around: str,
    paths: list[str],
    pointed: bool,
    library: AnsweringLibrary,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As many clauses before and after as asked for and as there are; the one asked for is pointed at."""
    clause_id = "2015-05-22-cn-pe-joint-statement#8"
    main(["show", clause_id, "--around", around, "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    main(["show", clause_id, "--around", around])

    assert (clause_id, paths) == (answer["clause_id"], [clause["path"] for clause in answer["clauses"]])
    assert pointed == bool(re.search(r"^▶ 8 +八、", capsys.readouterr().out, flags=re.MULTILINE))


def test_show_finds_a_document_whose_id_holds_a_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it does one of its clauses; neighbours are for clauses only, here too."""
    document = Document("a#b", "声明", digest="1", clauses=(Clause("a#b", "1", "两洋铁路"),))
    searchlib.build_documents([document], tmp_path)
    where = ["--index", str(tmp_path), "--format", "json"]
    asked = []
    for identifier in ("a#b", "a#b#1"):
        assert main(["show", identifier, *where]) == 0
        asked.append(json.loads(capsys.readouterr().out)["clause_id"])

    assert asked == [None, "a#b#1"]
    assert main(["show", "a#b", "--around", "1", *where]) == 2
    assert "--around" in capsys.readouterr().err


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help has an example that names the program, and begins as the list of commands says."""
    with click.Context(group) as context:
        command = group.get_command(context, name)
    status = main([name, "--help"])
    printed = capsys.readouterr().out

    assert command is not None
    assert (0, COMMANDS[name][1]) == (status, (command.help or "").split("\n")[0])
    assert re.search(rf"Examples?:\n +searchlib {name}", printed)
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_examples_in_the_help_can_be_typed(
    name: str, library: AnsweringLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each example is understood as it stands, shell redirections aside; nothing is really served."""
    monkeypatch.setattr(server, "listen", lambda _: socket.create_server(("127.0.0.1", 0)))
    monkeypatch.setattr(server, "serve", lambda *_: None)
    monkeypatch.setattr(tools, "serve", lambda *_: None)
    monkeypatch.setattr(searchlib.search.live, "LiveIndex", lambda _: None)
    with click.Context(group) as context:
        command = group.get_command(context, name)
    assert command is not None
    examples = re.findall(rf"^ *searchlib ({name}\b.*)$", command.help or "", flags=re.MULTILINE)
    statuses = [main(shlex.split(example.partition(" > ")[0])) for example in examples]

    assert examples
    assert all(status < 2 for status in statuses)


def test_help_and_search_load_no_tables(index: Path) -> None:
    """A search and the help start without rich's tables and progress bars."""
    code = (
        "import sys; from searchlib.cli import main; main(sys.argv[1:]);"
        "print(sorted({'rich.table', 'rich.console', 'rich.progress'} & set(sys.modules)), file=sys.stderr)"
    )
    for arguments in (["--help"], ["search", RAILWAY, "--index", str(index)]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, check=True, timeout=60
        )
        assert done.stderr.decode().strip() == "[]"


# Settings and streams


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Settings()),
        ({"NO_COLOR": ""}, Settings()),
        ({"NO_COLOR": "1"}, Settings(colour=False)),
        ({"FORCE_COLOR": "1"}, Settings(colour=True)),
        ({"FORCE_COLOR": "0"}, Settings()),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, Settings(colour=False)),
        ({"TERM": "dumb"}, Settings(colour=False, dumb=True)),
        ({"TERM": "xterm-256color"}, Settings()),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, Settings(colour=True, dumb=True)),
        ({"SEARCHLIB_INDEX": "索引"}, Settings(index=Path("索引"))),
        ({"SEARCHLIB_INDEX": ""}, Settings()),
    ],
)
def test_settings_come_from_the_environment(environment: dict[str, str], expected: Settings) -> None:
    """Empty variables count as not set; NO_COLOR outweighs FORCE_COLOR."""
    assert expected == read_settings(environment)


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
    plain = {name: value for name, value in os.environ.items() if name not in PLAIN_ENVIRONMENT}
    arguments = [sys.executable, "-m", "searchlib", "search", RAILWAY, "--index", str(index)]
    done = subprocess.run(arguments, stdout=end, env=plain | environment, check=False, timeout=60)
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
    found = run("search", "@two-ocean-railway", "--index", str(index), **environment)
    missing = run("show", "nothing", "--index", str(index.parent / "没有"), **environment)

    assert found.returncode == 0, found.stderr
    assert "𠮷祥" in found.stdout.decode("utf-8")
    assert missing.returncode == 2
    assert missing.stderr.decode("utf-8").startswith("searchlib: ")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX hands over arguments as bytes")
def test_undecodable_arguments_are_refused(index: Path) -> None:
    """Bytes that are not UTF-8 give one clear line."""
    command = [sys.executable.encode(), b"-m", b"searchlib", b"search", b"\xff\xfe", b"--index", bytes(index)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)

    assert done.returncode == 2
    assert b"argument 2 is not text" in done.stderr
    assert done.stderr.count(b"\n") == 1


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


def test_the_real_library_answers(index: Path) -> None:
    """Search, mentions, show, list, stats and projects agree on a real index."""

    def answer(*arguments: str) -> dict[str, object]:
        done = run(*arguments, "--index", str(index), "--format", "json")
        assert done.returncode == 0, done.stderr
        read: dict[str, object] = json.loads(done.stdout)
        return read

    hits, mentions = answer("search", RAILWAY, "--all"), answer("mentions", RAILWAY)
    documents, statistics = answer("list"), answer("stats")
    project = answer("projects", "two-ocean railway")

    assert hits["totals"] == {"exact": 4, "words": 0, "some": 0}
    assert tuple(mentions[key] for key in ("occurrences", "clauses", "statements")) == (8, 5, 3)
    assert [each.id for each in DOCUMENTS] == [each["document_id"] for each in documents["documents"]]
    assert (statistics["documents"], statistics["clauses"]) == (3, 8)
    assert [each["occurrences"] for each in project["projects"]] == [8]
    assert len(answer("show", "law#2.3.8")["clauses"]) == 2


def test_a_folder_is_indexed_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Build, ask, add a file, verify, build again: each step tells the truth about the folder."""
    corpus, index = tmp_path / "文件", ["--index", str(tmp_path / "index")]
    corpus.mkdir()
    (corpus / "a.txt").write_text("双方推进兩洋鐵路项目。\n", encoding="utf-8")
    (corpus / "b.txt").write_bytes(b"\x00\x01\x02")

    statuses = [
        main(["index", str(corpus), *index]),
        main(["mentions", RAILWAY, *index]),
        main(["verify", *index]),
    ]
    assert statuses == [1, 0, 0]
    assert "searchlib: skipped b.txt: " in capsys.readouterr().err

    (corpus / "b.txt").write_text("𠮷祥的钱凯港。\n", encoding="utf-8")
    statuses = [
        main(["verify", *index]),
        main(["index", str(corpus), *index]),
        main(["mentions", "𠮷祥", *index]),
    ]
    assert statuses == [2, 0, 0]
