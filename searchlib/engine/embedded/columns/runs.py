"""Run lengths: a number for each record, where neighbours mostly share it; and the text of a place.

::

    per record    4 4 4 7 7 4
    run_numbers   4     7   4       u*, the number of each run
    run_starts    0     3   5  6    u*, its first record, and the end
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import (
    Integers,
    changes,
    concatenated_ranges,
    lengths_of,
    shrink,
)
from searchlib.engine.embedded.columns.docset import DocSet, is_large


def put_run_lengths(out: ArrayFileWriter, name: str, numbers: Integers) -> None:
    """Write ``numbers``, one for each record, so that :class:`RunLengths` reads them under ``name``."""
    starts = changes(numbers)
    out.put(f"{name}.run_numbers", shrink(numbers[starts]))
    out.put(f"{name}.run_starts", shrink(np.append(starts, len(numbers))))


class RunLengths:
    """A number for each record, as :func:`put_run_lengths` wrote them under ``name``."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._numbers: Integers = arrays.array(f"{name}.run_numbers")
        self._starts: Integers = arrays.array(f"{name}.run_starts")
        self._bounds = self._starts.data

    def __len__(self) -> int:
        return self._bounds[-1]

    def __getitem__(self, record: int) -> int:
        return int(self._numbers[bisect_right(self._bounds, record) - 1])

    def all(self) -> Integers:
        """Return the number of every record."""
        return np.repeat(self._numbers, self._lengths)

    def select(self, wanted: DocSet) -> DocSet:
        """Return the records whose number is in ``wanted``."""
        runs = self._runs_of(wanted)
        starts = self._starts.take(runs).astype(np.intp)
        lengths = self._starts.take(runs + 1) - starts
        total = int(lengths.sum())
        if is_large(total, len(self)):
            chosen = np.zeros(len(self._numbers), bool)
            chosen[runs] = True
            return DocSet(len(self), mask=np.repeat(chosen, self._lengths))
        return DocSet(len(self), concatenated_ranges(starts, lengths))

    def _runs_of(self, wanted: DocSet) -> NDArray[np.intp]:
        """Return the places of the runs whose number is in ``wanted``, ascending."""
        if wanted.numbers is None:
            return np.flatnonzero(wanted.as_mask().take(self._numbers))
        order, offsets = self._by_number
        numbers = wanted.numbers.compress(wanted.numbers < len(offsets) - 1)
        starts = offsets.take(numbers)
        runs = order.take(concatenated_ranges(starts, offsets.take(numbers + 1) - starts))
        runs.sort()
        return runs

    @cached_property
    def _by_number(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the places of the runs sorted by number, and where those of each number begin."""
        order = np.argsort(self._numbers, kind="stable")
        count = int(self._numbers.max(initial=0)) + 1
        return order, np.searchsorted(self._numbers.take(order), np.arange(count + 1))

    @cached_property
    def _lengths(self) -> Integers:
        return lengths_of(self._starts)


_BITS = 4
"""A landmark is stored for every ``1 << _BITS`` places."""


def landmarks(bases: Integers) -> NDArray[np.intp]:
    """Return the number of the text at every 16th place; ``bases`` are where texts begin, and the end."""
    every = np.arange(0, int(bases[-1]), 1 << _BITS)
    return np.searchsorted(bases, every, "right") - 1


@dataclass(frozen=True, slots=True)
class TextOfPlace:
    """Finds the text that a place lies in, when many texts are concatenated.

    ``landmarks`` hold the text of every 16th place, ``ends`` the place where each text ends: the text of a
    place is that of the landmark before it, or one soon after.
    """

    landmarks: Integers
    ends: Integers

    def of(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the number of the text that each of ``places`` lies in."""
        texts = self.landmarks.take(places >> _BITS).astype(np.intp)
        behind = np.flatnonzero(self.ends.take(texts) <= places)
        while len(behind):
            texts[behind] += 1
            behind = behind[self.ends.take(texts.take(behind)) <= places.take(behind)]
        return texts

    def distinct(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the distinct numbers of the texts that the ascending ``places`` lie in."""
        texts = self.of(places)
        return texts.take(changes(texts))
