"""The top-k collector: the first records by relevance, scoring as few others as possible (MaxScore).

Where many records match, not all are scored. The lists with the greatest bounds are summed for all records;
once the ``count``-th best sum exceeds what the remaining lists can add, only records near it are candidates.
The remaining lists are looked up for candidates only, and those that fall too far behind are dropped. The
idea is MaxScore: Turtle and Flood 1995, "Query evaluation: strategies and optimizations".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.docset import DocSet, Mask, RecordNumbers
from searchlib.engine.embedded.query.bm25 import ScoredList, Scores, add_found, score_all, sums

_SLACK = 1 - 1e-9
"""Factor that lowers computed bounds, because sums are rounded."""

_REST = (0.3, 0.15, 0.0)
"""Share of the sum of all bounds that may remain when candidates are chosen: first, second, last attempt."""

_SPARE = 4
"""How many times ``count`` postings are looked at first, since some records will not match."""

_FEW = 256
"""Records up to which no list is summed for the whole segment."""

_GROUP = 64
"""Scores compared together when looking for a bound."""


def collect_top(
    docset: DocSet, lists: Sequence[ScoredList], ranks: Integers, count: int
) -> tuple[RecordNumbers, Scores]:
    """Return the ``count`` best records of ``docset``, in order, and their scores.

    Scores are summed in the order of ``lists``; those with the greatest bounds should come first. ``ranks``
    are the places in corpus order of all records of the segment; they break ties.
    """
    # rests[n]: the most that the lists from n on can add to a score.
    rests = [*accumulate((own.most for own in reversed(lists)), initial=0.0)][::-1]
    if docset.mask is None:
        records, scores, taken = _of_numbers(docset.as_numbers(), lists, rests, docset.size)
    else:
        records, scores, taken = _of_mask(docset.mask, lists, rests, count)
    records, scores = _narrowed(records, scores, lists[taken:], rests[taken:], count)
    places = best(scores, records, ranks, count)
    return records.take(places), scores.take(places)


def _of_numbers(
    records: RecordNumbers, lists: Sequence[ScoredList], rests: Sequence[float], size: int
) -> tuple[RecordNumbers, Scores, int]:
    """Return ``records``, their sums over the first lists, and how many lists were summed."""
    if len(records) <= _FEW:
        return records, np.zeros(len(records)), 0
    taken = _first_below(rests, _REST[0])
    return records, score_all(lists[:taken], size).take(records), taken


def _of_mask(
    mask: Mask, lists: Sequence[ScoredList], rests: Sequence[float], count: int
) -> tuple[RecordNumbers, Scores, int]:
    """Return ascending records of ``mask`` that include the best ``count``, their sums over the first lists,
    and how many lists were summed."""
    for share in _REST if lists and count else ():
        taken = _first_below(rests, share)
        of_few = _of_one if taken == 1 else _of_several
        found = of_few(lists[:taken], mask, rests[taken], count)
        if found is not None:
            return *found, taken
    records = np.flatnonzero(mask)
    return records, score_all(lists, len(mask)).take(records), len(lists)


def _first_below(rests: Sequence[float], share: float) -> int:
    """Return how many lists to sum so that the others can add at most ``share`` of the sum of all bounds."""
    return next(taken for taken, rest in enumerate(rests) if rest <= share * rests[0])


def _of_one(
    lists: Sequence[ScoredList], mask: Mask, rest: float, count: int
) -> tuple[RecordNumbers, Scores] | None:
    """Return the records of the one list that can be among the best ``count``, and their scores in it.

    Other lists add at most ``rest``. Returns None if that can outweigh the list.
    """
    own = lists[0]
    if len(own.records) < count * _SPARE:
        return None
    first = own.first(count * _SPARE)
    first = first.compress(mask.take(own.records.take(first)))
    bound = bound_of(own.scores(first), count) * _SLACK if len(first) >= count else 0.0
    if bound <= rest:
        return None
    reach = own.reaching(bound - rest)
    records: RecordNumbers = own.records.take(reach).astype(np.intp)
    held = np.flatnonzero(mask.take(records))
    return records.take(held), own.scores(reach.take(held))


def _of_several(
    lists: Sequence[ScoredList], mask: Mask, rest: float, count: int
) -> tuple[RecordNumbers, Scores] | None:
    """Return the records that can be among the best ``count`` by the sums of several lists, and these sums.

    Other lists add at most ``rest``. Returns None if that can outweigh them.
    """
    every, scores = sums(lists, len(mask))
    every = every.compress(mask.take(every))
    repeated = count * len(lists)  # a record may be in every list
    if len(every) < repeated:
        return None
    values = scores.take(every)
    bound = bound_of(values, repeated) * _SLACK
    if bound <= rest:
        return None
    reach = np.flatnonzero(scores >= bound - rest)
    records = reach.compress(mask.take(reach))
    return records, scores.take(records)


def _narrowed(
    records: RecordNumbers, scores: Scores, lists: Sequence[ScoredList], rests: Sequence[float], count: int
) -> tuple[RecordNumbers, Scores]:
    """Add the scores of ``lists``, dropping records that fall too far behind.

    ``rests[n]`` is the most that the lists from ``n`` on can add.
    """
    for own, rest in zip(lists, rests, strict=False):
        if len(records) > 4 * count > 0:
            needed = bound_of(scores, count) * _SLACK - rest
            if needed > 0:
                reach = np.flatnonzero(scores >= needed)
                records, scores = records.take(reach), scores.take(reach)
        add_found(scores, own, records)
    return records, scores


def best(scores: Scores, records: RecordNumbers, ranks: Integers, count: int) -> NDArray[np.intp]:
    """Return the places of the ``count`` best of ``records``: score descending, then rank ascending.

    ``scores`` are parallel to ``records``; ``ranks`` are those of all records, all distinct.
    """
    places = np.arange(len(scores))
    if count < len(scores):
        places = _candidates(scores, max(count, 1))
        if len(places) > 4 * count:
            places = _settle_ties(places, scores[places], ranks.take(records.take(places)), count)
    order = np.lexsort((ranks.take(records.take(places)), -scores[places]))
    return places[order[:count]]


def lowest(ranks: Integers, count: int) -> NDArray[np.intp]:
    """Return the places of the ``count`` lowest ranks, in order."""
    if count <= 0:
        return np.empty(0, np.intp)
    if count >= len(ranks):
        return np.argsort(ranks)
    places = np.argpartition(ranks, count - 1)[:count]
    return places[np.argsort(ranks[places])]


def bound_of(scores: Scores, wanted: int) -> float:
    """Return a lower bound of the ``wanted``-th best score that is not far below it.

    With many scores it is the ``wanted``-th best of the maxima of disjoint groups. ``wanted`` is at least 1
    and at most the number of scores.
    """
    if len(scores) // _GROUP >= 4 * wanted:
        scores = _grouped(scores).max(axis=0)
    return _at_least(scores, wanted)


def _at_least(scores: Scores, wanted: int) -> float:
    return float(np.partition(scores, len(scores) - wanted)[len(scores) - wanted])


def _grouped(scores: Scores) -> Scores:
    """Return the scores as a matrix with one column for each whole group; a remainder is left out."""
    groups = len(scores) // _GROUP
    return scores[: groups * _GROUP].reshape(_GROUP, groups)


def _candidates(scores: Scores, wanted: int) -> NDArray[np.intp]:
    """Return the places of all scores that reach the bound; only groups that reach it are searched."""
    groups = len(scores) // _GROUP
    if groups < 4 * wanted:
        return np.flatnonzero(scores >= _at_least(scores, wanted))
    grouped = _grouped(scores)
    maxima = grouped.max(axis=0)
    bound = _at_least(maxima, wanted)
    near = np.flatnonzero(maxima >= bound)
    rows, columns = np.divmod(np.flatnonzero(grouped.take(near, axis=1) >= bound), len(near))
    rest = np.flatnonzero(scores[groups * _GROUP :] >= bound) + groups * _GROUP
    return np.concatenate((rows * groups + near[columns], rest))


def _settle_ties(places: NDArray[np.intp], scores: Scores, ranks: Integers, count: int) -> NDArray[np.intp]:
    """Return those of ``places`` above the ``count``-th best score, and the lowest ranks of those equal."""
    limit = np.partition(scores, len(scores) - count)[len(scores) - count] if count else np.inf
    above = np.flatnonzero(scores > limit)
    ties = np.flatnonzero(scores == limit)
    chosen = np.concatenate((above, ties[lowest(ranks[ties], count - len(above))]))
    return places[chosen]
