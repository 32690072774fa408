"""The index writer: segment buffers become segments in one Whoosh commit; the merge policy."""

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

from searchlib.engine.embedded.columns.arrays import keep_freed_memory
from searchlib.engine.embedded.columns.lexicon import encode_utf8
from searchlib.engine.embedded.segment.buffer import SegmentBuffer
from searchlib.engine.embedded.segment.reader import EXTENSION, SegmentReader
from searchlib.engine.embedded.segment.rewrite import load_buffer
from searchlib.engine.embedded.segment.segments import INDEX_NAME, latest_generation, read_segments
from searchlib.engine.embedded.segment.writer import write_segment
from searchlib.engine.embedded.whoosh.codec import ArrayCodec, ArraySegment
from searchlib.engine.embedded.whoosh.schema import index_schema
from searchlib.errors import IndexBusy

SEGMENT_SIZE = 36 << 20
"""Characters and words of a segment, which bounds the memory of a build and of a merge."""

_FACTOR = 8
"""The number of segments of similar size that are merged, and the ratio between size classes."""

_SMALLEST = 1 << 16
"""The size up to which all segments are of the smallest class."""


def build_segments(folder: Path, buffers: Iterable[SegmentBuffer]) -> int:
    """Write an index of ``buffers`` into the empty ``folder``; return the number of clauses.

    Raises FileExistsError if there is an index already.
    """
    if any(folder.glob("*.toc")):
        raise FileExistsError(f"{folder}: holds an index already; an index is built into an empty folder")
    FileStorage(str(folder)).create_index(index_schema(), INDEX_NAME)
    return update_segments(folder, frozenset(), buffers)


def update_segments(folder: Path, remove: Set[str], buffers: Iterable[SegmentBuffer]) -> int:
    """Remove documents by id and add ``buffers``, in one commit; return the number of clauses in the index.

    A changed document is both removed and added. Raises :class:`~searchlib.errors.IndexBusy` if another
    process is writing.
    """
    keep_freed_memory()
    with _writing(folder) as writer:
        writer.remove_documents(remove)
        for buffer in buffers:
            writer.add_buffer(buffer)
        writer.commit(mergetype=_merge_by_size)
    return sum(entry.live for entry in read_segments(folder))


class BufferWriter(SegmentWriter):
    """A Whoosh writer of segment buffers; it starts a new segment when one is large enough."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, codec=_NumberingCodec())
        self._folder = Path(self.storage.folder)
        self._buffers: list[SegmentBuffer] = []
        self._finished: list[ArraySegment] = []

    def add_buffer(self, buffer: SegmentBuffer) -> None:
        """Add the records of ``buffer``."""
        pending = sum(other.size for other in self._buffers)
        if self._buffers and pending + buffer.size > SEGMENT_SIZE:
            self._finished.append(self._finalize_segment())
            self._start_segment()
        if len(buffer):
            self._buffers.append(buffer)
            self._added = True

    def remove_documents(self, identifiers: Set[str]) -> None:
        """Mark the committed records of these documents as deleted."""
        if not identifiers:
            return
        for segment in self.segments:
            for record in self._records_of(segment, identifiers):
                segment.delete_document(record)

    def merge_segment(self, segment: ArraySegment) -> None:
        """Add the live records of a committed segment."""
        self.add_buffer(load_buffer(self._reader(segment)))

    def live_size(self, segment: ArraySegment) -> int:
        """Estimate how many characters and words the live records of a segment have."""
        live: int = segment.doc_count()
        return self._reader(segment).size * live // max(1, len(self._reader(segment)))

    def add_document(self, **fields: Any) -> None:
        """Raise TypeError: a clause is more than a set of fields."""
        raise TypeError(f"this writer takes batches of analysed clauses, not a document of {sorted(fields)}")

    def _records_of(self, segment: ArraySegment, identifiers: Set[str]) -> list[int]:
        """Return the records of these documents in a segment."""
        reader = self._reader(segment)
        places = [reader.document_ids.find(encode_utf8(identifier)) for identifier in sorted(identifiers)]
        wanted = [place for place in places if place is not None]
        records: list[int] = np.flatnonzero(np.isin(reader.documents, wanted)).tolist()
        return records

    def _reader(self, segment: ArraySegment) -> SegmentReader:
        return SegmentReader.open(self._folder, segment.entry())

    def _start_segment(self) -> None:
        """Begin the next segment as Whoosh's constructor begins the first."""
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
        self.docnum = write_segment(self.fieldwriter.arrays, self._buffers)
        self.newsegment.built = True
        self.fieldwriter.close()


