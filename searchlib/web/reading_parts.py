"""Long texts in parts: which clauses are read on one page, and where to go for a place in a text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from searchlib.model import Clause, ClausePart, part_of


@dataclass(frozen=True, slots=True)
class Measures:
    """How much one part holds at most: clauses, and code points of their texts. A longer clause is a part of
    its own, since a clause is never cut."""

    clauses: int
    characters: int


READING = Measures(clauses=120, characters=24_000)
"""A page to read: its HTML stays below 300 kB, with a mark on every third character."""

PRINTING = Measures(clauses=10_000, characters=600_000)
"""A page to print; nearly every law is one."""

_NO_EARLIER = 0.5
"""The least share of a part that a heading may end early."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A document in parts, each the clauses from one of ``starts`` to the next one.

    ``page`` counts from 1 and may lie beyond the end, where a part has no clauses.
    """

    starts: tuple[int, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Return the number of parts, at least one."""
        return len(self.starts)

    @property
    def shown(self) -> range:
        """Return the ordinals of the clauses of this part."""
        return self.of(self.page)

    def of(self, page: int) -> range:
        """Return the ordinals of the clauses of part ``page``; none beyond the end.

        >>> Parts((0, 120), 200, 1).of(2), len(Parts((0,), 20, 1).of(7))
        (range(120, 200), 0)
        """
        if not 1 <= page <= self.pages:
            return range(self.total, self.total)
        return range(self.starts[page - 1], self.starts[page] if page < self.pages else self.total)

    def page_of(self, ordinal: int) -> int:
        """Return the part that holds the clause ``ordinal``.

        >>> [Parts((0, 120, 240), 300, 1).page_of(ordinal) for ordinal in (0, 119, 120, 299)]
        [1, 1, 2, 3]
        """
        return bisect_right(self.starts, ordinal)


def starts_of(clauses: Sequence[Clause], most: Measures) -> tuple[int, ...]:
    """Return where the parts of a text begin: before a heading, the outermost in reach, or else between
    clauses. One part at least."""
    starts = [0]
    while (end := _end(clauses, starts[-1], most)) < len(clauses):
        starts.append(_heading_before(clauses, starts[-1], end))
    return tuple(starts)


def _end(clauses: Sequence[Clause], start: int, most: Measures) -> int:
    """Return the first ordinal that a part from ``start`` has no room for; the part has one clause at
    least."""
    characters = 0
    for ordinal in range(start, len(clauses)):
        characters += len(clauses[ordinal].text)
        if ordinal > start and (ordinal - start >= most.clauses or characters > most.characters):
            return ordinal
    return len(clauses)


def _heading_before(clauses: Sequence[Clause], start: int, end: int) -> int:
    """Return the last place before ``end`` where an outermost heading begins; ``end`` where none is near."""
    earliest = start + max(1, int((end - start) * _NO_EARLIER))
    places = [
        (len(clauses[at].headings), -at)
        for at in range(earliest, end + 1)
        if is_heading(clauses[at]) and not is_heading(clauses[at - 1])
    ]
    return -min(places)[1] if places else end


def is_heading(clause: Clause) -> bool:
    """Return whether a clause is a heading above others."""
    return part_of(clause.path)[0] is ClausePart.HEADING
