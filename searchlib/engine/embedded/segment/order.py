"""Corpus order and date order over all segments, and one number for each document in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, offsets_of
from searchlib.engine.embedded.segment.reader import SegmentReader

NO_DAY = 10**9
"""A day that sorts after all real ones, for records without one."""


def order_records(days: Integers, documents: Integers, ordinals: Integers) -> Integers:
    """Return the record numbers in corpus order; ``documents`` must be numbered in the order of their ids."""
    return np.lexsort((ordinals, documents, np.where(days == 0, NO_DAY, days)))


class CorpusOrder:
    """The orders of records, numbered over all segments, deleted ones included.

    ``bases``: the first record of each segment, and the end. ``order``: record numbers in corpus order;
    ``ranks``: for each record its place in it. ``documents``: for each record its document, numbered over all
    segments in the order of ids; ``days``: for each record its day.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self.bases = offsets_of(np.array([len(segment) for segment in segments], np.int64))
        self.documents = _number_documents(segments)
        self.days: Integers = _joined([segment.days for segment in segments])
        if len(segments) == 1:
            self.order: Integers = segments[0].order
        else:
            ordinals = _joined([segment.ordinals for segment in segments])
            self.order = order_records(self.days.astype(np.int64), self.documents, ordinals)
        self.ranks = np.empty(len(self.order), np.int64)
        self.ranks[self.order] = np.arange(len(self.order))

    def newest_first(self, records: Integers) -> Integers:
        """Return sort keys of ``records``: day descending, unknown last, then corpus order."""
        days = self.days[records].astype(np.int64)
        late = np.where(days == 0, NO_DAY, NO_DAY - days)
        return late * (len(self.ranks) + 1) + self.ranks[records]


def sort_columns(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Sort the columns of a matrix of non-negative integers, the first row being the most significant.

    If 63 bits are enough, each column is packed into one integer, which sorts many times faster.
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
    """Return each record's document number; a document in several segments has one number."""
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


def _joined(arrays: Sequence[Integers]) -> Integers:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, np.int64)
