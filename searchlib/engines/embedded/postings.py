"""Which records hold a term, and how often: one field's lexicon and its posting lists.

The postings of all terms stand in one array, sorted by term and then by record, so a term's list is a
slice, and so is the list of all terms with a common prefix (one record may then stand in it repeatedly).

A posting's ``code`` numbers the pair (frequency, field length of the record) among the distinct pairs of
the segment, those that count most first. A ranking formula is therefore computed once for each pair, and a
list is scored by a look-up, exactly: lengths are not rounded and frequencies have no upper limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from searchlib.engines.embedded.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engines.embedded.arrays import Integers, blocks, narrow
from searchlib.engines.embedded.impacts import saturation
from searchlib.engines.embedded.lexicon import Lexicon, encode, put_strings

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


def put_holders(out: ArrayFileWriter, name: str, lists: PostingLists) -> None:
    """Write ``lists`` without frequencies so that :class:`Holders` reads them under ``name``."""
    put_strings(out, name, lists.terms)
    out.put(f"{name}.starts", narrow(lists.starts))
    out.put(f"{name}.records", lists.records.astype("<u4", copy=False))


def put_postings(out: ArrayFileWriter, name: str, lists: PostingLists) -> None:
    """Write ``lists`` so that :class:`Postings` reads them under ``name``."""
    put_holders(out, name, lists)
    codes, frequencies, lengths = _number_pairs(lists)
    out.put(f"{name}.codes", codes)
    out.put(f"{name}.code_frequencies", frequencies)
    out.put(f"{name}.code_lengths", lengths)
    out.put(f"{name}.lengths", narrow(lists.lengths))


def _number_pairs(lists: PostingLists) -> tuple[Integers, Integers, Integers]:
    """Each posting's pair number, and frequency and length of each pair."""
    frequency_ranks, frequencies = _ranks(lists.frequencies)
    length_ranks, lengths = _ranks(lists.lengths)
    record_ranks = length_ranks[lists.lengths]
    present = np.zeros(len(frequencies) * len(lengths) + 1, bool)

    def pairs(where: slice) -> Integers:
        found: Integers = frequency_ranks[lists.frequencies[where]] * len(lengths)
        found += record_ranks[lists.records[where]]
        return found

    for where in blocks(len(lists.records)):
        present[pairs(where)] = True
    distinct = np.flatnonzero(present)
    divisor = max(len(lengths), 1)
    average = float(lists.lengths.mean()) if len(lists.lengths) else 0.0
    counted = saturation(frequencies[distinct // divisor], lengths[distinct % divisor], average)
    distinct = distinct[np.argsort(-counted, kind="stable")]
    numbers: Integers = np.zeros(len(present), np.min_scalar_type(max(len(distinct), 256)))
    numbers[distinct] = np.arange(len(distinct))
    codes: Integers = np.empty(len(lists.records), numbers.dtype)
    for where in blocks(len(codes)):
        codes[where] = numbers[pairs(where)]
    return codes, narrow(frequencies[distinct // divisor]), narrow(lengths[distinct % divisor])


def _ranks(values: Integers) -> tuple[Integers, Integers]:
    """A table from value to its rank among the distinct values, and those in ascending order."""
    present = np.zeros(int(values.max()) + 1 if len(values) else 1, bool)
    present[values] = True
    distinct = np.flatnonzero(present)
    table = np.zeros(len(present), np.int64)
    table[distinct] = np.arange(len(distinct))
    return table, distinct


class Holders:
    """Which records hold each term of one field, as :func:`put_holders` wrote it."""

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
    """One scored field, as :func:`put_postings` wrote it."""

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
