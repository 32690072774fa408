"""BM25 over the live records of the whole index, exactly as :mod:`searchlib.engines.base` states it.

Statistics are of all segments together: the number of live records, each field's average length, and how
many live records hold a term. Within a segment the formula is worked out once for each distinct pair of
frequency and length; scoring a posting list is then one look-up for each posting.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.base import CONTEXT_WEIGHT, K1, B
from searchlib.engines.embedded.arrays import Integers
from searchlib.engines.embedded.postings import Postings
from searchlib.engines.embedded.selection import Records
from searchlib.engines.embedded.topk import Scores
from searchlib.engines.embedded.view import SegmentView

_SEARCH = 20
"""How much longer it takes to find a record in a list than to pass by a posting."""


class FieldScorer:
    """One field over all segments."""

    def __init__(self, fields: Sequence[Postings], live: Sequence[NDArray[np.bool_] | None]) -> None:
        self._fields = fields
        self._live = live
        self._count = sum(
            len(field.lengths) if mask is None else int(np.count_nonzero(mask))
            for field, mask in zip(fields, live, strict=True)
        )
        total = sum(
            int(
                field.lengths.sum(dtype=np.int64) if mask is None else field.lengths[mask].sum(dtype=np.int64)
            )
            for field, mask in zip(fields, live, strict=True)
        )
        self._average = total / self._count if self._count else 0.0
        self._tables: dict[int, Scores] = {}

    def weigh(self, term: str, weight: float) -> Iterator[tuple[int, Weighted]]:
        """The numbers of the segments that hold the term, each with the term's list there."""
        lists = [field.find(term) for field in self._fields]
        factor = self.idf(lists) * weight
        for segment, (field, where) in enumerate(zip(self._fields, lists, strict=True)):
            if where is not None:
                yield (
                    segment,
                    Weighted(field.records[where], field.codes[where], self.table(segment), factor),
                )

    def idf(self, lists: Sequence[slice | None]) -> float:
        """``ln(1 + (N - df + 0.5) / (df + 0.5))`` of the term with these lists."""
        holders = 0
        for field, mask, where in zip(self._fields, self._live, lists, strict=True):
            if where is not None:
                found = where.stop - where.start
                holders += found if mask is None else int(np.count_nonzero(mask[field.records[where]]))
        return math.log(1 + (self._count - holders + 0.5) / (holders + 0.5))

    def table(self, segment: int) -> Scores:
        """``tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))`` by posting code."""
        table = self._tables.get(segment)
        if table is None:
            field = self._fields[segment]
            frequencies = field.code_frequencies.astype(np.float64)
            norms = K1 * (1 - B + B * field.code_lengths / (self._average or 1.0))
            table = self._tables[segment] = frequencies * (K1 + 1) / (frequencies + norms)
        return table


@dataclass(frozen=True, slots=True)
class Weighted:
    """A posting list with what each of its postings counts: ``table[code] * factor``."""

    records: Integers
    codes: Integers
    table: Scores
    factor: float

    def scores(self, places: NDArray[np.intp]) -> Scores:
        """What the postings at ``places`` count."""
        scores: Scores = self.table.take(self.codes.take(places))
        scores *= self.factor
        return scores


class Scorer:
    """Both scored fields of an index."""

    def __init__(self, segments: Sequence[SegmentView]) -> None:
        live = [segment.live for segment in segments]
        self._sizes = [len(segment) for segment in segments]
        self._fields = (
            (1.0, FieldScorer([segment.words for segment in segments], live)),
            (CONTEXT_WEIGHT, FieldScorer([segment.context_words for segment in segments], live)),
        )

    def weigh(self, scoring: Sequence[tuple[str, float]]) -> list[list[Weighted]]:
        """For each segment the lists that count, by the terms' order."""
        lists: list[list[Weighted]] = [[] for _ in self._sizes]
        for term, weight in scoring:
            for field_weight, field in self._fields:
                for segment, weighted in field.weigh(term, weight * field_weight):
                    lists[segment].append(weighted)
        return lists


def score_all(lists: Sequence[Weighted], size: int) -> Scores:
    """For each of ``size`` records the sum of what the lists count for it."""
    ends = list(accumulate((len(weighted.records) for weighted in lists), initial=0))
    records, values = np.empty(ends[-1], np.intp), np.empty(ends[-1])
    for weighted, (start, end) in zip(lists, pairwise(ends), strict=True):
        records[start:end] = weighted.records
        own = values[start:end]
        weighted.table.take(weighted.codes, out=own, mode="clip")  # any other mode would go through a copy
        own *= weighted.factor
    return np.asarray(np.bincount(records, values, size), np.float64)


def score_some(lists: Sequence[Weighted], records: Records, size: int) -> Scores:
    """The same for some of the records, ascending."""
    postings = sum(len(weighted.records) for weighted in lists)
    searches = sum(min(len(weighted.records), len(records)) for weighted in lists)
    if searches * _SEARCH >= postings + size:
        return score_all(lists, size).take(records)
    scores = np.zeros(len(records))
    for weighted in lists:
        _add_found(scores, weighted, records)
    return scores


def _add_found(scores: Scores, weighted: Weighted, matching: Records) -> None:
    """Look the shorter of list and ``matching`` up in the longer."""
    records = weighted.records
    if len(records) < len(matching):
        at = np.searchsorted(matching, records.astype(np.intp))
        at[at == len(matching)] = 0
        found = np.flatnonzero(matching.take(at) == records)
        scores[at.take(found)] += weighted.scores(found)
    elif len(matching):
        at = np.searchsorted(records, matching.astype(records.dtype))
        at[at == len(records)] = 0
        found = np.flatnonzero(records.take(at) == matching)
        scores[found] += weighted.scores(at.take(found))
