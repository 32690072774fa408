"""Saved queries: kept beside the generations, and told when their answers change."""

import json
from pathlib import Path

import pytest

import searchlib
from searchlib.audit.check import check
from searchlib.cli import main
from searchlib.errors import (
    IndexDamaged,
    QueryError,
    SearchlibError,
)
from searchlib.storage.publish import writing
from tests.support.folders import LAW


def test_saved_queries_are_kept(index: Path, corpus: Path) -> None:
    """Beside the generations, so that a rebuild keeps them too; a name is given once."""
    assert 1 == searchlib.save_query("铁路", "两洋铁路", index)
    assert 2 == searchlib.save_query("铁路", "铁路", index)
    assert 2 == searchlib.save_query("b", "@两洋铁路 OR 运输", index)
    searchlib.build(corpus, index, rebuild=True)

    assert {"b": "@两洋铁路 OR 运输", "铁路": "铁路"} == searchlib.saved_queries(index)
    assert "铁路" == searchlib.delete_query("铁路", index)
    assert ["b"] == list(searchlib.saved_queries(index))


@pytest.mark.parametrize(
    ("name", "query", "error"),
    [
        ("", "铁路", SearchlibError),
        ("a\nb", "铁路", SearchlibError),
        ("a", "", QueryError),
        ("a", "date:昨天", QueryError),
        ("a", "@没有", QueryError),
    ],
)
def test_what_cannot_be_asked_is_not_saved(
    name: str, query: str, error: type[Exception], index: Path
) -> None:
    """Nor under a name that cannot be shown."""
    with pytest.raises(error):
        searchlib.save_query(name, query, index)
    assert {} == searchlib.saved_queries(index)


def test_changed_answers_are_told(corpus: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only those, with the clauses that came, went and changed; also as JSON."""
    for name, query in (("rail", "铁路"), ("law", "第二条"), ("other", "港口")):
        searchlib.save_query(name, query, index)
    (corpus / "b.txt").unlink()
    (corpus / "c.txt").write_text("铁路建成。\n", encoding="utf-8")
    (corpus / "a.md").write_text(LAW.format("本法自2016年起施行。"), encoding="utf-8")
    assert 0 == main(["index", str(corpus), "--index", str(index), "--format", "json"])
    answers = {each["name"]: each for each in json.loads(capsys.readouterr().out)["answers"]}

    assert ["law", "rail"] == sorted(answers)
    assert ["铁路建成。"] == [clause["text"] for clause in answers["rail"]["came"]]
    assert ["双方推进两洋铁路项目。"] == [clause["text"] for clause in answers["rail"]["went"]]
    assert ["2"] == [clause["path"] for clause in answers["law"]["changed"]]
    assert [] == answers["law"]["came"] == answers["law"]["went"]
    assert () == searchlib.build(corpus, index).answers


def test_saved_queries_that_cannot_be_read_are_named(corpus: Path, index: Path) -> None:
    """The build goes on and says so; `check` warns."""
    (index / "saved.json").write_text("{", encoding="utf-8")
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    (answer,) = searchlib.build(corpus, index).answers

    assert "is damaged" in (answer.reason or "")
    assert 1 == main(["check", "--index", str(index)])


def test_a_saved_query_that_is_not_as_it_was_saved_is_damage(index: Path) -> None:
    """One character is another one: nobody is asked what nobody has saved."""
    searchlib.save_query("rail", "两洋铁路", index)
    saved = index / "saved.json"
    saved.write_text(saved.read_text(encoding="utf-8").replace("两洋", "丧洋"), encoding="utf-8")

    with pytest.raises(IndexDamaged, match=r"its checksum does not fit.*remove .*saved\.json and save"):
        searchlib.saved_queries(index)


def test_saved_queries_that_are_a_folder_are_damage(index: Path, corpus: Path) -> None:
    """Told like any other; a build and a check go on."""
    (index / "saved.json").mkdir()
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")

    with pytest.raises(IndexDamaged, match=r"saved\.json' is damaged"):
        searchlib.saved_queries(index)
    assert "is damaged" in (searchlib.build(corpus, index).answers[0].reason or "")
    assert 1 == len(check(index).warnings)


def test_what_a_killed_save_left_is_cleared_away_by_the_next(index: Path) -> None:
    """By the next save only: a build does not know whether one is going on."""
    left = index / "saved.json.0123abcd"
    left.write_text("{", encoding="utf-8")
    with writing(index):
        assert left.exists()
    searchlib.save_query("rail", "铁路", index)

    assert ["saved.json", "saved.lock"] == sorted(path.name for path in index.glob("saved*"))
