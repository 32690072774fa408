"""Clauses out of a segment that Whoosh wrote: converted when it is merged.

Anybody may open an index with plain Whoosh and commit or optimize; the result holds the same values in
Whoosh's own format, from which the analysed clauses are put together again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Set
from typing import Any

from searchlib.engines.embedded.arrayfile import REBUILD
from searchlib.engines.embedded.lexicon import decode, encode
from searchlib.engines.embedded.schema import RECORD_FIELD
from searchlib.engines.embedded.stored import clause_of, document_of, headings_of
from searchlib.engines.embedded.view import SegmentView
from searchlib.errors import IndexDamaged
from searchlib.model import AnalyzedClause, Clause, Document


def clauses_in(reader: Any) -> Iterator[AnalyzedClause]:
    """The live records of a Whoosh reader, in the order of their numbers.

    Raises :class:`~searchlib.errors.IndexDamaged` for a document that was not added by this engine.
    """
    words, context_words, metadata = (
        _terms_by_record(reader, name) for name in ("words", "context_words", "metadata")
    )
    for number, stored in reader.iter_docs():
        clause, document, ordinal, day = _record_of(reader, stored)
        yield AnalyzedClause(
            clause=clause,
            document=document,
            ordinal=ordinal,
            text=stored["text"],
            headings=stored["headings"],
            title=stored["title"],
            words=tuple(words[number]),
            context_words=tuple(context_words[number]),
            metadata=_metadata(metadata[number]),
            day=day,
        )


def records_of_documents(reader: Any, identifiers: Set[str]) -> list[int]:
    """The numbers of the live records of these documents."""
    stored = reader.iter_docs()
    return [number for number, values in stored if _record_of(reader, values)[1].id in identifiers]


def record_row(segment: SegmentView, record: int) -> str:
    """What a Whoosh reader is given as the stored value of a record: all but what its other fields tell."""
    rows = (
        segment.document_rows[int(segment.documents[record])],
        segment.printed_headings.rows[segment.printed_headings.runs[record]],
        segment.rows[record],
    )
    numbers = [int(segment.ordinals[record]), int(segment.days[record])]
    return json.dumps([*map(decode, rows), segment.originals.texts([record])[0], *numbers])


def _record_of(reader: Any, stored: dict[str, Any]) -> tuple[Clause, Document, int, int]:
    """Clause, document, ordinal and day out of :func:`record_row`."""
    if RECORD_FIELD not in stored:
        raise IndexDamaged(f"{reader}: holds a document that searchlib did not add; {REBUILD}")
    document_row, headings_row, row, text, ordinal, day = json.loads(stored[RECORD_FIELD])
    document = document_of(encode(document_row))
    clause = clause_of(encode(row), document.id, headings_of(encode(headings_row)), text)
    return clause, document, ordinal, day


def _terms_by_record(reader: Any, field: str) -> defaultdict[int, list[str]]:
    """The terms of each record, as often as they stand in it."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for term in reader.lexicon(field):
        matcher = reader.postings(field, term)
        while matcher.is_active():
            found[matcher.id()] += [decode(term)] * round(matcher.weight())
            matcher.next()
    return found


def _metadata(terms: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for term in terms:
        name, _, value = term.partition("\0")
        values[name].append(value)
    return tuple((name, tuple(own)) for name, own in values.items())
