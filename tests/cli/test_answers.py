"""What commands answer: suggestions, rows that are the same in every format, a folder from end to end."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest

import searchlib
import searchlib.search.live
from searchlib.cli import main
from searchlib.model import Clause, Document
from tests.support.answers import (
    DOCUMENTS,
    NO_RESULTS,
    RAILWAY,
    AnsweringLibrary,
)
from tests.support.program import run, spelled


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["search", "两洋铁陆"], "did you mean @两洋铁路 (5 clauses)?"),
        (["search", "兩洋鐵陆", "可行性"], "did you mean @两洋铁路 (5 clauses)?"),
        (["mentions", "Two-Ocean Railroad"], "did you mean @两洋铁路 (5 clauses)?"),
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
    assert [count["key"] for count in answer["counts"]] == ["2015", "2019"]


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
    assert pointed == bool(re.search(r"^▶ 第八条 +八、", capsys.readouterr().out, flags=re.MULTILINE))


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
