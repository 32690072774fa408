"""Whoosh's codec whose segments are array files.

The fields of a built index are written from a part (see ``writer``); Whoosh's own writer, which its tests use
with this codec, writes term by term (:class:`ArrayFieldWriter`). Both are arrays of the same file. The path
of this module and the name of :class:`ArraySegment` are file format, because the table of contents pickles
its segments.
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
from searchlib.engine.embedded.columns.arrays import Numbers, narrow, offsets_of
from searchlib.engine.embedded.columns.lexicon import put_strings
from searchlib.engine.embedded.segment.reader import EXTENSION
from searchlib.engine.embedded.segment.segments import SegmentEntry
from searchlib.engine.embedded.whoosh.reader import ArrayPerDocReader, ArrayPerDocWriter
from searchlib.engine.embedded.whoosh.segment_file import LISTED, SegmentFile, listed_name, open_arrays
from searchlib.engine.embedded.whoosh.terms import ArrayTermsReader


class ArrayCodec(W3Codec):
    """Whoosh's own codec for columns and term vectors, array files for everything else."""

    def per_document_writer(self, storage: Any, segment: Any) -> ArrayPerDocWriter:
        """Writes stored values, lengths, columns and vectors."""
        return ArrayPerDocWriter(self, storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        """Writes terms and postings."""
        return ArrayFieldWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> ArrayPerDocReader:
        """Reads what :meth:`per_document_writer` wrote."""
        return ArrayPerDocReader(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        """Reads what :meth:`field_writer` wrote."""
        arrays = open_arrays(storage, segment.make_filename(EXTENSION))
        return ArrayTermsReader(SegmentFile(arrays, segment.entry() if segment.built else None))

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:  # noqa: ARG002 - Whoosh's signature
        """A segment to be written."""
        return ArraySegment(self, indexname)


class ArraySegment(W3Segment):
    """A segment of one array file, and perhaps Whoosh's column files; ``built`` when made from parts."""

    built = False

    @classmethod
    def _random_id(cls, size: int = 16) -> str:
        """A name that does not depend on the global random state, which a seed could make repeat itself."""
        return secrets.token_hex(size // 2)

    def should_assemble(self) -> bool:
        """Never: arrays inside a compound file could not be mapped."""
        return False

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a record as deleted, or no longer so."""
        if delete:
            super().delete_document(docnum)
        elif self._deleted is not None:
            self._deleted.discard(docnum)

    def entry(self) -> SegmentEntry:
        """The segment as the table of contents lists it."""
        deleted = np.array(sorted(self._deleted or ()), "<u4")
        return SegmentEntry(self.segment_id(), self._doccount, deleted.tobytes())

    @classmethod
    def from_entry(cls, entry: SegmentEntry, indexname: str) -> ArraySegment:
        """A committed segment as the table of contents lists it."""
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
    """Writes fields whose postings Whoosh hands over one by one, in order."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.arrays = ArrayFileWriter(segment.create_file(storage, EXTENSION))
        self.is_closed = False
        self._names: list[str] = []

    def start_field(self, fieldname: str, fieldobj: Any) -> None:  # noqa: ARG002 - Whoosh's signature
        """The next field begins."""
        self._names.append(fieldname)
        self._terms: list[bytes] = []
        self._starts = array("Q", [0])
        self._records = array("I")
        self._weights = array("d")
        self._lengths = array("I")
        self._values: list[bytes] = []

    def start_term(self, text: bytes) -> None:
        """The next term of the field begins."""
        self._terms.append(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        """The next posting of the term."""
        self._records.append(docnum)
        self._weights.append(weight)
        self._lengths.append(length or 0)
        self._values.append(vbytes)

    def finish_term(self) -> None:
        """The term ends."""
        self._starts.append(len(self._records))

    def finish_field(self) -> None:
        """The field ends and is written."""
        name = listed_name(self._names[-1])
        sizes = np.fromiter(map(len, self._values), np.int64, len(self._values))
        put_strings(self.arrays, name, self._terms)
        self.arrays.put(f"{name}.starts", narrow(np.array(self._starts)))
        self.arrays.put(f"{name}.records", np.array(self._records, "<u4"))
        self.arrays.put(f"{name}.weights", _narrow_weights(np.array(self._weights)))
        self.arrays.put(f"{name}.lengths", narrow(np.array(self._lengths, "<u4")))
        self.arrays.put(f"{name}.values", np.frombuffer(b"".join(self._values), np.uint8))
        self.arrays.put(f"{name}.value_offsets", narrow(offsets_of(sizes)))

    def close(self) -> None:
        """Finish the file."""
        self.arrays.facts[LISTED] = self._names
        self.arrays.close()
        self.is_closed = True


def _narrow_weights(weights: Numbers) -> Numbers:
    """Whole numbers as such, anything else as it is."""
    whole = weights.astype(np.int64)
    return narrow(whole) if bool((whole == weights).all()) and bool((whole >= 0).all()) else weights
