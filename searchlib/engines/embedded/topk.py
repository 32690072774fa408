"""The best few of many: selection by a bound instead of sorting everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.embedded.arrays import Integers
from searchlib.engines.embedded.selection import Mask, Records

Scores = NDArray[np.float64]

_GROUP = 64
"""Scores looked at together when searching for the bound."""

_SPARE = (4, 32)
"""How many times too many candidates to look at, first and second, when a mask will reject some."""


def best(scores: Scores, records: Records, ranks: Integers, count: int) -> NDArray[np.intp]:
    """Places of the ``count`` best of ``records``: by score descending, then by rank ascending.

    ``scores`` run in parallel with ``records``; ``ranks`` are of all records, and distinct.
    """
    places = np.arange(len(scores))
    if count < len(scores):
        places = _candidates(scores, max(count, 1))
        if len(places) > 4 * count:
            places = _settle_ties(places, scores[places], ranks.take(records.take(places)), count)
    order = np.lexsort((ranks.take(records.take(places)), -scores[places]))
    return places[order[:count]]


def best_in_mask(scores: Scores, mask: Mask, ranks: Integers, count: int) -> Records | None:
    """The ``count`` best records of ``mask`` in order, if that is found out without looking at all of it.

    ``scores`` are of all records and 0 where nothing counts.
    """
    for spare in _SPARE:
        if count * spare * _GROUP > len(scores):
            return None
        places = _candidates(scores, count * spare)
        if scores[places].min() <= 0:
            return None
        places = places[mask.take(places)]
        if len(places) >= count:
            return places[best(scores[places], places, ranks, count)]
    return None


def lowest(ranks: Integers, count: int) -> NDArray[np.intp]:
    """Places of the ``count`` lowest ranks, in order."""
    if count <= 0:
        return np.empty(0, np.intp)
    if count >= len(ranks):
        return np.argsort(ranks)
    places = np.argpartition(ranks, count - 1)[:count]
    return places[np.argsort(ranks[places])]


def _candidates(scores: Scores, wanted: int) -> NDArray[np.intp]:
    """Places of all scores that reach some bound, which at least ``wanted`` (not more than all) do.

    With many scores the bound is the ``wanted``-th best of the maxima of disjoint groups, and only the groups
    whose maximum reaches it are looked into.
    """
    groups = len(scores) // _GROUP
    if groups < 4 * wanted:
        bound = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
        return np.flatnonzero(scores >= bound)
    grouped = scores[: groups * _GROUP].reshape(_GROUP, groups)
    maxima = grouped.max(axis=0)
    bound = np.partition(maxima, groups - wanted)[groups - wanted]
    near = np.flatnonzero(maxima >= bound)
    rows, columns = np.nonzero(grouped.take(near, axis=1) >= bound)
    rest = np.flatnonzero(scores[groups * _GROUP :] >= bound) + groups * _GROUP
    return np.concatenate((rows * groups + near[columns], rest))


def _settle_ties(places: NDArray[np.intp], scores: Scores, ranks: Integers, count: int) -> NDArray[np.intp]:
    """Of ``places``, those above the exact ``count``-th score and the lowest ranks of those at it."""
    limit = np.partition(scores, len(scores) - count)[len(scores) - count] if count else np.inf
    above = np.flatnonzero(scores > limit)
    ties = np.flatnonzero(scores == limit)
    chosen = np.concatenate((above, ties[lowest(ranks[ties], count - len(above))]))
    return places[chosen]
