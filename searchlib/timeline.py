"""An answer over time: how many clauses of each tier every year holds, without gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from searchlib.engines.base import Tally
from searchlib.model import Tier

_STEPS = (1, 10, 100)


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
    """Years from the first to the last, or decades or centuries where they would be more than ``most``.

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
