"""Original texts, stored as their differences from the indexed ones.

An indexed text is its original without the characters that do not count, each of the others folded.
Stored are, for each folded character, its most frequent original in the segment, the exceptions, and what was
skipped::

    original   國 會 U+3000 國 ， 国        indexed   国 会 国 ， 国
    usual            u4   for each code of the grams its usual original: 国 → 國, 会 → 會, ， → ，
    places           u*   where the original is another one, ascending: 4
    points           u*   the code points there: 国
    offsets          u*   for each text the index of its first exception; one more than there are texts
    skipped.places   u*   the places before which skipped characters stand, ascending, perhaps repeated: 2
    skipped.points   u*   their code points: U+3000
    skipped.offsets  u*   for each text the index of its first skipped character; one more than texts
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
    """Where originals differ from indexed texts; places count as in :class:`GramLists`.

    ``places`` (ascending) are those of other characters and ``points`` their code points.
    ``skipped_points`` are the code points that the indexed texts do not have, in order, and
    ``skipped_places`` (ascending, some more than once) the places before which they stand.
    """

    places: Integers
    points: Integers
    skipped_places: Integers
    skipped_points: Integers


@dataclass(frozen=True, slots=True)
class MergedOriginals:
    """For each code the usual original; where other code points stand, and which; what was skipped."""

    usual: Integers
    places: Integers
    points: Integers
    skipped_places: Integers
    skipped_points: Integers


def differences(originals: str, indexed: str, kept: Integers) -> Differences:
    """Return how texts differ, each followed by one character; ``kept`` has for each character of ``indexed``
    its offset in ``originals``."""
    points = code_points(originals)
    own = points.take(kept)
    places = np.flatnonzero(own != code_points(indexed))
    if len(points) == len(own):
        skipped = skipped_places = np.empty(0, np.intp)
    else:
        mask = np.ones(len(points), bool)
        mask[kept] = False
        skipped = np.flatnonzero(mask)
        skipped_places = np.searchsorted(kept, skipped)
    return Differences(shrink(places), own[places], shrink(skipped_places), points[skipped])


def merge_originals(
    inputs: Sequence[tuple[Differences, Integers]], alphabet: MergedAlphabet
) -> MergedOriginals:
    """Merge the originals of several buffers, each given by its differences and its folded codes."""
    same = np.append(np.zeros(1, np.uint32), alphabet.points.astype(np.uint32))
    usual = _usual_originals(inputs, alphabet.tables, same)
    base = 0
    places, points, skipped_places = [], [], []
    for (found, codes), table in zip(inputs, alphabet.tables, strict=True):
        own_places, own_points = _exceptions(found, codes, usual[table], same[table])
        places.append(own_places + base)
        points.append(own_points)
        skipped_places.append(found.skipped_places.astype(np.int64) + base)
        base += len(codes)
    skipped_points = np.concatenate([found.skipped_points for found, _ in inputs])
    return MergedOriginals(
        usual,
        np.concatenate(places),
        np.concatenate(points),
        np.concatenate(skipped_places),
        skipped_points,
    )


def put_originals(out: ArrayFileWriter, found: MergedOriginals, bases: Integers) -> None:
    """Write originals that :class:`Originals` reads; ``bases`` are those of the grams."""
    out.put("originals.usual", found.usual)
    out.put("originals.places", shrink(found.places))
    out.put("originals.offsets", shrink(np.searchsorted(found.places, bases)))
    out.put("originals.points", shrink(found.points))
    out.put("originals.skipped.places", shrink(found.skipped_places))
    out.put("originals.skipped.offsets", shrink(np.searchsorted(found.skipped_places, bases)))
    out.put("originals.skipped.points", shrink(found.skipped_points))


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
        self._skipped_places: Integers = arrays.array("originals.skipped.places")
        self._skipped_offsets: Integers = arrays.array("originals.skipped.offsets")
        self._skipped_points: Integers = arrays.array("originals.skipped.points")

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
        points, ends = self._with_skipped(points, numbers, ends, ends - lengths - starts)
        joined = points.tobytes().decode("utf-32-le", "surrogatepass")
        texts: list[str] = []
        start = 0
        for end in ends.tolist():
            texts.append(joined[start : end - 1])
            start = end
        return texts

    def _with_skipped(
        self, points: Integers, numbers: NDArray[np.intp], ends: Integers, moved: Integers
    ) -> tuple[Integers, Integers]:
        """Put the skipped characters of the texts ``numbers`` back into ``points``, their texts one after
        another; ``ends`` are the ends of the texts and ``moved`` what each has been moved by.

        Returns the same with the characters that were put back.
        """
        firsts = self._skipped_offsets.take(numbers).astype(np.intp)
        counts = self._skipped_offsets.take(numbers + 1) - firsts
        if not counts.any():
            return points, ends
        skipped = concatenated_ranges(firsts, counts)
        places = self._skipped_places.take(skipped) + np.repeat(moved, counts)
        points = np.insert(points, places, self._skipped_points.take(skipped))
        return points, ends + np.cumsum(counts)

    def differences(self) -> Differences:
        """Return all differences from the indexed texts."""
        same, codes = self._folded.points, self._folded.codes
        changed = _places_of(self._usual != same, codes)
        exceptions = self._places.astype(np.intp)
        changed[exceptions] = False
        places = np.flatnonzero(changed)
        real = self._points != same[codes[exceptions]]
        points = np.concatenate((self._usual[codes[places]], self._points[real]))
        places = np.concatenate((places, exceptions[real]))
        order = np.argsort(places)
        return Differences(
            places[order], points[order].astype(np.uint32), self._skipped_places, self._skipped_points
        )
