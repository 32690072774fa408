"""From mark to mark through a text: which one the reader is at, and which are before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class MarkJumps:
    """The marks of a text, numbered from 1 through all of its parts.

    ``number`` is the mark the reader is at, 0 for none; ``ordinal`` is the clause of a mark asked for.
    ``previous`` and ``following`` are its neighbours, or those of the place that is read; after the last mark
    comes the first. All are 0 where nothing is marked.
    """

    total: int
    number: int = 0
    ordinal: int | None = None
    previous: int = 0
    following: int = 0

    @classmethod
    def of(cls, counts: Sequence[int], place: int | None, wanted: int) -> MarkJumps:
        """Return the jumps of a text whose clauses have ``counts`` marks, read at the clause ``place``.

        ``wanted`` is the mark asked for, 0 for none; beyond the last one it is the last. A clause that is
        asked for counts as its first mark.

        >>> MarkJumps.of((0, 2, 1), None, 3)
        MarkJumps(total=3, number=3, ordinal=2, previous=2, following=1)
        >>> MarkJumps.of((0, 2, 1), 0, 0)
        MarkJumps(total=3, number=0, ordinal=None, previous=3, following=1)
        """
        before = (0, *accumulate(counts))
        total = before[-1]
        if not total:
            return cls(0)
        number = min(wanted, total)
        if not number and place is not None and counts[place]:
            number = before[place] + 1
        if not number:
            last = before[place] if place is not None else 0
            return cls(total, previous=last or total, following=last % total + 1)
        ordinal = next(at for at in range(len(counts)) if before[at + 1] >= number)
        return cls(total, number, ordinal if wanted else None, number - 1 or total, number % total + 1)
