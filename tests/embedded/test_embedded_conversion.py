"""Indexes that plain Whoosh has written to: refused by readers, taken over by the next update."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh.index
from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from searchlib.engines.base import EngineRequest
from searchlib.engines.embedded import writer
from searchlib.engines.embedded.engine import Embedded
from searchlib.engines.embedded.gather import gather_parts
from searchlib.engines.embedded.writer import ArrayIndex
from searchlib.engines.oracle import OracleEngine
from searchlib.errors import IndexDamaged
from searchlib.model import AnalyzedClause, Clause, Document
from searchlib.query.ast import Exact, Has, Word

ClausesOf = Callable[..., list[AnalyzedClause]]
OneClause = Callable[..., AnalyzedClause]
CheckAnswers = Callable[[Path, list[AnalyzedClause]], None]


def _optimize(index: whoosh.index.FileIndex) -> None:
    """Plain Whoosh rewrites everything."""
    index.optimize()


def _rewrite_first(index: whoosh.index.FileIndex) -> None:
    """Plain Whoosh rewrites one segment and leaves the others as they are."""

    def policy(ordinary: SegmentWriter, segments: list[Segment]) -> list[Segment]:
        ordinary.add_reader(SegmentReader(ordinary.storage, ordinary.schema, segments[0]))
        return segments[1:]

    index.writer().commit(mergetype=policy)


@pytest.mark.parametrize("rewrite", [_optimize, _rewrite_first])
def test_segments_of_whoosh_are_converted(
    tmp_path: Path,
    clauses_of: ClausesOf,
    rewrite: Callable[[whoosh.index.FileIndex], None],
    check_answers: CheckAnswers,
) -> None:
    """After plain Whoosh has rewritten an index, reading refuses it and the next update takes it over."""
    clauses = [
        own
        for own in clauses_of(random.Random(8), 30)
        if "\ud800" not in (*own.words, *own.context_words)  # Whoosh cannot write a lone surrogate
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "SEGMENT_SIZE", 600)
        writer.build_parts(tmp_path, gather_parts(clauses, 300))
    assert len(list(tmp_path.glob("*.arr"))) > 1
    rewrite(whoosh.index.open_dir(str(tmp_path)))
    with pytest.raises(IndexDamaged, match="W3Segment"):
        Embedded().open(tmp_path)
    assert writer.update(tmp_path, {"文件-0"}, []) == sum(own.document.id != "文件-0" for own in clauses)
    check_answers(tmp_path, [own for own in clauses if own.document.id != "文件-0"])


def test_documents_of_others_are_refused(tmp_path: Path, one_clause: OneClause) -> None:
    """A document that plain Whoosh added is no clause, and is not dropped silently either."""
    Embedded().build(tmp_path, [one_clause(("国",))])
    with whoosh.index.open_dir(str(tmp_path)).writer() as ordinary:
        ordinary.add_document(text="外来的")
    with pytest.raises(IndexDamaged, match="did not add"):
        writer.update(tmp_path, set(), [])
    held = ArrayIndex(FileStorage(str(tmp_path))).writer()
    with pytest.raises(TypeError, match="parts of analysed clauses"):
        held.add_document(text="外来的")
    held.cancel()


def test_converted_clauses_are_found_by_everything(tmp_path: Path) -> None:
    """Texts, shared texts, metadata, days and frequencies survive the way through Whoosh's format."""
    document = Document("文件", "標題")
    clause = Clause("文件", "8", "修建鐵路", "八、", ("總則",))
    whole = AnalyzedClause(
        clause,
        document,
        4,
        "修建铁路",
        "总则",
        "标题",
        ("铁路", "铁路"),
        ("总则",),
        (("path", ("8", "8.1")),),
        20150522,
    )
    Embedded().build(tmp_path, [whole])
    whoosh.index.open_dir(str(tmp_path)).optimize()
    writer.update(tmp_path, set(), [])
    engine = Embedded().open(tmp_path)
    for query in (
        Exact(("建铁路",), ("text",)),
        Exact(("总",), ("headings",)),
        Exact(("标题",), ("title",)),
        Has("path", ("8.1",)),
        Word("总则"),
    ):
        request = EngineRequest(query, (("铁路", 1.0),))
        assert OracleEngine([whole]).search(request).scores == pytest.approx(engine.search(request).scores)
    assert engine.fetch([0]) == [(clause, document)]
