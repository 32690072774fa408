"""Building and changing an index: parts become segments in one Whoosh commit."""

# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.reading import SegmentReader
from whoosh.writing import PostingPool, SegmentWriter

from searchlib.engines.embedded.codec import ArrayCodec, ArraySegment
from searchlib.engines.embedded.compact import part_of
from searchlib.engines.embedded.foreign import clauses_in, records_of_documents
from searchlib.engines.embedded.gather import gather_parts
from searchlib.engines.embedded.heap import keep_heap
from searchlib.engines.embedded.lexicon import encode
from searchlib.engines.embedded.part import Part, put_parts
from searchlib.engines.embedded.schema import index_schema
from searchlib.engines.embedded.tiers import choose_merges
from searchlib.engines.embedded.toc import INDEX_NAME
from searchlib.engines.embedded.view import EXTENSION, SegmentView
from searchlib.errors import IndexBusy
from searchlib.model import AnalyzedClause

SEGMENT_SIZE = 36 << 20
"""Characters and words of one segment, which bounds the memory of a build and of a merge."""


def build_index(folder: Path, clauses: Iterable[AnalyzedClause]) -> int:
    """Write an index of ``clauses`` into ``folder`` (existing, empty); gives their number."""
    return build_parts(folder, gather_parts(clauses))


def build_parts(folder: Path, parts: Iterable[Part]) -> int:
    """The same from parts made elsewhere, for instance by several processes."""
    if any(folder.glob("*.toc")):
        raise FileExistsError(f"{folder}: holds an index already; an index is built into an empty folder")
    FileStorage(str(folder)).create_index(index_schema(), INDEX_NAME)
    return update_parts(folder, frozenset(), parts)


def update(folder: Path, remove_documents: Set[str], clauses: Iterable[AnalyzedClause]) -> int:
    """Remove documents by id and add ``clauses``, in one commit; gives the number of clauses then there.

    A changed document is both removed and added. Raises :class:`~searchlib.errors.IndexBusy` when another
    process is writing.
    """
    return update_parts(folder, remove_documents, gather_parts(clauses))


def update_parts(folder: Path, remove_documents: Set[str], parts: Iterable[Part]) -> int:
    """The same from parts made elsewhere."""
    keep_heap()
    with _writing(folder) as writer:
        writer.remove_documents(remove_documents)
        for part in parts:
            writer.add_part(part)
        segments = writer.commit_parts()
    return sum(segment.doc_count() for segment in segments)


class PartWriter(SegmentWriter):
    """A Whoosh writer fed with parts; it starts a new segment when one is large enough."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, codec=_NumberingCodec())
        self._folder = Path(self.storage.folder)
        self._parts: list[Part] = []
        self._finished: list[ArraySegment] = []

    def add_part(self, part: Part) -> None:
        """Add the records of ``part``."""
        pending = sum(other.size for other in self._parts)
        if self._parts and pending + part.size > SEGMENT_SIZE:
            self._finished.append(self._finalize_segment())
            self._start_segment()
        if len(part):
            self._parts.append(part)
            self._added = True

    def remove_documents(self, identifiers: Set[str]) -> None:
        """Mark the committed records of these documents as deleted."""
        if not identifiers:
            return
        for segment in self.segments:
            for record in self._records_of(segment, identifiers):
                segment.delete_document(record)

    def merge_segment(self, segment: W3Segment) -> None:
        """Take over the live records of a committed segment; one that Whoosh wrote is converted."""
        if is_built(segment):
            self.add_part(part_of(self._view(segment)))
            return
        with closing(SegmentReader(self.storage, self.schema, segment)) as reader:
            for part in gather_parts(clauses_in(reader)):
                self.add_part(part)

    def live_size(self, segment: ArraySegment) -> int:
        """About how many characters and words its live records have."""
        live: int = segment.doc_count()
        return self._view(segment).size * live // max(1, len(self._view(segment)))

    def add_reader(self, reader: SegmentReader) -> None:
        """Take over the live records of a reader; this is what Whoosh's merge policies call."""
        self.merge_segment(reader.segment())

    def add_document(self, **fields: Any) -> None:
        """Not for this writer: a clause is more than a set of fields."""
        raise TypeError(f"this writer takes parts of analysed clauses, not a document of {sorted(fields)}")

    def commit_parts(self) -> Sequence[ArraySegment]:
        """Merge by tiers and commit; gives the segments of the new generation."""
        self.commit(mergetype=_merge_by_tiers)
        segments: list[ArraySegment] = TOC.read(self.storage, self.indexname).segments
        return segments

    def _records_of(self, segment: W3Segment, identifiers: Set[str]) -> list[int]:
        """The records of these documents."""
        if not is_built(segment):
            with closing(SegmentReader(self.storage, self.schema, segment)) as reader:
                return records_of_documents(reader, identifiers)
        view = self._view(segment)
        places = [view.document_ids.find(encode(identifier)) for identifier in sorted(identifiers)]
        wanted = [place for place in places if place is not None]
        records: list[int] = np.flatnonzero(np.isin(view.documents, wanted)).tolist()
        return records

    def _view(self, segment: ArraySegment) -> SegmentView:
        return SegmentView.open(self._folder, segment.entry())

    def _start_segment(self) -> None:
        """Begin the next segment the way the constructor began the first."""
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.pool = PostingPool(self._tempstorage, self.newsegment)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self.docnum = self.docbase
        self._added = False

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> list[ArraySegment]:
        kept = super()._merge_segments(mergetype, optimize, merge)
        return [*kept, *self._finished]

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.docnum = put_parts(self.fieldwriter.arrays, self._parts)
        self.newsegment.built = True
        self.fieldwriter.close()


