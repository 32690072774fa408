"""Process long texts with NumPy: tables of characters, sets of characters, runs of word numbers.

The results are those of a loop over characters; a build has millions of characters.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray


def countable(text: str) -> NDArray[np.bool_]:
    """Return for each character of ``text`` whether it is a Chinese character, a letter or a digit.

    >>> countable("两洋, 2015").tolist()
    [True, True, False, False, True, True, True, True]
    """
    return _countable().of(_code_points(text))


def count_characters(text: str) -> int:
    """Return how many characters of ``text`` are Chinese characters, letters and digits.

    >>> count_characters("两洋, 2015")
    6
    """
    return int(np.count_nonzero(countable(text)))


class _Countable:
    """Which code points count, asked of Python for each block of them when a text first has one of it: all
    1,114,112 take a fifth of a second, and the texts of an update are of a few blocks."""

    _BITS = 8

    def __init__(self) -> None:
        blocks = (sys.maxunicode >> self._BITS) + 1
        self._known = np.zeros(blocks, bool)
        self._counts = np.zeros(blocks << self._BITS, bool)

    def of(self, points: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return for each code point whether it counts."""
        blocks = points >> self._BITS
        if not self._known.take(blocks).all():
            for block in np.unique(blocks).tolist():
                self._ask(block)
        return self._counts.take(points)

    def _ask(self, block: int) -> None:
        first, size = block << self._BITS, 1 << self._BITS
        self._counts[first : first + size] = [chr(point).isalnum() for point in range(first, first + size)]
        self._known[block] = True  # only now, for other threads


@cache
def _countable() -> _Countable:
    return _Countable()


class CharacterTable:
    """A mapping of code points, for long texts.

    >>> CharacterTable({ord("鐵"): ord("铁")}).apply("鐵路")
    '铁路'
    """

    def __init__(self, mapping: Mapping[int, int]) -> None:
        self._table = np.arange(sys.maxunicode + 1, dtype="<u4")
        self._table[list(mapping)] = list(mapping.values())

    def apply(self, text: str) -> str:
        """Return ``text`` with each character replaced by its image, in the same length."""
        return self._table.take(_code_points(text)).tobytes().decode("utf-32-le", "surrogatepass")


class CharacterSet:
    """Some characters, to be found in long texts."""

    def __init__(self, characters: Iterable[str]) -> None:
        self._wanted = np.zeros(sys.maxunicode + 1, bool)
        self._wanted[[ord(character) for character in characters]] = True

    def holders(self, joined: str, lengths: Sequence[int]) -> list[int]:
        """Return the numbers, ascending, of the texts that hold one of the characters.

        ``joined`` are the texts one after another, each followed by one more character.

        >>> CharacterSet("路").holders("鐵.路.港.鐵路.", [1, 1, 1, 2])
        [1, 3]
        """
        return _owners(self._wanted.take(_code_points(joined)), lengths)


def differing(joined: str, other: str, lengths: Sequence[int]) -> list[int]:
    """Return the numbers, ascending, of the texts that differ between both; see
    :meth:`CharacterSet.holders`.

    >>> differing("鐵.路.港.", "铁.路.港.", [1, 1, 1])
    [0]
    """
    return _owners(_code_points(joined) != _code_points(other), lengths)


class CharacterClasses:
    """Sets of characters that have none in common, to be counted in texts."""

    def __init__(self, classes: Sequence[Iterable[str]]) -> None:
        self._classes = np.zeros(sys.maxunicode + 1, np.uint8)
        for number, characters in enumerate(classes, 1):
            self._classes[[ord(character) for character in characters]] = number
        self._count = len(classes)

    def counts(self, text: str) -> list[int]:
        """Count the characters of each class in ``text``.

        >>> CharacterClasses(("铁", "鐵兩")).counts("鐵路兩")
        [0, 2]
        """
        found = np.bincount(self._classes.take(_code_points(text)), minlength=self._count + 1)
        counts: list[int] = found[1:].tolist()
        return counts


class CountingCharacters:
    """Which characters of long texts count; see :mod:`searchlib.text.running`.

    Each argument holds the first and last character of every range, all in a row.
    """

    _COUNTS, _ALPHABETIC, _BLANK, _UNSEEN = range(4)

    def __init__(self, blank: str, unseen: str, alphabetic: str) -> None:
        self._classes = np.zeros(sys.maxunicode + 1, np.uint8)
        for number, edges in ((self._ALPHABETIC, alphabetic), (self._BLANK, blank), (self._UNSEEN, unseen)):
            for first, last in zip(edges[::2], edges[1::2], strict=True):
                self._classes[ord(first) : ord(last) + 1] = number

    def running(self, joined: str) -> tuple[str, array[int]]:
        """Return the running text of ``joined``, and for each of its characters the offset in ``joined``.

        Texts may be joined by a noncharacter: it counts, and no blank beside it does.

        >>> CountingCharacters("  ", "", "az").running("鐵 路 a b")[0]
        '鐵路a b'
        """
        points = _code_points(joined)
        classes = self._classes.take(points)
        kept = classes < self._BLANK
        places = np.flatnonzero(kept)
        if len(places) == len(points):
            return joined, _array(places)
        # For each stretch of skipped characters between two that are alphabetic: its first blank counts.
        gaps = np.flatnonzero(np.diff(places) > 1)
        before, after = places.take(gaps), places.take(gaps + 1)
        between = (classes.take(before) == self._ALPHABETIC) & (classes.take(after) == self._ALPHABETIC)
        before, after = before[between], after[between]
        blanks = np.flatnonzero(classes == self._BLANK)
        if len(before) and len(blanks):
            found = np.searchsorted(blanks, before)
            first = blanks.take(np.minimum(found, len(blanks) - 1))
            first = first[(first > before) & (first < after)]
            kept[first] = True
            places = np.flatnonzero(kept)
            points = points.copy()
            points[first] = ord(" ")
        text = points.take(places).tobytes().decode("utf-32-le", "surrogatepass")
        return text, _array(places)


def running_lengths(places: array[int], lengths: Sequence[int]) -> array[int]:
    """Return the lengths of texts' running texts; ``places`` are those of the joined texts, each followed by
    one character that counts, and ``lengths`` those of the texts themselves."""
    ends = np.cumsum(np.array(lengths, np.int64) + 1) - 1
    inner = np.searchsorted(np.frombuffer(places, np.uint32), ends) if len(places) else ends
    return _array(np.diff(inner, prepend=-1) - 1)


def runs_of(numbers: array[int], end: int, nothing: int) -> tuple[array[int], array[int]]:
    """Split runs that are each ended by ``end``: return the numbers without ``end`` and ``nothing``, and
    the length of each run.

    >>> runs_of(array("I", (7, 1, 8, 0, 0, 1, 0)), 0, 1)
    (array('I', [7, 8]), array('I', [2, 0, 0]))
    """
    every = np.frombuffer(numbers, np.uint32)
    kept = (every != end) & (every != nothing)
    before = np.cumsum(kept)[every == end]
    counts = np.diff(before, prepend=0)
    return _array(every[kept]), _array(counts)


def _owners(marked: NDArray[np.bool_], lengths: Sequence[int]) -> list[int]:
    """Return the texts in which a character is marked."""
    ends = np.cumsum(np.array(lengths, np.int64) + 1)
    owners: list[int] = np.unique(np.searchsorted(ends, np.flatnonzero(marked), "right")).tolist()
    return owners


def _array(values: NDArray[np.integer]) -> array[int]:
    return array("I", values.astype(np.uint32).tobytes())


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
