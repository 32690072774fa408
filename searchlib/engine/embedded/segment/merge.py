"""Several parts written as one segment, field by field and range by range.

Nothing is sorted again: the parts' records follow one another, so a term's postings in the whole are those of
the first part, then those of the second, and so on. Terms are taken in ranges with about as many postings as
a range may have; only one range at a time is in memory beside the parts themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, blocks, changes, lengths_of, narrow, offsets_of
from searchlib.engine.embedded.columns.packed import Column
from searchlib.engine.embedded.segment.grams import GramLists, GramsWriter, MergedAlphabet, code_width
from searchlib.engine.embedded.segment.postings import CodeTable, PostingLists, put_terms

_RANGE = 1 << 20
"""Postings in a range: enough for NumPy to be quick, few enough for the processor's cache."""

_REMEMBERED = 8
"""Ranges after which what was read of mapped parts is given back."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def put_merged_holders(
    out: ArrayFileWriter, name: str, parts: Sequence[PostingLists], bases: Integers
) -> None:
    """Write one field without frequencies; the parts' records are renumbered from ``bases`` on."""
    _, merge = _merge_terms(out, name, parts)
    records = out.reserve(f"{name}.records", "<u4", merge.size)
    shifts = [np.uint32(base) for base in bases[:-1].tolist()]
    for span in merge.ranges():
        records.write(span.collect([part.records for part in parts], np.dtype("<u4"), shifts))


def put_merged_postings(
    out: ArrayFileWriter, name: str, parts: Sequence[PostingLists], bases: Integers
) -> MergedTerms:
    """Write one scored field, and give its terms; the parts' records are renumbered from ``bases`` on."""
    lengths = np.concatenate([part.lengths for part in parts])
    table = CodeTable(parts)
    terms, merge = _merge_terms(out, name, parts)
    records = out.reserve(f"{name}.records", "<u4", merge.size)
    codes = out.reserve(f"{name}.codes", table.kind, merge.size)
    widest = max((part.frequencies.dtype for part in parts), key=lambda kind: kind.itemsize)
    shifts = [np.uint32(base) for base in bases[:-1].tolist()]
    nothing = [widest.type(0)] * len(parts)
    of_records = table.of_records(lengths)
    for span in merge.ranges():
        found = span.collect([part.records for part in parts], np.dtype("<u4"), shifts)
        frequencies = span.collect([part.frequencies for part in parts], widest, nothing)
        records.write(found)
        codes.write(table.codes(frequencies, of_records, found))
    out.put(f"{name}.code_frequencies", table.frequencies)
    out.put(f"{name}.code_lengths", table.lengths)
    out.put(f"{name}.lengths", narrow(lengths))
    return MergedTerms(terms, merge, [part.records for part in parts], shifts)


@dataclass(frozen=True, slots=True)
class MergedTerms:
    """The terms of a field of several parts, while these are still in memory."""

    terms: list[bytes]
    _merge: _Merge
    _records: Sequence[Integers]
    _shifts: Sequence[np.uint32]

    def records_of(self, term: int) -> Integers:
        """The records that hold the term with this number."""
        return self._merge.one(term, self._records, self._shifts)


class MergedGrams:
    """The texts of several parts, one after another.

    Made, it knows how large everything is; :meth:`begin` gives it its place in a file, and :meth:`fill`,
    which may be called in another thread, does most of the writing.
    """

    def __init__(self, parts: list[GramLists], alphabet: MergedAlphabet) -> None:
        self._alphabet = alphabet
        self._part_places = [part.places for part in parts]
        self._bases = offsets_of(np.array([len(part.codes) for part in parts]))
        starts = [
            part.bases[:-1].astype(np.int64) + base
            for part, base in zip(parts, self._bases.tolist(), strict=False)
        ]
        self.bases: Integers = np.append(np.concatenate(starts), self._bases[-1])
        """Where each text begins, and the end."""
        own_pairs = [
            (table[part.pairs >> _HALF].astype(np.uint64) << _HALF) | table[part.pairs & _LOW]
            for part, table in zip(parts, alphabet.tables, strict=True)
        ]
        pairs = np.sort(np.concatenate(own_pairs))
        self.pairs: Integers = pairs[changes(pairs)]
        """All pairs, as in :class:`GramLists`."""
        numbers = [np.searchsorted(self.pairs, own) for own in own_pairs]
        self._merge = _Merge(
            len(self.pairs), [(own, part.starts) for own, part in zip(numbers, parts, strict=True)]
        )
        self.counts = lengths_of(self._merge.starts)
        """How often each pair stands."""
        self.codes = np.empty(int(self._bases[-1]), f"<u{code_width(len(alphabet.points))}")
        """The texts, each followed by a separator."""
        for part, table, base in zip(parts, alphabet.tables, self._bases.tolist(), strict=False):
            for where in blocks(len(part.codes)):
                self.codes[base + where.start : base + where.stop] = table[part.codes[where]]

    @property
    def alphabet(self) -> Integers:
        """The code points present, ascending."""
        return self._alphabet.points

    def begin(self, out: ArrayFileWriter, name: str) -> None:
        """Take the place in ``out`` and write what is small."""
        writer = GramsWriter(out, name, self._alphabet.points, self.bases)
        self._codes = writer.codes
        self._kind = np.dtype(np.uint32 if self._bases[-1] < 1 << 32 else np.uint64)
        self._shifts = [self._kind.type(base) for base in self._bases[:-1].tolist()]
        self._places = writer.put_pairs(self.pairs, self._merge.starts)

    def fill(self, forget: Callable[[], None]) -> None:
        """Write codes and places; ``forget`` is called now and then, to give back memory of mapped parts."""
        self._codes.write(self.codes)
        for number, span in enumerate(self._merge.ranges(), 1):
            self._places.write(span.collect(self._part_places, self._kind, self._shifts))
            if number % _REMEMBERED == 0:
                forget()

    def places_of(self, pair: int) -> Integers:
        """Where the pair with this number stands; only after :meth:`begin`."""
        return self._merge.one(pair, self._part_places, self._shifts)


