"""The corpus order over all segments, and documents that may be in several of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, offsets_of
from searchlib.engine.embedded.segment.reader import SegmentReader

NO_DAY = 10**9
"""Sorts records without a day behind all others."""


def corpus_order(days: Integers, documents: Integers, ordinals: Integers) -> Integers:
    """The record numbers in corpus order, if ``documents`` ascend as the documents' ids do."""
    return np.lexsort((ordinals, documents, np.where(days == 0, NO_DAY, days)))


class CorpusOrder:
    """Records and documents numbered over all segments; deleted records keep their numbers.

    ``order`` are the record numbers in corpus order, ``ranks`` their places in it; ``documents`` is each
    record's document, numbered in the order of the ids, and ``days`` its day.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self.bases = offsets_of(np.array([len(segment) for segment in segments], np.int64))
        self.documents = _number_documents(segments)
        self.days: Integers = _joined([segment.days for segment in segments])
        if len(segments) == 1:
            self.order: Integers = segments[0].order
        else:
            ordinals = _joined([segment.ordinals for segment in segments])
            self.order = corpus_order(self.days.astype(np.int64), self.documents, ordinals)
        self.ranks = np.empty(len(self.order), np.int64)
        self.ranks[self.order] = np.arange(len(self.order))

    def newest_first(self, records: Integers) -> Integers:
        """Sort keys of ``records``: day descending, unknown last, then as in the corpus order."""
        days = self.days[records].astype(np.int64)
        late = np.where(days == 0, NO_DAY, NO_DAY - days)
        return late * (len(self.ranks) + 1) + self.ranks[records]


def sort_columns(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Columns of whole numbers from 0 on in ascending order, the first row deciding first.

    They are packed into one integer each where that has enough bits, which sorts many times faster.
    """
    widths = [int(row.max()).bit_length() if len(row) else 0 for row in rows]
    if sum(widths) > 63:
        return rows[:, np.lexsort(rows[::-1])]
    packed = np.zeros(rows.shape[1], np.int64)
    for row, width in zip(rows, widths, strict=True):
        packed <<= width
        packed |= row
    packed.sort()
    unpacked = np.empty_like(rows)
    for at in range(len(rows) - 1, -1, -1):
        unpacked[at] = packed & ((1 << widths[at]) - 1)
        packed >>= widths[at]
    return unpacked


def _number_documents(segments: Sequence[SegmentReader]) -> Integers:
    """Each record's document; one that is in several segments has one number."""
    if len(segments) == 1:
        return segments[0].documents
    identifiers = [segment.document_ids.all() for segment in segments]
    ordered = sorted(set().union(*identifiers))
    numbers = {identifier: number for number, identifier in enumerate(ordered)}
    documents = []
    for segment, own in zip(segments, identifiers, strict=True):
        table = np.array([numbers[identifier] for identifier in own], np.int64)
        documents.append(table[segment.documents])
    return _joined(documents)


def _joined(parts: Sequence[Integers]) -> Integers:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)
