"""Character pairs: finds a string in many texts by an index of every two neighbouring characters.

The texts of a segment are concatenated as character codes, each followed by a separator (code 0), so that
every character has a *place* and no match can cross the end of a text::

    texts      人民人     民人
    alphabet   人 民                      u4, code points in order; code c is alphabet[c - 1]
    codes      1 2 1 0    2 1 0          u2 or u4
    bases      0          4         7    u*, where each text begins, and the end
    pairs      1,0   1,2   2,1           u4 or u8, first code in the upper half, in order
    starts     0     2     3        5    u*, where the places of each pair begin, and the end
    places     2 5   0     1 4           packed, ascending for each pair

A needle is found by its rarest pair; the characters around those places are compared with the codes. A
single character is every pair that begins with it; these are neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, concatenated_ranges, shrink
from searchlib.engine.embedded.columns.docset import DocSet, is_large, select
from searchlib.engine.embedded.columns.packed import Column, Packed, PackedWriter
from searchlib.engine.embedded.columns.runs import TextOfPlace, landmarks
from searchlib.text.borders import BORDER, bare
from searchlib.text.views import character_ranges

_TOGETHER = 1 << 18
"""Code points of texts that are decoded together."""

Places = NDArray[np.intp]
"""Places in the concatenation of all texts."""

_FEW = 4096
"""Characters around candidates up to which all are compared in one step."""


@dataclass(frozen=True, slots=True)
class GramLists:
    """The character pairs of many texts, in memory; arrays as in the module's picture.

    ``pairs`` are u8, ``first << 32 | second``; the places of pair ``p`` are
    ``places[starts[p]:starts[p + 1]]``.
    """

    alphabet: Integers
    codes: Integers
    bases: Integers
    pairs: Integers
    starts: Integers
    places: Column


@dataclass(frozen=True, slots=True)
class MergedAlphabet:
    """The characters of several buffers (``points``), and for each a table from its codes to merged ones."""

    points: Integers
    tables: list[NDArray[np.uint32]]

    @classmethod
    def of(cls, inputs: Sequence[GramLists]) -> MergedAlphabet:
        """Merge the alphabets of ``inputs``; the separator stays 0."""
        points = np.unique(np.concatenate([own.alphabet for own in inputs]))
        tables = []
        for own in inputs:
            table = np.zeros(len(own.alphabet) + 1, np.uint32)
            table[1:] = np.searchsorted(points, own.alphabet) + 1
            tables.append(table)
        return cls(points, tables)


class GramsWriter:
    """Writes character pairs that :class:`Grams` reads under ``name``: codes first, then the pairs."""

    def __init__(self, out: ArrayFileWriter, name: str, alphabet: Integers, bases: Integers) -> None:
        self._out, self._name = out, name
        self._width = code_width(len(alphabet))
        self._size = size = int(bases[-1])
        out.put(f"{name}.alphabet", alphabet.astype("<u4", copy=False))
        out.put(f"{name}.bases", shrink(bases))
        out.put(f"{name}.landmarks", shrink(landmarks(bases)))
        self.codes = out.reserve(f"{name}.codes", f"<u{self._width}", size)

    def put_pairs(self, pairs: Integers, starts: Integers) -> PackedWriter:
        """Write the pairs (as in :class:`GramLists`); return the writer that takes their places."""
        shift = np.uint64(8 * self._width)
        packed = (pairs >> np.uint64(32) << shift) | (pairs & np.uint64(0xFFFFFFFF))
        self._out.put(f"{self._name}.pairs", packed.astype(f"<u{2 * self._width}"))
        self._out.put(f"{self._name}.starts", shrink(starts))
        return PackedWriter(self._out, f"{self._name}.places", starts, self._size)


def put_grams(out: ArrayFileWriter, name: str, lists: GramLists) -> None:
    """Write ``lists`` completely."""
    writer = GramsWriter(out, name, lists.alphabet, lists.bases)
    writer.codes.write(lists.codes)
    writer.put_pairs(lists.pairs, lists.starts).write(lists.places[: len(lists.places)])


def code_width(alphabet: int) -> int:
    """Return the bytes of a code: two suffice for 65,535 distinct characters and the separator."""
    return 2 if alphabet < 1 << 16 else 4


def code_points(text: str) -> Integers:
    """Return the code points of ``text``, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


