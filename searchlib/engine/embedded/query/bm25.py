"""BM25 over the live records of the whole index, computed once for each pair of frequency and length.

Scores are exactly those that :mod:`searchlib.engine.base` defines. Statistics are those of all segments
together: live records, average field lengths, document frequencies. Within a segment the formula is computed
once for each posting code (a pair of frequency and field length), its *impact*; scoring a posting list is one
look-up per posting::

    records    u4        3     8     11       the postings of a term
    codes      u*        0     2     0
    impacts    f8        1.9   1.4   0.7 ...  by code, nearly descending
    score      f8        1.9 * factor, 0.7 * factor, 1.9 * factor;  factor = idf * weight

Codes are numbered by the impact they had when the segment was written, the greatest first. Average lengths
change with later commits, so the order is nearly rather than exactly right; the bounds below hold in any
order, and are tighter the better it is. Comparing codes is many times faster than comparing impacts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from searchlib.budget import check_budget
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.docset import RecordNumbers
from searchlib.engine.embedded.segment.postings import Postings, saturation

Scores = NDArray[np.float64]
"""One score for each of some records."""

_GROUP = 64
"""Codes compared together when looking for the lowest ones."""

_CACHED = 1024
"""Terms whose weighted lists are cached; these are views of the file and take little memory."""

_SEARCH = 20
"""The cost of a binary search in a list, in postings scanned."""


class Impacts:
    """The impact of each posting code of a field of a segment (``values``), and bounds on them."""

    def __init__(self, values: Scores) -> None:
        self.values = values
        from_here_on = np.maximum.accumulate(values[::-1])[::-1]
        self._negated_best = -from_here_on

    def best_from(self, code: int) -> float:
        """Return the greatest impact of the codes from ``code`` on."""
        return -float(self._negated_best[code])

    def first(self, codes: Integers, wanted: int) -> NDArray[np.intp]:
        """Return the places of at least ``wanted`` of the lowest ``codes``, and few more.

        ``wanted`` is at least 1 and at most their number.
        """
        groups = len(codes) // _GROUP
        of_groups = codes[: groups * _GROUP].reshape(_GROUP, groups).min(axis=0) if groups > wanted else codes
        highest = np.partition(of_groups, wanted - 1)[wanted - 1]
        return np.flatnonzero(codes <= highest)

    def reaching(self, codes: Integers, needed: float) -> NDArray[np.intp]:
        """Return the places of all ``codes`` whose impact is ``needed`` or more, and of some others."""
        possible = int(np.searchsorted(self._negated_best, -needed, "right"))
        return np.flatnonzero(codes < possible)


def idf_of(count: int, holders: int) -> float:
    """Return ``ln(1 + (N - df + 0.5) / (df + 0.5))`` for ``df = holders`` of ``N = count``."""
    return math.log(1 + (count - holders + 0.5) / (holders + 0.5))


class FieldScorer:
    """The statistics of a field over all segments, and its weighted posting lists.

    ``live`` are the masks of live records by segment, None for a segment without deletions.
    """

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
        self._impacts: dict[int, Impacts] = {}
        self.lists = lru_cache(_CACHED)(self._lists)

    def _lists(self, term: str, weight: float) -> tuple[WeightedList, ...]:
        """Return the term's list in each segment that has it, weighted by ``weight`` times its idf."""
        places = [field.find(term) for field in self._fields]
        factor = self._idf(places) * weight
        return tuple(
            self._weighted(segment, where, factor)
            for segment, where in enumerate(places)
            if where is not None
        )

    def _weighted(self, segment: int, where: slice, factor: float) -> WeightedList:
        field, impacts = self._fields[segment], self.impacts(segment)
        codes = field.codes[where]
        most = impacts.best_from(int(codes.min())) * factor
        return WeightedList(segment, field.records[where], codes, impacts, factor, most)

    def mass(self, term: str, weight: float) -> float:
        """Return the idf of a term times its weight; it is the factor of the term's lists."""
        return self._idf([field.find(term) for field in self._fields]) * weight

    def _idf(self, lists: Sequence[slice | None]) -> float:
        holders = 0
        for field, mask, where in zip(self._fields, self._live, lists, strict=True):
            if where is not None:
                found = where.stop - where.start
                holders += found if mask is None else int(np.count_nonzero(mask[field.records[where]]))
        return idf_of(self._count, holders)

    def impacts(self, segment: int) -> Impacts:
        """Return ``tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))`` by posting code."""
        found = self._impacts.get(segment)
        if found is None:
            field = self._fields[segment]
            values = saturation(field.code_frequencies, field.code_lengths, self._average)
            found = self._impacts[segment] = Impacts(values)
        return found


