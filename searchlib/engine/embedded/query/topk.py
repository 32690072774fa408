"""The best few of many: selection by a bound instead of sorting everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.query.docset import Records

Scores = NDArray[np.float64]

_GROUP = 64
"""Scores looked at together when searching for the bound."""


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


def lowest(ranks: Integers, count: int) -> NDArray[np.intp]:
    """Places of the ``count`` lowest ranks, in order."""
    if count <= 0:
        return np.empty(0, np.intp)
    if count >= len(ranks):
        return np.argsort(ranks)
    places = np.argpartition(ranks, count - 1)[:count]
    return places[np.argsort(ranks[places])]


def bound_of(scores: Scores, wanted: int) -> float:
    """Some score, not far below the ``wanted``-th best, which at least ``wanted`` (not more than there are,
    not 0) reach: with many scores the ``wanted``-th best of the maxima of disjoint groups."""
    if len(scores) // _GROUP >= 4 * wanted:
        scores = _grouped(scores).max(axis=0)
    return _at_least(scores, wanted)


def _at_least(scores: Scores, wanted: int) -> float:
    return float(np.partition(scores, len(scores) - wanted)[len(scores) - wanted])


def _grouped(scores: Scores) -> Scores:
    """As many columns as there are whole groups; a group is a column."""
    groups = len(scores) // _GROUP
    return scores[: groups * _GROUP].reshape(_GROUP, groups)


def _candidates(scores: Scores, wanted: int) -> NDArray[np.intp]:
    """Places of all scores that reach the bound; of many, only the groups that do are looked into."""
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
    """Of ``places``, those above the exact ``count``-th score and the lowest ranks of those at it."""
    limit = np.partition(scores, len(scores) - count)[len(scores) - count] if count else np.inf
    above = np.flatnonzero(scores > limit)
    ties = np.flatnonzero(scores == limit)
    chosen = np.concatenate((above, ties[lowest(ranks[ties], count - len(above))]))
    return places[chosen]
