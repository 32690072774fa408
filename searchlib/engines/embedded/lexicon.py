"""Byte strings in a row, each known by its place; in byte order they are a lexicon, found by halving."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from searchlib.engines.embedded.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engines.embedded.arrays import narrow, offsets_of


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
