"""The result of a suite: one row of a table, and the faults it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_KEPT = 20
"""The most faults that are printed; further ones are only counted."""

_SKIPPED = "not done here"


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome of a suite: the number of cases and of faulty ones, and what was measured."""

    cases: int
    faults: int
    examples: tuple[str, ...]
    figures: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Return whether there were no faults."""
        return self.faults == 0


@dataclass(slots=True)
class Tally:
    """A counter of cases and faults while a suite runs."""

    cases: int = 0
    faults: int = 0
    examples: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)

    def case(self, *faults: str | None) -> None:
        """Count a case, and its fault if there is one."""
        self.cases += 1
        for fault in faults:
            if fault is not None:
                self.fault(fault)

    def fault(self, what: str) -> None:
        """Count a fault."""
        self.faults += 1
        if len(self.examples) < _KEPT:
            self.examples.append(what)

    def expect(self, holds: bool, what: str) -> None:
        """Count a fault unless ``holds``."""
        if not holds:
            self.fault(what)

    def skip(self, what: str, why: str) -> None:
        """Note something that cannot be tried on this machine; the table says so."""
        self.figures[what] = f"{_SKIPPED}: {why}"

    def row(self) -> Row:
        """Return the outcome so far."""
        return Row(self.cases, self.faults, tuple(self.examples), MappingProxyType(dict(self.figures)))


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of ``values`` do not exceed; 0 without values.

    >>> percentile(range(1, 101), 0.99)
    99
    """
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)] if ordered else 0.0
