"""Clauses and documents out of one segment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.engine.embedded.segment.stored import clause_of, document_of, headings_of
from searchlib.model import Clause, Document

_KEPT = 4096
"""Documents and headings kept: neighbouring hits, and those of the next page, often share them."""


class Records:
    """The stored values of ``segment``; record numbers count within it."""

    def __init__(self, segment: SegmentReader) -> None:
        self._segment = segment
        self._document = lru_cache(_KEPT)(partial(_read_document, segment))
        self._headings = lru_cache(_KEPT)(partial(_read_headings, segment))

    def document(self, record: int) -> Document:
        """The document of a record."""
        return self._document(int(self._segment.documents[record]))

    def clauses(self, records: Sequence[int]) -> list[tuple[Clause, Document]]:
        """The clauses and documents of ``records``, in their order."""
        segment = self._segment
        texts = segment.originals.texts(records)
        runs = segment.printed_headings.runs
        found = []
        for record, text in zip(records, texts, strict=True):
            document = self.document(record)
            headings = self._headings(runs[record])
            found.append((clause_of(segment.rows[record], document.id, headings, text), document))
        return found


def _read_document(segment: SegmentReader, number: int) -> Document:
    return document_of(segment.document_rows[number])


def _read_headings(segment: SegmentReader, number: int) -> tuple[str, ...]:
    return headings_of(segment.printed_headings.rows[number])