@dataclass(frozen=True, slots=True)
class WeightedList:
    """A posting list of a segment; each posting scores the impact of its code times ``factor``."""

    segment: int
    records: Integers
    codes: Integers
    impacts: Impacts
    factor: float
    most: float
    """An upper bound of the postings' scores."""

    def scores(self, places: NDArray[np.intp]) -> Scores:
        """Return the scores of the postings at ``places``; places beyond the end give the last one's."""
        scores: Scores = self.impacts.values.take(self.codes.take(places, mode="clip"), mode="clip")
        scores *= self.factor
        return scores

    def write_scores(self, out: Scores) -> None:
        """Write the scores of all postings to ``out``."""
        # With another mode, take() would write through a temporary copy.
        self.impacts.values.take(self.codes, out=out, mode="clip")
        out *= self.factor

    def first(self, wanted: int) -> NDArray[np.intp]:
        """Return the places of at least ``wanted`` postings that are probably the best."""
        return self.impacts.first(self.codes, wanted)

    def reaching(self, needed: float) -> NDArray[np.intp]:
        """Return the places of all postings that score ``needed`` or more, and of some others."""
        return self.impacts.reaching(self.codes, needed / self.factor)


class ScoredList(Protocol):
    """A list of ascending records of a segment and their scores, as the top-k collector needs it."""

    @property
    def segment(self) -> int:
        """The number of the segment."""

    @property
    def records(self) -> Integers:
        """The records."""

    @property
    def factor(self) -> float:
        """What the impacts are multiplied by."""

    @property
    def most(self) -> float:
        """An upper bound of the scores."""

    def scores(self, places: NDArray[np.intp]) -> Scores:
        """Return the scores at ``places``; places beyond the end give the last one's."""

    def write_scores(self, out: Scores) -> None:
        """Write all scores to ``out``."""

    def first(self, wanted: int) -> NDArray[np.intp]:
        """Return the places of at least ``wanted`` records that are probably the best."""

    def reaching(self, needed: float) -> NDArray[np.intp]:
        """Return the places of all records that score ``needed`` or more, and of some others."""


def sums(lists: Sequence[ScoredList], size: int) -> tuple[RecordNumbers, Scores]:
    """Return the records of all lists, concatenated, and the score of each of ``size`` records."""
    ends = list(accumulate((len(weighted.records) for weighted in lists), initial=0))
    records, values = np.empty(ends[-1], np.intp), np.empty(ends[-1])
    for weighted, (start, end) in zip(lists, pairwise(ends), strict=True):
        check_budget()
        records[start:end] = weighted.records
        weighted.write_scores(values[start:end])
    return records, np.asarray(np.bincount(records, values, size), np.float64)


def score_all(lists: Sequence[ScoredList], size: int) -> Scores:
    """Return the score of each of ``size`` records: the sum over the lists."""
    return sums(lists, size)[1]


def score_some(lists: Sequence[ScoredList], records: RecordNumbers, size: int) -> Scores:
    """Return the scores of the ascending ``records``, of ``size`` in the segment."""
    postings = sum(len(weighted.records) for weighted in lists)
    searches = sum(min(len(weighted.records), len(records)) for weighted in lists)
    if searches * _SEARCH >= postings + size:
        return score_all(lists, size).take(records)
    scores = np.zeros(len(records))
    for weighted in lists:
        add_found(scores, weighted, records)
    return scores


def add_found(scores: Scores, weighted: ScoredList, matching: Integers) -> None:
    """Add a list's scores to those of the ascending records ``matching``.

    The shorter of the two is looked up in the longer.
    """
    check_budget()
    records = weighted.records
    if not len(matching) or not len(records):
        return
    if len(records) < len(matching):
        at = matching.searchsorted(records.astype(matching.dtype, copy=False))
        found = np.flatnonzero(matching.take(at, mode="clip") == records)
        scores[at.take(found)] += weighted.scores(found)
    else:
        at = records.searchsorted(matching.astype(records.dtype, copy=False))
        counted = weighted.scores(at)
        counted *= records.take(at, mode="clip") == matching
        scores += counted
