"""docs/output.md tells exactly what is written: keys, their order, their types, columns, exit statuses."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook

from searchlib.cli import group, main
from searchlib.render import json_schema, report_values
from tests.support.answers import CHANGED, DAMAGED, DIFFERENT

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "output.md").read_text(encoding="utf-8")
STATEMENT = (
    "中华人民共和国和秘鲁共和国联合声明\n（2015年5月22日，利马）\n"
    "一、双方重申两洋铁路𠮷。\n铁路\n二、两洋铁路可行性。\n2015年5月22日于利马\n"
)
LATER = STATEMENT.replace("2015", "2016").replace("重申", "支持").replace("利马", "北京")
LAW = "第一条 甲。\n第二条 两洋铁路：\n（一）两洋铁路。\n第三条 丙。\n"
Table = dict[str, str]
Answer = Callable[..., str]


def tables() -> dict[str, Table]:
    """Key and type of every object, by the heading it stands under."""
    found = re.findall(r"^### `([\w ]+)`\n(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE)
    shapes = {name: dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", text, re.MULTILINE)) for name, text in found}
    return shapes | {"mentions by": shapes["mentions"] | shapes["mentions by"]}


SHAPES = tables()
SIMPLE: dict[str, Callable[[object], bool]] = {
    "null": lambda value: value is None,
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "true or false": lambda value: type(value) is bool,
    "day": lambda value: isinstance(value, str) and date.fromisoformat(value).isoformat() == value,
    "counts": lambda value: isinstance(value, dict) and {type(each) for each in value.values()} <= {int},
    "span": lambda value: isinstance(value, list) and [type(each) for each in value] == [int, int],
}


def faults(value: object, kind: str, where: str = "answer") -> list[str]:
    """Where ``value`` is not what the page says; a name in back quotes is an object of that shape."""
    if kind in SIMPLE:
        return [] if SIMPLE[kind](value) else [f"{where}: {value!r} is no {kind}"]
    if kind.endswith(" or null"):
        return [] if value is None else faults(value, kind.removesuffix(" or null"), where)
    if kind.startswith("list of "):
        assert isinstance(value, list), where
        inner = kind.removeprefix("list of ")
        return [fault for at, each in enumerate(value) for fault in faults(each, inner, f"{where}[{at}]")]
    shape = SHAPES[kind.strip("`")]
    assert isinstance(value, dict), where
    if list(value) != list(shape):
        return [f"{where} has {list(value)}, the page {list(shape)}"]
    return [fault for key, inner in shape.items() for fault in faults(value[key], inner, f"{where}.{key}")]


@pytest.mark.parametrize("name", json_schema.SHAPES)
def test_the_tables_are_those_of_the_shapes(name: str) -> None:
    """Every key, its type and its meaning, in order; links and the keys that a shape takes over aside."""
    (text,) = re.findall(rf"^### `{name}`\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.*?) ?\|$", text, re.MULTILINE)
    written = [(key, kind, re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", meaning)) for key, kind, meaning in rows]
    expected = json_schema.rows_of(json_schema.SHAPES[name])

    assert expected[-3:] == written if name == "mentions by" else expected == written


def test_every_table_has_a_shape() -> None:
    """No heading of an object is left over."""
    assert SHAPES.keys() == json_schema.SHAPES.keys()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small corpus, one of its files unreadable, and its index."""
    folder = tmp_path_factory.mktemp("output")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "lima.txt").write_text(STATEMENT, encoding="utf-8")
    (folder / "corpus" / "peking.txt").write_text(LATER, encoding="utf-8")
    (folder / "corpus" / "law.md").write_text(LAW, encoding="utf-8")
    (folder / "corpus" / "scan.jpg").write_bytes(b"\xff\xd8")
    assert main(["index", str(folder / "corpus"), "--index", str(folder / "index")]) == 1
    return folder


@pytest.fixture
def answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> Answer:
    """What a command writes to standard output."""

    def ask(*arguments: str) -> str:
        capsys.readouterr()
        main([*arguments, "--index", str(folder / "index")])
        return capsys.readouterr().out

    return ask


COMMANDS = {
    "search": ["search", "两洋铁路"],
    "quote": ["quote", "双方重申两洋铁道，鐵路"],
    "mentions": ["mentions", "两洋铁路"],
    "mentions by": ["mentions", "两洋铁路", "--by", "statement"],
    "kwic": ["kwic", "两洋铁路"],
    "kwic neighbours": ["kwic", "两洋铁路", "--show", "neighbours"],
    "kwic collocates": ["kwic", "铁路", "--show", "collocates", "--least", "1"],
    "kwic spread": ["kwic", "两洋铁路", "--show", "spread"],
    "dossier": ["dossier", "两洋铁路"],
    "formula": ["formula", "两洋铁路"],
    "boilerplate": ["formula", "--of", "2015-05-22-cn-pe-joint-statement"],
    "names": ["names", "两洋铁路"],
    "compare": ["compare", "2015-05-22-cn-pe-joint-statement", "2016-05-22-cn-pe-joint-statement"],
    "lineage": ["lineage", "PE"],
    "counts": ["search", "两洋铁路", "--by", "year"],
    "statements": ["statements", "两洋铁路"],
    "show": ["show", "2015-05-22-cn-pe-joint-statement#1"],
    "list": ["list"],
    "projects": ["projects"],
    "index": ["index", "CORPUS", "--rebuild"],
    "stats": ["stats"],
    "save": ["save", "railway", "两洋铁路"],
    "check": ["check"],
    "coverage": ["coverage"],
    "verify": ["verify"],
}
FORMATS = dict(re.findall(r"^\| `([\w -]+)` \| (text, .*?) \|", PAGE, re.MULTILINE))
ROWS = dict(
    re.findall(r"^\| `[\w -]+` \| text, .*jsonl.* \| `([\w ]+)` \| `([\w ]+)` \|$", PAGE, re.MULTILINE)
)