def _merge_terms(
    out: ArrayFileWriter, name: str, parts: Sequence[PostingLists]
) -> tuple[list[bytes], _Merge]:
    """Write the terms of all parts, and say how to merge their postings."""
    terms = sorted(set().union(*(part.terms for part in parts)))
    numbers = {term: number for number, term in enumerate(terms)}
    renumbered = [
        np.fromiter(map(numbers.__getitem__, part.terms), np.int64, len(part.terms)) for part in parts
    ]
    merge = _Merge(len(terms), [(own, part.starts) for own, part in zip(renumbered, parts, strict=True)])
    put_terms(out, name, terms, merge.starts)
    return terms, merge


@dataclass(frozen=True, slots=True)
class _Range:
    """A range of terms: for each part where their postings stand in it, and where they go in the range."""

    size: int
    sources: list[slice]
    targets: list[NDArray[np.int64]]

    def collect(self, columns: Sequence[Column], kind: np.dtype, shifts: Sequence[np.integer]) -> Integers:
        """A column of the postings, from those of the parts, to each of which its shift is added."""
        collected: Integers = np.empty(self.size, kind)
        for column, source, targets, shift in zip(columns, self.sources, self.targets, shifts, strict=True):
            own = column[source].astype(kind)
            own += shift
            collected[targets] = own
        return collected


class _Merge:
    """Where each posting of each part goes; ``parts`` are numbers of terms, ascending, and their starts."""

    def __init__(self, terms: int, parts: Sequence[tuple[Integers, Integers]]) -> None:
        self._parts = [(numbers, starts.astype(np.int64, copy=False)) for numbers, starts in parts]
        counts = np.zeros(terms, np.int64)
        for numbers, starts in self._parts:
            counts[numbers] += lengths_of(starts)
        self.starts = offsets_of(counts)
        self.size = int(self.starts[-1])

    def one(self, term: int, columns: Sequence[Column], shifts: Sequence[np.integer]) -> Integers:
        """A column of the postings of one term, each part's with its shift added."""
        found = []
        for (numbers, starts), column, shift in zip(self._parts, columns, shifts, strict=True):
            at = bisect_left(numbers.data, term)
            if at < len(numbers) and numbers[at] == term:
                own = column[int(starts[at]) : int(starts[at + 1])].astype(shift.dtype)
                own += shift
                found.append(own)
        return np.concatenate(found)

    def ranges(self) -> Iterator[_Range]:
        """The terms in ranges of about :data:`_RANGE` postings, ascending."""
        low, terms = 0, len(self.starts) - 1
        while low < terms:
            high = max(low + 1, int(np.searchsorted(self.starts, self.starts[low] + _RANGE, "right")) - 1)
            yield self._range(low, high)
            low = high

    def _range(self, low: int, high: int) -> _Range:
        begin = int(self.starts[low])
        upcoming = self.starts[low:high] - begin
        sources, targets = [], []
        for numbers, starts in self._parts:
            first, last = np.searchsorted(numbers, (low, high)).tolist()
            own = numbers[first:last] - low
            counts = lengths_of(starts[first : last + 1])
            source = slice(int(starts[first]), int(starts[last]))
            goes = np.repeat(upcoming[own] - starts[first:last], counts)
            goes += np.arange(source.start, source.stop)
            upcoming[own] += counts
            sources.append(source)
            targets.append(goes)
        return _Range(int(self.starts[high]) - begin, sources, targets)