class ArrayIndex(FileIndex):
    """A Whoosh index whose writer takes segment buffers.

    Whoosh itself would unpickle its table of contents, and a pickle can run code; this class makes schema and
    segments from the plain values that :func:`read_segments` reads.
    """

    def __init__(self, storage: FileStorage, indexname: str = INDEX_NAME) -> None:
        self.storage = storage
        self.indexname = indexname
        self._schema = index_schema()

    def writer(self, **options: Any) -> BufferWriter:  # noqa: ARG002 - Whoosh's signature
        """Return the writer; Whoosh's options concern documents and processes and are ignored."""
        return BufferWriter(self)

    def _read_toc(self) -> TOC:
        folder = Path(self.storage.folder)
        generation = latest_generation(folder)
        entries = read_segments(folder) if generation else []
        segments = [ArraySegment.from_entry(entry, self.indexname) for entry in entries]
        return TOC(self._schema, segments, generation)


def _merge_by_size(writer: BufferWriter, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Merge some segments into the writer and return the others: a merge policy as Whoosh calls it."""
    sizes = [writer.live_size(segment) for segment in segments]
    merged = choose_merges(sizes, [_is_worn(segment) for segment in segments], SEGMENT_SIZE)
    for number in merged:
        writer.merge_segment(segments[number])
    return [
        segment for number, segment in enumerate(segments) if number not in merged and segment.doc_count()
    ]


def _is_worn(segment: ArraySegment) -> bool:
    """Tell whether most records of a segment are deleted."""
    worn: bool = segment.deleted_count() * 2 > segment.doc_count_all()
    return worn


class _NumberingCodec(ArrayCodec):
    """Names segments by generation and number, so that equal builds write equal files."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0

    def new_segment(self, storage: FileStorage, indexname: str) -> ArraySegment:
        generation = latest_generation(Path(storage.folder)) + 1
        self._number += 1
        segment = ArraySegment(self, indexname, segid=f"g{generation:06}s{self._number:03}")
        name = segment.make_filename(EXTENSION)
        if storage.file_exists(name):  # left by a killed build; other folders may hold hard links to it
            storage.delete_file(name)
        return segment


@contextmanager
def _writing(folder: Path) -> Iterator[BufferWriter]:
    """Open a writer, which holds the index's lock; on any error everything it wrote is removed."""
    index = ArrayIndex(FileStorage(str(folder)))
    try:
        writer = index.writer()
    except LockError:
        raise IndexBusy("index.being-written", folder=folder) from None
    for leftover in folder.glob(f"_{INDEX_NAME}_*.toc.*"):  # of a killed commit; Whoosh leaves them
        leftover.unlink()
    try:
        yield writer
    except BaseException:
        with suppress(Exception):  # the first error is the cause; on a full disk cleaning up may fail too
            _give_up(writer)
            toc = index._read_toc()
            clean_files(index.storage, INDEX_NAME, toc.generation, toc.segments)
        raise
    finally:  # each generation is written to only once, so nothing will need the lock again
        (folder / f"{INDEX_NAME}_WRITELOCK").unlink(missing_ok=True)


def _give_up(writer: BufferWriter) -> None:
    """Cancel the writer, and release the lock even if that fails."""
    if writer.is_closed:
        return
    try:
        writer.cancel()
    finally:
        if not writer.is_closed:
            writer._finish()


def choose_merges(sizes: Sequence[int], worn: Sequence[bool], limit: int) -> set[int]:
    """Return the numbers of the segments to merge into what is being written.

    The policy keeps segments few, yet rewrites no clause over and over. ``sizes`` are the sizes of the live
    records. Segments that are ``worn`` (mostly deleted) are rewritten. Of eight or more of one size class,
    the smallest that together do not exceed ``limit`` are merged, if they are at least two.
    """
    chosen = {number for number, is_worn in enumerate(worn) if is_worn}
    classes: dict[int, list[int]] = {}
    for number in sorted(set(range(len(sizes))) - chosen, key=sizes.__getitem__):
        classes.setdefault(_size_class(sizes[number]), []).append(number)
    for members in classes.values():
        if len(members) >= _FACTOR:
            fitting = _fitting(members, sizes, limit)
            chosen.update(fitting if len(fitting) > 1 else ())
    return chosen


def _size_class(size: int) -> int:
    number = 0
    while size > _SMALLEST:
        size //= _FACTOR
        number += 1
    return number


def _fitting(members: Sequence[int], sizes: Sequence[int], limit: int) -> list[int]:
    """Return the first members that together do not exceed ``limit``."""
    total = 0
    fitting = []
    for number in members:
        total += sizes[number]
        if total > limit:
            break
        fitting.append(number)
    return fitting
