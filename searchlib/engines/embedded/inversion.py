"""From what each record holds to where each term stands, and the merging of such lists.

Records and places ascend already, so one stable sort by term or pair is all; merging never sorts, it puts the
lists of each term behind one another, because the parts' records already are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.embedded.arrays import Integers, changes, lengths_of, narrow, offsets_of, order_of
from searchlib.engines.embedded.grams import GramLists, code_points, code_width
from searchlib.engines.embedded.lexicon import encode
from searchlib.engines.embedded.postings import PostingLists

_SLAB = 1 << 20
"""Postings moved at a time when merging, to bound the temporary arrays."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def invert_terms(
    terms: Sequence[str], numbers: Integers, records: Integers, lengths: Integers
) -> PostingLists:
    """Posting lists of records that hold the terms with these ``numbers``.

    ``numbers`` (places in ``terms``, not all of which need occur) and ``records`` run in parallel, records
    ascending; ``lengths`` are the records' field lengths.
    """
    present = np.zeros(len(terms), bool)
    present[numbers] = True
    used = sorted(np.flatnonzero(present).tolist(), key=terms.__getitem__)
    ranks: Integers = np.zeros(len(terms), np.uint16 if len(used) < 1 << 16 else np.uint32)
    ranks[used] = np.arange(len(used))
    ranked: Integers = ranks[numbers]
    order = order_of(ranked)
    ranked, found = ranked[order], records[order]
    firsts = np.flatnonzero(_differs(ranked) | _differs(found))
    frequencies = np.diff(np.append(firsts, len(found)))
    counts = np.bincount(ranked[firsts], minlength=len(used))
    return PostingLists(
        [encode(terms[term]) for term in used],
        offsets_of(counts),
        found[firsts],
        narrow(frequencies),
        lengths,
    )


def _differs(values: Integers) -> NDArray[np.bool_]:
    """For each value whether it differs from the one before it; the first one always does."""
    differs = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def invert_texts(joined: str, lengths: Integers) -> GramLists:
    """Where every pair of neighbouring characters of some texts stands.

    ``joined`` are the texts one after another, each followed by one character that belongs to none; each has
    ``lengths`` code points.
    """
    bases = offsets_of(lengths.astype(np.int64) + 1)
    points = code_points(joined).copy()
    ends = bases[1:] - 1
    points[ends] = 0
    size = int(points.max()) + 1 if len(points) else 1
    present = np.zeros(size, bool)
    present[points] = True
    present[0] = len(points) - np.count_nonzero(points) > len(lengths)
    alphabet = np.flatnonzero(present)
    numbers = np.zeros(size, np.uint32)
    numbers[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint32)
    codes = numbers[points]
    codes[ends] = 0
    return invert_codes(alphabet, codes, bases)


def invert_codes(alphabet: Integers, codes: Integers, bases: Integers) -> GramLists:
    """The same from codes, each text's followed by a separator; see :class:`GramLists`."""
    codes = _shrink(codes, alphabet)
    after = np.append(codes[1:], codes[:1])
    places = order_of(codes, after)[len(bases) - 1 :]  # the separators stand first
    pairs = codes[places].astype(np.uint64) << _HALF | after[places].astype(np.uint64)
    starts = changes(pairs)
    if len(codes) < 1 << 32:
        places = places.astype(np.uint32)
    return GramLists(alphabet, codes, bases, pairs[starts], np.append(starts, len(places)), places)


def _shrink(codes: Integers, alphabet: Integers) -> Integers:
    return codes.astype(f"<u{code_width(len(alphabet))}", copy=False)


def merge_postings(parts: Sequence[PostingLists], bases: Integers) -> PostingLists:
    """One field of several parts, whose records are renumbered from ``bases`` on, in this order."""
    terms = sorted(set().union(*(part.terms for part in parts)))
    numbers = {term: number for number, term in enumerate(terms)}
    renumbered = [
        np.fromiter(map(numbers.__getitem__, part.terms), np.int64, len(part.terms)) for part in parts
    ]
    merge = _Merge(len(terms), [(ids, part.starts) for ids, part in zip(renumbered, parts, strict=True)])
    size = int(merge.starts[-1])
    records = np.empty(size, np.uint32)
    widest = max((part.frequencies.dtype for part in parts), key=lambda kind: kind.itemsize)
    frequencies = np.empty(size, widest)
    for part, ids, base in zip(parts, renumbered, bases.tolist(), strict=False):
        for where, targets in merge.targets(ids, part.starts):
            records[targets] = part.records[where] + np.uint32(base)
            frequencies[targets] = part.frequencies[where]
    lengths = np.concatenate([part.lengths for part in parts])
    return PostingLists(terms, merge.starts, records, frequencies, lengths)


