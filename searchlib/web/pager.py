"""Where a page stands in the whole of an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the page stands in the whole, in hits, statements or lines, counted from 1."""

    page: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, one at least."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Return the number of the first one on the page."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Return the number of the last one on the page."""
        return min(self.total, self.page * self.size)
