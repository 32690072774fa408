"""Posting lists: which records contain a term, and how often.

The postings of all terms of a field are in one array, sorted by term, then by record::

    lexicon           人民        国            铁路
    starts     u*     0           2             3        5
    records    u4     0 7         7             1 2
    codes      u*     1 0         1             2 0

A posting's code is the number of its pair (frequency, field length of the record) among the distinct pairs of
the segment, in the order of their BM25 impact, the greatest first: ``code_frequencies[code]`` and
``code_lengths[code]`` are the pair. The formula is so computed once for each pair, and a list is scored by a
look-up, exactly: lengths are not rounded, frequencies have no upper limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.base import K1, B
from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, blocks, shrink, smallest_dtype
from searchlib.engine.embedded.columns.lexicon import Lexicon, encode_utf8, put_strings

_CACHED = 4096
"""Terms whose place is cached: a query looks up each of its terms to select and again to score."""


@dataclass(frozen=True, slots=True)
class PostingLists:
    """The posting lists of a field, in memory.

    The postings of term ``t`` are ``starts[t]`` to ``starts[t + 1]`` (exclusive) in ``records`` and
    ``frequencies``; ``lengths`` are the field lengths of all records, or empty if the field is not scored.
    """

    terms: list[bytes]
    starts: Integers
    records: Integers
    frequencies: Integers
    lengths: Integers


def metadata_term(name: str, value: str) -> str:
    """Return the term under which a metadata value is indexed; ``name`` contains no NUL."""
    return f"{name}\0{value}"


def saturation(frequencies: Integers, lengths: Integers, average: float, b: float = B) -> NDArray[np.float64]:
    """Return BM25's score of a term before its weight: ``tf * (K1 + 1) / (tf + K1 * (1 - b + b * length /
    average))``, see :mod:`searchlib.engine.base`."""
    counted = frequencies.astype(np.float64)
    norms = K1 * (1 - b + b * lengths / (average or 1.0))
    return np.asarray(counted * (K1 + 1) / (counted + norms), np.float64)


def put_terms(out: ArrayFileWriter, name: str, terms: list[bytes], starts: Integers) -> None:
    """Write the terms of a field and the starts of their postings."""
    put_strings(out, name, terms)
    out.put(f"{name}.starts", shrink(starts))


class CodeTable:
    """The distinct pairs of frequency and field length of a field, and the codes of postings."""

    def __init__(self, inputs: Sequence[PostingLists]) -> None:
        self._frequency_ranks, frequencies = _ranks([each.frequencies for each in inputs])
        self._length_ranks, lengths = _ranks([each.lengths for each in inputs])
        self._width = max(len(lengths), 1)
        present = np.zeros(len(frequencies) * self._width + 1, bool)
        for each in inputs:
            of_records = self.of_records(each.lengths)
            for where in blocks(len(each.records)):
                present[self._pairs(each.frequencies[where], of_records, each.records[where])] = True
        distinct = _best_first(np.flatnonzero(present), frequencies, lengths, _average(inputs))
        self.kind = smallest_dtype(max(len(distinct), 256))
        self._numbers: Integers = np.zeros(len(present), self.kind)
        self._numbers[distinct] = np.arange(len(distinct))
        self.frequencies: Integers = shrink(frequencies[distinct // self._width])
        """The frequency of each code."""
        self.lengths: Integers = shrink(lengths[distinct % self._width])
        """The field length of each code."""

    def of_records(self, lengths: Integers) -> Integers:
        """Return the rank of each record's field length, which :meth:`codes` needs."""
        ranks: Integers = self._length_ranks[lengths]
        return ranks

    def codes(self, frequencies: Integers, of_records: Integers, records: Integers) -> Integers:
        """Return the codes of postings, given by frequency and record."""
        codes: Integers = np.empty(len(records), self.kind)
        for where in blocks(len(records)):
            codes[where] = self._numbers[self._pairs(frequencies[where], of_records, records[where])]
        return codes

    def _pairs(self, frequencies: Integers, of_records: Integers, records: Integers) -> Integers:
        pairs: Integers = self._frequency_ranks[frequencies] * self._width
        pairs += of_records[records]
        return pairs


def _best_first(
    pairs: NDArray[np.intp], frequencies: Integers, lengths: Integers, average: float
) -> NDArray[np.intp]:
    """Return ``pairs`` by BM25 impact, descending.

    A pair is ``frequency rank * number of lengths + length rank``.
    """
    if not len(pairs):
        return pairs
    counted = saturation(frequencies[pairs // len(lengths)], lengths[pairs % len(lengths)], average)
    return pairs[np.argsort(-counted, kind="stable")]


def _average(inputs: Sequence[PostingLists]) -> float:
    """Return the average field length."""
    records = sum(len(each.lengths) for each in inputs)
    return sum(int(each.lengths.sum(dtype=np.int64)) for each in inputs) / max(records, 1)


def _ranks(columns: Sequence[Integers]) -> tuple[Integers, Integers]:
    """Return a table from each value to its rank among the distinct ones, and these, ascending."""
    top = max((int(values.max()) for values in columns if len(values)), default=0)
    present = np.zeros(top + 1, bool)
    for values in columns:
        present[values] = True
    distinct = np.flatnonzero(present)
    table = np.zeros(len(present), np.int64)
    table[distinct] = np.arange(len(distinct))
    return table, distinct


class Holders:
    """The terms of a field and the records that contain each, as ``merge.put_merged_holders`` wrote them."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self.lexicon = Lexicon(arrays, name)
        self.starts: Integers = arrays.array(f"{name}.starts")
        self.records: Integers = arrays.array(f"{name}.records")
        self.place = lru_cache(_CACHED)(partial(_place, self.lexicon))
        """The place of a term in the lexicon, or None if no record contains it."""

    def find(self, term: str) -> slice | None:
        """Return the slice of a term's postings, or None if no record contains it."""
        place = self.place(term)
        return None if place is None else self.list_at(place)

    def list_at(self, place: int) -> slice:
        """Return the slice of the postings of the term at ``place``."""
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def lists(self) -> PostingLists:
        """Return the whole field; every frequency is 1."""
        ones = np.ones(len(self.records), np.uint8)
        return PostingLists(self.lexicon.all(), self.starts, self.records, ones, np.empty(0, np.uint8))


def _place(lexicon: Lexicon, term: str) -> int | None:
    return lexicon.find(encode_utf8(term))


class Postings(Holders):
    """The posting lists of a scored field, as ``merge.put_merged_postings`` wrote them."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        super().__init__(arrays, name)
        self.codes: Integers = arrays.array(f"{name}.codes")
        self.code_frequencies: Integers = arrays.array(f"{name}.code_frequencies")
        self.code_lengths: Integers = arrays.array(f"{name}.code_lengths")
        self.lengths: Integers = arrays.array(f"{name}.lengths")

    def frequencies(self, where: slice) -> Integers:
        """Return the frequencies of a slice of postings."""
        found: Integers = self.code_frequencies[self.codes[where]]
        return found

    def lists(self) -> PostingLists:
        """Return the whole field."""
        frequencies = self.frequencies(slice(0, len(self.records)))
        return PostingLists(self.lexicon.all(), self.starts, self.records, frequencies, self.lengths)
