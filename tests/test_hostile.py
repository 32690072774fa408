"""Files, arguments and terminals as unlucky and hostile users have them: clear answers, nothing lost."""

import csv
import io
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from searchlib.model import BuildReport
from searchlib.render.tables import table_lines
from searchlib.render.terminal import Look

CLAUSE = "八、双方将共同推进两洋铁路项目可行性基础研究，加强在基础设施领域的合作。"
TRADITIONAL = "八、雙方將共同推進兩洋鐵路項目可行性研究，加強在基礎設施領域的合作。"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no line on a terminal may hold."""

READABLE = {
    "plain.txt": CLAUSE.encode(),
    "gb18030.html": f"<html><body><p>{CLAUSE}</p></body></html>".encode("gb18030"),
    "gb18030.md": f"# 标题\n\n{CLAUSE}\n".encode("gb18030"),
    "gb18030": CLAUSE.encode("gb18030"),
    "big5.txt": TRADITIONAL.encode("big5"),
    "utf16.txt": CLAUSE.encode("utf-16"),
    "utf16le.txt": CLAUSE.encode("utf-16-le"),
    "utf16be.txt": CLAUSE.encode("utf-16-be"),
    "bom.txt": CLAUSE.encode("utf-8-sig"),
    "line\nfeed\x1b[31m.txt": f"换行。{CLAUSE}".encode(),
    "txt\u202eexe.txt": f"反向。{CLAUSE}".encode(),
    "escapes.txt": f"红\x1b[31m色\u202e反\x9b2J{CLAUSE * 9}".encode(),
    "copy of plain.txt": CLAUSE.encode(),
    "License agreement.txt": f"许可协议。{CLAUSE}".encode(),
    "LICENSE/in a folder.txt": f"文件夹。{CLAUSE}".encode(),
    "folder.meta.toml/a.txt": f"旁注。{CLAUSE}".encode(),
}
UNREADABLE = {
    "binary.txt": (bytes(range(256)) * 9, "is not text"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(200)), "is not text"),
    "cut.txt": (CLAUSE.encode()[:-2], "cut off inside a character"),
    "empty.txt": (b"", "holds no text"),
    "blank.txt": ("　\n \u200b\n".encode(), "holds no text"),
    "table.csv": (b"a,b\n", "not a format searchlib reads"),
}
ODD = {
    "fifo.txt": "a FIFO",
    "socket.txt": "a socket",
    "dangling.txt": "a broken link",
    "loop.txt": "leads back to itself",
    "outside.txt": "outside the corpus",
    "zero.txt": "outside the corpus",
    "twice.txt": "read under its own name",
    "bad\\xff.txt": "not valid UTF-8",
}


def write(path: Path, content: str | bytes) -> Path:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def run(
    *arguments: str | bytes, cwd: Path | None = None, options: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, *options, "-m", "searchlib", *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        cwd=cwd,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that may lie in one."""
    root = tmp_path_factory.mktemp("hostile") / "corpus"
    for name, content in READABLE.items():
        write(root / name, content)
    for name, (content, _) in UNREADABLE.items():
        write(root / name, content)
    (root / "empty folder").mkdir()
    os.mkfifo(root / "fifo.txt")
    os.mkfifo(root / "plain.meta.toml")
    for name, target in (
        ("dangling.txt", "nowhere"),
        ("loop.txt", "loop.txt"),
        ("outside.txt", "/etc/passwd"),
        ("zero.txt", "/dev/zero"),
        ("twice.txt", "plain.txt"),
    ):
        (root / name).symlink_to(target)
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(root)  # the name of a socket may have a hundred bytes only
        listening.bind("socket.txt")
        os.chdir(here)
    Path(os.fsdecode(os.fsencode(root) + b"/bad\xff.txt")).write_text(CLAUSE, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def built(corpus: Path) -> tuple[Path, BuildReport]:
    """The folder's index and what the build said."""
    index = corpus.parent / "index"
    return index, searchlib.build(corpus, index)


@pytest.fixture(scope="module")
def index(built: tuple[Path, BuildReport]) -> Path:
    """The folder's index."""
    return built[0]


@pytest.fixture(scope="module")
def library(index: Path) -> Iterator[searchlib.Library]:
    """The folder's index, open."""
    with searchlib.open(index) as opened:
        yield opened


# Files


@pytest.mark.parametrize("name", READABLE)
def test_a_text_is_read_whatever_its_name_and_encoding(name: str, library: searchlib.Library) -> None:
    """The name in it is found where it stands, in the other script too."""
    times = READABLE[name].decode("utf-8", "ignore").count("两洋铁路") or 1
    found = [each for each in library.mentions("兩洋鐵路").mentions if each.source.file == name]

    assert times == len(found)
    assert {"两洋铁路", "兩洋鐵路"} >= {each.line.match for each in found}


@pytest.mark.parametrize("name", [*UNREADABLE, *ODD])
def test_what_cannot_be_read_is_named_with_its_reason(name: str, built: tuple[Path, BuildReport]) -> None:
    """One reason for each file, and no other file is skipped."""
    reasons = {skipped.file: skipped.reason for skipped in built[1].skipped}

    assert {*UNREADABLE, *ODD} == reasons.keys()
    assert (UNREADABLE[name][1] if name in UNREADABLE else ODD[name]) in reasons[name]


def test_unreadable_files_make_the_status_1(corpus: Path, tmp_path: Path) -> None:
    """A line for each on standard error, none of which steers the terminal, and the report on the other."""
    done = run("index", str(corpus), "--index", str(tmp_path / "index"))
    lines = done.stderr.decode().splitlines()

    assert (1, len(UNREADABLE) + len(ODD)) == (done.returncode, len(lines))
    assert all(line.startswith("searchlib: skipped ") for line in lines)
    assert f"{len(READABLE)} documents" in done.stdout.decode()
    assert [] == STEERING.findall(done.stderr.decode().replace("\n", ""))


def test_another_user_is_told_what_may_not_be_read() -> None:
    """A closed file and a closed folder are named, the rest is indexed, and others may search the index."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder / "corpus" / "open.txt", CLAUSE)
        closed = [write(folder / "corpus" / "closed.txt", CLAUSE)]
        closed.append(write(folder / "corpus" / "closed" / "a.txt", CLAUSE).parent)
        (folder / "theirs").mkdir()
        (folder / "theirs").chmod(0o777)
        for path in closed:
            path.chmod(0)
        done = as_nobody("index", f"{folder}/corpus", "--index", f"{folder}/theirs/index")
        searched = as_nobody("mentions", "两洋铁路", "--index", f"{folder}/theirs/index")
        refused = as_nobody("index", f"{folder}/corpus", "--index", f"{folder}/mine")
        for path in closed:
            path.chmod(0o755)

    assert (1, 0, 2) == (done.returncode, searched.returncode, refused.returncode)
    assert [
        "searchlib: skipped closed: cannot be listed: may not be read (permission denied)",
        "searchlib: skipped closed.txt: may not be read (permission denied)",
    ] == done.stderr.decode().splitlines()
    assert "Permission denied; check who may read and write there" in refused.stderr.decode()


def as_nobody(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a user without rights; as oneself where one is not root."""
    command = [sys.executable, "-P", "-m", "searchlib", *arguments]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may read everything, and there is no setpriv to become another user with")
        command = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    home = str(Path(searchlib.__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": home, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, cwd="/", env=environment)
    if b"searchlib: " not in done.stderr and done.returncode != 0:
        pytest.skip(f"another user cannot run this checkout: {done.stderr.decode()[-200:]}")
    return done


def test_an_index_inside_the_corpus_is_no_part_of_it(tmp_path: Path) -> None:
    """However often it is built, its own files are neither indexed nor named."""
    write(tmp_path / "a.txt", CLAUSE)
    index = tmp_path / "deep" / "index"
    reports = [searchlib.build(tmp_path, index, rebuild=at == 2) for at in range(4)]

    assert [(), (), (), ()] == [report.skipped for report in reports]
    assert [1, 0, 0, 0] == [report.added + report.changed for report in reports]
    assert searchlib.verify(index).ok


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("meta.json", '{"generation": "mine", "format": 1}'),
        ("generation-plan/precious.txt", "x"),
        ("letter.txt", CLAUSE),
    ],
)
def test_a_folder_used_for_other_things_is_not_made_an_index(
    name: str, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing in it is written over or removed; the corpus itself is such a folder too."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    kept = write(tmp_path / "other" / name, content)
    for folder in ("other", "corpus"):
        assert main(["index", str(tmp_path / "corpus"), "--index", str(tmp_path / folder)]) == 2
        assert "is no index and holds other things" in capsys.readouterr().err

    assert content == kept.read_text(encoding="utf-8")
    assert [kept] == [path for path in (tmp_path / "other").rglob("*") if path.is_file()]
    assert ["a.txt"] == [path.name for path in (tmp_path / "corpus").iterdir()]


def test_a_folder_with_hidden_files_may_become_an_index(tmp_path: Path) -> None:
    """Version control and file browsers leave files everywhere."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    kept = write(tmp_path / "index" / ".gitignore", "*\n")
    searchlib.build(tmp_path / "corpus", tmp_path / "index")

    assert "*\n" == kept.read_text(encoding="utf-8")


def test_a_line_of_a_million_characters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is one clause: every mention is counted, all of it is shown, and a search shows a screenful."""
    sentence = "双方将共同推进两洋铁路项目可行性基础研究，"
    times = 1_000_000 // len(sentence)
    write(tmp_path / "corpus" / "a.txt", sentence * times)
    index = tmp_path / "index"
    searchlib.build(tmp_path / "corpus", index)
    with searchlib.open(index) as library:
        (document,) = library.documents()
        assert times == library.mentions("兩洋鐵路").occurrences
        assert len(sentence) * times == len(library.document(document.id).clauses[0].text)
    assert main(["search", "铁路", "--index", str(index)]) == 0

    shown = capsys.readouterr().out
    assert len(shown) < 3_000
    assert f"({times - shown.count('【铁路】'):,} more in this clause)" in shown


def test_unknown_characters_are_texts_too(tmp_path: Path) -> None:
    """Thousands of characters that no dictionary has, in no order, are found one by one."""
    rare = "".join(map(chr, range(0x20000, 0x20000 + 20_000)))
    write(tmp_path / "corpus" / "a.txt", rare)
    write(tmp_path / "corpus" / "b.txt", "。。。！\n\n——……\n")
    searchlib.build(tmp_path / "corpus", tmp_path / "index")
    with searchlib.open(tmp_path / "index") as library:
        assert [1, 1, 3] == [library.mentions(text).occurrences for text in ("𠀀", rare[777:779], "。")]


# Where a name stands


WRAPPED = textwrap.fill(CLAUSE[2:] * 20, 30)


@pytest.mark.parametrize(
    ("name", "content", "times"),
    [
        ("wrapped.txt", f"中秘联合声明\n\n{WRAPPED}\n", 20),
        ("blank ends.txt", f"中秘联合声明\n\n{WRAPPED}\n".replace("\n", "   \n"), 20),
        ("carriage.txt", f"中秘联合声明\n\n{WRAPPED}\n".replace("\n", "\r\n"), 20),
        ("source.html", "<html><body><p>推进两洋\n   铁路项目。</p></body></html>", 1),
        ("tags.html", "<html><body><p>推进<b>两洋</b><span>铁</span>路<!-- x -->项目。</p></body></html>", 1),
        ("entity.html", "<html><body><p>推进两&#27915;<wbr>铁路项目。</p></body></html>", 1),
        ("emphasis.md", "# 声明\n\n推进**两洋**铁路，*两洋*铁路，[两洋](http://x.cn)铁路。\n", 3),
        ("title.txt", "两洋铁路联合声明\n\n两洋铁路联合声明\n\n一、双方推进合作。\n", 1),
        ("title.md", "---\ntitle: 两洋铁路联合声明\n---\n# 两洋铁路联合声明\n\n一、合作。\n", 1),
        ("title.html", "<title>两洋铁路声明</title><h1>两洋铁路声明</h1><p>一、双方合作。</p>", 1),
        ("heading.md", "# 声明\n\n## 两洋铁路\n\n一、合作。\n\n## 两洋铁路\n\n二、再合作。\n", 2),
        ("overlap.txt", "两洋铁路两洋铁路两洋铁路", 3),
        ("twice.txt", "中秘联合声明\n\n一、推进两洋铁路。\n\n二、同意。\n\n" * 2, 2),
    ],
    ids=lambda value: value if isinstance(value, str) and value[-4:-3] == "." else "",
)
def test_a_name_is_counted_as_often_as_a_reader_counts_it(
    name: str, content: str, times: int, tmp_path: Path
) -> None:
    """Wraps and markup do not hide it, and a title repeated by its own page counts once."""
    write(tmp_path / "corpus" / name, content)
    searchlib.build(tmp_path / "corpus", tmp_path / "index")
    with searchlib.open(tmp_path / "index") as library:
        assert times == library.mentions("兩洋鐵路").occurrences


# Arguments


def spelled(value: object) -> str:
    """Arguments as one types them, shortened for the names of tests."""
    return " ".join(map(str, value))[:40] if isinstance(value, list) else str(value)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["search", "((("], 2, "is never closed"),
        (["search", ")))"], 2, "closes nothing"),
        (["search", "　"], 2, "the query is empty"),
        (["search", "a OR " * 10_000], 2, "the query is 50000 characters long"),
        (["search", "(" * 1_000_000], 2, "the query is 1000000 characters long"),
        (["search", "两\x00洋"], 2, "argument 2 holds a NUL character"),
        (["search", "\udcff"], 2, "argument 2 is not text in the terminal's encoding: '\\udcff'"),
        (["search", "铁路", "--limit", "0"], 2, "0 is not in the range"),
        (["search", "铁路", "--limit", "-1"], 2, "-1 is not in the range"),
        (["search", "不在此处𠀀"], 1, "nothing found, understood as: 不在此处𠀀"),
        (["mentions", " "], 2, "says nothing that could be searched for"),
        (["mentions", "𠀀"], 1, "𠀀 is not mentioned"),
        (["mentions", "铁" * 1_000_000], 1, f"{'铁' * 60}… is not mentioned"),
        (["mentions", "丙 " * 20_000], 1, "… is not mentioned"),
        (["show", "nothing"], 2, "no document 'nothing' in the index"),
        (["show", "#"], 2, "no document ''"),
        (["show", "甲" * 1_000_000], 2, "no document '甲甲"),
        (["show", "undated-other-x#9"], 2, "no document 'undated-other-x'"),
        (["projects", ""], 2, "no project is called ''"),
        (["index", ""], 2, "Invalid value for '[CORPUS]': the name of the folder is empty"),
        (["index", "x", "--index", ""], 2, "the name of the folder is empty"),
        (["verify", "--corpus", ""], 2, "the name of the folder is empty"),
        (["index", "no/such/folder"], 2, "does not exist"),
        (["list", "--index", "/etc/passwd"], 2, "there is no index in '/etc/passwd'"),
        (["list", "--index", "/"], 2, "there is no index in '/'"),
    ],
    ids=spelled,
)
def test_every_argument_gets_one_clear_line(
    arguments: list[str],
    status: int,
    message: str,
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """However odd and however long: a status, a short line on standard error, no internal error."""
    monkeypatch.setenv("SEARCHLIB_INDEX", str(index))
    given = main(arguments)
    line = capsys.readouterr().err

    assert (status, True) == (given, message in line)
    assert line.startswith("searchlib: ")
    assert line.count("\n") == 1
    assert len(line) < 7_000


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("{tmp}/file", "is not a folder"),
        ("{tmp}/file/below", "check the path"),
        ("{tmp}/dangling", "is not a folder"),
        ("{tmp}/" + "长" * 200, "choose a shorter name"),
        ("/", "holds other things"),
        ("/proc/index", "/proc/index: "),
    ],
)
def test_an_index_needs_a_place_that_can_hold_it(
    place: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any other place is refused by name and with what to do."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    write(tmp_path / "file", "x")
    (tmp_path / "dangling").symlink_to("nowhere")

    assert main(["index", str(tmp_path / "corpus"), "--index", place.format(tmp=tmp_path)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["99999999999999999999999", "9223372036854775808", "1"])
@pytest.mark.parametrize("group", [[], ["--group", "statement"]])
def test_a_limit_may_be_any_positive_number(
    limit: str, group: list[str], index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """More than there are is all there are."""
    arguments = ["search", "铁路", "--format", "json", "--index", str(index)]
    assert main([*arguments, "--limit", limit, *group]) == 0

    answer = json.loads(capsys.readouterr().out)
    expected = 1 if limit == "1" else sum(answer["totals"].values())
    assert expected == len(answer["hits"])


def test_a_section_is_shown_where_it_is_no_clause(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Asked for 6, where there are 6.1 and 6.2 only, both are shown and nothing else."""
    paths = ("title", "5", "6.1", "6.2", "6.10", "7")
    clauses = tuple(searchlib.Clause("d", path, f"第{path}条") for path in paths)
    searchlib.build_documents([searchlib.Document("d", "声明", clauses=clauses)], tmp_path / "index")
    shown = ["--index", str(tmp_path / "index")]

    assert (0, 2) == (main(["show", "d#6", "--format", "jsonl", *shown]), main(["show", "d#6.3", *shown]))
    output = capsys.readouterr()
    assert ["6.1", "6.2", "6.10"] == [json.loads(line)["path"] for line in output.out.splitlines()]
    assert "no clause '6.3' in 'd'" in output.err
    assert main(["show", "d#6", *shown]) == 0
    assert capsys.readouterr().out.count("…") == 2


# What is written


EVERYTHING = (
    ["search", "两洋", "--all"],
    ["mentions", "两洋铁路"],
    ["mentions", "红"],
    ["list"],
    ["stats"],
    ["show", "{escapes}"],
    ["projects", "两洋铁路"],
)


@pytest.fixture
def answers(index: Path, library: searchlib.Library) -> list[list[str]]:
    """Commands that write texts, titles and file names."""
    escapes = next(each.id for each in library.documents() if each.source.file == "escapes.txt")
    return [
        [*(part.format(escapes=escapes) for part in command), "--index", str(index)] for command in EVERYTHING
    ]


def test_no_text_steers_the_terminal(answers: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    """Escapes in texts and file names are shown, not obeyed; JSON escapes them and gives them back."""
    for command in answers:
        assert main(command) == 0
        assert [] == STEERING.findall(capsys.readouterr().out)
        assert main([*command, "--format", "json"]) == 0
        written = capsys.readouterr().out
        assert [] == STEERING.findall(written)
        json.loads(written)

    assert main([*answers[2], "--format", "json"]) == 0
    (mention,) = json.loads(capsys.readouterr().out)["mentions"]
    assert "\x1b[31m色\u202e反\x9b2J" == mention["after"][:11]


def test_csv_is_as_it_is_except_on_a_terminal(
    answers: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file gets the characters themselves, a person gets pictures of those that steer."""
    command = [*answers[2], "--format", "csv"]
    assert main(command) == 0
    assert "\x1b[31m色\u202e" in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(command) == 0

    shown = capsys.readouterr().out
    assert [] == STEERING.findall(shown)
    assert "␛[31m色�" in shown


def test_a_json_line_is_a_line_to_everybody(tmp_path: Path) -> None:
    """Also to readers for whom U+2028 and U+0085 end a line."""
    text = "一、两洋\u2028铁路\x85项目\u2029。"
    clause = searchlib.Clause("d", "1", text)
    searchlib.build_documents([searchlib.Document("d", "声明", clauses=(clause,))], tmp_path / "index")
    done = run("search", "两洋", "--format", "jsonl", "--index", str(tmp_path / "index"))

    assert [text] == [json.loads(line)["text"] for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "\t"])
def test_a_spreadsheet_gets_no_formula(sign: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CSV for Excel has an apostrophe before what Excel would run; CSV for programs has the text itself."""
    text = f"{sign}cmd|' /C calc'!A0 两洋铁路"
    clauses = (searchlib.Clause("d", "1", text),)
    searchlib.build_documents([searchlib.Document("d", text, clauses=clauses)], tmp_path / "index")
    command = ["search", "两洋铁路", "--format", "csv", "--index", str(tmp_path / "index")]

    for option, expected in (([], f"'{text}"), (["--no-bom"], text)):
        assert main([*command, *option]) == 0
        written = io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"), newline="")
        assert [expected] == [row["text"] for row in csv.DictReader(written)]


@pytest.mark.parametrize("columns", [1, 5, 20, 40, 80, 200])
def test_a_narrow_terminal_loses_no_column(columns: int) -> None:
    """Every cell of a table can be read however narrow the window is."""
    row = (
        "2015-05-22",
        "joint-statement",
        "CN PE",
        106,
        "中华人民共和国和秘鲁共和国联合声明",
        "2015-05-22-cn-pe",
    )
    header = ("date", "kind", "parties", "clauses", "title", "id")
    lines = table_lines(header, [row], Look(columns=columns))
    shown = re.sub(r"\s", "", "".join(lines))

    for cell in row[:4]:
        assert re.sub(r"\s", "", str(cell)) in shown
    assert set("".join(map(str, row)).replace(" ", "")) <= set(shown)


# Surroundings


def test_names_of_files_need_a_locale_that_knows_them(tmp_path: Path) -> None:
    """Where Python was told to read names as ASCII, the message says so instead of blaming the name."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    write(tmp_path / "corpus" / "声明.txt", CLAUSE)
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("index", "corpus", "--index", "index", cwd=tmp_path, **ascii_only)
    asked = run("mentions", "两洋铁路", "--index", "index", cwd=tmp_path, **ascii_only)

    assert (1, 2) == (done.returncode, asked.returncode)
    for line in (done.stderr.decode(), asked.stderr.decode()):
        assert "set PYTHONUTF8=1" in line
        assert line.count("\n") == 1


@pytest.mark.parametrize("options", [("-W", "error", "-X", "dev", "-bb"), ("-O",), ("-I",)])
def test_the_interpreter_may_be_strict(options: tuple[str, ...], tmp_path: Path) -> None:
    """Warnings as errors, no assertions, no environment: building and asking say nothing unasked."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    index = str(tmp_path / "index")
    for command in (["index", str(tmp_path / "corpus")], ["mentions", "两洋铁路"], ["verify"]):
        done = run(*command, "--index", index, options=options, cwd=tmp_path)
        assert (0, b"") == (done.returncode, done.stderr)


def test_a_name_of_a_folder_need_not_be_text(tmp_path: Path) -> None:
    """An index remembers the folder it was built from, whatever bytes its name has."""
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    write(odd / "corpus" / "a.txt", CLAUSE)
    done = [run(*command, cwd=odd) for command in (["index"], ["verify"], ["stats", "--format", "json"])]

    assert [0, 0, 0] == [each.returncode for each in done]
    assert stat.S_ISDIR((odd / "index").stat().st_mode)
