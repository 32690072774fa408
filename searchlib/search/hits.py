"""Read the clauses of a page and mark them: record numbers and scores become hits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from searchlib.engine.base import Engine
from searchlib.model import Copy, Folded, Hit
from searchlib.search.collector import TierPage
from searchlib.search.highlight import marks

_BATCH = 256
"""Hits that are read together."""


def hits_of(engine: Engine, page: TierPage) -> list[Hit]:
    """Return the hits of a page; the first of each entry says what is folded below it."""
    copies = [number for entry in page.entries for number, _ in entry.copies]
    records = engine.fetch([*(number for number, _ in page.rows), *copies])
    copied = iter(records[len(page.rows) :])
    below: dict[int, Folded] = {
        entry.hits[0][0]: Folded(
            entry.place, entry.more, tuple(Copy(*next(copied), more) for _, more in entry.copies)
        )
        for entry in page.entries
    }
    return [
        Hit(
            clause,
            document,
            marks(clause.text, page.plan.needles),
            page.plan.tier,
            score,
            below.get(number),
        )
        for (clause, document), (number, score) in zip(
            records, page.rows, strict=False
        )  # copies come after them
    ]


def in_batches(found: Iterable[TierPage]) -> Iterator[TierPage]:
    """Yield pages in parts whose hits are read together."""
    for page in found:
        rows = iter(page.rows)
        while batch := tuple(islice(rows, _BATCH)):
            numbers = {number for number, _ in batch}
            own = tuple(entry for entry in page.entries if entry.hits[0][0] in numbers)
            yield replace(page, rows=batch, entries=own)
