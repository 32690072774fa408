"""Ascending integer lists packed into three bytes for each number: the places of character pairs.

The lists, none of them empty, stand one after another. Each number is split into its two lower bytes and its
third byte; the rest is a multiple of 2**24, which changes at most a few times within a list. For each list
and each multiple the place is stored from which on the numbers are at least that large::

    numbers  5 9 0x1000007 | 0x10002 0x2000003      two lists, starts = 0 3 5
    low      5 9 7         | 2       3              u2
    third    0 0 0         | 1       0              u1
    turns    2 3           | 4       4              u*, row of list l: first place >= 1 << 24, >= 2 << 24

Decoding adds two or three whole arrays.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, shrink

_BITS = 24


class Column(Protocol):
    """A sequence of integers read in slices: an array, or packed lists."""

    def __len__(self) -> int:
        """Return how many numbers there are."""

    def __getitem__(self, where: slice, /) -> Integers:
        """Return a slice; of packed lists, one that begins and ends at list boundaries."""


class PackedWriter:
    """Writes lists that :class:`Packed` reads under ``name``.

    ``starts`` are the places where lists start, and the end of the last one; all numbers are below ``size``.
    """

    def __init__(self, out: ArrayFileWriter, name: str, starts: Integers, size: int) -> None:
        self._out, self._name = out, name
        self._starts = starts.astype(np.int64, copy=False)
        count = int(self._starts[-1])
        self._steps = max(size - 1, 0) >> _BITS
        self._low = out.reserve(f"{name}.low", "<u2", count)
        self._third = out.reserve(f"{name}.third", "u1", count if size > 1 << 16 else 0)
        self._turns = out.reserve(f"{name}.turns", shrink(starts).dtype, self._steps * (len(starts) - 1))
        self._is_wide = size > 1 << 16
        self._written = 0

    def write(self, numbers: Integers) -> None:
        """Append the numbers of one or more whole lists."""
        begin, end = self._written, self._written + len(numbers)
        self._low.write((numbers & numbers.dtype.type(0xFFFF)).astype("<u2"))
        if self._is_wide:
            self._third.write((numbers >> numbers.dtype.type(16)).astype(np.uint8))
        if self._steps:
            first, last = np.searchsorted(self._starts, (begin, end)).tolist()
            starts = self._starts[first : last + 1] - begin
            turns = np.empty((last - first, self._steps), np.int64)
            for step in range(self._steps):
                before = np.zeros(len(numbers) + 1, np.int64)
                np.cumsum(numbers < (step + 1) << _BITS, out=before[1:])
                turns[:, step] = starts[:-1] + (before[starts[1:]] - before[starts[:-1]]) + begin
            self._turns.write(turns.ravel())
        self._written = end


class Packed:
    """The lists that :class:`PackedWriter` wrote under ``name``, with their ``starts``."""

    def __init__(self, arrays: ArrayFile, name: str, starts: Integers) -> None:
        self._low: NDArray[np.uint16] = arrays.array(f"{name}.low")
        self._third: NDArray[np.uint8] = arrays.array(f"{name}.third")
        self._turns: Integers = arrays.array(f"{name}.turns")
        self._steps = len(self._turns) // max(len(starts) - 1, 1)
        self._starts, self._bounds, self._turn_bounds = starts, starts.data, self._turns.data

    def __len__(self) -> int:
        return len(self._low)

    def __getitem__(self, where: slice) -> NDArray[np.intp]:
        begin, end, _ = where.indices(len(self))
        if begin >= end:
            return np.empty(0, np.intp)
        return self.lists(bisect_left(self._bounds, begin), bisect_left(self._bounds, end))

    def lists(self, first: int, last: int) -> NDArray[np.intp]:
        """Return the numbers of lists ``first`` to ``last`` (exclusive), concatenated."""
        begin, end = self._bounds[first], self._bounds[last]
        if not len(self._third):
            return self._low[begin:end].astype(np.intp)
        numbers = self._third[begin:end].astype(np.intp)
        numbers <<= 16
        numbers += self._low[begin:end]
        if last - first == 1:
            for at in range(first * self._steps, last * self._steps):
                turn = self._turn_bounds[at]
                if turn < end:
                    numbers[turn - begin :] += 1 << _BITS
        elif self._steps:
            self._add_steps(numbers, first, last)
        return numbers

    def _add_steps(self, numbers: NDArray[np.intp], first: int, last: int) -> None:
        """Add the multiples of 2**24 to the ``numbers`` of several lists, in place."""
        starts = self._starts[first : last + 1].astype(np.int64)
        for turns in self._turns.reshape(-1, self._steps)[first:last].T.astype(np.int64):
            sizes = np.stack((turns - starts[:-1], starts[1:] - turns), axis=1).ravel()
            steps = np.zeros(len(sizes), np.intp)
            steps[1::2] = 1 << _BITS
            numbers += np.repeat(steps, sizes)