def arguments(name: str, folder: Path) -> list[str]:
    """The command whose answer is called ``name`` on the page."""
    return [str(folder / "corpus") if each == "CORPUS" else each for each in COMMANDS[name]]


def test_every_command_is_on_the_page() -> None:
    """The table at the top names each answer that is tested, and says which have rows."""
    named = re.findall(r"^\| `[\w -]+` \| text, .*?\| `([\w ]+)` \|", PAGE, re.MULTILINE)

    assert sorted(COMMANDS) == sorted({*ROWS, *re.findall(r"\| text, json \| `(\w+)` \|", PAGE)})
    assert set(ROWS) <= set(named)


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_says_which_formats_there_are(name: str) -> None:
    """Those of ``--format``, in its order; `md` is another name of one."""
    command = group.get_command(click.Context(group), name.split()[0])
    assert command is not None
    (option,) = [each for each in command.params if each.name == "form"]
    assert isinstance(option.type, click.Choice)

    assert [each for each in option.type.choices if each != "md"] == FORMATS[name].split(", ")


@pytest.mark.parametrize("name", ROWS)
def test_markdown_and_workbooks_hold_the_rows(
    name: str, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A workbook has the rows of the CSV; Markdown is quoted clauses, or a table with as many rows."""
    asked = arguments(name, folder)
    capsysbinary.readouterr()
    main([*asked, "--format", "csv", "--no-bom", "--index", str(folder / "index")])
    header, *rows = csv.reader(StringIO(capsysbinary.readouterr().out.decode(), newline=""))
    main([*asked, "--format", "markdown", "--index", str(folder / "index")])
    shown = capsysbinary.readouterr().out.decode()
    if name != "dossier":
        main([*asked, "--format", "xlsx", "--index", str(folder / "index")])
        sheet = load_workbook(BytesIO(capsysbinary.readouterr().out)).active
        assert sheet is not None
        written = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert (list(written[0][: len(header)]), len(written)) == (header, len(rows) + 1)

    assert shown.startswith("# ") or shown.count("\n") == len(rows) + 2


@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_as_the_page_says(name: str, folder: Path, answer: Answer) -> None:
    """Keys, their order and the types of all values are those of the page."""
    written = json.loads(answer(*arguments(name, folder), "--format", "json"))

    assert faults(written, f"`{name}`") == []


def test_a_difference_is_as_the_page_says() -> None:
    """A verification that failed has the shape of the page too."""
    written = report_values.verification_json(DIFFERENT)

    assert written["differences"]
    assert faults(written, "`verify`") == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("index", report_values.build_report_json(CHANGED)),
        ("check", report_values.check_json(DAMAGED, Path("index"))),
    ],
)
def test_what_went_on_is_as_the_page_says(name: str, written: object) -> None:
    """Changes, changed answers and damage have the shape of the page too."""
    assert faults(written, f"`{name}`") == []


@pytest.mark.parametrize("name", ROWS)
def test_json_lines_are_as_the_page_says(name: str, folder: Path, answer: Answer) -> None:
    """Each line is a row of the named shape."""
    lines = answer(*arguments(name, folder), "--format", "jsonl").splitlines()

    assert lines
    assert [fault for line in lines for fault in faults(json.loads(line), f"`{ROWS[name]}`")] == []


@pytest.mark.parametrize("name", ROWS)
def test_csv_has_the_columns_of_the_page(name: str, folder: Path, answer: Answer) -> None:
    """The columns are the keys of a row in their order, `source` as three."""
    header, *rows = csv.reader(StringIO(answer(*arguments(name, folder), "--format", "csv", "--no-bom")))
    expected = [
        column
        for key, kind in SHAPES[ROWS[name]].items()
        for column in ([f"source_{part}" for part in SHAPES["source"]] if "`source`" in kind else [key])
    ]

    assert expected == header
    assert {len(expected)} == {len(row) for row in rows}


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (0, ["search", "两洋铁路"]),
        (0, ["verify"]),
        (1, ["search", "没有的词"]),
        (1, ["mentions", "没有的词"]),
        (1, ["index", "CORPUS"]),
        (2, ["search", "((("]),
        (2, ["search", "两洋铁路", "--colour"]),
        (2, ["show", "nothing"]),
    ],
)
def test_exit_statuses_are_those_of_the_page(status: int, arguments: list[str], folder: Path) -> None:
    """0 found, 1 nothing found or a file skipped, 2 an error."""
    asked = [str(folder / "corpus") if each == "CORPUS" else each for each in arguments]

    assert f"\n| {status} | " in PAGE
    assert status == main([*asked, "--index", str(folder / "index")])


def test_marks_are_those_of_the_page(answer: Answer) -> None:
    """Matches stand between the brackets that the page names."""
    assert "【 and 】" in PAGE
    assert "双方重申【两洋铁路】𠮷。" in answer("search", "两洋铁路", "--flat")
