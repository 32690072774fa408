"""Mentions counted by year, by country or by statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from searchlib.model import Mention
from searchlib.render.wire import Json


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


def count_by(mentions: Iterable[Mention], by: By) -> tuple[Count, ...]:
    """The counts in order: years and statements as they come in time, countries by occurrences.

    A statement of two countries counts for each of them, so countries may add up to more than the whole.
    What is unknown comes last.
    """
    groups: dict[str | None, list[Mention]] = {}
    for mention in mentions:
        for key in _keys(mention, by):
            groups.setdefault(key, []).append(mention)
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


def _keys(mention: Mention, by: By) -> tuple[str | None, ...]:
    document = mention.document
    if by is By.YEAR:
        return (None if document.date is None else f"{document.date.year:04}",)
    if by is By.COUNTRY:
        return document.parties or (None,)
    return (document.id,)


def _count(key: str | None, mentions: list[Mention], by: By) -> Count:
    return Count(
        key=key,
        label=mentions[0].document.title if by is By.STATEMENT else None,
        occurrences=len(mentions),
        clauses=len({mention.clause.id for mention in mentions}),
        statements=len({mention.document.id for mention in mentions}),
    )
