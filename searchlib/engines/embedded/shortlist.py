"""Of one segment, the matching records that can be among the first few by relevance."""

from __future__ import annotations

from collections.abc import Sequence

from searchlib.engines.embedded.arrays import Integers
from searchlib.engines.embedded.scoring import Weighted, score_all, score_some
from searchlib.engines.embedded.selection import Records, Selection
from searchlib.engines.embedded.topk import Scores, best, best_in_mask


def shortlist(
    selection: Selection, lists: Sequence[Weighted], ranks: Integers, count: int
) -> tuple[Records, Scores]:
    """The ``count`` best records of ``selection`` in order, with their scores.

    Where much matches, all records are scored and the best ones looked up in the mask; the other way round
    where little does.
    """
    if selection.mask is not None:
        scores = score_all(lists, selection.size)
        records = best_in_mask(scores, selection.mask, ranks, count)
        if records is not None:
            return records, scores[records]
    matching = selection.as_numbers()
    scores = score_some(lists, matching, selection.size)
    places = best(scores, matching, ranks, count)
    return matching[places], scores[places]
