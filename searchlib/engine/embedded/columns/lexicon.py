"""Byte strings in a row, each known by its place; in byte order they are a lexicon, found by halving, and
those that are seldom read are kept in compressed blocks."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import narrow, offsets_of

_IN_BLOCK = 32
"""Strings compressed together: some kilobytes, which take some microseconds to read."""

_LEVEL = 6
_KEPT = 2048
"""Blocks kept, which is less than 10 MB."""


def encode(term: str) -> bytes:
    """UTF-8, in which byte order is code-point order; a lone surrogate keeps its place too."""
    return term.encode("utf-8", "surrogatepass")


def decode(term: bytes) -> str:
    """The opposite of :func:`encode`."""
    return term.decode("utf-8", "surrogatepass")


def put_strings(out: ArrayFileWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write ``strings`` so that :class:`Strings`, or in order :class:`Lexicon`, reads them under ``name``."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    out.put_bytes(f"{name}.strings", b"".join(strings))
    out.put(f"{name}.offsets", narrow(offsets_of(lengths)))


class Strings:
    """The strings that :func:`put_strings` wrote under ``name``."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._strings = arrays.array(f"{name}.strings").data
        self._offsets = arrays.array(f"{name}.offsets").data

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> bytes:
        return bytes(self._strings[self._offsets[place] : self._offsets[place + 1]])

    def all(self) -> list[bytes]:
        """Every string, in order."""
        strings = self._strings.tobytes()
        return [strings[start:end] for start, end in pairwise(self._offsets.tolist())]


def put_blocks(out: ArrayFileWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write ``strings``, none of which has a line feed, so that :class:`Blocks` reads them under ``name``."""
    blocks = [strings[at : at + _IN_BLOCK] for at in range(0, len(strings), _IN_BLOCK)]
    put_strings(out, name, [zlib.compress(b"\n".join(block), _LEVEL) for block in blocks])


class Blocks:
    """Strings that are seldom read, compressed some at a time; those of the last blocks read are kept.

    Safe to share between threads.
    """

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._blocks = Strings(arrays, name)
        self._block = lru_cache(_KEPT)(self._read)

    def __getitem__(self, place: int) -> bytes:
        return self._block(place // _IN_BLOCK)[place % _IN_BLOCK]

    def all(self) -> list[bytes]:
        """Every string, in order."""
        return [string for block in range(len(self._blocks)) for string in self._read(block)]

    def _read(self, block: int) -> list[bytes]:
        return zlib.decompress(self._blocks[block]).split(b"\n")


class Lexicon(Strings):
    """Strings in byte order, all different: the terms of a field, the ids of documents."""

    def place(self, term: bytes) -> int:
        """How many terms come before ``term``."""
        terms, offsets = self._strings, self._offsets
        low, high = 0, len(offsets) - 1
        while low < high:
            middle = (low + high) >> 1
            if bytes(terms[offsets[middle] : offsets[middle + 1]]) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, term: bytes) -> int | None:
        """The place of ``term``, or None."""
        place = self.place(term)
        return place if place < len(self) and self[place] == term else None
