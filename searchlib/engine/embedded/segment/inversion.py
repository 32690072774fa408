"""From what each record holds to where each term stands, and the merging of such lists.

Records and places ascend already, so one stable sort by term or pair is all; merging never sorts, it puts the
lists of each term behind one another, because the parts' records already are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, changes, narrow, offsets_of, order_of
from searchlib.engine.embedded.columns.lexicon import encode
from searchlib.engine.embedded.segment.grams import GramLists, code_points, code_width
from searchlib.engine.embedded.segment.postings import PostingLists

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
        narrow(offsets_of(counts)),
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
    return GramLists(alphabet, codes, bases, pairs[starts], narrow(np.append(starts, len(places))), places)


def _shrink(codes: Integers, alphabet: Integers) -> Integers:
    return codes.astype(f"<u{code_width(len(alphabet))}", copy=False)
