"""Collect the page that a reader asked for: one window over the tiers laid end to end.

The window counts hits or, when grouped, statements. Groups are ordered by their first hit; a statement with
hits in two tiers appears in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchlib.budget import checked
from searchlib.engine.base import Engine, EngineRequest, Matches
from searchlib.model import Hit, SearchRequest, Sort, Tier
from searchlib.query.planner import TierPlan
from searchlib.search.highlight import marks


@dataclass(frozen=True, slots=True)
class TierPage:
    """One tier's exact total of clauses, and the record numbers and scores to show of it.

    ``size`` is its total in what the window counts. ``held`` has, when grouped, how many clauses of the tier
    each statement shown holds, in their order.
    """

    plan: TierPlan
    total: int
    size: int
    rows: tuple[tuple[int, float], ...]
    held: tuple[int, ...] = ()


def pages(engine: Engine, plans: Sequence[TierPlan], request: SearchRequest) -> Iterator[TierPage]:
    """Yield each tier in turn with its part of the requested window, which may be empty."""
    skip, room = request.offset, request.limit
    for plan in plans:
        sort = Sort.DATE if plan.tier is Tier.REFERENCE else request.sort
        if request.group:
            matches = engine.search(EngineRequest(plan.query, plan.scoring, sort))
            statements = list(dict.fromkeys(matches.documents))
            shown = statements[skip:] if room is None else statements[skip : skip + room]
            size, taken = len(statements), len(shown)
            groups = _grouped(matches, shown)
            rows = [row for group in groups for row in group[: request.most]]
            held = tuple(map(len, groups))
        else:
            matches = engine.search(EngineRequest(plan.query, plan.scoring, sort, room, skip))
            rows = _rows(matches)
            size, taken, held = matches.total, len(rows), ()
        yield TierPage(plan, matches.total, size, tuple(rows), held)
        skip = max(0, skip - size)
        room = None if room is None else room - taken


def hits_of(engine: Engine, page: TierPage) -> list[Hit]:
    """Read the hits of ``page``, in its order, and mark what matched in them."""
    records = engine.fetch([number for number, _ in page.rows])
    return [
        Hit(clause, document, marks(clause.text, page.plan.needles), page.plan.tier, score)
        for (clause, document), (_, score) in zip(records, page.rows, strict=True)
    ]


def _rows(matches: Matches) -> list[tuple[int, float]]:
    return [(int(n), float(score)) for n, score in checked(zip(matches.numbers, matches.scores, strict=True))]


def _grouped(matches: Matches, shown: list[int]) -> list[list[tuple[int, float]]]:
    """Return the rows of each of the documents ``shown``."""
    groups: dict[int, list[tuple[int, float]]] = {document: [] for document in shown}
    columns = zip(matches.documents, matches.numbers, matches.scores, strict=True)
    for document, number, score in checked(columns):
        if document in groups:
            groups[document].append((int(number), float(score)))
    return list(groups.values())
