"""Building and changing an index: parts become segments in one Whoosh commit."""

# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.writing import PostingPool, SegmentWriter

from searchlib.engine.embedded.columns.heap import keep_heap
from searchlib.engine.embedded.columns.lexicon import encode
from searchlib.engine.embedded.merge_policy import choose_merges
from searchlib.engine.embedded.segment.buffer import Part, put_parts
from searchlib.engine.embedded.segment.inverter import gather_parts
from searchlib.engine.embedded.segment.reader import EXTENSION, SegmentReader
from searchlib.engine.embedded.segment.rewrite import part_of
from searchlib.engine.embedded.segment.segments import INDEX_NAME, latest_generation, read_segments
from searchlib.engine.embedded.whoosh.codec import ArrayCodec, ArraySegment
from searchlib.engine.embedded.whoosh.schema import index_schema
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
        writer.commit(mergetype=_merge_by_tiers)
    return sum(entry.live for entry in read_segments(folder))


def remove_lock(folder: Path) -> None:
    """Remove Whoosh's lock file, for a folder in which nobody will ever write again."""
    (folder / f"{INDEX_NAME}_WRITELOCK").unlink(missing_ok=True)


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

    def merge_segment(self, segment: ArraySegment) -> None:
        """Take over the live records of a committed segment."""
        self.add_part(part_of(self._view(segment)))

    def live_size(self, segment: ArraySegment) -> int:
        """About how many characters and words its live records have."""
        live: int = segment.doc_count()
        return self._view(segment).size * live // max(1, len(self._view(segment)))

    def add_document(self, **fields: Any) -> None:
        """Not for this writer: a clause is more than a set of fields."""
        raise TypeError(f"this writer takes parts of analysed clauses, not a document of {sorted(fields)}")

    def _records_of(self, segment: ArraySegment, identifiers: Set[str]) -> list[int]:
        """The records of these documents."""
        view = self._view(segment)
        places = [view.document_ids.find(encode(identifier)) for identifier in sorted(identifiers)]
        wanted = [place for place in places if place is not None]
        records: list[int] = np.flatnonzero(np.isin(view.documents, wanted)).tolist()
        return records

    def _view(self, segment: ArraySegment) -> SegmentReader:
        return SegmentReader.open(self._folder, segment.entry())

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
    """A Whoosh index whose writer takes parts.

    Whoosh itself would unpickle its table of contents, and a pickle can run code; here schema and segments
    are made of what the table says in plain values.
    """

    def __init__(self, storage: FileStorage, indexname: str = INDEX_NAME) -> None:
        self.storage = storage
        self.indexname = indexname
        self._schema = index_schema()

    def writer(self, **options: Any) -> PartWriter:  # noqa: ARG002 - Whoosh's signature
        """The only writer: Whoosh's options are about documents and processes."""
        return PartWriter(self)

    def _read_toc(self) -> TOC:
        folder = Path(self.storage.folder)
        generation = latest_generation(folder)
        entries = read_segments(folder) if generation else []
        segments = [ArraySegment.from_entry(entry, self.indexname) for entry in entries]
        return TOC(self._schema, segments, generation)


def _merge_by_tiers(writer: PartWriter, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Whoosh's merge policy: takes some segments over into the writer and gives back the others."""
    sizes = [writer.live_size(segment) for segment in segments]
    merged = choose_merges(sizes, [_is_worn(segment) for segment in segments], SEGMENT_SIZE)
    for number in merged:
        writer.merge_segment(segments[number])
    return [
        segment for number, segment in enumerate(segments) if number not in merged and segment.doc_count()
    ]


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
        generation = latest_generation(Path(storage.folder)) + 1
        self._number += 1
        segment = ArraySegment(self, indexname, segid=f"g{generation:06}s{self._number:03}")
        name = segment.make_filename(EXTENSION)
        if storage.file_exists(name):  # left by a build that was killed; other folders may link to it
            storage.delete_file(name)
        return segment


@contextmanager
def _writing(folder: Path) -> Iterator[PartWriter]:
    """A writer that holds the index's lock; on any error nothing is left of what it wrote."""
    index = ArrayIndex(FileStorage(str(folder)))
    try:
        writer = index.writer()
    except LockError:
        raise IndexBusy("index.being-written", folder=folder) from None
    for leftover in folder.glob(f"_{INDEX_NAME}_*.toc.*"):  # of a commit that was killed; Whoosh forgets it
        leftover.unlink()
    try:
        yield writer
    except BaseException:
        with suppress(Exception):  # what went wrong first is the reason; a full disk also spoils the rest
            _give_up(writer)
            toc = index._read_toc()
            clean_files(index.storage, INDEX_NAME, toc.generation, toc.segments)
        raise


def _give_up(writer: PartWriter) -> None:
    """Close what can be closed, and let go of the lock in any case."""
    if writer.is_closed:
        return
    try:
        writer.cancel()
    finally:
        if not writer.is_closed:
            writer._finish()
