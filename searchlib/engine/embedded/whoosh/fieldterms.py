"""Fields as Whoosh reads them: terms in byte order, and for each the records, weights and values.

A field written through Whoosh's ordinary path keeps the values that its format made
(:class:`ListedTerms`); the fields of a built index have no such values, they are made when asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from whoosh.formats import Positions
from whoosh.system import pack_uint

from searchlib.engine.embedded.columns.arrayfile import ArrayFile
from searchlib.engine.embedded.columns.arrays import Integers, Numbers
from searchlib.engine.embedded.columns.lexicon import Lexicon, encode
from searchlib.engine.embedded.segment.grams import Grams
from searchlib.engine.embedded.segment.postings import Holders, Postings

_NO_LENGTHS = np.empty(0, np.uint8)


@dataclass(frozen=True, slots=True)
class TermPostings:
    """One term's postings: ``lengths`` are field lengths, or empty when the field has none."""

    records: Integers
    weights: Numbers
    lengths: Integers
    value: Callable[[int], bytes]
    """The encoded value of the posting at a place."""


class FieldTerms(Protocol):
    """The terms of one field; a term's place counts the terms before it."""

    def __len__(self) -> int:
        """How many terms there are."""

    def term(self, place: int) -> bytes:
        """The term at ``place``."""

    def place(self, term: bytes) -> int:
        """How many terms come before ``term``."""

    def holders(self, place: int) -> int:
        """How many records hold the term."""

    def postings(self, place: int) -> TermPostings:
        """The postings of the term."""


class ListedTerms:
    """A field as ``fieldwriter`` wrote it."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self._lexicon = Lexicon(arrays, name)
        self._starts = arrays.array(f"{name}.starts")
        self._records = arrays.array(f"{name}.records")
        self._weights = arrays.array(f"{name}.weights")
        self._lengths = arrays.array(f"{name}.lengths")
        self._values = arrays.array(f"{name}.values").data
        self._value_offsets = arrays.array(f"{name}.value_offsets")

    def __len__(self) -> int:
        return len(self._lexicon)

    def term(self, place: int) -> bytes:
        """The term at ``place``."""
        return self._lexicon[place]

    def place(self, term: bytes) -> int:
        """How many terms come before ``term``."""
        return self._lexicon.place(term)

    def holders(self, place: int) -> int:
        """How many records hold the term."""
        return int(self._starts[place + 1]) - int(self._starts[place])

    def postings(self, place: int) -> TermPostings:
        """The postings of the term, with the values they were written with."""
        start = int(self._starts[place])
        where = slice(start, int(self._starts[place + 1]))

        def value(at: int) -> bytes:
            low, high = self._value_offsets[start + at : start + at + 2].tolist()
            return bytes(self._values[low:high])

        return TermPostings(self._records[where], self._weights[where], self._lengths[where], value)


class HolderTerms:
    """A field that tells which records hold a term; scored ones also how often."""

    def __init__(self, field: Holders) -> None:
        self._field = field

    def __len__(self) -> int:
        return len(self._field.lexicon)

    def term(self, place: int) -> bytes:
        """The term at ``place``."""
        return self._field.lexicon[place]

    def place(self, term: bytes) -> int:
        """How many terms come before ``term``."""
        return self._field.lexicon.place(term)

    def holders(self, place: int) -> int:
        """How many records hold the term."""
        where = self._field.list_at(place)
        return int(where.stop) - int(where.start)

    def postings(self, place: int) -> TermPostings:
        """The postings of the term, with frequencies as values."""
        field, where = self._field, self._field.list_at(place)
        records = field.records[where]
        if isinstance(field, Postings):
            weights, lengths = field.frequencies(where), field.lengths[records]
        else:
            weights, lengths = np.ones(len(records), np.uint8), _NO_LENGTHS
        return TermPostings(records, weights, lengths, lambda at: bytes(pack_uint(int(weights[at]))))


class PairTerms:
    """A field of character pairs; ``numbers`` tells each record's text, or is None when it is its own."""

    def __init__(self, grams: Grams, numbers: Integers | None = None) -> None:
        self._grams = grams
        self._numbers = np.arange(len(grams)) if numbers is None else numbers

    def __len__(self) -> int:
        return len(self._grams.pairs)

    def term(self, place: int) -> bytes:
        """The pair at ``place``; a single character that ends a text is a term too."""
        return encode(self._grams.pair(place))

    def place(self, term: bytes) -> int:
        """How many terms come before ``term``."""
        return bisect_left(range(len(self)), term, key=self.term)

    def holders(self, place: int) -> int:
        """How many records hold the term."""
        return len(self.postings(place).records)

    def postings(self, place: int) -> TermPostings:
        """The postings of the term, with positions as values."""
        grams = self._grams
        places = grams.find_pair(place)
        texts, firsts, counts = np.unique(grams.owners.of(places), return_index=True, return_counts=True)
        at_text = np.full(len(grams), -1, np.int64)
        at_text[texts] = np.arange(len(texts))
        found = at_text[self._numbers]
        records = np.flatnonzero(found >= 0)
        own = found[records]

        def value(at: int) -> bytes:
            text = own[at]
            positions = places[firsts[text] : firsts[text] + counts[text]] - int(grams.bases[texts[text]])
            return bytes(Positions().encode(positions.tolist()))

        return TermPostings(records, counts[own], _NO_LENGTHS, value)
