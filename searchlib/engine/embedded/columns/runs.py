"""A number for each record, kept as runs, because neighbouring records mostly have the same one."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, changes, lengths_of, narrow, stretches
from searchlib.engine.embedded.query.docset import DocSet, is_large


def put_runs(out: ArrayFileWriter, name: str, numbers: Integers) -> None:
    """Write ``numbers`` so that :class:`Runs` reads them under ``name``."""
    starts = changes(numbers)
    out.put(f"{name}.run_numbers", narrow(numbers[starts]))
    out.put(f"{name}.run_starts", narrow(np.append(starts, len(numbers))))


class Runs:
    """The numbers that :func:`put_runs` wrote under ``name``."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._numbers: Integers = arrays.array(f"{name}.run_numbers")
        self._starts: Integers = arrays.array(f"{name}.run_starts")
        self._bounds = self._starts.data

    def __len__(self) -> int:
        return self._bounds[-1]

    def __getitem__(self, record: int) -> int:
        return int(self._numbers[bisect_right(self._bounds, record) - 1])

    def all(self) -> Integers:
        """The number of every record."""
        return np.repeat(self._numbers, self._lengths)

    def select(self, wanted: DocSet) -> DocSet:
        """The records whose number is in ``wanted``."""
        runs = self._runs_of(wanted)
        starts = self._starts.take(runs).astype(np.intp)
        lengths = self._starts.take(runs + 1) - starts
        total = int(lengths.sum())
        if is_large(total, len(self)):
            chosen = np.zeros(len(self._numbers), bool)
            chosen[runs] = True
            return DocSet(len(self), mask=np.repeat(chosen, self._lengths))
        return DocSet(len(self), stretches(starts, lengths))

    def _runs_of(self, wanted: DocSet) -> NDArray[np.intp]:
        """The runs whose number is in ``wanted``, ascending."""
        if wanted.numbers is None:
            return np.flatnonzero(wanted.as_mask().take(self._numbers))
        order, offsets = self._by_number
        numbers = wanted.numbers.compress(wanted.numbers < len(offsets) - 1)
        starts = offsets.take(numbers)
        runs = order.take(stretches(starts, offsets.take(numbers + 1) - starts))
        runs.sort()
        return runs

    @cached_property
    def _by_number(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The runs by their number, and where those of each number begin."""
        order = np.argsort(self._numbers, kind="stable")
        count = int(self._numbers.max(initial=0)) + 1
        return order, np.searchsorted(self._numbers.take(order), np.arange(count + 1))

    @cached_property
    def _lengths(self) -> Integers:
        return lengths_of(self._starts)
