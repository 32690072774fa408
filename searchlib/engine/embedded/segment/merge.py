"""Merge the posting lists and character pairs of several segment buffers, range by range.

Nothing is sorted again: the records of the buffers follow one another, so the merged postings of a term are
those of the first buffer, then those of the second, and so on. Terms are merged in ranges of about a million
postings; only one range is in memory beside the buffers::

    input 0     人: 0 3      国: 1
    input 1     人: 0        铁: 0 1
    merged      人: 0 3 5    国: 1    铁: 5 6      records of input 1 shifted by the 5 records of input 0

``inputs`` are the lists of one field, one of each buffer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, blocks, changes, lengths_of, offsets_of, shrink
from searchlib.engine.embedded.columns.packed import Column
from searchlib.engine.embedded.segment.grams import GramLists, GramsWriter, MergedAlphabet, code_width
from searchlib.engine.embedded.segment.postings import CodeTable, PostingLists, put_terms

_RANGE = 1 << 20
"""Postings in a range: enough for NumPy to be fast, few enough for the processor's cache."""

_FORGET_EVERY = 8
"""Ranges after which the resident pages of mapped buffers are released."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def put_merged_holders(
    out: ArrayFileWriter, name: str, inputs: Sequence[PostingLists], bases: Integers
) -> None:
    """Write a field without frequencies; ``bases`` are the first records of the inputs, and the end."""
    _, merge = _merge_terms(out, name, inputs)
    records = out.reserve(f"{name}.records", "<u4", merge.size)
    shifts = [np.uint32(base) for base in bases[:-1].tolist()]
    for span in merge.ranges():
        records.write(span.collect([each.records for each in inputs], np.dtype("<u4"), shifts))


def put_merged_postings(
    out: ArrayFileWriter, name: str, inputs: Sequence[PostingLists], bases: Integers
) -> MergedTerms:
    """Write a scored field and return its terms; ``bases`` are the first records of the inputs."""
    lengths = np.concatenate([each.lengths for each in inputs])
    table = CodeTable(inputs)
    terms, merge = _merge_terms(out, name, inputs)
    records = out.reserve(f"{name}.records", "<u4", merge.size)
    codes = out.reserve(f"{name}.codes", table.kind, merge.size)
    widest = max((each.frequencies.dtype for each in inputs), key=lambda kind: kind.itemsize)
    shifts = [np.uint32(base) for base in bases[:-1].tolist()]
    nothing = [widest.type(0)] * len(inputs)
    of_records = table.of_records(lengths)
    for span in merge.ranges():
        found = span.collect([each.records for each in inputs], np.dtype("<u4"), shifts)
        frequencies = span.collect([each.frequencies for each in inputs], widest, nothing)
        records.write(found)
        codes.write(table.codes(frequencies, of_records, found))
    out.put(f"{name}.code_frequencies", table.frequencies)
    out.put(f"{name}.code_lengths", table.lengths)
    out.put(f"{name}.lengths", shrink(lengths))
    return MergedTerms(terms, merge, [each.records for each in inputs], shifts)


@dataclass(frozen=True, slots=True)
class MergedTerms:
    """The merged terms of a field, while the inputs are in memory."""

    terms: list[bytes]
    _merge: _Merge
    _records: Sequence[Integers]
    _shifts: Sequence[np.uint32]

    def records_of(self, term: int) -> Integers:
        """Return the records that contain the term with this number."""
        return self._merge.one(term, self._records, self._shifts)


class MergedGrams:
    """The merged character pairs of several buffers.

    The constructor computes every size; :meth:`begin` reserves space in a file, and :meth:`fill`, which may
    run in another thread, does most of the writing.
    """

    def __init__(self, inputs: list[GramLists], alphabet: MergedAlphabet) -> None:
        self._alphabet = alphabet
        self._input_places = [each.places for each in inputs]
        self._bases = offsets_of(np.array([len(each.codes) for each in inputs]))
        starts = [
            each.bases[:-1].astype(np.int64) + base
            for each, base in zip(inputs, self._bases.tolist(), strict=False)
        ]
        self.bases: Integers = np.append(np.concatenate(starts), self._bases[-1])
        """The places where texts begin, and the end."""
        own_pairs = [
            (table[each.pairs >> _HALF].astype(np.uint64) << _HALF) | table[each.pairs & _LOW]
            for each, table in zip(inputs, alphabet.tables, strict=True)
        ]
        pairs = np.sort(np.concatenate(own_pairs))
        self.pairs: Integers = pairs[changes(pairs)]
        """The merged pairs, as in :class:`GramLists`."""
        numbers = [np.searchsorted(self.pairs, own) for own in own_pairs]
        self._merge = _Merge(
            len(self.pairs), [(own, each.starts) for own, each in zip(numbers, inputs, strict=True)]
        )
        self.counts = lengths_of(self._merge.starts)
        """How often each pair occurs."""
        self.codes = np.empty(int(self._bases[-1]), f"<u{code_width(len(alphabet.points))}")
        """The texts as merged codes, each followed by a separator."""
        for each, table, base in zip(inputs, alphabet.tables, self._bases.tolist(), strict=False):
            for where in blocks(len(each.codes)):
                self.codes[base + where.start : base + where.stop] = table[each.codes[where]]

    @property
    def alphabet(self) -> Integers:
        """The code points that occur, ascending."""
        return self._alphabet.points

    def begin(self, out: ArrayFileWriter, name: str) -> None:
        """Reserve space in ``out`` and write the small arrays."""
        writer = GramsWriter(out, name, self._alphabet.points, self.bases)
        self._codes = writer.codes
        self._kind = np.dtype(np.uint32 if self._bases[-1] < 1 << 32 else np.uint64)
        self._shifts = [self._kind.type(base) for base in self._bases[:-1].tolist()]
        self._places = writer.put_pairs(self.pairs, self._merge.starts)

    def fill(self, forget: Callable[[], None]) -> None:
        """Write codes and places; ``forget`` is called now and then to release mapped pages."""
        self._codes.write(self.codes)
        for number, span in enumerate(self._merge.ranges(), 1):
            self._places.write(span.collect(self._input_places, self._kind, self._shifts))
            if number % _FORGET_EVERY == 0:
                forget()

    def places_of(self, pair: int) -> Integers:
        """Return the places of the pair with this number; only after :meth:`begin`."""
        return self._merge.one(pair, self._input_places, self._shifts)


def _merge_terms(
    out: ArrayFileWriter, name: str, inputs: Sequence[PostingLists]
) -> tuple[list[bytes], _Merge]:
    """Write the merged terms of a field; return them, and the plan that merges their postings."""
    terms = sorted(set().union(*(each.terms for each in inputs)))
    numbers = {term: number for number, term in enumerate(terms)}
    renumbered = [
        np.fromiter(map(numbers.__getitem__, each.terms), np.int64, len(each.terms)) for each in inputs
    ]
    merge = _Merge(len(terms), [(own, each.starts) for own, each in zip(renumbered, inputs, strict=True)])
    put_terms(out, name, terms, merge.starts)
    return terms, merge


@dataclass(frozen=True, slots=True)
class _Range:
    """A range of terms: for each input the slice of their postings, and their places in the range."""

    size: int
    sources: list[slice]
    targets: list[NDArray[np.int64]]

    def collect(self, columns: Sequence[Column], kind: np.dtype, shifts: Sequence[np.integer]) -> Integers:
        """Return the range of a merged column; each input's values are increased by its shift."""
        collected: Integers = np.empty(self.size, kind)
        for column, source, targets, shift in zip(columns, self.sources, self.targets, shifts, strict=True):
            own = column[source].astype(kind)
            own += shift
            collected[targets] = own
        return collected


