"""Counts of an answer for the page: clauses by facts of their documents (facets), and over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from searchlib.engine.base import Tally
from searchlib.model import Tier
from searchlib.text.fields import FACETS

_STEPS = (1, 10, 100)


@dataclass(frozen=True, slots=True)
class Facet:
    """One field: its values, and how many clauses of the answer have each.

    Years stand newest first, other values commonest first. A clause of two countries counts for both.
    ``without`` counts the clauses of documents that do not say.
    """

    field: str
    values: tuple[tuple[str, int], ...]
    without: int = 0


def facets(tallies: Iterable[Tally]) -> tuple[Facet, ...]:
    """Return the facets of an answer whose tiers were tallied by :data:`~searchlib.text.fields.FACETS`.

    Fields without values are left out.

    >>> from searchlib.engine.base import ValueCount
    >>> tiers = [Tally(2, 1, fields={"kind": (ValueCount("law", 2, 1),)}), Tally(0, 0)]
    >>> facets(tiers)
    (Facet(field='kind', values=(('law', 2),), without=0),)
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    without: Counter[str] = Counter()
    for tally in tallies:
        for name, found in tally.fields.items():
            if name in counts:
                counts[name].update({each.value: each.clauses for each in found})
        without.update({name: each.clauses for name, each in tally.without.items()})
    return tuple(Facet(name, _ordered(name, counts[name]), without[name]) for name in FACETS if counts[name])


def _ordered(name: str, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    if name == "year":
        return tuple(sorted(counts.items(), reverse=True))
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


@dataclass(frozen=True, slots=True)
class Period:
    """Some years, both ends included, and how many clauses of each tier are dated in them."""

    first: int
    last: int
    clauses: Mapping[Tier, int]

    @property
    def total(self) -> int:
        """Clauses of all tiers."""
        return sum(self.clauses.values())


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods in order; ``undated`` are the clauses of documents without a date."""

    periods: tuple[Period, ...]
    undated: int


def timeline(tallies: Mapping[Tier, Tally], most: int = 120) -> Timeline:
    """Count by year from the first to the last; by decade or century if there were more than ``most``.

    The tallies must have been made with the field ``year``.
    """
    years: dict[Tier, Counter[int]] = {
        tier: Counter({int(each.value): each.clauses for each in tally.fields["year"]})
        for tier, tally in tallies.items()
    }
    undated = sum(tally.undated for tally in tallies.values())
    dated = [year for counts in years.values() for year in counts]
    if not dated:
        return Timeline((), undated)
    first, last = min(dated), max(dated)
    step = next(step for step in _STEPS if (last - first) // step < most)
    starts = range(first - first % step, last + 1, step)
    return Timeline(tuple(_period(start, step, years) for start in starts), undated)


def _period(start: int, step: int, years: Mapping[Tier, Counter[int]]) -> Period:
    end = start + step
    clauses = {tier: sum(counts[year] for year in range(start, end)) for tier, counts in years.items()}
    return Period(start, end - 1, clauses)
