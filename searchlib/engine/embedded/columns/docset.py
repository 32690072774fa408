"""DocSet, a set of records of one segment: ascending numbers while small, a mask once large.

The cost of a query then depends on how much it finds rather than on how much there is::

    numbers   i8     2 5              which records
    mask      bool   0 0 1 0 0 1 0    for each record whether it is in the set
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, changes

Mask = NDArray[np.bool_]
"""For each record of a segment whether it is in a set."""

RecordNumbers = NDArray[np.intp]
"""Some record numbers."""

_SMALL = 24
"""A set is small if it contains less than one in this many records."""


@dataclass(frozen=True, slots=True, eq=False)
class DocSet:
    """Some of ``size`` records; exactly one of ``numbers`` and ``mask`` is not None."""

    size: int
    numbers: RecordNumbers | None = None
    mask: Mask | None = None

    def __and__(self, other: DocSet) -> DocSet:
        if self.numbers is None:
            return other & self if other.numbers is not None else self._both(other)
        if other.numbers is not None and len(other.numbers) < len(self.numbers):
            return other & self
        return DocSet(self.size, self.numbers[other.holds(self.numbers)])

    def __or__(self, other: DocSet) -> DocSet:
        return union(self.size, [self, other])

    def __invert__(self) -> DocSet:
        return DocSet(self.size, mask=~self.as_mask())

    def without(self, other: DocSet) -> DocSet:
        """Return the records that are not in ``other``."""
        if self.numbers is None:
            return self & ~other
        return DocSet(self.size, self.numbers[~other.holds(self.numbers)])

    def is_empty(self) -> bool:
        """Tell whether the set is certainly empty; a mask is not examined."""
        return self.numbers is not None and not len(self.numbers)

    def count(self) -> int:
        """Return the number of records in the set."""
        if self.mask is not None:
            return int(np.count_nonzero(self.mask))
        return len(self.as_numbers())

    def holds(self, records: RecordNumbers) -> Mask:
        """Return for each of ``records`` whether it is in the set."""
        return held_by(self.as_numbers(), records) if self.mask is None else self.mask.take(records)

    def as_numbers(self) -> RecordNumbers:
        """Return the record numbers, ascending."""
        if self.numbers is not None:
            return self.numbers
        assert self.mask is not None
        return np.flatnonzero(self.mask)

    def as_mask(self) -> Mask:
        """Return for each record whether it is in the set; do not write to it."""
        if self.mask is not None:
            return self.mask
        mask = np.zeros(self.size, bool)
        mask[self.numbers] = True
        return mask

    def _both(self, other: DocSet) -> DocSet:
        return DocSet(self.size, mask=self.as_mask() & other.as_mask())


def held_by(held: Integers, records: RecordNumbers) -> Mask:
    """Return for each of ``records`` whether it is in ``held``, which is ascending."""
    if not len(held):
        return np.zeros(len(records), bool)
    at = np.searchsorted(held, records.astype(held.dtype, copy=False))
    at[at == len(held)] = 0
    mask: Mask = held.take(at) == records
    return mask


def is_large(count: int, size: int) -> bool:
    """Tell whether ``count`` of ``size`` records are better kept as a mask."""
    return count * _SMALL >= size


def nothing(size: int) -> DocSet:
    """Return the empty set."""
    return DocSet(size, np.empty(0, np.intp))


def everything(size: int) -> DocSet:
    """Return the set of all records."""
    return DocSet(size, mask=np.ones(size, bool))


def select(size: int, lists: Sequence[Integers]) -> DocSet:
    """Return the records in any of ``lists``, each ascending and without repetition."""
    total = sum(map(len, lists))
    if is_large(total, size):
        mask = np.zeros(size, bool)
        for records in lists:
            mask[records.astype(np.intp, copy=False)] = True
        return DocSet(size, mask=mask)
    if len(lists) == 1:
        return DocSet(size, lists[0].astype(np.intp, copy=False))
    if not total:
        return nothing(size)
    numbers = np.concatenate(lists).astype(np.intp, copy=False)
    numbers.sort(kind="stable")  # a merge sort, fast on a few ascending runs
    return DocSet(size, numbers.take(changes(numbers)))


def union(size: int, docsets: Sequence[DocSet]) -> DocSet:
    """Return the records in any of ``docsets``."""
    if not docsets:
        return nothing(size)
    if len(docsets) == 1:
        return docsets[0]
    masks = [docset.mask for docset in docsets if docset.mask is not None]
    lists = [docset.numbers for docset in docsets if docset.numbers is not None]
    if not masks:
        return select(size, lists)
    mask = masks[0].copy()
    for other in masks[1:]:
        mask |= other
    for numbers in lists:
        mask[numbers] = True
    return DocSet(size, mask=mask)