class Grams:
    """The character pairs of a field of a segment, as :class:`GramsWriter` wrote them."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self.alphabet: Integers = arrays.array(f"{name}.alphabet")
        self.codes: Integers = arrays.array(f"{name}.codes")
        self.bases: Integers = arrays.array(f"{name}.bases")
        self.pairs: Integers = arrays.array(f"{name}.pairs")
        self.starts: Integers = arrays.array(f"{name}.starts")
        self.places = Packed(arrays, f"{name}.places", self.starts)
        self.text_of_place = TextOfPlace(arrays.array(f"{name}.landmarks"), self.bases[1:])
        self.points: Integers = np.concatenate((np.zeros(1, "<u4"), self.alphabet))
        """Code points by code; the separator's is 0."""
        self._alphabet, self._pairs, self._starts = self.alphabet.data, self.pairs.data, self.starts.data
        self._shift = 8 * self.codes.dtype.itemsize

    def __len__(self) -> int:
        return len(self.bases) - 1

    def find(self, needle: str) -> Places:
        """Return the places where ``needle`` begins, ascending, overlapping ones too.

        Raises ValueError if it is empty.
        """
        places = self.find_unordered(needle)
        return np.sort(places) if len(bare(needle)) == 1 else places

    def find_unordered(self, needle: str) -> Places:
        """Return the places where ``needle`` begins; those of a single character are not in order.

        Raises ValueError if it is empty.
        """
        if BORDER in needle:
            return self._at_borders(needle, self.find_unordered(bare(needle)))
        if not needle:
            raise ValueError("an empty needle cannot be looked up")
        codes = self._encode(needle)
        if codes is None:
            return np.empty(0, np.intp)
        if len(codes) == 1:
            return self._find_character(codes[0])
        lists = self._pair_lists(codes)
        return np.empty(0, np.intp) if lists is None else self._confirm(codes, lists)

    def find_texts(self, needle: str) -> DocSet:
        """Return the texts that contain ``needle``; raises ValueError if it is empty."""
        places = self.find_unordered(needle)
        if is_large(len(places), len(self)):
            mask = np.zeros(len(self), bool)
            mask[self.text_of_place.of(places)] = True
            return DocSet(len(self), mask=mask)
        return select(
            len(self), [self.text_of_place.distinct(places if len(bare(needle)) > 1 else np.sort(places))]
        )

    def pair(self, number: int) -> str:
        """Return the pair with this number as text; a single character if it ends a text."""
        first, second = divmod(int(self.pairs[number]), 1 << self._shift)
        return chr(self.points[first]) + (chr(self.points[second]) if second else "")

    def find_pair(self, number: int) -> NDArray[np.intp]:
        """Return the places of the pair with this number, ascending."""
        return self.places.lists(number, number + 1)

    def code_of(self, character: str) -> int:
        """Return the code of a character; 0, the separator's, if no text has it."""
        codes = self._encode(character)
        return codes[0] if codes else 0

    def text(self, number: int) -> str:
        """Return the text with this number."""
        return self.texts(number, number + 1)[0]

    def texts(self, first: int, last: int) -> list[str]:
        """Return the texts numbered ``first`` to ``last`` (exclusive)."""
        bases = self.bases[first : last + 1].astype(np.int64)
        begin, end = int(bases[0]), int(bases[-1])
        points = self.points[self.codes[begin:end]]
        joined = points.tobytes().decode("utf-32-le", "surrogatepass")
        ends = (bases - begin).tolist()
        return [joined[low : high - 1] for low, high in pairwise(ends)]

    def texts_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the texts with these numbers, in their order, decoded together unless they are long."""
        wanted = np.array(numbers, np.intp)
        starts = self.bases.take(wanted).astype(np.intp)
        lengths = self.bases.take(wanted + 1).astype(np.intp) - starts  # with the separators
        if lengths.sum() > _TOGETHER:
            return [self.text(number) for number in numbers]
        points = self.points.take(self.codes.take(concatenated_ranges(starts, lengths)))
        joined = points.tobytes().decode("utf-32-le", "surrogatepass")
        ends = np.cumsum(lengths)
        rows = zip((ends - lengths).tolist(), ends.tolist(), strict=True)
        return [joined[low : high - 1] for low, high in rows]

    def lists(self) -> GramLists:
        """Return the whole field; codes and places stay mapped."""
        shift, mask = np.uint64(self._shift), np.uint64((1 << self._shift) - 1)
        pairs = self.pairs.astype(np.uint64)
        pairs = (pairs >> shift << np.uint64(32)) | (pairs & mask)
        return GramLists(self.alphabet, self.codes, self.bases, pairs, self.starts, self.places)

    def _at_borders(self, needle: str, places: Places) -> Places:
        """Return those of ``places`` at which the borders of ``needle`` hold; a separator is one."""
        if needle.startswith(BORDER):  # the character before the first one of all is the last separator
            places = places.compress(~self._alphabetic.take(self.codes.take(places - 1, mode="wrap")))
        if needle.endswith(BORDER):
            places = places.compress(~self._alphabetic.take(self.codes.take(places + len(bare(needle)))))
        return places

    @cached_property
    def _alphabetic(self) -> NDArray[np.bool_]:
        """For each code, whether it is a letter or digit of an alphabet."""
        edges = code_points(character_ranges().alphabetic)
        at = np.searchsorted(edges[::2], self.points, side="right")
        alphabetic: NDArray[np.bool_] = (at > 0) & (self.points <= edges[1::2].take(at - 1))
        return alphabetic

    def _encode(self, needle: str) -> list[int] | None:
        """Return the needle's codes, or None if one of its characters occurs nowhere."""
        alphabet, size = self._alphabet, len(self._alphabet)
        codes = []
        for character in needle:
            point = ord(character)
            rank = bisect_left(alphabet, point)
            if rank == size or alphabet[rank] != point:
                return None
            codes.append(rank + 1)
        return codes

    def _find_character(self, code: int) -> Places:
        """Return the places of a character: the lists of all pairs that begin with it are neighbours."""
        low = bisect_left(self._pairs, code << self._shift)
        high = bisect_left(self._pairs, (code + 1) << self._shift)
        return self.places.lists(low, high)

    def _pair_lists(self, codes: list[int]) -> list[int] | None:
        """Return the numbers of the needle's overlapping pairs, or None if one of them occurs nowhere."""
        pairs, size = self._pairs, len(self._pairs)
        lists = []
        for first, second in pairwise(codes):
            pair = first << self._shift | second
            at = bisect_left(pairs, pair)
            if at == size or pairs[at] != pair:
                return None
            lists.append(at)
        return lists

    def _confirm(self, codes: list[int], lists: list[int]) -> Places:
        """Return the places around the rarest pair at which all other characters match too."""
        starts = self._starts
        sizes = [starts[pair + 1] - starts[pair] for pair in lists]
        rarest = sizes.index(min(sizes))
        begins = self.places.lists(lists[rarest], lists[rarest] + 1)
        rest = [at for at in range(len(codes)) if at not in (rarest, rarest + 1)]
        if not rest:
            return begins
        begins -= rarest
        rest.sort(key=lambda at: min(sizes[max(at - 1, 0) : at + 1]))
        return matching_places(self.codes, begins, codes, rest)


def matching_places(row: Integers, begins: Places, codes: list[int], rest: list[int]) -> Places:
    """Return those of the ascending ``begins`` at which ``codes`` stand in ``row``.

    Only the codes numbered ``rest`` are compared, the others are known to match; the rarest should come
    first.
    """
    last = len(row) - len(codes)
    if len(begins) and (begins[0] < 0 or begins[-1] > last):
        begins = begins.compress((begins >= 0) & (begins <= last))
    for done, at in enumerate(rest):
        if len(begins) * (len(rest) - done) <= _FEW:
            left = np.array(rest[done:])
            wanted = np.array([codes[at] for at in rest[done:]], row.dtype)
            agree = row.take(begins + left[:, None]) == wanted[:, None]
            return begins.compress(np.logical_and.reduce(agree, axis=0))
        begins = begins.compress(row.take(begins + at) == codes[at])
    return begins
