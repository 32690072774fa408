"""Of one segment, the matching records that can be among the first few by relevance, with their scores.

Where much matches, not everything is scored. The lists that can count most are summed for all records; once
the ``count``-th best sum exceeds all that the remaining lists can add up to, only records near it are
candidates. The remaining lists are looked up for the candidates alone, and those that fall too far behind are
dropped (the idea of MaxScore: Turtle and Flood 1995, "Query evaluation: strategies and optimizations").
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.query.bm25 import Weighted, add_found, score_all, sums
from searchlib.engine.embedded.query.docset import DocSet, Mask, Records
from searchlib.engine.embedded.query.topk import Scores, best, bound_of

_SLACK = 1 - 1e-9
"""Sums are rounded; a bound is taken a little lower than it was computed."""

_REST = (0.3, 0.15, 0.0)
"""How much of what all lists can add up to is left when looking for candidates, first, second and last."""

_SPARE = 4
"""How many times too many postings to look at first, because some will not match."""

_FEW = 256
"""For so few records no list is summed for all."""


def shortlist(
    docset: DocSet, lists: Sequence[Weighted], ranks: Integers, count: int
) -> tuple[Records, Scores]:
    """The ``count`` best records of ``docset`` in order, with their scores.

    ``lists`` are in the order in which every score is summed up; those that count most should come first.
    """
    rests = [*accumulate((own.most for own in reversed(lists)), initial=0.0)][::-1]
    if docset.mask is None:
        records, scores, taken = _of_numbers(docset.as_numbers(), lists, rests, docset.size)
    else:
        records, scores, taken = _of_mask(docset.mask, lists, rests, count)
    records, scores = _narrowed(records, scores, lists[taken:], rests[taken:], count)
    places = best(scores, records, ranks, count)
    return records.take(places), scores.take(places)


def _of_numbers(
    records: Records, lists: Sequence[Weighted], rests: Sequence[float], size: int
) -> tuple[Records, Scores, int]:
    """``records``, their sums of the first lists, and how many lists that are."""
    if len(records) <= _FEW:
        return records, np.zeros(len(records)), 0
    taken = _first_below(rests, _REST[0])
    return records, score_all(lists[:taken], size).take(records), taken


def _of_mask(
    mask: Mask, lists: Sequence[Weighted], rests: Sequence[float], count: int
) -> tuple[Records, Scores, int]:
    """Ascending records of ``mask`` that the best ``count`` are among, their sums of the first lists, and how
    many lists that are."""
    for share in _REST if lists and count else ():
        taken = _first_below(rests, share)
        of_few = _of_one if taken == 1 else _of_several
        found = of_few(lists[:taken], mask, rests[taken], count)
        if found is not None:
            return *found, taken
    records = np.flatnonzero(mask)
    return records, score_all(lists, len(mask)).take(records), len(lists)


def _first_below(rests: Sequence[float], share: float) -> int:
    """How many lists to take so that the others can count at most ``share`` of what all can."""
    return next(taken for taken, rest in enumerate(rests) if rest <= share * rests[0])


def _of_one(lists: Sequence[Weighted], mask: Mask, rest: float, count: int) -> tuple[Records, Scores] | None:
    """The records of the one list that can be among the best ``count``, if other lists count at most
    ``rest``, and what it counts for them; None if the others can still outweigh it."""
    own = lists[0]
    if len(own.records) < count * _SPARE:
        return None
    first = own.first(count * _SPARE)
    first = first.compress(mask.take(own.records.take(first)))
    bound = bound_of(own.scores(first), count) * _SLACK if len(first) >= count else 0.0
    if bound <= rest:
        return None
    reach = own.reaching(bound - rest)
    records: Records = own.records.take(reach).astype(np.intp)
    held = np.flatnonzero(mask.take(records))
    return records.take(held), own.scores(reach.take(held))


def _of_several(
    lists: Sequence[Weighted], mask: Mask, rest: float, count: int
) -> tuple[Records, Scores] | None:
    """The same for the sums of several lists."""
    every, scores = sums(lists, len(mask))
    every = every.compress(mask.take(every))
    repeated = count * len(lists)  # a record may stand in every list
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
    records: Records, scores: Scores, lists: Sequence[Weighted], rests: Sequence[float], count: int
) -> tuple[Records, Scores]:
    """Add ``lists`` to the scores; records that fall too far behind are dropped on the way.

    The lists from the first one on can still add ``rests[0]``, those from the second one on ``rests[1]``.
    """
    for own, rest in zip(lists, rests, strict=False):
        if len(records) > 4 * count > 0:
            needed = bound_of(scores, count) * _SLACK - rest
            if needed > 0:
                reach = np.flatnonzero(scores >= needed)
                records, scores = records.take(reach), scores.take(reach)
        add_found(scores, own, records)
    return records, scores
