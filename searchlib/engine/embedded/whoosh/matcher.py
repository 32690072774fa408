"""A term's postings as a Whoosh matcher: walked one by one, skipped through by block."""

# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

from searchlib.engine.embedded.whoosh.fieldterms import TermPostings

_BLOCK = 128
"""Postings turned into Python numbers together; Whoosh skips whole blocks that cannot score enough."""


class ArrayMatcher(LeafMatcher):
    """Whoosh's walk over ``postings``; ``scorer`` may be None."""

    def __init__(
        self, postings: TermPostings, format_: Any, term: tuple[str, bytes], scorer: Any = None
    ) -> None:
        self._postings = postings
        self.format = format_
        self._term = term
        self.scorer = scorer
        self._count = len(postings.records)
        self._enter(0)

    def _enter(self, block: int) -> None:
        """Stand at the first posting of a block."""
        where = slice(block * _BLOCK, (block + 1) * _BLOCK)
        self._block = block
        self._ids: list[int] = self._postings.records[where].tolist()
        self._weights: list[float] = self._postings.weights[where].astype(float).tolist()
        lengths = self._postings.lengths[where]
        self._length_range = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
        self._at = 0

    def _next_block(self) -> None:
        if (self._block + 1) * _BLOCK < self._count:
            self._enter(self._block + 1)
        else:
            self._at = len(self._ids)

    def copy(self) -> ArrayMatcher:
        """Another walk from the same posting on."""
        return copy.copy(self)

    def reset(self) -> None:
        """Back to the first posting."""
        self._enter(0)

    def is_active(self) -> bool:
        """Whether there is a posting to look at."""
        return self._at < len(self._ids)

    def id(self) -> int:
        """The current record."""
        return self._ids[self._at]

    def weight(self) -> float:
        """The current weight."""
        return self._weights[self._at]

    def value(self) -> bytes:
        """The current encoded value."""
        return self._postings.value(self._block * _BLOCK + self._at)

    def all_ids(self) -> Iterator[int]:
        """The records from here on."""
        return iter(self._postings.records[self._block * _BLOCK + self._at :].tolist())

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        """Records and values from here on; moves along."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def next(self) -> bool:
        """One posting on; tells whether that left a block."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        if self._at < len(self._ids):
            return False
        self._next_block()
        return True

    def skip_to(self, target: int) -> None:
        """To the first posting whose record is ``target`` or greater."""
        if not self.is_active():
            raise ReadTooFar
        if target <= self._ids[self._at]:
            return
        if target > self._ids[-1]:
            at = int(np.searchsorted(self._postings.records, target))
            if at == self._count:
                self._at = len(self._ids)
                return
            self._enter(at // _BLOCK)
        self._at = bisect_left(self._ids, target, self._at)

    def skip_to_quality(self, minimum: float) -> int:
        """Past blocks that cannot score more than ``minimum``; gives their number."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minimum:
            self._next_block()
            skipped += 1
        return skipped

    def block_min_length(self) -> int:
        """The shortest field of the block's records."""
        return self._length_range[0]

    def block_max_length(self) -> int:
        """The longest field of the block's records."""
        return self._length_range[1]

    def block_max_weight(self) -> float:
        """The greatest weight of the block."""
        return max(self._weights)

    def block_min_id(self) -> int:
        """The block's first record."""
        return self._ids[0]

    def block_max_id(self) -> int:
        """The block's last record."""
        return self._ids[-1]
