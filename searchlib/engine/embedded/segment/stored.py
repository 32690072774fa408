"""Stored fields: the clauses and documents to return, as JSON rows.

A document's row is stored once, and so are headings that clauses share. A clause's row has neither, nor its
text, which is restored from the indexed one (see ``originals``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial
from json.encoder import encode_basestring
from typing import Any

from searchlib.engine.embedded.columns.lexicon import encode_utf8
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.model import Clause, DateIs, Document, Kind, NormLevel, Script, Source, SourceMap

_quote = encode_basestring
"""A JSON string; a build formats a row for every clause, so rows are put together by hand."""

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode

_CACHED = 4096
"""Documents and headings cached: hits of a page, and of the next page, often share them."""


class StoredFields:
    """The stored fields of ``segment``; record numbers count within it."""

    def __init__(self, segment: SegmentReader) -> None:
        self._segment = segment
        self._document = lru_cache(_CACHED)(partial(_read_document, segment))
        self._headings = lru_cache(_CACHED)(partial(_read_headings, segment))

    def document(self, record: int) -> Document:
        """Return the document of a record."""
        return self._document(int(self._segment.documents[record]))

    def clauses(self, records: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the clauses and documents of ``records``, in their order."""
        segment = self._segment
        texts = segment.originals.texts(records)
        runs = segment.printed_headings.runs
        found = []
        for record, text in zip(records, texts, strict=True):
            document = self.document(record)
            headings = self._headings(runs[record])
            found.append((decode_clause(segment.rows[record], document.id, headings, text), document))
        return found


def _read_document(segment: SegmentReader, number: int) -> Document:
    return decode_document(segment.document_rows[number])


def _read_headings(segment: SegmentReader, number: int) -> tuple[str, ...]:
    return decode_headings(segment.printed_headings.rows[number])


def encode_clause(clause: Clause) -> bytes:
    """Return the row ``[path, number, source runs, source length]``."""
    number = "null" if clause.number is None else _quote(clause.number)
    source = clause.source
    runs = "null,0" if source is None else f"{_flat(source.runs)},{source.length}"
    return encode_utf8(f"[{_quote(clause.path)},{number},{runs}]")


def decode_clause(row: bytes, document_id: str, headings: tuple[str, ...], text: str) -> Clause:
    """Decode what :func:`encode_clause` encoded, with ``text``."""
    path, number, runs, length = json.loads(row.decode("utf-8", "surrogatepass"))
    source = None
    if runs is not None:
        source = SourceMap(tuple(zip(runs[::3], runs[1::3], runs[2::3], strict=True)), length)
    return Clause(document_id, path, text, number, headings, source)


def _flat(runs: tuple[tuple[int, int, int], ...]) -> str:
    return "[" + ",".join([f"{text},{file},{width}" for text, file, width in runs]) + "]"


def encode_headings(headings: tuple[str, ...]) -> str:
    """Return the original headings as a JSON text."""
    return _to_json(headings)


def decode_headings(row: bytes) -> tuple[str, ...]:
    """Decode what :func:`encode_headings` encoded, in UTF-8."""
    return tuple(json.loads(row.decode("utf-8", "surrogatepass")))


def encode_document(document: Document) -> bytes:
    """Return the row of a document without its clauses."""
    source = document.source
    row = [
        document.id,
        document.title,
        document.kind,
        _iso(document.date),
        document.date_is,
        _iso(document.published),
        document.parties,
        document.place,
        document.publisher,
        document.url,
        document.level,
        document.issuers,
        document.script,
        None if source is None else [source.file, source.start, source.end],
        document.digest,
        document.clause_count,
    ]
    return encode_utf8(_to_json(row))


def decode_document(row: bytes) -> Document:
    """Decode what :func:`encode_document` encoded."""
    values: list[Any] = json.loads(row.decode("utf-8", "surrogatepass"))
    identifier, title, kind, day, date_is, published, *rest = values
    parties, place, publisher, url, level, issuers, script, source, digest, clause_count = rest
    return Document(
        id=identifier,
        title=title,
        kind=Kind(kind),
        date=_date(day),
        date_is=None if date_is is None else DateIs(date_is),
        published=_date(published),
        parties=tuple(parties),
        place=place,
        publisher=publisher,
        url=url,
        level=None if level is None else NormLevel(level),
        issuers=tuple(issuers),
        script=None if script is None else Script(script),
        source=None if source is None else Source(*source),
        digest=digest,
        clause_count=clause_count,
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
