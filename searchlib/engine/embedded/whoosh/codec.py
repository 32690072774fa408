"""The codec: a Whoosh codec whose segments are array files.

A built segment is written from segment buffers (see ``writer``); Whoosh's own writer, which Whoosh's tests
use with this codec, writes term by term (:class:`ArrayFieldWriter`). Both write arrays of the same file. The
path of this module and the name of :class:`ArraySegment` are part of the file format, since the table of
contents holds pickled segments.
"""

# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

import secrets
from array import array
from typing import Any

import numpy as np
from whoosh.codec.base import FieldWriter
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from searchlib.engine.embedded.columns.arrayfile import ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Numbers, offsets_of, shrink
from searchlib.engine.embedded.columns.lexicon import put_strings
from searchlib.engine.embedded.segment.reader import EXTENSION
from searchlib.engine.embedded.segment.segments import SegmentEntry
from searchlib.engine.embedded.whoosh.reader import ArrayPerDocReader, ArrayPerDocWriter, ArrayTermsReader
from searchlib.engine.embedded.whoosh.segment_file import LISTED_FIELDS, SegmentFile, listed_name, open_arrays


class ArrayCodec(W3Codec):
    """Whoosh's own codec for columns and term vectors, array files for everything else."""

    def per_document_writer(self, storage: Any, segment: Any) -> ArrayPerDocWriter:
        """Return the writer of stored fields, lengths, columns and vectors."""
        return ArrayPerDocWriter(self, storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        """Return the writer of terms and postings."""
        return ArrayFieldWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> ArrayPerDocReader:
        """Return the reader of stored fields, lengths, columns and vectors."""
        return ArrayPerDocReader(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        """Return the reader of terms and postings."""
        arrays = open_arrays(storage, segment.make_filename(EXTENSION))
        return ArrayTermsReader(SegmentFile(arrays, segment.entry() if segment.built else None))

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:  # noqa: ARG002 - Whoosh's signature
        """Return a segment to be written."""
        return ArraySegment(self, indexname)


class ArraySegment(W3Segment):
    """A segment: one array file, and Whoosh's column files if any.

    ``built`` tells whether it was written from segment buffers.
    """

    built = False

    @classmethod
    def _random_id(cls, size: int = 16) -> str:
        """Return a random name that is independent of the seed of the global random generator."""
        return secrets.token_hex(size // 2)

    def should_assemble(self) -> bool:
        """Return False: arrays inside a compound file could not be mapped."""
        return False

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a record as deleted, or as not deleted."""
        if delete:
            super().delete_document(docnum)
        elif self._deleted is not None:
            self._deleted.discard(docnum)

    def entry(self) -> SegmentEntry:
        """Return the segment as an entry of the table of contents."""
        deleted = np.array(sorted(self._deleted or ()), "<u4")
        return SegmentEntry(self.segment_id(), self._doccount, deleted.tobytes())

    @classmethod
    def from_entry(cls, entry: SegmentEntry, indexname: str) -> ArraySegment:
        """Return the committed segment of an entry of the table of contents."""
        segment = cls.__new__(cls)
        segment.__setstate__(
            {
                "indexname": indexname,
                "segid": entry.stem.removeprefix(f"{indexname}_"),
                "records": entry.records,
                "deleted": entry.deleted,
                "built": True,
                "lengths": {},
            }
        )
        return segment

    def __getstate__(self) -> dict[str, Any]:
        entry = self.entry()
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "records": entry.records,
            "deleted": entry.deleted,
            "built": self.built,
            "lengths": dict(getattr(self, "_fieldlengths", {})),
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname = state["indexname"]
        self.segid = state["segid"]
        self.built = state["built"]
        self.compound = False
        self._codec = ArrayCodec()
        self._doccount = state["records"]
        self._deleted = set(np.frombuffer(state["deleted"], "<u4").tolist()) or None
        self._fieldlengths = state["lengths"]


class ArrayFieldWriter(FieldWriter):
    """Writes fields whose postings Whoosh passes one by one, in order."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.arrays = ArrayFileWriter(segment.create_file(storage, EXTENSION))
        self.is_closed = False
        self._names: list[str] = []

    def start_field(self, fieldname: str, fieldobj: Any) -> None:  # noqa: ARG002 - Whoosh's signature
        """Begin a field."""
        self._names.append(fieldname)
        self._terms: list[bytes] = []
        self._starts = array("Q", [0])
        self._records = array("I")
        self._weights = array("d")
        self._lengths = array("I")
        self._values: list[bytes] = []

    def start_term(self, text: bytes) -> None:
        """Begin a term of the field."""
        self._terms.append(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        """Add a posting of the term."""
        self._records.append(docnum)
        self._weights.append(weight)
        self._lengths.append(length or 0)
        self._values.append(vbytes)

    def finish_term(self) -> None:
        """End the term."""
        self._starts.append(len(self._records))

    def finish_field(self) -> None:
        """End the field and write it."""
        name = listed_name(self._names[-1])
        sizes = np.fromiter(map(len, self._values), np.int64, len(self._values))
        put_strings(self.arrays, name, self._terms)
        self.arrays.put(f"{name}.starts", shrink(np.array(self._starts)))
        self.arrays.put(f"{name}.records", np.array(self._records, "<u4"))
        self.arrays.put(f"{name}.weights", _narrow_weights(np.array(self._weights)))
        self.arrays.put(f"{name}.lengths", shrink(np.array(self._lengths, "<u4")))
        self.arrays.put(f"{name}.values", np.frombuffer(b"".join(self._values), np.uint8))
        self.arrays.put(f"{name}.value_offsets", shrink(offsets_of(sizes)))

    def close(self) -> None:
        """Write the directory and close the file."""
        self.arrays.facts[LISTED_FIELDS] = self._names
        self.arrays.close()
        self.is_closed = True


def _narrow_weights(weights: Numbers) -> Numbers:
    """Return weights that are whole numbers as small unsigned integers, others unchanged."""
    whole = weights.astype(np.int64)
    return shrink(whole) if bool((whole == weights).all()) and bool((whole >= 0).all()) else weights
