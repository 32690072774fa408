"""Is an index whole? What a check finds, what it is told in, and the way back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import searchlib
from searchlib.audit.check import check, restore
from searchlib.cli import main
from searchlib.errors import (
    IndexDamaged,
)
from searchlib.model import Clause, Document
from searchlib.storage.meta import META, encode_meta, read_meta
from searchlib.storage.publish import new_generation, show, writing
from tests.support.folders import generation, spoil


@pytest.mark.parametrize("builds", [1, 3])
def test_a_check_beside_a_build_finds_no_damage(
    builds: int, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when another generation is visible by now, nor when the one looked at was cleared away."""
    real = searchlib.audit.check.read_meta
    late = iter([True])

    def slow(folder: Path) -> object:
        meta = real(folder)
        for number in range(builds if next(late, False) else 0):
            (corpus / f"n{number}.txt").write_text(f"第{number}篇。\n", encoding="utf-8")
            searchlib.build(corpus, index)
        return meta

    monkeypatch.setattr("searchlib.audit.check.read_meta", slow)
    report = check(index)

    assert ((), ()) == (report.damage, report.warnings)
    assert report.generation in {path.name for path in index.iterdir()}


def test_a_damaged_index_names_the_way_back(
    corpus: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The generation before is offered, never shown by itself; `check --restore` goes back to it."""
    (corpus / "c.txt").write_text("另一篇，两洋铁路。\n", encoding="utf-8")
    searchlib.build(corpus, index)
    spoil(next(generation(index).glob("*.toc")))

    assert 2 == main(["mentions", "两洋铁路", "--index", str(index)])
    assert "--restore" in capsys.readouterr().err
    assert 2 == main(["check", "--index", str(index)])
    assert "searchlib check --restore" in capsys.readouterr().out
    assert 1 == main(["check", "--restore", "--index", str(index)])  # the damaged one is still there
    with searchlib.open(index) as library:
        assert 1 == library.mentions("两洋铁路").occurrences
    assert 1 == searchlib.build(corpus, index).added
    assert 0 == main(["check", "--index", str(index)])


@pytest.mark.parametrize("ending", [".arr", ".toc", "words.dict", "catalogue.json", "manifest.json", META])
def test_a_build_mends_a_damaged_index(ending: str, corpus: Path, index: Path) -> None:
    """Even where no file of the corpus has changed; with a word about it."""
    folder = index if ending == META else generation(index)
    spoil(next(path for path in folder.iterdir() if path.name.endswith(ending)))
    assert 2 == main(["check", "--index", str(index)])
    report = searchlib.build(corpus, index)

    assert report.rebuilt is not None
    assert ending in report.rebuilt
    assert (True, 2) == (check(index).ok, report.documents)


@pytest.mark.parametrize("ending", [".toc", META])
def test_what_is_damaged_is_told_in_full(ending: str, corpus: Path) -> None:
    """Where a folder's name has a semicolon too; what to do about it is told apart."""
    index = corpus.parent / "a;b" / "index"
    searchlib.build(corpus, index)
    folder = index if ending == META else generation(index)
    spoil(next(path for path in folder.iterdir() if path.name.endswith(ending)))
    with pytest.raises(IndexDamaged) as error, searchlib.open(index) as library:
        library.mentions("铁路")
    (finding,) = check(index).damage

    assert ending in error.value.reason == finding.what == searchlib.build(corpus, index).rebuilt
    assert ("rebuild",) == error.value.remedies == finding.remedies[:1]
    assert f"{error.value.reason}; build it again (searchlib.build with rebuild=True)" == str(error.value)


def test_nothing_whole_is_left(corpus: Path, index: Path) -> None:
    """Then there is nothing to go back to."""
    for path in generation(index).glob("*.arr"):
        spoil(path)

    with pytest.raises(IndexDamaged, match="no generation that is whole"):
        restore(index)


def test_the_newest_is_told_by_number(corpus: Path, index: Path) -> None:
    """A clock that went backwards changes nothing."""
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    searchlib.build(corpus, index)
    newest = read_meta(index)
    early = replace(newest, built="1970-01-01T00:00:00+00:00")
    (generation(index) / META).write_bytes(encode_meta(early))
    show(index, encode_meta(early))
    (index / META).unlink()

    assert early.built == restore(index)
    assert newest.generation == read_meta(index).generation


def test_a_catalogue_of_another_index_is_noticed(corpus: Path, index: Path) -> None:
    """Checksums that fit do not make parts that fit."""
    from searchlib.storage.manifest import seal

    folder, meta = generation(index), read_meta(index)
    content = json.loads((folder / "catalogue.json").read_bytes())
    del content["files"]["b.txt"]
    (folder / "catalogue.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "manifest.json").unlink()
    show(index, encode_meta(replace(meta, manifest=seal(folder))))

    (finding,) = check(index).damage
    assert "engine only" in finding.what


def test_a_generation_that_is_being_written_is_no_warning(index: Path) -> None:
    """Only while it is: what a killed build left is told until the next one clears it away."""
    with writing(index), new_generation(index) as folder:
        (folder / "half").write_text("half", encoding="utf-8")
        assert () == check(index).warnings
    (index / "generation-0123456789abcdef").mkdir()
    assert 1 == len(check(index).warnings)


def test_two_halves_of_a_character_are_not_one(tmp_path: Path) -> None:
    """An id of two lone surrogates is read as it was written."""
    halves = "\ud83d\ude00"
    clause = Clause(halves, "1", "双方推进两洋铁路项目。")
    searchlib.build_documents([Document(halves, "声明", clauses=(clause,), digest="1")], tmp_path / "index")

    assert () == check(tmp_path / "index").damage
