"""Fold a ranked tier: of each statement its first hit, the others and copies of the same text below it.

The places of a tier are its statements, in the order of their first hits. A window counts places, so pages
follow each other without gap or overlap. Among each :data:`BLOCK` places those whose first hits have the same
text are shown as one, at the first of them; a window may so show fewer entries than it has places. Blocks
begin at fixed places, so what is folded depends on no window, and no more of the order is read than the
blocks that a window touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from searchlib.budget import checked
from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Sort
from searchlib.query.ast import And, Has
from searchlib.query.planner import TierPlan

BLOCK = 50
"""Places among which copies of a text are found."""

_FIRST, _GROWTH = 256, 4
"""Hits read at first, and how many times more with each step, to find enough statements among them."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The first hit of a statement: its record, its score, the engine's number of the statement."""

    number: int
    score: float
    statement: int


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """What is shown at ``place``, which counts from 0 over all tiers: a first hit, how many more its
    statement has in the tier, and the same of the copies of its text in other statements.
    """

    number: int
    score: float
    place: int
    more: int
    copies: tuple[tuple[int, int], ...]


def fold(engine: Engine, plan: TierPlan, start: int, end: int, size: int, before: int = 0) -> list[FoldedRow]:
    """Return what stands at the places from ``start`` to ``end`` (exclusive) of a tier of ``size`` places.

    ``before`` is the number of places in tiers above.
    """
    if start >= end:
        return []
    first, last = start // BLOCK * BLOCK, min(size, -(-end // BLOCK) * BLOCK)
    ordered = leads(engine, plan, last)
    shown: list[tuple[int, Lead, list[Lead]]] = []
    for base in range(first, last, BLOCK):
        entries = _without_copies(engine, ordered[base : base + BLOCK], base)
        shown += [entry for entry in entries if start <= entry[0] < end]
    held = _held(engine, plan, (each for _, one, copies in shown for each in (one, *copies)))
    return [
        FoldedRow(
            one.number,
            one.score,
            before + place,
            held[one.statement] - 1,
            tuple((copy.number, held[copy.statement] - 1) for copy in copies),
        )
        for place, one, copies in shown
    ]


def leads(engine: Engine, plan: TierPlan, count: int) -> list[Lead]:
    """Return the first hits of the first ``count`` statements of a ranked tier."""
    found: dict[int, Lead] = {}
    for level in plan.levels:
        read, step = 0, _FIRST
        while len(found) < count:
            part = engine.search(EngineRequest(level, plan.scoring, Sort.RELEVANCE, step, read))
            rows = zip(part.numbers, part.scores, map(int, part.documents), strict=True)
            for number, score, statement in checked(rows):
                if statement not in found:
                    found[statement] = Lead(int(number), float(score), statement)
            read += step
            step *= _GROWTH
            if read >= part.total:
                break
    return list(found.values())[:count]


def _without_copies(engine: Engine, block: list[Lead], base: int) -> Iterator[tuple[int, Lead, list[Lead]]]:
    """Yield, of the leads at the places from ``base`` on, those whose text no earlier one has, with their
    places and the later ones that have it.
    """
    texts = engine.texts_of([lead.number for lead in block])
    same: dict[str, list[Lead]] = {}
    for lead, text in zip(block, texts, strict=True):
        same.setdefault(text, []).append(lead)
    places = {lead.statement: place for place, lead in enumerate(block, base)}
    for one, *copies in same.values():
        yield places[one.statement], one, copies


def _held(engine: Engine, plan: TierPlan, shown: Iterable[Lead]) -> Mapping[int, int]:
    """Count the hits of the tier in the statements of ``shown``."""
    names = tuple(document.id for _, document in engine.fetch([lead.number for lead in shown]))
    found = engine.search(EngineRequest(And((plan.query, Has("document", names))), sort=Sort.CORPUS))
    return Counter(map(int, found.documents))
