"""Which terms begin with what was typed, the commonest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.lexicon import decode, encode
from searchlib.engine.embedded.segment.reader import SegmentReader

_AFTER = b"\xff"
"""Sorts behind every continuation of a prefix: no UTF-8 has this byte."""


def completions(segments: Sequence[SegmentReader], prefix: str, limit: int) -> list[tuple[str, int]]:
    """Terms of texts that begin with ``prefix``, and how many live records hold each."""
    if len(segments) == 1:
        return _commonest(segments[0], prefix, limit)
    holders: Counter[str] = Counter()
    for segment in segments:
        holders.update(dict(_commonest(segment, prefix, None)))
    return sorted(holders.items(), key=lambda row: (-row[1], row[0]))[:limit]


def _commonest(segment: SegmentReader, prefix: str, limit: int | None) -> list[tuple[str, int]]:
    words = segment.words
    low = words.lexicon.place(encode(prefix))
    high = words.lexicon.place(encode(prefix) + _AFTER)
    counts = _holders(segment, low, high)
    order = np.argsort(-counts, kind="stable")[:limit]
    rows = zip((order + low).tolist(), counts[order].tolist(), strict=True)
    return [(decode(words.lexicon[place]), count) for place, count in rows if count]


def _holders(segment: SegmentReader, low: int, high: int) -> Integers:
    """How many live records hold each of the terms from ``low`` to ``high``; every list has one at least."""
    edges = segment.words.starts[low : high + 1].astype(np.int64)
    if segment.live is None or low == high:
        return np.diff(edges)
    kept = segment.live[segment.words.records[edges[0] : edges[-1]]]
    counts: Integers = np.add.reduceat(kept, edges[:-1] - edges[0], dtype=np.int64)
    return counts
