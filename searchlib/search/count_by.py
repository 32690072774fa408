"""CountTable as data: what a query finds, divided by year, country, statement, kind,
publisher, level of norms or issuing body.

What is counted is the measure: occurrences of a name, clauses that match, or statements that match. Each
group comes with its extent, so that counts can be compared: all clauses and characters of the index that are
in the group and satisfy the filters of the query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from searchlib.engine.base import Engine, Occurrences, ValueCount
from searchlib.query.ast import Everything, Query

_MILLION = 1_000_000
_ALL = Everything()


class By(StrEnum):
    """What answers can be counted by."""

    YEAR = "year"
    COUNTRY = "country"
    STATEMENT = "statement"
    KIND = "kind"
    PUBLISHER = "publisher"
    LEVEL = "level"
    ISSUER = "issuer"

    @property
    def field(self) -> str:
        """The name of the engine's field."""
        return "document" if self is By.STATEMENT else str(self)


class Counting(StrEnum):
    """What is counted."""

    OCCURRENCES = "occurrences"
    CLAUSES = "clauses"
    STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class Extent:
    """All texts of a group; ``characters`` are the code points that count: no blanks between Han, nothing
    invisible."""

    clauses: int
    statements: int
    characters: int


@dataclass(frozen=True, slots=True)
class Count:
    """What was found in the statements that share ``key``; None where the text does not say.

    ``label`` tells a reader more than the key does: a statement's title, else nothing. ``occurrences`` is
    None unless occurrences are the measure.
    """

    key: str | None
    label: str | None
    occurrences: int | None
    clauses: int
    statements: int
    extent: Extent
    counted: int

    @property
    def per_clause(self) -> float:
        """What was counted, divided by the clauses of the group."""
        return self.counted / self.extent.clauses

    @property
    def per_million_characters(self) -> float:
        """What was counted in a million characters of the group; 0 where its clauses have no character."""
        return self.counted * _MILLION / self.extent.characters if self.extent.characters else 0.0


@dataclass(frozen=True, slots=True)
class CountTable:
    """CountTable in order: years and statements as they come in time, other groups by what was counted.

    A statement of two countries counts for each, so countries may add up to more than the whole. What is
    unknown comes last, under the key None.
    """

    by: By
    measure: Counting
    rows: tuple[Count, ...]


def count_by(
    engine: Engine,
    query: Query,
    by: By,
    measure: Counting,
    *,
    occurrences: Occurrences | None = None,
    within: Query = _ALL,
) -> CountTable:
    """Count the clauses that match ``query``, their statements and the ``occurrences`` in them, by groups.

    ``within`` are the clauses that make up the extents. They hold all that match.
    """
    own = engine.tally(query, (by.field,), occurrences=occurrences)
    whole = engine.tally(within, (by.field,), characters=True)
    extents = {each.value: each for each in whole.fields[by.field]}
    titles = _titles(engine) if by is By.STATEMENT else {}
    rows = [
        _count(each.value, titles.get(each.value), each, extents[each.value], measure)
        for each in own.fields[by.field]
    ]
    if by is By.YEAR:
        rows.sort(key=lambda row: row.key or "")
    elif by is By.STATEMENT:
        places = {identifier: place for place, identifier in enumerate(titles)}
        rows.sort(key=lambda row: places[row.key or ""])
    else:
        rows.sort(key=lambda row: (-row.counted, row.key or ""))
    if own.without[by.field].clauses:
        rows.append(_count(None, None, own.without[by.field], whole.without[by.field], measure))
    return CountTable(by, measure, tuple(rows))


def _titles(engine: Engine) -> Mapping[str, str | None]:
    """Return the titles of all documents by id, in corpus order."""
    return {document.id: document.title for document in engine.documents()}


def _count(
    key: str | None, label: str | None, found: ValueCount, whole: ValueCount, measure: Counting
) -> Count:
    counted = {
        Counting.OCCURRENCES: found.occurrences,
        Counting.CLAUSES: found.clauses,
        Counting.STATEMENTS: found.documents,
    }[measure]
    return Count(
        key=key,
        label=label,
        occurrences=found.occurrences if measure is Counting.OCCURRENCES else None,
        clauses=found.clauses,
        statements=found.documents,
        extent=Extent(whole.clauses, whole.documents, whole.characters),
        counted=counted,
    )
