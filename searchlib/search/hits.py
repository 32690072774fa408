"""Read the clauses of a page and mark them: record numbers and scores become hits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from searchlib.engine.base import Engine
from searchlib.model import Clause, Copy, Document, Folded, Hit
from searchlib.search.collector import TierPage
from searchlib.search.folding import FoldedPlace
from searchlib.search.highlight import marks_of_each

_BATCH = 256
"""Hits that are read together."""


def hits_of(engine: Engine, page: TierPage) -> list[Hit]:
    """Return the hits of a page, with what is folded below them."""
    copies = [number for entry in page.entries for number, _ in entry.copies]
    records = iter(engine.fetch([*(number for number, _ in page.rows), *copies]))
    shown = list(islice(records, len(page.rows)))
    marked = marks_of_each([clause.text for clause, _ in shown], page.plan.needles)
    tier = page.plan.tier
    hits = [
        Hit(clause, document, spans, tier, score)
        for (clause, document), spans, (_, score) in zip(shown, marked, page.rows, strict=True)
    ]
    if not page.entries:
        return hits
    return [
        replace(hit, folded=_folded(entry, records)) for hit, entry in zip(hits, page.entries, strict=True)
    ]


def _folded(entry: FoldedPlace, records: Iterator[tuple[Clause, Document]]) -> Folded:
    """Return what is folded in ``entry``, taking the clauses of its copies from ``records``."""
    copies = tuple(Copy(*next(records), more) for _, more in entry.copies)
    return Folded(entry.place, entry.hit.more, copies)


def in_batches(found: Iterable[TierPage]) -> Iterator[TierPage]:
    """Yield pages in parts whose hits are read together."""
    for page in found:
        for start in range(0, len(page.rows), _BATCH):
            part = slice(start, start + _BATCH)
            yield replace(page, rows=page.rows[part], entries=page.entries[part])
