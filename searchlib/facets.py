"""Facets: how the clauses of an answer divide by country, year, kind, publisher and script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from searchlib.engines.base import Tally

FIELDS = ("country", "year", "kind", "publisher", "script")
"""The fields that answers divide by; each is also the name of a filter."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One field: its values, and how many clauses of the answer have each.

    Years stand newest first, other values commonest first. A clause of two countries counts for both.
    """

    field: str
    values: tuple[tuple[str, int], ...]


def facets(tallies: Iterable[Tally]) -> tuple[Facet, ...]:
    """The facets of an answer whose tiers were tallied by :data:`FIELDS`; fields without values are left out.

    >>> from searchlib.engines.base import ValueCount
    >>> tiers = [Tally(2, 1, fields={"kind": (ValueCount("law", 2, 1),)}), Tally(0, 0)]
    >>> facets(tiers)
    (Facet(field='kind', values=(('law', 2),)),)
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    for tally in tallies:
        for name, found in tally.fields.items():
            counts[name].update({each.value: each.clauses for each in found})
    return tuple(Facet(name, _ordered(name, counts[name])) for name in FIELDS if counts[name])


def _ordered(name: str, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    if name == "year":
        return tuple(sorted(counts.items(), reverse=True))
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
