"""Which records hold a term, and how often: one field's lexicon and its posting lists.

The postings of all terms stand in one array, sorted by term and then by record, so a term's list is a
slice, and so is the list of all terms with a common prefix (one record may then stand in it repeatedly).

A posting's ``code`` numbers the pair (frequency, field length of the record) among the distinct pairs of
the segment, those that count most first. A ranking formula is therefore computed once for each pair, and a
list is scored by a look-up, exactly: lengths are not rounded and frequencies have no upper limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, blocks, narrow, narrowest
from searchlib.engine.embedded.columns.lexicon import Lexicon, encode, put_strings
from searchlib.engine.embedded.query.impacts import saturation

_REMEMBERED = 4096
"""Terms whose place is kept: a query asks for each of its terms when selecting and again when scoring."""


@dataclass(frozen=True, slots=True)
class PostingLists:
    """Posting lists in memory: ``starts`` has one entry more than ``terms``; the others run in parallel.

    ``lengths`` are the records' field lengths, by record.
    """

    terms: list[bytes]
    starts: Integers
    records: Integers
    frequencies: Integers
    lengths: Integers


def metadata_term(name: str, value: str) -> str:
    """The term under which a metadata value is indexed; a name contains no NUL."""
    return f"{name}\0{value}"


def put_terms(out: ArrayFileWriter, name: str, terms: list[bytes], starts: Integers) -> None:
    """Write the terms of a field and where the postings of each start; the postings themselves follow."""
    put_strings(out, name, terms)
    out.put(f"{name}.starts", narrow(starts))


class CodeTable:
    """The distinct pairs of frequency and field length of a field, and how postings get their codes."""

    def __init__(self, parts: Sequence[PostingLists]) -> None:
        self._frequency_ranks, frequencies = _ranks([part.frequencies for part in parts])
        self._length_ranks, lengths = _ranks([part.lengths for part in parts])
        self._width = max(len(lengths), 1)
        present = np.zeros(len(frequencies) * self._width + 1, bool)
        for part in parts:
            of_records = self.of_records(part.lengths)
            for where in blocks(len(part.records)):
                present[self._pairs(part.frequencies[where], of_records, part.records[where])] = True
        distinct = _best_first(np.flatnonzero(present), frequencies, lengths, _average(parts))
        self.kind = narrowest(max(len(distinct), 256))
        self._numbers: Integers = np.zeros(len(present), self.kind)
        self._numbers[distinct] = np.arange(len(distinct))
        self.frequencies: Integers = narrow(frequencies[distinct // self._width])
        """The frequency of each code."""
        self.lengths: Integers = narrow(lengths[distinct % self._width])
        """The field length of each code."""

    def of_records(self, lengths: Integers) -> Integers:
        """What :meth:`codes` needs of records with these field lengths."""
        ranks: Integers = self._length_ranks[lengths]
        return ranks

    def codes(self, frequencies: Integers, of_records: Integers, records: Integers) -> Integers:
        """The codes of postings: how often each term stands in each record."""
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
    """``pairs`` (number of the frequency times the number of lengths, plus that of the length) in the order
    of what they count for BM25."""
    if not len(pairs):
        return pairs
    counted = saturation(frequencies[pairs // len(lengths)], lengths[pairs % len(lengths)], average)
    return pairs[np.argsort(-counted, kind="stable")]


def _average(parts: Sequence[PostingLists]) -> float:
    """The average field length."""
    records = sum(len(part.lengths) for part in parts)
    return sum(int(part.lengths.sum(dtype=np.int64)) for part in parts) / max(records, 1)


def _ranks(columns: Sequence[Integers]) -> tuple[Integers, Integers]:
    """A table from value to its rank among the distinct values of all columns, and those, ascending."""
    top = max((int(values.max()) for values in columns if len(values)), default=0)
    present = np.zeros(top + 1, bool)
    for values in columns:
        present[values] = True
    distinct = np.flatnonzero(present)
    table = np.zeros(len(present), np.int64)
    table[distinct] = np.arange(len(distinct))
    return table, distinct


class Holders:
    """Which records hold each term of one field, as ``merging.put_merged_holders`` wrote it."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self.lexicon = Lexicon(arrays, name)
        self.starts: Integers = arrays.array(f"{name}.starts")
        self.records: Integers = arrays.array(f"{name}.records")
        self.place = lru_cache(_REMEMBERED)(partial(_place, self.lexicon))
        """The place of a term in the lexicon, or None when no record holds it."""

    def find(self, term: str) -> slice | None:
        """Where the postings of a term stand, or None when no record holds it."""
        place = self.place(term)
        return None if place is None else self.list_at(place)

    def list_at(self, place: int) -> slice:
        """Where the postings of the term at ``place`` stand."""
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def lists(self) -> PostingLists:
        """Everything, in memory; every frequency is 1."""
        ones = np.ones(len(self.records), np.uint8)
        return PostingLists(self.lexicon.all(), self.starts, self.records, ones, np.empty(0, np.uint8))


def _place(lexicon: Lexicon, term: str) -> int | None:
    return lexicon.find(encode(term))


class Postings(Holders):
    """One scored field, as ``merging.put_merged_postings`` wrote it."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        super().__init__(arrays, name)
        self.codes: Integers = arrays.array(f"{name}.codes")
        self.code_frequencies: Integers = arrays.array(f"{name}.code_frequencies")
        self.code_lengths: Integers = arrays.array(f"{name}.code_lengths")
        self.lengths: Integers = arrays.array(f"{name}.lengths")

    def frequencies(self, where: slice) -> Integers:
        """How often the term stands in each record of ``where``."""
        found: Integers = self.code_frequencies[self.codes[where]]
        return found

    def lists(self) -> PostingLists:
        """Everything, in memory."""
        frequencies = self.frequencies(slice(0, len(self.records)))
        return PostingLists(self.lexicon.all(), self.starts, self.records, frequencies, self.lengths)