class _Merge:
    """Where each posting goes: each input is given by the merged numbers of its terms and their starts."""

    def __init__(self, terms: int, inputs: Sequence[tuple[Integers, Integers]]) -> None:
        self._inputs = [(numbers, starts.astype(np.int64, copy=False)) for numbers, starts in inputs]
        counts = np.zeros(terms, np.int64)
        for numbers, starts in self._inputs:
            counts[numbers] += lengths_of(starts)
        self.starts = offsets_of(counts)
        self.size = int(self.starts[-1])

    def one(self, term: int, columns: Sequence[Column], shifts: Sequence[np.integer]) -> Integers:
        """Return the postings of one term in a merged column."""
        found = []
        for (numbers, starts), column, shift in zip(self._inputs, columns, shifts, strict=True):
            at = bisect_left(numbers.data, term)
            if at < len(numbers) and numbers[at] == term:
                own = column[int(starts[at]) : int(starts[at + 1])].astype(shift.dtype)
                own += shift
                found.append(own)
        return np.concatenate(found)

    def ranges(self) -> Iterator[_Range]:
        """Return consecutive ranges of terms with about :data:`_RANGE` postings each."""
        low, terms = 0, len(self.starts) - 1
        while low < terms:
            high = max(low + 1, int(np.searchsorted(self.starts, self.starts[low] + _RANGE, "right")) - 1)
            yield self._range(low, high)
            low = high

    def _range(self, low: int, high: int) -> _Range:
        begin = int(self.starts[low])
        # upcoming: for each term of the range the place in it where its next posting goes.
        upcoming = self.starts[low:high] - begin
        sources, targets = [], []
        for numbers, starts in self._inputs:
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
