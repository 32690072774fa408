"""Terms and matchers: the terms of a field in byte order, and a Whoosh matcher over a term's postings.

A field written through Whoosh's own writer keeps the encoded values of its format (:class:`ListedTerms`). The
fields of a built segment have none; their values are encoded on demand.
"""


# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from whoosh.formats import Positions
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.system import pack_uint

from searchlib.engine.embedded.columns.arrayfile import ArrayFile
from searchlib.engine.embedded.columns.arrays import Integers, Numbers
from searchlib.engine.embedded.columns.lexicon import Lexicon, encode_utf8
from searchlib.engine.embedded.segment.grams import Grams
from searchlib.engine.embedded.segment.postings import Holders, Postings

_NO_LENGTHS = np.empty(0, np.uint8)


@dataclass(frozen=True, slots=True)
class TermPostings:
    """The postings of a term, parallel arrays; ``lengths`` are field lengths, empty if the field has none."""

    records: Integers
    weights: Numbers
    lengths: Integers
    value: Callable[[int], bytes]
    """Returns the encoded value of the posting at a place."""


class FieldTerms(Protocol):
    """The terms of a field; the place of a term is the number of terms that sort before it."""

    def __len__(self) -> int:
        """Return the number of terms."""

    def term(self, place: int) -> bytes:
        """Return the term at ``place``."""

    def place(self, term: bytes) -> int:
        """Return how many terms sort before ``term``."""

    def holders(self, place: int) -> int:
        """Return how many records contain the term at ``place``."""

    def postings(self, place: int) -> TermPostings:
        """Return the postings of the term at ``place``."""


class ListedTerms:
    """The terms of a field that :class:`~searchlib.engine.embedded.whoosh.codec.ArrayFieldWriter` wrote."""

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
        """Return the term at ``place``."""
        return self._lexicon[place]

    def place(self, term: bytes) -> int:
        """Return how many terms sort before ``term``."""
        return self._lexicon.place(term)

    def holders(self, place: int) -> int:
        """Return how many records contain the term at ``place``."""
        return int(self._starts[place + 1]) - int(self._starts[place])

    def postings(self, place: int) -> TermPostings:
        """Return the postings of the term at ``place``, with the values that were written."""
        start = int(self._starts[place])
        where = slice(start, int(self._starts[place + 1]))

        def value(at: int) -> bytes:
            low, high = self._value_offsets[start + at : start + at + 2].tolist()
            return bytes(self._values[low:high])

        return TermPostings(self._records[where], self._weights[where], self._lengths[where], value)


class HolderTerms:
    """The terms of a field with posting lists; if it is scored, also frequencies."""

    def __init__(self, field: Holders) -> None:
        self._field = field

    def __len__(self) -> int:
        return len(self._field.lexicon)

    def term(self, place: int) -> bytes:
        """Return the term at ``place``."""
        return self._field.lexicon[place]

    def place(self, term: bytes) -> int:
        """Return how many terms sort before ``term``."""
        return self._field.lexicon.place(term)

    def holders(self, place: int) -> int:
        """Return how many records contain the term at ``place``."""
        where = self._field.list_at(place)
        return int(where.stop) - int(where.start)

    def postings(self, place: int) -> TermPostings:
        """Return the postings of the term at ``place``, with frequencies as values."""
        field, where = self._field, self._field.list_at(place)
        records = field.records[where]
        if isinstance(field, Postings):
            weights, lengths = field.frequencies(where), field.lengths[records]
        else:
            weights, lengths = np.ones(len(records), np.uint8), _NO_LENGTHS
        return TermPostings(records, weights, lengths, lambda at: bytes(pack_uint(int(weights[at]))))


