"""Fold a ranked tier: of each statement its first hits, the others and copies of the same text below them.

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
class Place:
    """A statement of a tier, by the engine's number, and its first hits: record numbers and scores."""

    statement: int
    hits: list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class FoldedPlace:
    """What is shown at ``place``, which counts from 0 over all tiers: the first hits of a statement, how many
    more it has in the tier, and the copies of the first one's text in other statements, each with how many
    more are there.
    """

    place: int
    hits: tuple[tuple[int, float], ...]
    more: int
    copies: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The places from ``start`` to ``end`` (exclusive) of a tier that has ``size`` of them, after ``before``
    in tiers above; ``each`` is the most hits of a statement to show.
    """

    start: int
    end: int
    size: int
    before: int = 0
    each: int = 1


def fold_places(engine: Engine, plan: TierPlan, window: Window) -> list[FoldedPlace]:
    """Return what stands at the places of a window."""
    start, end = window.start, window.end
    if start >= end:
        return []
    first, last = start // BLOCK * BLOCK, min(window.size, -(-end // BLOCK) * BLOCK)
    ordered = places(engine, plan, last, window.each)
    shown: list[tuple[int, Place, list[Place]]] = []
    for base in range(first, last, BLOCK):
        entries = _without_copies(engine, ordered[base : base + BLOCK], base)
        shown += [entry for entry in entries if start <= entry[0] < end]
    held = _held(engine, plan, (each for _, one, copies in shown for each in (one, *copies)))
    return [
        FoldedPlace(
            window.before + at,
            tuple(one.hits),
            held[one.statement] - len(one.hits),
            tuple((copy.hits[0][0], held[copy.statement] - 1) for copy in copies),
        )
        for at, one, copies in shown
    ]


def places(engine: Engine, plan: TierPlan, count: int, each: int = 1) -> list[Place]:
    """Return the first ``count`` statements of a ranked tier, with at most ``each`` hits."""
    found: dict[int, list[tuple[int, float]]] = {}
    lacking = count * each
    for level in plan.levels:
        read, step = 0, _FIRST
        while lacking:
            part = engine.search(EngineRequest(level, plan.scoring, Sort.RELEVANCE, step, read))
            rows = zip(part.numbers, part.scores, map(int, part.documents), strict=True)
            for number, score, statement in checked(rows):
                if statement not in found and len(found) == count:
                    continue
                own = found.setdefault(statement, [])
                if len(own) < each:
                    own.append((int(number), float(score)))
                    lacking -= 1
            read += step
            step *= _GROWTH
            if read >= part.total:
                break
    return [Place(statement, hits) for statement, hits in found.items()]


def _without_copies(
    engine: Engine, block: list[Place], base: int
) -> Iterator[tuple[int, Place, list[Place]]]:
    """Yield, of the places from ``base`` on, those whose first text no earlier one has, each with its number
    and the later places that have it.
    """
    texts = engine.texts_of([place.hits[0][0] for place in block])
    same: dict[str, list[tuple[int, Place]]] = {}
    for at, (place, text) in enumerate(zip(block, texts, strict=True), base):
        same.setdefault(text, []).append((at, place))
    for (at, one), *copies in same.values():
        yield at, one, [copy for _, copy in copies]


def _held(engine: Engine, plan: TierPlan, shown: Iterable[Place]) -> Mapping[int, int]:
    """Count the hits of the tier in the statements of ``shown``."""
    names = tuple(document.id for _, document in engine.fetch([place.hits[0][0] for place in shown]))
    found = engine.search(EngineRequest(And((plan.query, Has("document", names))), sort=Sort.CORPUS))
    return Counter(map(int, found.documents))
