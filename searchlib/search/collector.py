"""Which hits of which tier a reader sees: one window over the tiers laid end to end.

The window counts hits or, grouped, statements. Grouped statements stand in the order of their first hit and
keep their hits together; a statement with hits in two tiers appears in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchlib.engine.base import Engine, EngineRequest, Matches
from searchlib.model import SearchRequest
from searchlib.query.planner import TierPlan


@dataclass(frozen=True, slots=True)
class Page:
    """One tier's exact total of clauses, and the record numbers and scores to show of it."""

    plan: TierPlan
    total: int
    rows: tuple[tuple[int, float], ...]


def pages(engine: Engine, plans: Sequence[TierPlan], request: SearchRequest) -> Iterator[Page]:
    """Each tier in turn with its part of the requested window, possibly none."""
    skip, room = request.offset, request.limit
    for plan in plans:
        if request.group:
            matches = engine.search(EngineRequest(plan.query, plan.scoring, request.sort))
            statements = list(dict.fromkeys(matches.documents))
            shown = statements[skip:] if room is None else statements[skip : skip + room]
            size, taken = len(statements), len(shown)
            rows = _together(matches, shown, request.most)
        else:
            matches = engine.search(EngineRequest(plan.query, plan.scoring, request.sort, room, skip))
            rows = _rows(matches)
            size, taken = matches.total, len(rows)
        yield Page(plan, matches.total, tuple(rows))
        skip = max(0, skip - size)
        room = None if room is None else room - taken


def _rows(matches: Matches) -> list[tuple[int, float]]:
    return [(int(n), float(score)) for n, score in zip(matches.numbers, matches.scores, strict=True)]


def _together(matches: Matches, shown: list[int], most: int | None) -> list[tuple[int, float]]:
    """The rows of the documents ``shown``, those of one together, ``most`` of each."""
    groups: dict[int, list[tuple[int, float]]] = {document: [] for document in shown}
    columns = zip(matches.documents, matches.numbers, matches.scores, strict=True)
    for document, number, score in columns:
        if document in groups:
            groups[document].append((int(number), float(score)))
    return [row for rows in groups.values() for row in rows[:most]]
