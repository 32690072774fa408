"""BM25 over the live records of the whole index, exactly as :mod:`searchlib.engine.base` states it.

Statistics are of all segments together: the number of live records, each field's average length, and how
many live records hold a term. Within a segment the formula is worked out once for each distinct pair of
frequency and length; scoring a posting list is then one look-up for each posting.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.base import CONTEXT_WEIGHT
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.query.docset import Records
from searchlib.engine.embedded.query.impacts import Impacts, saturation
from searchlib.engine.embedded.query.topk import Scores
from searchlib.engine.embedded.segment.postings import Postings
from searchlib.engine.embedded.segment.reader import SegmentReader

_REMEMBERED = 1024
"""Terms whose lists are kept; they are views of the files, so that hardly any memory goes into it."""

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
        self._impacts: dict[int, Impacts] = {}
        self.lists = lru_cache(_REMEMBERED)(self._lists)

    def _lists(self, term: str, weight: float) -> tuple[Weighted, ...]:
        """The term's list in each segment that holds it, counting ``weight`` times its idf."""
        places = [field.find(term) for field in self._fields]
        factor = self.idf(places) * weight
        return tuple(
            self._weighted(segment, where, factor)
            for segment, where in enumerate(places)
            if where is not None
        )

    def _weighted(self, segment: int, where: slice, factor: float) -> Weighted:
        field, impacts = self._fields[segment], self.impacts(segment)
        codes = field.codes[where]
        most = impacts.best_from(int(codes.min())) * factor
        return Weighted(segment, field.records[where], codes, impacts, factor, most)

    def idf(self, lists: Sequence[slice | None]) -> float:
        """``ln(1 + (N - df + 0.5) / (df + 0.5))`` of the term with these lists."""
        holders = 0
        for field, mask, where in zip(self._fields, self._live, lists, strict=True):
            if where is not None:
                found = where.stop - where.start
                holders += found if mask is None else int(np.count_nonzero(mask[field.records[where]]))
        return math.log(1 + (self._count - holders + 0.5) / (holders + 0.5))

    def impacts(self, segment: int) -> Impacts:
        """``tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))`` by posting code."""
        found = self._impacts.get(segment)
        if found is None:
            field = self._fields[segment]
            values = saturation(field.code_frequencies, field.code_lengths, self._average)
            found = self._impacts[segment] = Impacts(values)
        return found


@dataclass(frozen=True, slots=True)
class Weighted:
    """A posting list of a segment with what each of its postings counts: the impact of its code times
    ``factor``."""

    segment: int
    records: Integers
    codes: Integers
    impacts: Impacts
    factor: float
    most: float
    """No posting counts more."""

    def scores(self, places: NDArray[np.intp]) -> Scores:
        """What the postings at ``places`` count; for places beyond the end, what the last one does."""
        scores: Scores = self.impacts.values.take(self.codes.take(places, mode="clip"), mode="clip")
        scores *= self.factor
        return scores

    def first(self, wanted: int) -> NDArray[np.intp]:
        """Places of at least ``wanted`` postings that are probably the best ones."""
        return self.impacts.first(self.codes, wanted)

    def reaching(self, needed: float) -> NDArray[np.intp]:
        """Places of all postings that count ``needed`` or more, and of some others."""
        return self.impacts.reaching(self.codes, needed / self.factor)


class Scorer:
    """Both scored fields of an index."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        live = [segment.live for segment in segments]
        self._sizes = [len(segment) for segment in segments]
        self._fields = (
            (1.0, FieldScorer([segment.words for segment in segments], live)),
            (CONTEXT_WEIGHT, FieldScorer([segment.context_words for segment in segments], live)),
        )

    def weigh(self, scoring: Sequence[tuple[str, float]]) -> list[list[Weighted]]:
        """For each segment the lists that count, those of the rarest terms first.

        This is the order in which scores are summed up; it does not depend on how an index is cut into
        segments, and so a score does not either, down to the last bit.
        """
        lists: list[list[Weighted]] = [[] for _ in self._sizes]
        for term, weight in scoring:
            for field_weight, field in self._fields:
                for own in field.lists(term, weight * field_weight):
                    lists[own.segment].append(own)
        for own_lists in lists:
            own_lists.sort(key=_factor, reverse=True)
        return lists


def _factor(own: Weighted) -> float:
    return own.factor


def sums(lists: Sequence[Weighted], size: int) -> tuple[Records, Scores]:
    """The records of all lists, one list after another, and for each of ``size`` records the sum of what the
    lists count for it."""
    ends = list(accumulate((len(weighted.records) for weighted in lists), initial=0))
    records, values = np.empty(ends[-1], np.intp), np.empty(ends[-1])
    for weighted, (start, end) in zip(lists, pairwise(ends), strict=True):
        records[start:end] = weighted.records
        own = values[start:end]
        # Any other mode would go through a copy.
        weighted.impacts.values.take(weighted.codes, out=own, mode="clip")
        own *= weighted.factor
    return records, np.asarray(np.bincount(records, values, size), np.float64)


def score_all(lists: Sequence[Weighted], size: int) -> Scores:
    """For each of ``size`` records the sum of what the lists count for it."""
    return sums(lists, size)[1]


def score_some(lists: Sequence[Weighted], records: Records, size: int) -> Scores:
    """The same for some of the records, ascending."""
    postings = sum(len(weighted.records) for weighted in lists)
    searches = sum(min(len(weighted.records), len(records)) for weighted in lists)
    if searches * _SEARCH >= postings + size:
        return score_all(lists, size).take(records)
    scores = np.zeros(len(records))
    for weighted in lists:
        add_found(scores, weighted, records)
    return scores


def add_found(scores: Scores, weighted: Weighted, matching: Integers) -> None:
    """Add to ``scores`` of the ascending ``matching`` what the list counts for them: the shorter of the two
    is looked up in the longer."""
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
