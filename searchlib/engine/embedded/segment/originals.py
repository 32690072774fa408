"""Original texts, stored as their differences from the folded ones.

Both have the same length and mostly the same characters. Stored are, for each folded character, its most
frequent original in the segment, and the exceptions::

    folded     国 会 国 ， 国        original   國 会 國 ， 国
    usual      u4   for each code of the grams its usual original: 国 → 國, 会 → 會, ， → ，
    places     u*   where the original is another one, ascending: 4
    points     u*   the code points there: 国
    offsets    u*   for each text the index of its first exception; one more than there are texts
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, blocks, concatenated_ranges, shrink
from searchlib.engine.embedded.segment.grams import Grams, MergedAlphabet, code_points

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Differences:
    """Where originals differ from folded texts: ascending places, and the original code points there."""

    places: Integers
    points: Integers


@dataclass(frozen=True, slots=True)
class MergedOriginals:
    """For each code the usual original, and the places and code points of the exceptions."""

    usual: Integers
    places: Integers
    points: Integers


def differences(originals: str, folded: str) -> Differences:
    """Return the differences of two texts of equal length; places are those of :class:`GramLists`.

    Both are concatenations in which each text is followed by one separator.
    """
    points = code_points(originals)
    places = np.flatnonzero(points != code_points(folded))
    return Differences(shrink(places), points[places])


def merge_originals(
    inputs: Sequence[tuple[Differences, Integers]], alphabet: MergedAlphabet
) -> MergedOriginals:
    """Merge the originals of several buffers, each given by its differences and its folded codes."""
    same = np.append(np.zeros(1, np.uint32), alphabet.points.astype(np.uint32))
    usual = _usual_originals(inputs, alphabet.tables, same)
    base = 0
    places, points = [], []
    for (found, codes), table in zip(inputs, alphabet.tables, strict=True):
        own_places, own_points = _exceptions(found, codes, usual[table], same[table])
        places.append(own_places + base)
        points.append(own_points)
        base += len(codes)
    return MergedOriginals(usual, np.concatenate(places), np.concatenate(points))


def put_originals(out: ArrayFileWriter, found: MergedOriginals, bases: Integers) -> None:
    """Write originals that :class:`Originals` reads; ``bases`` are those of the grams."""
    out.put("originals.usual", found.usual)
    out.put("originals.places", shrink(found.places))
    out.put("originals.offsets", shrink(np.searchsorted(found.places, bases)))
    out.put("originals.points", shrink(found.points))


def _exceptions(
    found: Differences, codes: Integers, usual: Integers, same: Integers
) -> tuple[NDArray[np.int64], Integers]:
    """Return the ascending places where a buffer's originals are not the usual ones, and what they are.

    ``usual`` and ``same``: for each code of the buffer its usual original, and its own code point.
    """
    exceptional = _places_of(usual != same, codes)
    exceptional[found.places] = False
    unchanged = np.flatnonzero(exceptional)
    rare = found.points != usual[codes[found.places]]
    places = np.concatenate((found.places[rare], unchanged)).astype(np.int64)
    points = np.concatenate((found.points[rare], same[codes[unchanged]]))
    order = np.argsort(places)
    return places[order], points[order]


def _usual_originals(
    inputs: Sequence[tuple[Differences, Integers]], tables: Sequence[Integers], same: Integers
) -> NDArray[np.uint32]:
    """Return for each merged code its most frequent original; the code point itself wins a tie."""
    totals = np.zeros(len(same), np.int64)
    counted: dict[int, int] = {}
    for (found, codes), table in zip(inputs, tables, strict=True):
        totals[table] += _count(codes, len(table))
        # A change is u8: the merged code in the upper half, the original code point in the lower.
        changes = table[codes[found.places]].astype(np.uint64) << _HALF | found.points.astype(np.uint64)
        for change, count in zip(
            *map(np.ndarray.tolist, np.unique(changes, return_counts=True)), strict=True
        ):
            counted[change] = counted.get(change, 0) + count
    ordered = sorted(counted)
    changes = np.array(ordered, np.uint64)
    counts = np.array([counted[change] for change in ordered], np.int64)
    codes, points = (changes >> _HALF).astype(np.intp), (changes & _LOW).astype(np.uint32)
    unchanged = totals - np.bincount(codes, counts, len(same)).astype(np.int64)
    usual = same.astype(np.uint32)
    for change in np.argsort(counts, kind="stable").tolist():
        if counts[change] > unchanged[codes[change]]:
            usual[codes[change]] = points[change]
    return usual


def _count(codes: Integers, size: int) -> NDArray[np.int64]:
    """Return how often each code occurs."""
    totals = np.zeros(size, np.int64)
    for where in blocks(len(codes)):
        totals += np.bincount(codes[where], minlength=size)
    return totals


def _places_of(wanted: NDArray[np.bool_], codes: Integers) -> NDArray[np.bool_]:
    """Return for each place whether its code is wanted."""
    mask = np.empty(len(codes), bool)
    for where in blocks(len(codes)):
        mask[where] = wanted[codes[where]]
    return mask


class Originals:
    """The original texts of a segment, as :func:`put_originals` wrote them."""

    def __init__(self, arrays: ArrayFile, folded: Grams) -> None:
        self._folded = folded
        self._usual: Integers = arrays.array("originals.usual")
        self._places: Integers = arrays.array("originals.places")
        self._offsets: Integers = arrays.array("originals.offsets")
        self._points: Integers = arrays.array("originals.points")

    def texts(self, wanted: Sequence[int]) -> list[str]:
        """Return the originals of the texts with these numbers."""
        numbers = np.array(wanted, np.intp)
        bases, offsets = self._folded.bases, self._offsets
        starts = bases.take(numbers).astype(np.intp)
        lengths = bases.take(numbers + 1) - starts  # with the separators
        points = self._usual.take(self._folded.codes.take(concatenated_ranges(starts, lengths)))
        firsts = offsets.take(numbers).astype(np.intp)
        counts = offsets.take(numbers + 1) - firsts
        ends = np.cumsum(lengths)
        if counts.any():
            exceptions = concatenated_ranges(firsts, counts)
            moved = np.repeat(ends - lengths - starts, counts)
            points[self._places.take(exceptions) + moved] = self._points.take(exceptions)
        joined = points.tobytes().decode("utf-32-le", "surrogatepass")
        return [
            joined[end - length : end - 1]
            for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)
        ]

    def differences(self) -> Differences:
        """Return all differences from the folded texts."""
        same, codes = self._folded.points, self._folded.codes
        changed = _places_of(self._usual != same, codes)
        exceptions = self._places.astype(np.intp)
        changed[exceptions] = False
        places = np.flatnonzero(changed)
        real = self._points != same[codes[exceptions]]
        points = np.concatenate((self._usual[codes[places]], self._points[real]))
        places = np.concatenate((places, exceptions[real]))
        order = np.argsort(places)
        return Differences(places[order], points[order].astype(np.uint32))
