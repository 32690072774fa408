"""A set of records of one segment: ascending numbers while it is small, a mask once it is large.

What a query costs then follows from how much it finds, not from how much there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, changes

Mask = NDArray[np.bool_]
Records = NDArray[np.intp]

_SMALL = 24
"""A set is small when it holds less than one in so many records."""


@dataclass(frozen=True, slots=True, eq=False)
class DocSet:
    """Some of ``size`` records; exactly one of ``numbers`` and ``mask`` is there."""

    size: int
    numbers: Records | None = None
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
        """The records that are not in ``other``."""
        if self.numbers is None:
            return self & ~other
        return DocSet(self.size, self.numbers[~other.holds(self.numbers)])

    def is_empty(self) -> bool:
        """Whether there is certainly no record in it; a mask is not looked through."""
        return self.numbers is not None and not len(self.numbers)

    def count(self) -> int:
        """How many records are in it."""
        if self.mask is not None:
            return int(np.count_nonzero(self.mask))
        return len(self.as_numbers())

    def holds(self, records: Records) -> Mask:
        """For each of ``records`` whether it is in the set."""
        return held_by(self.as_numbers(), records) if self.mask is None else self.mask.take(records)

    def as_numbers(self) -> Records:
        """The records' numbers, ascending."""
        if self.numbers is not None:
            return self.numbers
        assert self.mask is not None
        return np.flatnonzero(self.mask)

    def as_mask(self) -> Mask:
        """For each record whether it is in the set; not to be written to."""
        if self.mask is not None:
            return self.mask
        mask = np.zeros(self.size, bool)
        mask[self.numbers] = True
        return mask

    def _both(self, other: DocSet) -> DocSet:
        return DocSet(self.size, mask=self.as_mask() & other.as_mask())


def held_by(held: Integers, records: Records) -> Mask:
    """For each of ``records`` whether it is in ``held``, which is ascending."""
    if not len(held):
        return np.zeros(len(records), bool)
    at = np.searchsorted(held, records.astype(held.dtype, copy=False))
    at[at == len(held)] = 0
    mask: Mask = held.take(at) == records
    return mask


def is_large(count: int, size: int) -> bool:
    """Whether ``count`` of ``size`` records are better kept as a mask."""
    return count * _SMALL >= size


def nothing(size: int) -> DocSet:
    """None of the records."""
    return DocSet(size, np.empty(0, np.intp))


def everything(size: int) -> DocSet:
    """All records."""
    return DocSet(size, mask=np.ones(size, bool))


def select(size: int, lists: Sequence[Integers]) -> DocSet:
    """The records in any of ``lists``, each ascending and without repetition."""
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
    numbers.sort(kind="stable")  # which merges lists that are in order
    return DocSet(size, numbers.take(changes(numbers)))


def union(size: int, selections: Sequence[DocSet]) -> DocSet:
    """The records in any of ``selections``."""
    if not selections:
        return nothing(size)
    if len(selections) == 1:
        return selections[0]
    masks = [docset.mask for docset in selections if docset.mask is not None]
    lists = [docset.numbers for docset in selections if docset.numbers is not None]
    if not masks:
        return select(size, lists)
    mask = masks[0].copy()
    for other in masks[1:]:
        mask |= other
    for numbers in lists:
        mask[numbers] = True
    return DocSet(size, mask=mask)