class PairTerms:
    """The character pairs of a field as terms.

    ``numbers`` are the text numbers of the records, or None if every record has a text of its own.
    """

    def __init__(self, grams: Grams, numbers: Integers | None = None) -> None:
        self._grams = grams
        self._numbers = np.arange(len(grams)) if numbers is None else numbers

    def __len__(self) -> int:
        return len(self._grams.pairs)

    def term(self, place: int) -> bytes:
        """Return the pair at ``place``; a character that ends a text is a term of its own."""
        return encode_utf8(self._grams.pair(place))

    def place(self, term: bytes) -> int:
        """Return how many terms sort before ``term``."""
        return bisect_left(range(len(self)), term, key=self.term)

    def holders(self, place: int) -> int:
        """Return how many records contain the term at ``place``."""
        return len(self.postings(place).records)

    def postings(self, place: int) -> TermPostings:
        """Return the postings of the pair at ``place``, with positions as values."""
        # texts: the distinct texts with the pair; firsts, counts: for each the slice of ``places`` in it.
        # found: for each record the index of its text in ``texts``, or -1; own: that of matching records.
        grams = self._grams
        places = grams.find_pair(place)
        texts, firsts, counts = np.unique(
            grams.text_of_place.of(places), return_index=True, return_counts=True
        )
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


_BLOCK = 128
"""Postings of a block, converted to Python numbers together; Whoosh skips blocks that cannot score enough."""


class ArrayMatcher(LeafMatcher):
    """A Whoosh matcher over ``postings``: iterates one by one, skips by blocks; ``scorer`` may be None."""

    def __init__(
        self, postings: TermPostings, format_: Any, term: tuple[str, bytes], scorer: Any = None
    ) -> None:
        self._postings = postings
        self.format = format_
        self._term = term
        self.scorer = scorer
        self._count = len(postings.records)
        self._enter(0)

    def _enter(self, block: int) -> None:
        """Move to the first posting of a block."""
        where = slice(block * _BLOCK, (block + 1) * _BLOCK)
        self._block = block
        self._ids: list[int] = self._postings.records[where].tolist()
        self._weights: list[float] = self._postings.weights[where].astype(float).tolist()
        lengths = self._postings.lengths[where]
        self._length_range = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
        self._at = 0

    def _next_block(self) -> None:
        if (self._block + 1) * _BLOCK < self._count:
            self._enter(self._block + 1)
        else:
            self._at = len(self._ids)

    def copy(self) -> ArrayMatcher:
        """Return another matcher at the same posting."""
        return copy.copy(self)

    def reset(self) -> None:
        """Move to the first posting."""
        self._enter(0)

    def is_active(self) -> bool:
        """Tell whether there is a current posting."""
        return self._at < len(self._ids)

    def id(self) -> int:
        """Return the current record."""
        return self._ids[self._at]

    def weight(self) -> float:
        """Return the current weight."""
        return self._weights[self._at]

    def value(self) -> bytes:
        """Return the current encoded value."""
        return self._postings.value(self._block * _BLOCK + self._at)

    def all_ids(self) -> Iterator[int]:
        """Return the records from the current one on."""
        return iter(self._postings.records[self._block * _BLOCK + self._at :].tolist())

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        """Return records and values from the current ones on, advancing the matcher."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def next(self) -> bool:
        """Move to the next posting; return whether that left a block."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        if self._at < len(self._ids):
            return False
        self._next_block()
        return True

    def skip_to(self, target: int) -> None:
        """Move to the first posting whose record is ``target`` or greater."""
        if not self.is_active():
            raise ReadTooFar
        if target <= self._ids[self._at]:
            return
        if target > self._ids[-1]:
            at = int(np.searchsorted(self._postings.records, target))
            if at == self._count:
                self._at = len(self._ids)
                return
            self._enter(at // _BLOCK)
        self._at = bisect_left(self._ids, target, self._at)

    def skip_to_quality(self, minimum: float) -> int:
        """Skip blocks that cannot score more than ``minimum``; return how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minimum:
            self._next_block()
            skipped += 1
        return skipped

    def block_min_length(self) -> int:
        """Return the shortest field length of the block."""
        return self._length_range[0]

    def block_max_length(self) -> int:
        """Return the longest field length of the block."""
        return self._length_range[1]

    def block_max_weight(self) -> float:
        """Return the greatest weight of the block."""
        return max(self._weights)

    def block_min_id(self) -> int:
        """Return the first record of the block."""
        return self._ids[0]

    def block_max_id(self) -> int:
        """Return the last record of the block."""
        return self._ids[-1]
