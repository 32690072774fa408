"""Output that steers no terminal, runs in no spreadsheet, and is one line where it says so."""

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from searchlib.render.tables import table_lines
from searchlib.render.terminal import Look
from tests.support.hostile import STEERING
from tests.support.program import run

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
def answers(hostile_index: Path, hostile_library: searchlib.Library) -> list[list[str]]:
    """Commands that write texts, titles and file names."""
    escapes = next(each.id for each in hostile_library.documents() if each.source.file == "escapes.txt")
    return [
        [*(part.format(escapes=escapes) for part in command), "--index", str(hostile_index)]
        for command in EVERYTHING
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
    """Every cell can be read however narrow the window is; in columns a title is cut, and says so."""
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
    assert set("".join(map(str, row)).replace(" ", "")) <= set(shown) or "…" in shown
    assert row[5] in shown
