"""Collect the page that a reader asked for: one window over the tiers laid end to end.

The window counts hits, when folded those that have a place of their own or, when grouped, statements. Groups
are ordered by their first hit; a statement with hits in two tiers appears in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from searchlib.budget import checked
from searchlib.engine.base import Engine, EngineRequest, Matches, Tally
from searchlib.model import SearchRequest, Sort, Tier, Totals
from searchlib.query.ast import Query
from searchlib.query.planner import TierPlan
from searchlib.search.folding import FoldedPlace, fold_places, folded_tier


@dataclass(frozen=True, slots=True)
class TierPage:
    """One tier's exact total of clauses, and the record numbers and scores to show of it.

    ``size`` is its total in what the window counts. ``held`` has, when grouped, how many clauses of the tier
    each statement shown holds, in their order; ``entries``, when folded, what is below each of ``rows``.
    """

    plan: TierPlan
    total: int
    size: int
    rows: tuple[tuple[int, float], ...]
    held: tuple[int, ...] = ()
    entries: tuple[FoldedPlace, ...] = ()


def pages(engine: Engine, plans: Sequence[TierPlan], request: SearchRequest) -> Iterator[TierPage]:
    """Yield each tier in turn with its part of the requested window, which may be empty.

    A tier that is asked only where those above it hold few clauses is left out otherwise.
    """
    skip, room = request.offset, request.limit
    above = places = 0
    for plan in plans:
        if not _is_asked(plan, above):
            continue
        if request.group:
            page, taken = _grouped_page(engine, plan, request, skip, room)
        elif is_folded(plan, request):
            page, taken = _folded_page(engine, plan, skip, room, places)
        else:
            page, taken = _plain_page(engine, plan, request, skip, room)
        yield page
        above += page.total
        places += page.size
        skip = max(0, skip - page.size)
        room = None if room is None else room - taken


def tallies(engine: Engine, plans: Sequence[TierPlan], fields: tuple[str, ...]) -> dict[Tier, Tally]:
    """Count the clauses of each tier; a tier that is left out holds none."""
    found: dict[Tier, Tally] = {}
    for plan in plans:
        if _is_asked(plan, sum(tally.clauses for tally in found.values())):
            found[plan.tier] = engine.tally(plan.query, fields)
        else:
            found[plan.tier] = Tally(0, 0, fields=dict.fromkeys(fields, ()))
    return found


def totals_of(tiers: Iterable[TierPage]) -> Totals:
    """Return the totals that pages of tiers have; named clauses are in none."""
    found = {page.plan.tier.value: page.total for page in tiers if page.plan.tier is not Tier.REFERENCE}
    return Totals(**found)


def totals(engine: Engine, plans: Sequence[TierPlan]) -> Totals:
    """Count the clauses of each tier without reading any; a tier that is left out holds none."""
    found: dict[str, int] = {}
    for plan in plans:
        if _is_asked(plan, sum(found.values())):
            found[plan.tier.value] = engine.search(EngineRequest(plan.query, limit=0)).total
    return Totals(**found)


def asked(engine: Engine, plans: Sequence[TierPlan]) -> list[TierPlan]:
    """Return the tiers that are not left out."""
    found, above = [], 0
    for plan in plans:
        if _is_asked(plan, above):
            found.append(plan)
            above += engine.search(EngineRequest(plan.query, limit=0)).total if plan is not plans[-1] else 0
    return found


def _is_asked(plan: TierPlan, above: int) -> bool:
    return plan.asked_below is None or above < plan.asked_below


def _plain_page(
    engine: Engine, plan: TierPlan, request: SearchRequest, skip: int, room: int | None
) -> tuple[TierPage, int]:
    """Return a page of hits and how many they are: one window over the levels of the tier."""
    rows: list[tuple[int, float]] = []
    total = 0
    levels = levels_of(plan, request)
    if levels != (plan.query,):
        total = engine.search(EngineRequest(plan.query, limit=0)).total
        if room == 0 or skip >= total:
            levels = ()
    sort = _sort(plan, request)
    for level in levels:
        left = None if room is None else room - len(rows)
        if left == 0 and total:
            break
        found = engine.search(EngineRequest(level, plan.scoring, sort, left, skip))
        rows += _rows(found)
        skip = max(0, skip - found.total)
        total = total or found.total
    return TierPage(plan, total, total, tuple(rows)), len(rows)


def _grouped_page(
    engine: Engine, plan: TierPlan, request: SearchRequest, skip: int, room: int | None
) -> tuple[TierPage, int]:
    """Return a page of statements and how many they are."""
    groups: dict[int, list[tuple[int, float]]] = {}
    total = 0
    for level in levels_of(plan, request):
        matches = engine.search(EngineRequest(level, plan.scoring, _sort(plan, request)))
        total += matches.total
        columns = zip(matches.documents, _rows(matches), strict=True)
        for document, row in columns:
            groups.setdefault(document, []).append(row)
    statements = list(groups)
    shown = statements[skip:] if room is None else statements[skip : skip + room]
    rows = [row for document in shown for row in groups[document][: request.most]]
    held = tuple(len(groups[document]) for document in shown)
    return TierPage(plan, total, len(statements), tuple(rows), held), len(shown)


def _folded_page(
    engine: Engine, plan: TierPlan, skip: int, room: int | None, before: int
) -> tuple[TierPage, int]:
    """Return a page of places, of which ``before`` are in tiers above, and how many they are."""
    tier = folded_tier(engine, plan)
    end = tier.size if room is None else min(tier.size, skip + room)
    entries = fold_places(engine, tier, skip, end, before)
    rows = tuple((entry.hit.number, entry.hit.score) for entry in entries)
    return TierPage(plan, tier.clauses, tier.size, rows, entries=entries), max(0, end - skip)


def is_folded(plan: TierPlan, request: SearchRequest) -> bool:
    """Return whether further clauses of a statement, and copies, are folded in the tier."""
    return request.fold and not request.group and is_ranked(plan, request)


def is_ranked(plan: TierPlan, request: SearchRequest) -> bool:
    """Return whether scores order the tier; without any, as of filters alone, it is in corpus order."""
    return request.sort is Sort.RELEVANCE and bool(plan.scoring)


def levels_of(plan: TierPlan, request: SearchRequest) -> tuple[Query, ...]:
    """Return the queries whose answers follow each other; only a ranked tier has levels."""
    return plan.levels if is_ranked(plan, request) else (plan.query,)


def _sort(plan: TierPlan, request: SearchRequest) -> Sort:
    return Sort.DATE if plan.tier is Tier.REFERENCE else request.sort


def _rows(matches: Matches) -> list[tuple[int, float]]:
    return [(int(n), float(score)) for n, score in checked(zip(matches.numbers, matches.scores, strict=True))]
