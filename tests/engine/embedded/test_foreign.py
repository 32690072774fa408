"""Indexes that plain Whoosh has written to: refused by readers and writers, and no pickle in them is run."""

import pickle
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh.index
from whoosh.filedb.filestore import FileStorage

from searchlib.engine.embedded import open_index
from searchlib.engine.embedded.whoosh.writer import ArrayIndex
from searchlib.errors import IndexDamaged
from searchlib.model import AnalyzedClause
from tests.support.engines import build, update

ClausesOf = Callable[..., list[AnalyzedClause]]
OneClause = Callable[..., AnalyzedClause]
CheckAnswers = Callable[[Path, list[AnalyzedClause]], None]


def test_segments_of_whoosh_are_refused(tmp_path: Path, clauses_of: ClausesOf) -> None:
    """Whoosh keeps stored values as pickles; whoever wrote them, they are not opened."""
    clauses = [
        own
        for own in clauses_of(random.Random(8), 30)
        if "\ud800" not in (*own.words, *own.context_words)  # Whoosh cannot write a lone surrogate
    ]
    build(tmp_path, clauses)
    whoosh.index.open_dir(str(tmp_path)).optimize()

    with pytest.raises(IndexDamaged, match="W3Segment"):
        open_index(tmp_path)
    with pytest.raises(IndexDamaged, match="W3Segment"):
        update(tmp_path, {"文件-0"}, [])


def test_documents_are_refused(tmp_path: Path, one_clause: OneClause) -> None:
    """A clause is more than the fields that Whoosh's writers take."""
    build(tmp_path, [one_clause(("国",))])
    held = ArrayIndex(FileStorage(str(tmp_path))).writer()
    with pytest.raises(TypeError, match="batches of analysed clauses"):
        held.add_document(text="外来的")
    held.cancel()


def test_an_update_runs_no_code(tmp_path: Path, one_clause: OneClause, check_answers: CheckAnswers) -> None:
    """Neither the schema nor the segments of a table of contents are unpickled by a writer."""
    witness = tmp_path / "witness"

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (witness,))

    clause = one_clause(("国",))
    build(tmp_path, [clause])
    path = tmp_path / "_MAIN_1.toc"
    content = path.read_bytes()
    index = ArrayIndex(FileStorage(str(tmp_path)))
    schema, segments = pickle.dumps(index.schema, 2), pickle.dumps(index._segments(), -1)
    evil = pickle.dumps([Evil()], 2)
    assert schema in content
    assert content.endswith(segments)

    path.write_bytes(content.removesuffix(segments) + evil)
    with pytest.raises(IndexDamaged, match="names"):
        update(tmp_path, set(), [])
    padding = len(schema) - len(evil)
    path.write_bytes(content.replace(schema, evil + bytes(padding)))
    assert 1 == update(tmp_path, set(), [])
    assert not witness.exists()
    check_answers(tmp_path, [clause])