class ArrayIndex(FileIndex):
    """A Whoosh index whose writer takes parts."""

    def writer(self, **options: Any) -> PartWriter:  # noqa: ARG002 - Whoosh's signature
        """The only writer: Whoosh's options are about documents and processes."""
        return PartWriter(self)


def is_built(segment: W3Segment) -> bool:
    """Whether a segment was written from parts."""
    return isinstance(segment, ArraySegment) and segment.built


def _merge_by_tiers(writer: PartWriter, segments: Sequence[W3Segment]) -> list[ArraySegment]:
    """Whoosh's merge policy: takes some segments over into the writer and gives back the others."""
    built = [segment for segment in segments if is_built(segment)]
    sizes = [writer.live_size(segment) for segment in built]
    merged = choose_merges(sizes, [_is_worn(segment) for segment in built], SEGMENT_SIZE)
    for segment in segments:
        if not is_built(segment):
            writer.merge_segment(segment)
    for number in merged:
        writer.merge_segment(built[number])
    return [segment for number, segment in enumerate(built) if number not in merged and segment.doc_count()]


def _is_worn(segment: ArraySegment) -> bool:
    """Whether most of its records are deleted."""
    worn: bool = segment.deleted_count() * 2 > segment.doc_count_all()
    return worn


class _NumberingCodec(ArrayCodec):
    """Names segments by generation and number, so that equal builds make equal files."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0

    def new_segment(self, storage: FileStorage, indexname: str) -> ArraySegment:
        generation = TOC._latest_generation(storage, indexname) + 1
        self._number += 1
        segment = ArraySegment(self, indexname, segid=f"g{generation:06}s{self._number:03}")
        name = segment.make_filename(EXTENSION)
        if storage.file_exists(name):  # left by a build that was killed; other folders may link to it
            storage.delete_file(name)
        return segment


@contextmanager
def _writing(folder: Path) -> Iterator[PartWriter]:
    """A writer that holds the index's lock; on any error nothing is left of what it wrote."""
    index = FileStorage(str(folder)).open_index(INDEX_NAME, indexclass=ArrayIndex)
    try:
        writer = index.writer()
    except LockError:
        raise IndexBusy(
            f"{folder}: another process is writing this index; try again when it is done"
        ) from None
    for leftover in folder.glob(f"_{INDEX_NAME}_*.toc.*"):  # of a commit that was killed; Whoosh forgets it
        leftover.unlink()
    try:
        yield writer
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        toc = TOC.read(index.storage, INDEX_NAME)
        clean_files(index.storage, INDEX_NAME, toc.generation, toc.segments)
        raise