def merge_grams(parts: list[GramLists]) -> GramLists:
    """The texts of several parts, one after another; empties ``parts``, to release what is done with."""
    alphabet = np.unique(np.concatenate([part.alphabet for part in parts]))
    bases = offsets_of(np.array([int(part.bases[-1]) for part in parts]))
    starts = [
        part.bases[:-1].astype(np.int64) + base for part, base in zip(parts, bases.tolist(), strict=False)
    ]
    codes = np.empty(int(bases[-1]), f"<u{code_width(len(alphabet))}")
    lists = []
    for at, base in enumerate(bases[:-1].tolist()):
        part, table = parts[at], _renumber(parts[at].alphabet, alphabet)
        codes[base : base + len(part.codes)] = table[part.codes]
        pairs = (table[part.pairs >> _HALF].astype(np.uint64) << _HALF) | table[part.pairs & _LOW]
        lists.append(_PairLists(pairs, part.starts, part.places))
    parts.clear()
    del part
    pairs, ends, places = _merge_pairs(lists, bases)
    return GramLists(alphabet, codes, np.append(np.concatenate(starts), bases[-1]), pairs, ends, places)


@dataclass(frozen=True, slots=True)
class _PairLists:
    """A part's pairs in merged codes, and where they stand."""

    pairs: Integers
    starts: Integers
    places: Integers


def _merge_pairs(lists: list[_PairLists], bases: Integers) -> tuple[Integers, Integers, Integers]:
    """Distinct pairs, starts and places of all parts, whose places count from ``bases``."""
    pairs = np.sort(np.concatenate([own.pairs for own in lists]))
    pairs = pairs[changes(pairs)]
    numbers = [np.searchsorted(pairs, own.pairs) for own in lists]
    merge = _Merge(len(pairs), [(ids, own.starts) for ids, own in zip(numbers, lists, strict=True)])
    kind = np.dtype(np.uint32 if bases[-1] < 1 << 32 else np.uint64)
    places: Integers = np.empty(int(merge.starts[-1]), kind)
    for own, ids, base in zip(lists, numbers, bases.tolist(), strict=False):
        for where, targets in merge.targets(ids, own.starts):
            places[targets] = own.places[where].astype(kind) + kind.type(base)
    return pairs, merge.starts, places


def _renumber(own: Integers, alphabet: Integers) -> NDArray[np.uint32]:
    """A table from a part's codes to those of the merged ``alphabet``; the separator stays 0."""
    table = np.zeros(len(own) + 1, np.uint32)
    table[1:] = np.searchsorted(alphabet, own) + 1
    return table


class _Merge:
    """Where each posting of each part goes; parts are taken in their order."""

    def __init__(self, terms: int, parts: Sequence[tuple[Integers, Integers]]) -> None:
        counts = np.zeros(terms, np.int64)
        for identifiers, starts in parts:
            counts[identifiers] += lengths_of(starts)
        self.starts = offsets_of(counts)
        self._next = self.starts[:-1].copy()

    def targets(self, identifiers: Integers, starts: Integers) -> Iterator[tuple[slice, NDArray[np.int64]]]:
        """Slices of a part's postings, and their targets; ``identifiers`` are its terms' merged numbers."""
        starts = starts.astype(np.int64)
        low = 0
        while low < len(identifiers):
            high = max(low + 1, int(np.searchsorted(starts, starts[low] + _SLAB, "right")) - 1)
            begin, end = int(starts[low]), int(starts[high])
            counts = lengths_of(starts[low : high + 1])
            own = identifiers[low:high]
            targets = np.repeat(self._next[own] - starts[low:high], counts)
            targets += np.arange(begin, end)
            self._next[own] += counts
            yield slice(begin, end), targets
            low = high
