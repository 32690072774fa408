"""The values to give back, as JSON rows.

A document's row is kept once, and so are headings that clauses share. A clause's row has neither, and not its
text, which is told from the indexed one (see ``originals``).
"""

from __future__ import annotations

import json
from datetime import date
from json.encoder import encode_basestring
from typing import Any

from searchlib.engine.embedded.columns.lexicon import encode
from searchlib.model import Clause, DateIs, Document, Kind, Script, Source, SourceMap

_quote = encode_basestring
"""A JSON string; a clause's row is put together by hand because a build makes one for every clause."""

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def clause_row(clause: Clause) -> bytes:
    """``[path, number, source runs, source length]``."""
    number = "null" if clause.number is None else _quote(clause.number)
    source = clause.source
    runs = "null,0" if source is None else f"{_flat(source.runs)},{source.length}"
    return encode(f"[{_quote(clause.path)},{number},{runs}]")


def clause_of(row: bytes, document_id: str, headings: tuple[str, ...], text: str) -> Clause:
    """The opposite of :func:`clause_row`; ``text`` is kept elsewhere."""
    path, number, runs, length = json.loads(row.decode("utf-8", "surrogatepass"))
    source = None
    if runs is not None:
        source = SourceMap(tuple(zip(runs[::3], runs[1::3], runs[2::3], strict=True)), length)
    return Clause(document_id, path, text, number, headings, source)


def _flat(runs: tuple[tuple[int, int, int], ...]) -> str:
    return "[" + ",".join([f"{text},{file},{width}" for text, file, width in runs]) + "]"


def headings_row(headings: tuple[str, ...]) -> str:
    """Printed headings as one JSON text."""
    return _to_json(headings)


def headings_of(row: bytes) -> tuple[str, ...]:
    """The opposite of :func:`headings_row`."""
    return tuple(json.loads(row.decode("utf-8", "surrogatepass")))


def document_row(document: Document) -> bytes:
    """A document without its clauses."""
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
        document.script,
        None if source is None else [source.file, source.start, source.end],
        document.digest,
        document.clause_count,
    ]
    return encode(_to_json(row))


def document_of(row: bytes) -> Document:
    """The opposite of :func:`document_row`."""
    values: list[Any] = json.loads(row.decode("utf-8", "surrogatepass"))
    identifier, title, kind, day, date_is, published, *rest = values
    parties, place, publisher, url, script, source, digest, clause_count = rest
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
        script=None if script is None else Script(script),
        source=None if source is None else Source(*source),
        digest=digest,
        clause_count=clause_count,
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
