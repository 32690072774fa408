"""compare, lineage and --cite as commands."""

import csv
import io
import json
from pathlib import Path

import pytest

from searchlib.cli import main

KG = ["中吉2018年联合声明", "中吉2019年联合声明"]


def printed(capsys: pytest.CaptureFixture[str], demo_index: Path, *arguments: str, status: int = 0) -> str:
    """What a command writes."""
    assert status == main([*arguments, "--index", str(demo_index)])
    return capsys.readouterr().out


def test_compare_in_every_format(capsys: pytest.CaptureFixture[str], demo_index: Path) -> None:
    """The same rows as text, JSON, JSON lines and CSV."""
    text = printed(capsys, demo_index, "compare", *KG, "--show", "all")
    whole = json.loads(printed(capsys, demo_index, "compare", *KG, "--show", "all", "--format", "json"))
    lines = printed(capsys, demo_index, "compare", *KG, "--show", "all", "--format", "jsonl").splitlines()
    table = printed(capsys, demo_index, "compare", *KG, "--show", "all", "--format", "csv", "--no-bom")
    rows = list(csv.DictReader(io.StringIO(table)))

    assert len(whole["rows"]) == len(lines) == len(rows) == sum(whole["counts"].values())
    assert rows[0]["fate"] == whole["rows"][0]["fate"] == json.loads(lines[0])["fate"]
    assert "[-" in text
    assert "{+" in text
    for row in whole["rows"]:
        assert "".join(each["before"] for each in row["edits"]) == "\n".join(
            body_of(clause) for clause in row["before"]
        )


def body_of(clause: dict[str, str]) -> str:
    """The text without the number printed before it."""
    number = clause["number"] or ""
    text = clause["text"]
    return text[len(number) :].lstrip(" 　\t\n") if number and text.startswith(number) else text


def test_compare_beside_each_other(capsys: pytest.CaptureFixture[str], demo_index: Path) -> None:
    """Two columns, none wider than the other; no line is longer than asked for."""
    lines = printed(capsys, demo_index, "compare", *KG, "--columns").splitlines()
    beside = [line for line in lines if " │" in line]

    assert len(beside) > 20
    assert len({len(line.partition(" │")[0].encode("gb18030")) for line in beside}) < 4


def test_lineage_in_every_format(capsys: pytest.CaptureFixture[str], demo_index: Path) -> None:
    """Absent stages have no row."""
    text = printed(capsys, demo_index, "lineage", "KG")
    whole = json.loads(printed(capsys, demo_index, "lineage", "KG", "--all", "--format", "json"))
    lines = printed(capsys, demo_index, "lineage", "KG", "--all", "--format", "jsonl").splitlines()
    stages = [stage for formula in whole["formulas"] for stage in formula["stages"]]

    assert "changes" in text
    assert len(lines) == sum(stage["turn"] != "absent" for stage in stages)
    assert {len(formula["stages"]) for formula in whole["formulas"]} == {len(whole["documents"])}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compare", "对外关系法（摘要）"], "one version"),
        (["compare", "没有的", "也没有的"], "没有的"),
        (["lineage", "瓦努阿图"], "make no series"),
        (["search", "铁路", "--cite", "ris", "--by", "year"], "--cite"),
    ],
)
def test_what_cannot_be_answered_is_said(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], demo_index: Path
) -> None:
    """In one line, with status 2."""
    assert 2 == main([*arguments, "--index", str(demo_index)])
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        ["search", "两洋铁路"],
        ["mentions", "两洋铁路"],
        ["show", "中秘2015年联合声明第八条"],
        ["statements", "两洋铁路"],
        ["list"],
    ],
)
def test_every_answer_can_be_cited(
    command: list[str], capsys: pytest.CaptureFixture[str], demo_index: Path
) -> None:
    """As text instead of the answer, and as a value of each row."""
    text = printed(capsys, demo_index, *command, "--cite", "bibtex")
    rows = printed(capsys, demo_index, *command, "--cite", "footnote", "--format", "jsonl").splitlines()
    table = printed(capsys, demo_index, *command, "--cite", "footnote", "--format", "csv", "--no-bom")

    assert text.startswith("@misc{")
    assert rows
    assert all(json.loads(row)["citation"].endswith("。") for row in rows)
    assert all(row["citation"] for row in csv.DictReader(io.StringIO(table)))
