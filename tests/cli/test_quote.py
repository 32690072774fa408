"""``searchlib quote`` and the commands that answers lead to."""

import csv
import io
import json
import shlex
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from searchlib.model import Clause, Document

TEXT = "双方重申遵守关于高原铁路的谅解备忘录。"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document."""
    folder = tmp_path_factory.mktemp("quote") / "my index"
    searchlib.build_documents([Document("d", "声明", clauses=(Clause("d", "1", TEXT, "一、"),))], folder)
    return folder


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (TEXT, 0, "1. verbatim"),
        (f"“{TEXT}”", 0, "1. verbatim"),
        (TEXT.replace("备忘录", "备忘路"), 1, "character 18 of the clause: 录 there, 路 quoted"),
        ("今日天晴宜出游远足", 1, "no clause resembles it"),
        ("关于高原机场之谈判毫无结果", 1, "nearest ("),
        ("甲" * 5000, 1, "not found"),
    ],
)
def test_one_quotation(
    index: Path, given: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict, the place of every difference, and an exit status."""
    assert main(["quote", given, "--index", str(index)]) == status
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_quotations_of_a_file(
    index: Path, encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One report for all, in every format."""
    file = tmp_path / "article.txt"
    file.write_bytes("文章说“重申遵守关于高原铁路”，\n又说「關於高原鐵道的諒解備忘錄」。\n".encode(encoding))
    arguments = ["quote", str(file), "--index", str(index)]

    assert main(arguments) == 1
    assert "2 quotations: verbatim 1 · differs 1 · not found 0" in capsys.readouterr().out
    assert main([*arguments, "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(each["line"], each["verdict"]) for each in answer["quotations"]] == [
        (1, "verbatim"),
        (2, "differs"),
    ]
    assert main([*arguments, "--format", "csv", "--no-bom"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["differences"] for row in rows] == ["", "道 → 路"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "高原铁路 公路"],
        ["search", "高原铁路 country:秘鲁"],
        ["mentions", "高原铁路网"],
        ["search", "高原公路"],
    ],
)
def test_nothing_found_comes_with_commands(
    index: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each can be run as it is, and finds as many clauses as it says."""
    main([*arguments, "--index", str(index)])
    said = capsys.readouterr()
    commands = [line for line in (said.out + said.err).splitlines() if "searchlib search" in line]
    assert commands
    for line in commands:
        count, _, command = line.removeprefix("searchlib: ").partition("searchlib search ")
        words = shlex.split(command.partition("  (")[0])
        main(["search", *words, "--exact", "--format", "json"])
        assert json.loads(capsys.readouterr().out)["totals"]["exact"] == int(count)
