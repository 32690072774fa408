"""Building and changing: bytes that repeat, one writer, nothing left behind, Whoosh's own segments."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from searchlib.engine.base import EngineRequest, Scoring
from searchlib.engine.embedded import build_index, open_index, update_index
from searchlib.engine.embedded.whoosh import writer
from searchlib.engine.embedded.whoosh.writer import ArrayIndex
from searchlib.errors import IndexBusy, IndexMissing
from searchlib.model import AnalyzedClause
from searchlib.query.ast import Everything, Exact, Word
from tests.support.engines import build, gather, update

ClausesOf = Callable[..., list[AnalyzedClause]]
OneClause = Callable[..., AnalyzedClause]
CheckAnswers = Callable[[Path, list[AnalyzedClause]], None]


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_equal_clauses_make_equal_files(tmp_path: Path, clauses_of: ClausesOf) -> None:
    """A build and an update are functions of what they are given, byte for byte."""
    first, second = _folder(tmp_path, "a"), _folder(tmp_path, "b")
    for folder in (first, second):
        rng = random.Random(3)
        build(folder, clauses_of(rng, 30))
        update(folder, {"文件-3", "文件-4"}, clauses_of(rng, 5, 100))
    assert _files(first) == _files(second)


def test_the_size_of_batches_does_not_show(tmp_path: Path, clauses_of: ClausesOf) -> None:
    """The index has the same bytes however its clauses are divided into batches."""
    clauses = clauses_of(random.Random(4), 30)
    for name, size in (("a", 1), ("b", 700), ("c", 10**6)):
        build_index(_folder(tmp_path, name), gather(clauses, size))
    assert _files(tmp_path / "a") == _files(tmp_path / "b") == _files(tmp_path / "c")


@pytest.mark.parametrize("words", [(), ("铁路",), ("铁路",) * 70_000 + ("国",) * 300])
def test_a_single_clause_is_an_index(
    tmp_path: Path, words: tuple[str, ...], one_clause: OneClause, check_answers: CheckAnswers
) -> None:
    """Also without words, and with a word more often than a byte or two could count."""
    clauses = [one_clause(words)]
    assert build(tmp_path, clauses) == 1
    check_answers(tmp_path, clauses)


def test_nothing_is_an_index_too(tmp_path: Path) -> None:
    """An index of no clauses answers that there are none."""
    assert build(tmp_path, []) == 0
    engine = open_index(tmp_path)
    assert (
        engine.search(
            EngineRequest(Everything(), Scoring((("国", 1.0),), ("国家",), characters=("国",)))
        ).total
        == 0
    )
    assert len(engine.occurrences(("国",))) == 0
    assert list(engine.texts()) == []
    assert list(engine.documents()) == []
    with pytest.raises(ValueError, match="no record"):
        engine.fetch([0])


def test_removing_everything_leaves_nothing(tmp_path: Path, one_clause: OneClause) -> None:
    """A segment without live records vanishes with its file."""
    build(tmp_path, [one_clause(("国",))])
    assert update(tmp_path, {"文件", "不存在"}, []) == 0
    assert list(tmp_path.glob("*.arr")) == []
    assert open_index(tmp_path).clause_count == 0


def test_an_open_engine_keeps_its_answers(tmp_path: Path, one_clause: OneClause) -> None:
    """Readers see the index they opened, whatever is committed meanwhile."""
    build(tmp_path, [one_clause(("国",))])
    engine = open_index(tmp_path)
    update(tmp_path, {"文件"}, [one_clause(("人民",), "人民", "别的")])
    assert engine.search(EngineRequest(Word("国"))).total == 1
    assert engine.fetch([0])[0][0].text == "鐵路𠮷"
    assert open_index(tmp_path).search(EngineRequest(Word("国"))).total == 0


def test_a_closed_engine_refuses(tmp_path: Path, one_clause: OneClause) -> None:
    """Using an engine after closing it is an error, never an empty answer."""
    build(tmp_path, [one_clause(("国",))])
    engine = open_index(tmp_path)
    engine.search(EngineRequest(Word("国")))
    engine.close()
    engine.close()
    for use in (
        lambda: engine.clause_count,
        lambda: engine.search(EngineRequest(Everything())),
        lambda: engine.occurrences(("国",)),
        lambda: engine.fetch([0]),
        lambda: list(engine.texts()),
        lambda: list(engine.documents()),
    ):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_small_segments_are_merged(
    tmp_path: Path, clauses_of: ClausesOf, check_answers: CheckAnswers
) -> None:
    """Many small commits do not leave many segments."""
    build(tmp_path, [])
    rng = random.Random(5)
    clauses: list[AnalyzedClause] = []
    for first in range(0, 60, 2):
        added = clauses_of(rng, 2, first)
        clauses += added
        update(tmp_path, set(), added)
        assert len(list(tmp_path.glob("*.arr"))) <= 8
    check_answers(tmp_path, clauses)


def test_a_second_writer_is_refused(tmp_path: Path, one_clause: OneClause) -> None:
    """Only one process writes at a time."""
    build(tmp_path, [one_clause(("国",))])
    held = ArrayIndex(FileStorage(str(tmp_path))).writer()
    with pytest.raises(IndexBusy):
        update(tmp_path, set(), [])
    held.cancel()
    assert update(tmp_path, set(), []) == 1


def test_a_failed_update_changes_nothing(
    tmp_path: Path, clauses_of: ClausesOf, check_answers: CheckAnswers
) -> None:
    """When the clauses break off, the index and its folder are as before, and free for the next."""
    clauses = clauses_of(random.Random(6), 20)
    build(tmp_path, clauses)
    before = _files(tmp_path)

    def breaking() -> Iterator[AnalyzedClause]:
        yield from clauses_of(random.Random(7), 5, 50)
        raise OSError("the disk is gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "SEGMENT_SIZE", 1)
        with pytest.raises(OSError, match="the disk is gone"):
            update_index(tmp_path, {"文件-1"}, gather(breaking(), 10))
    assert before == _files(tmp_path)
    check_answers(tmp_path, clauses)
    assert update(tmp_path, set(), []) == len(clauses)


def test_an_unfinished_build_is_no_index(tmp_path: Path, one_clause: OneClause) -> None:
    """A folder in which a build broke off is not taken for an empty index."""

    def breaking() -> Iterator[AnalyzedClause]:
        yield one_clause(("国",))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        build(tmp_path, breaking())
    assert (tmp_path / "_MAIN_0.toc").exists()
    with pytest.raises(IndexMissing):
        open_index(tmp_path)


def test_a_build_does_not_replace_an_index(tmp_path: Path, one_clause: OneClause) -> None:
    """An index is built into an empty folder only."""
    build(tmp_path, [one_clause(("国",))])
    with pytest.raises(FileExistsError):
        build(tmp_path, [])
    assert open_index(tmp_path).clause_count == 1


def test_leftovers_of_killed_writers_go_away(tmp_path: Path, one_clause: OneClause) -> None:
    """The next commit removes orphans, and never writes into a file that something else may link to."""
    build(tmp_path, [one_clause(("国",))])
    orphan = tmp_path / "MAIN_g000002s001.arr"
    orphan.write_bytes(b"orphan")
    elsewhere = tmp_path / "linked"
    elsewhere.hardlink_to(orphan)
    (tmp_path / "_MAIN_2.toc.1234.5").write_bytes(b"")
    update(tmp_path, set(), [one_clause(("人民",), "人民", "别的")])
    assert elsewhere.read_bytes() == b"orphan"
    elsewhere.unlink()
    names = {"MAIN_g000001s001.arr", "MAIN_g000002s001.arr", "_MAIN_2.toc"}
    assert names == {path.name for path in tmp_path.iterdir()}


def test_metadata_that_cannot_be_indexed_is_refused(tmp_path: Path, one_clause: OneClause) -> None:
    """A name with a NUL would run into its value."""
    good = one_clause(("国",))
    named = AnalyzedClause(good.clause, good.document, 0, "国", "", "", (), (), (("a\0b", ("c",)),), 0)
    with pytest.raises(ValueError, match="NUL"):
        build(tmp_path, [named])


def test_a_writer_killed_in_its_commit_leaves_the_old_index(
    tmp_path: Path, one_clause: OneClause, check_answers: CheckAnswers
) -> None:
    """Killed after the segment is written and before the table is, an update has not happened."""
    build(tmp_path, [one_clause(("国",))])
    program = (
        "import os, pathlib, sys, whoosh.index; from searchlib.engine import embedded;"
        "whoosh.index.TOC.write = lambda *arguments: os._exit(9);"
        "embedded.update_index(pathlib.Path(sys.argv[1]), {'文件'}, [])"
    )
    run = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert run.returncode == 9
    check_answers(tmp_path, [one_clause(("国",))])
    assert update(tmp_path, {"文件"}, []) == 0


def test_threads_share_an_engine(tmp_path: Path, clauses_of: ClausesOf) -> None:
    """Many threads asking one fresh engine get the answers that one gets."""
    clauses = clauses_of(random.Random(9), 40)
    build(tmp_path, clauses)
    request = EngineRequest(
        Exact(("人", "民")), Scoring((("人民", 1.0), ("国", 2.0)), ("人民",), characters=("国",)), limit=7
    )
    alone, shared = open_index(tmp_path), open_index(tmp_path)
    expected = alone.search(request)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(shared.search, [request] * 64):
            assert expected == found
        rows = list(pool.map(shared.fetch, [expected.numbers] * 64))
    assert [alone.fetch(expected.numbers)] * 64 == rows
