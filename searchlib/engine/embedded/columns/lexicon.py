"""Columns of byte strings: by place, in byte order with binary search, or in compressed blocks.

Strings of one column, concatenated, and where each begins::

    strings  u1   人民 国 铁路         (UTF-8)
    offsets  u*   0    6  9    15     (one more than there are strings)
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import offsets_of, shrink

_IN_BLOCK = 32
"""Strings compressed together: some kilobytes, decompressed in some microseconds."""

_LEVEL = 6
"""The zlib compression level."""

_CACHED = 2048
"""Decompressed blocks cached, less than 10 MB."""


def encode_utf8(term: str) -> bytes:
    """Encode in UTF-8, whose byte order is code-point order; lone surrogates are kept."""
    return term.encode("utf-8", "surrogatepass")


def decode_utf8(term: bytes) -> str:
    """Decode what :func:`encode_utf8` encoded."""
    return term.decode("utf-8", "surrogatepass")


def put_strings(out: ArrayFileWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write a column that :class:`Strings` reads, or :class:`Lexicon` if ``strings`` are in byte order."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    out.put_bytes(f"{name}.strings", b"".join(strings))
    out.put(f"{name}.offsets", shrink(offsets_of(lengths)))


class Strings:
    """A column of strings, as :func:`put_strings` wrote it under ``name``."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._strings = arrays.array(f"{name}.strings").data
        self._offsets = arrays.array(f"{name}.offsets").data

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> bytes:
        return bytes(self._strings[self._offsets[place] : self._offsets[place + 1]])

    def all(self) -> list[bytes]:
        """Return every string, in order."""
        strings = self._strings.tobytes()
        return [strings[start:end] for start, end in pairwise(self._offsets.tolist())]


def put_blocks(out: ArrayFileWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write a column that :class:`Blocks` reads; no string may contain a line feed."""
    blocks = [strings[at : at + _IN_BLOCK] for at in range(0, len(strings), _IN_BLOCK)]
    put_strings(out, name, [zlib.compress(b"\n".join(block), _LEVEL) for block in blocks])


class Blocks:
    """A column of strings compressed in blocks, with a cache of blocks. Safe to share between threads."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._blocks = Strings(arrays, name)
        self._block = lru_cache(_CACHED)(self._read)

    def __getitem__(self, place: int) -> bytes:
        return self._block(place // _IN_BLOCK)[place % _IN_BLOCK]

    def all(self) -> list[bytes]:
        """Return every string, in order."""
        return [string for block in range(len(self._blocks)) for string in self._read(block)]

    def _read(self, block: int) -> list[bytes]:
        return zlib.decompress(self._blocks[block]).split(b"\n")


class Lexicon(Strings):
    """A column of distinct strings in byte order: the terms of a field, the ids of documents."""

    def place(self, term: bytes) -> int:
        """Return how many terms sort before ``term``."""
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
        """Return the place of ``term``, or None if it is absent."""
        place = self.place(term)
        return place if place < len(self) and self[place] == term else None
