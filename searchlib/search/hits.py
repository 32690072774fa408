"""Read the clauses of a page and mark them: record numbers and scores become hits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from searchlib.engine.base import Engine
from searchlib.model import Hit
from searchlib.search.collector import TierPage
from searchlib.search.highlight import marks

_BATCH = 256
"""Hits that are read together."""


def hits_of(engine: Engine, page: TierPage) -> list[Hit]:
    """Return the hits of a page."""
    records = engine.fetch([number for number, _ in page.rows])
    return [
        Hit(clause, document, marks(clause.text, page.plan.needles), page.plan.tier, score)
        for (clause, document), (_, score) in zip(records, page.rows, strict=True)
    ]


def in_batches(found: Iterable[TierPage]) -> Iterator[TierPage]:
    """Yield pages in parts whose hits are read together."""
    for page in found:
        rows = iter(page.rows)
        while batch := tuple(islice(rows, _BATCH)):
            yield replace(page, rows=batch)
