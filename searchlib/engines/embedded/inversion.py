"""From what each record holds to where each term stands, and the merging of such lists.

Everything is one sort of packed integers (term above, record or place below); merging never sorts, it puts
the lists of each term behind one another, because the parts' records already are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.embedded.arrays import Integers, blocks, changes, lengths_of, narrow, offsets_of
from searchlib.engines.embedded.grams import GramLists, code_points, code_width
from searchlib.engines.embedded.lexicon import encode
from searchlib.engines.embedded.postings import PostingLists

_SLAB = 1 << 20
"""Postings moved at a time when merging, to bound the temporary arrays."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def invert_tokens(vocabulary: dict[str, int], tokens: Integers, lengths: Integers) -> PostingLists:
    """Posting lists of records that hold ``lengths`` tokens each, numbered as in ``vocabulary``."""
    ordered = sorted(vocabulary)
    ranks = np.empty(len(ordered), np.uint64)
    ranks[np.fromiter(map(vocabulary.__getitem__, ordered), np.int64, len(ordered))] = np.arange(len(ordered))
    ranks <<= _HALF
    keys = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    for where in blocks(len(keys)):
        keys[where] |= ranks[tokens[where]]
    keys.sort()
    firsts = changes(keys)
    frequencies = np.diff(np.append(firsts, len(keys)))
    keys = keys[firsts]
    records = keys.astype(np.uint32)  # the lower half
    keys >>= _HALF
    starts = np.searchsorted(keys, np.arange(len(ordered) + 1, dtype=np.uint64))
    return PostingLists([encode(term) for term in ordered], starts, records, narrow(frequencies), lengths)


def invert_texts(texts: Sequence[str]) -> GramLists:
    """Where every pair of neighbouring characters of ``texts`` stands."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    bases = offsets_of(lengths + 1)
    points = code_points("\0".join([*texts, ""]))
    size = int(points.max()) + 1 if len(points) else 1
    present = np.zeros(size, bool)
    present[points] = True
    separators = len(points) - np.count_nonzero(points)
    present[0] = separators > len(texts)
    alphabet = np.flatnonzero(present)
    numbers = np.zeros(size, np.uint32)
    numbers[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint32)
    codes = numbers[points]
    codes[bases[1:] - 1] = 0
    return invert_codes(alphabet, codes, bases)


def invert_codes(alphabet: Integers, codes: Integers, bases: Integers) -> GramLists:
    """The same from codes, each text's followed by a separator; see :class:`GramLists`."""
    texts = len(bases) - 1
    if code_width(len(alphabet)) == 2 and len(codes) < 1 << 32:
        keys: NDArray[np.uint64] = np.empty(len(codes), np.uint64)
        for where in blocks(len(codes)):
            own = codes[where].astype(np.uint64) << np.uint64(48)
            after = codes[where.start + 1 : where.stop + 1].astype(np.uint64) << _HALF
            own[: len(after)] |= after
            keys[where] = own | np.arange(where.start, where.stop, dtype=np.uint64)
        keys.sort()
        keys = keys[texts:]  # the separators stand first
        places: Integers = keys.astype(np.uint32)  # the lower half
        keys >>= _HALF
        starts = changes(keys)
        pairs = keys[starts]
        pairs = (pairs >> np.uint64(16) << _HALF) | (pairs & np.uint64(0xFFFF))
    else:
        keys = codes.astype(np.uint64) << _HALF
        keys[:-1] |= codes[1:].astype(np.uint64)
        places = np.argsort(keys, kind="stable")[texts:]
        keys = keys[places]
        starts = changes(keys)
        pairs = keys[starts]
    return GramLists(alphabet, _shrink(codes, alphabet), bases, pairs, np.append(starts, len(places)), places)


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
