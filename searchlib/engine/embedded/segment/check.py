"""Structural check: are the segments of an index complete and consistent?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.lexicon import decode_utf8
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.engine.embedded.segment.segments import SegmentEntry, read_segments
from searchlib.errors import SearchlibError


def structural_faults(folder: Path) -> Iterator[str]:
    """Return the faults of the index in ``folder``, each in one sentence; none if it is intact."""
    try:
        entries = read_segments(folder)
    except SearchlibError as error:
        yield error.reason
        return
    documents = _LiveDocuments()
    for entry in entries:
        try:
            segment = SegmentReader.open(folder, entry)
            segment.verify()
            found = list(_faults_of(segment, entry))
            if not found:
                documents.add(segment)
        except SearchlibError as error:
            found = [error.reason]
        except (ValueError, LookupError, TypeError, OverflowError, MemoryError) as error:
            found = [f"{entry.stem}: cannot be read ({type(error).__name__}: {error})"]
        yield from found
    yield from documents.faults()


def _faults_of(segment: SegmentReader, entry: SegmentEntry) -> Iterator[str]:
    """Return the faults within one segment."""
    records = len(segment)
    lengths = {name: len(getattr(segment, name)) for name in ("days", "ordinals", "documents", "order")}
    lengths |= {"rows": len(segment.rows.all()), "texts": len(segment.text)}
    for name, length in lengths.items():
        if length != records:
            yield f"{entry.stem}: has {records:,} records, but {length:,} {name}"
            return
    deleted = segment.deleted.astype(np.int64)
    if np.any(np.diff(deleted) <= 0) or np.any(deleted >= records):
        yield f"{entry.stem}: the list of deleted records is out of order or names an unknown record"
    if not np.array_equal(np.sort(segment.order.astype(np.int64)), np.arange(records)):
        yield f"{entry.stem}: the stored record order is not a permutation"
    identifiers = segment.document_ids.all()
    if identifiers != sorted(set(identifiers)) or len(segment.document_rows) != len(identifiers):
        yield f"{entry.stem}: the list of its documents is not in order, or does not match their stored rows"
    if records and int(segment.documents.max()) >= len(identifiers):
        yield f"{entry.stem}: a record belongs to no document"


class _LiveDocuments:
    """The live records of all segments: a document is complete if it has every ordinal from 0 on, once."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._documents: list[Integers] = []
        self._ordinals: list[Integers] = []

    def add(self, segment: SegmentReader) -> None:
        """Add the live records of a segment."""
        names = segment.document_ids.all()
        table = np.array([self._numbers.setdefault(name, len(self._numbers)) for name in names], np.int64)
        live = np.ones(len(segment), bool) if segment.live is None else segment.live
        self._documents.append(table[segment.documents[live]])
        self._ordinals.append(segment.ordinals[live].astype(np.int64))

    def faults(self) -> Iterator[str]:
        """Return a fault for each document that is not complete."""
        if not self._documents:
            return
        documents, ordinals = np.concatenate(self._documents), np.concatenate(self._ordinals)
        order = np.lexsort((ordinals, documents))
        documents, ordinals = documents[order], ordinals[order]
        # What the ordinal of each record must be: its distance from the first record of its document.
        places = np.arange(len(documents)) - np.searchsorted(documents, documents)
        names = list(self._numbers)
        for number in np.unique(documents[places != ordinals]).tolist():
            yield f"the document {decode_utf8(names[number])} is incomplete, or stored more than once"
