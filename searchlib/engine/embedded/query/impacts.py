"""What each posting code counts, and what can be said of the best postings by their codes alone.

Codes are numbered by what they counted when the segment was written, the best first. Averages change with
later commits, so the order is nearly right rather than right: what is said here holds whatever the order is,
and the nearer it is the more it helps. Comparing codes of two bytes is many times faster than looking up and
comparing what they count.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.base import K1, B
from searchlib.engine.embedded.columns.arrays import Integers

Scores = NDArray[np.float64]

_GROUP = 64


def saturation(frequencies: Integers, lengths: Integers, average: float) -> Scores:
    """What BM25 counts for a term before its weight: ``tf * (K1 + 1) / (tf + K1 * (1 - B + B * length /
    average))``, see :mod:`searchlib.engine.base`."""
    counted = frequencies.astype(np.float64)
    norms = K1 * (1 - B + B * lengths / (average or 1.0))
    return np.asarray(counted * (K1 + 1) / (counted + norms), np.float64)


class Impacts:
    """``values`` has what each code counts."""

    def __init__(self, values: Scores) -> None:
        self.values = values
        from_here_on = np.maximum.accumulate(values[::-1])[::-1]
        self._negated_best = -from_here_on

    def best_from(self, code: int) -> float:
        """No code from ``code`` on counts more."""
        return -float(self._negated_best[code])

    def first(self, codes: Integers, wanted: int) -> NDArray[np.intp]:
        """Places of the lowest ``codes``: at least ``wanted``, not more than there are, and not many more."""
        groups = len(codes) // _GROUP
        of_groups = codes[: groups * _GROUP].reshape(_GROUP, groups).min(axis=0) if groups > wanted else codes
        highest = np.partition(of_groups, wanted - 1)[wanted - 1]
        return np.flatnonzero(codes <= highest)

    def reaching(self, codes: Integers, needed: float) -> NDArray[np.intp]:
        """Places of all ``codes`` that count ``needed`` or more, and of some others."""
        possible = int(np.searchsorted(self._negated_best, -needed, "right"))
        return np.flatnonzero(codes < possible)
