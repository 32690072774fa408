"""The original texts, kept as their differences from the folded ones.

Both have the same length, and most of a folded text is its original: what is stored for each folded
character is the original it most often stands for in the segment, and the exceptions with their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.embedded.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engines.embedded.arrays import Integers, blocks, narrow, offsets_of
from searchlib.engines.embedded.grams import GramLists, Grams, code_points

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Differences:
    """Where originals differ from folded texts: ascending places, and the code points to put there."""

    places: Integers
    points: Integers


def differences(originals: str, folded: str) -> Differences:
    """The differences of texts of equal lengths, each followed by one character; places count as in
    :class:`GramLists`."""
    points = code_points(originals)
    places = np.flatnonzero(points != code_points(folded))
    return Differences(places, points[places])


def merge_differences(parts: Sequence[tuple[Differences, int]]) -> Differences:
    """The differences of several parts, each with the number of its places."""
    bases = offsets_of(np.array([size for _, size in parts]))[:-1].tolist()
    places = [part.places.astype(np.int64) + base for (part, _), base in zip(parts, bases, strict=True)]
    return Differences(narrow(np.concatenate(places)), np.concatenate([part.points for part, _ in parts]))


def put_originals(out: ArrayFileWriter, text: GramLists, found: Differences) -> None:
    """Write ``found`` so that :class:`Originals` reads it beside the grams of ``text``."""
    same = np.append(np.zeros(1, np.uint32), text.alphabet.astype(np.uint32))
    usual = _usual_originals(text, found, same)
    exceptional = _places_of(usual != same, text.codes)
    exceptional[found.places] = False
    unchanged = np.flatnonzero(exceptional)
    rare = found.points != usual[text.codes[found.places]]
    places = np.concatenate((found.places[rare], unchanged))
    points = np.concatenate((found.points[rare], same[text.codes[unchanged]]))
    order = np.argsort(places)
    places = places[order]
    out.put("originals.usual", usual)
    out.put("originals.places", narrow(places))
    out.put("originals.offsets", narrow(np.searchsorted(places, text.bases)))
    out.put("originals.points", narrow(points[order]))


def _usual_originals(text: GramLists, found: Differences, same: Integers) -> NDArray[np.uint32]:
    """For each code the original it most often stands for, itself where it is a tie."""
    changes = text.codes[found.places].astype(np.uint64) << _HALF | found.points.astype(np.uint64)
    changes, counts = np.unique(changes, return_counts=True)
    codes, points = (changes >> _HALF).astype(np.intp), (changes & _LOW).astype(np.uint32)
    unchanged = _count(text.codes, len(same)) - np.bincount(codes, counts, len(same)).astype(np.int64)
    usual = same.astype(np.uint32)
    for change in np.argsort(counts, kind="stable").tolist():
        if counts[change] > unchanged[codes[change]]:
            usual[codes[change]] = points[change]
    return usual


def _count(codes: Integers, size: int) -> NDArray[np.int64]:
    """How often each code stands in the texts."""
    totals = np.zeros(size, np.int64)
    for where in blocks(len(codes)):
        totals += np.bincount(codes[where], minlength=size)
    return totals


def _places_of(wanted: NDArray[np.bool_], codes: Integers) -> NDArray[np.bool_]:
    """For each place whether its code is wanted."""
    mask = np.empty(len(codes), bool)
    for where in blocks(len(codes)):
        mask[where] = wanted[codes[where]]
    return mask


class Originals:
    """The original texts of one segment, as :func:`put_originals` wrote them."""

    def __init__(self, arrays: ArrayFile, folded: Grams) -> None:
        self._folded = folded
        self._usual: Integers = arrays.array("originals.usual")
        self._places: Integers = arrays.array("originals.places")
        self._offsets: Integers = arrays.array("originals.offsets")
        self._points: Integers = arrays.array("originals.points")

    def text(self, number: int) -> str:
        """The original of the text with this number."""
        start, end = self._folded.bases[number : number + 2].tolist()
        points = self._usual.take(self._folded.codes[start : end - 1])
        first, last = self._offsets[number : number + 2].tolist()
        if first < last:
            points[self._places[first:last] - start] = self._points[first:last]
        return points.tobytes().decode("utf-32-le", "surrogatepass")

    def differences(self) -> Differences:
        """All differences from the folded texts."""
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
