"""Arguments as unlucky and hostile users type them: a status and one clear line for each."""

import json
import re
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from tests.support.program import spelled


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
    hostile_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """However odd and however long: a status, a short line on standard error, no internal error.

    Where nothing was found, lines with what to ask instead follow it; where the query is wrong, the query
    with a caret under the place.
    """
    monkeypatch.setenv("SEARCHLIB_INDEX", str(hostile_index))
    given = main(arguments)
    line = capsys.readouterr().err

    assert (status, True) == (given, message in line)
    assert line.startswith("searchlib: ")
    _, *below = line.splitlines()
    if below and status == 2:
        shown, caret = below
        assert re.fullmatch(r"  .{1,80}", shown)
        assert re.fullmatch(r" +\^", caret)
    else:
        assert all(each.startswith("searchlib: ") for each in below)
    assert len(line) < 7_000


@pytest.mark.parametrize("limit", ["99999999999999999999999", "9223372036854775808", "1"])
@pytest.mark.parametrize("group", [["--flat"], ["--group", "statement"]])
def test_a_limit_may_be_any_positive_number(
    limit: str, group: list[str], hostile_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """More than there are is all there are."""
    arguments = ["search", "铁路", "--format", "json", "--index", str(hostile_index)]
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
