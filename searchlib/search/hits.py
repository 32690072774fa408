"""Read the clauses of a page and mark them: record numbers and scores become hits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from searchlib.engine.base import Engine
from searchlib.model import Hit, SearchRequest, SearchResults, Tier, Totals
from searchlib.query.planner import TierPlan
from searchlib.search.collector import TierPage, pages
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


def each_hit(engine: Engine, found: Iterable[TierPage]) -> Iterator[Hit]:
    """Iterate over the hits of pages, which are read in batches."""
    for page in found:
        rows = iter(page.rows)
        while batch := tuple(islice(rows, _BATCH)):
            yield from hits_of(engine, replace(page, rows=batch))


def collected(
    engine: Engine, request: SearchRequest, understood: str, plans: Sequence[TierPlan]
) -> SearchResults:
    """Return the exact totals of all tiers and the hits asked for; named clauses are in no total."""
    totals: dict[str, int] = {}
    hits: list[Hit] = []
    held: dict[Tier, dict[str, int]] = {}
    size = 0
    for page in pages(engine, plans, request):
        shown = hits_of(engine, page)
        if page.plan.tier is not Tier.REFERENCE:
            totals[page.plan.tier.value] = page.total
        size += page.size
        hits.extend(shown)
        if request.group:
            names = dict.fromkeys(hit.document.id for hit in shown)
            held[page.plan.tier] = dict(zip(names, page.held, strict=False))  # no hits where most is 0
    needles = {plan.tier: plan.needles for plan in plans}
    return SearchResults(request.query, understood, Totals(**totals), tuple(hits), size, needles, held)
