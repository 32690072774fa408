"""The best few of many: selection by a bound instead of sorting everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.embedded.arrayfile import Integers

_GROUP = 64
"""Scores looked at together when searching for the bound."""


def best(
    scores: NDArray[np.float64], records: NDArray[np.intp], ranks: Integers, count: int
) -> NDArray[np.intp]:
    """Places of the ``count`` best of ``records``: by score descending, then by rank ascending.

    ``scores`` run in parallel with ``records``; ``ranks`` are of all records, and distinct.
    """
    size = len(scores)
    if count <= 0:
        return np.empty(0, np.intp)
    if count >= size:
        return np.lexsort((ranks.take(records), -scores))
    places = np.flatnonzero(scores >= _bound(scores, count))
    if len(places) > 4 * count:
        places = _settle_ties(places, scores, ranks.take(records), count)
    order = np.lexsort((ranks.take(records.take(places)), -scores[places]))
    return places[order[:count]]


def lowest(ranks: Integers, count: int) -> NDArray[np.intp]:
    """Places of the ``count`` lowest ranks, in order."""
    if count <= 0:
        return np.empty(0, np.intp)
    if count >= len(ranks):
        return np.argsort(ranks)
    places = np.argpartition(ranks, count - 1)[:count]
    return places[np.argsort(ranks[places])]


def _bound(scores: NDArray[np.float64], count: int) -> float:
    """A lower bound of the ``count``-th best score: the ``count``-th best of the maxima of disjoint groups."""
    groups = len(scores) // _GROUP
    if groups < 4 * count:
        return float(np.partition(scores, len(scores) - count)[len(scores) - count])
    maxima = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
    return float(np.partition(maxima, groups - count)[groups - count])


def _settle_ties(
    places: NDArray[np.intp], scores: NDArray[np.float64], ranks: Integers, count: int
) -> NDArray[np.intp]:
    """Of ``places``, those above the exact ``count``-th score and the lowest ranks of those at it."""
    found = scores[places]
    limit = np.partition(found, len(found) - count)[len(found) - count]
    above = places[found > limit]
    ties = places[found == limit]
    return np.concatenate((above, ties[lowest(ranks[ties], count - len(above))]))
