"""Mentions counted by year, by country or by statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from searchlib.model import Clause, Document
from searchlib.render.json_values import Json


class By(StrEnum):
    """What mentions can be counted by."""

    YEAR = "year"
    COUNTRY = "country"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Count:
    """How often a name stands in the documents that share ``key``; None where the text does not say.

    ``label`` tells a reader more than the key does: a statement's title, else nothing.
    """

    key: str | None
    label: str | None
    occurrences: int
    clauses: int
    statements: int


COUNT_COLUMNS = ("key", "label", "occurrences", "clauses", "statements")


def count_by(clauses: Iterable[tuple[Clause, Document, int]], by: By) -> tuple[Count, ...]:
    """The counts in order: years and statements as they come in time, countries by occurrences.

    ``clauses`` are those with mentions, with their documents and the number of mentions. A statement of two
    countries counts for each of them, so countries may add up to more than the whole.
    What is unknown comes last.
    """
    groups: dict[str | None, list[tuple[Document, int]]] = {}
    for _, document, occurrences in clauses:
        for key in _keys(document, by):
            groups.setdefault(key, []).append((document, occurrences))
    counts = [_count(key, found, by) for key, found in groups.items()]
    if by is By.COUNTRY:
        counts.sort(key=lambda count: (count.key is None, -count.occurrences, count.key or ""))
    elif by is By.YEAR:
        counts.sort(key=lambda count: (count.key is None, count.key or ""))
    return tuple(counts)


def count_row(count: Count) -> dict[str, Json]:
    """A count as a JSON value."""
    return {
        "key": count.key,
        "label": count.label,
        "occurrences": count.occurrences,
        "clauses": count.clauses,
        "statements": count.statements,
    }


def _keys(document: Document, by: By) -> tuple[str | None, ...]:
    if by is By.YEAR:
        return (None if document.date is None else f"{document.date.year:04}",)
    if by is By.COUNTRY:
        return document.parties or (None,)
    return (document.id,)


def _count(key: str | None, clauses: list[tuple[Document, int]], by: By) -> Count:
    return Count(
        key=key,
        label=clauses[0][0].title if by is By.STATEMENT else None,
        occurrences=sum(occurrences for _, occurrences in clauses),
        clauses=len(clauses),
        statements=len({document.id for document, _ in clauses}),
    )
