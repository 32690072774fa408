"""What a suite has to tell: one row of a table, and the faults it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_KEPT = 20
"""Faults told in full; the others are counted."""

_SKIPPED = "not done here"


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome of a suite: how many cases there were, what went wrong in how many, what was measured."""

    cases: int
    faults: int
    examples: tuple[str, ...]
    figures: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong."""
        return self.faults == 0


@dataclass(slots=True)
class Tally:
    """Counts cases and faults while a suite runs."""

    cases: int = 0
    faults: int = 0
    examples: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)

    def case(self, *faults: str | None) -> None:
        """One more case; what went wrong in it, if anything."""
        self.cases += 1
        for fault in faults:
            if fault is not None:
                self.fault(fault)

    def fault(self, what: str) -> None:
        """Something went wrong."""
        self.faults += 1
        if len(self.examples) < _KEPT:
            self.examples.append(what)

    def expect(self, holds: bool, what: str) -> None:
        """A fault unless ``holds``."""
        if not holds:
            self.fault(what)

    def skip(self, what: str, why: str) -> None:
        """Something could not be tried on this machine; the table says so."""
        self.figures[what] = f"{_SKIPPED}: {why}"

    def row(self) -> Row:
        """The outcome so far."""
        return Row(self.cases, self.faults, tuple(self.examples), MappingProxyType(dict(self.figures)))


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least ``share`` of ``values`` do not exceed; 0 of none.

    >>> percentile(range(1, 101), 0.99)
    99
    """
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)] if ordered else 0.0
