"""Which hits of which tier a reader sees: one window over the tiers laid end to end.

The window counts hits or, grouped, statements. Grouped statements stand in the order of their first hit and
keep their hits together; a statement with hits in two tiers appears in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchlib.engines.base import Engine, EngineRequest, Matches
from searchlib.model import SearchRequest
from searchlib.ranking import TierPlan


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
            statements = _statements(matches)
            shown = statements[skip:] if room is None else statements[skip : skip + room]
            size, taken = len(statements), len(shown)
            rows = [row for statement in shown for row in statement[: request.most]]
        else:
            matches = engine.search(EngineRequest(plan.query, plan.scoring, request.sort, room, skip))
            rows = _rows(matches)
            size, taken = matches.total, len(rows)
        yield Page(plan, matches.total, tuple(rows))
        skip = max(0, skip - size)
        room = None if room is None else room - taken


def _rows(matches: Matches) -> list[tuple[int, float]]:
    return [(int(n), float(score)) for n, score in zip(matches.numbers, matches.scores, strict=True)]


def _statements(matches: Matches) -> list[list[tuple[int, float]]]:
    groups: dict[int, list[tuple[int, float]]] = {}
    for row, document in zip(_rows(matches), matches.documents, strict=True):
        groups.setdefault(int(document), []).append(row)
    return list(groups.values())
