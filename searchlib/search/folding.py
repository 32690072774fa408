"""Fold a ranked tier: of each statement its first hits, the others and copies of a text below them.

The places of a tier are its hits in their order, without those whose statement has :data:`HITS_EACH` earlier
ones; in a tier of few hits a statement may have more. A window counts places, so pages
follow each other without gap or overlap. Among each :data:`BLOCK` places those of different statements with
the same text are shown as one, at the first of them; a window may so show fewer entries than it has places.
Blocks begin at fixed places, so what is folded depends on no window, and no more of the order is read than
the blocks that a window touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from searchlib.budget import checked
from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Sort
from searchlib.query.planner import TierPlan

HITS_EACH = 3
"""Hits of a statement that have places of their own; ``docs/decisions/0018`` has what fewer cost."""

FIRST_PAGE = 20
"""Hits that a reader looks through at once: a tier that has no more places gets as many as that."""

BLOCK = 50
"""Places among which copies of a text are found."""

_FIRST, _GROWTH = 256, 4
"""Hits read at first, and how many times more with each step, to find enough places among them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A hit with a place of its own: record number, score, the engine's number of its statement, and how many
    hits of the statement are folded below this, its last one."""

    number: int
    score: float
    statement: int
    more: int


@dataclass(frozen=True, slots=True)
class FoldedPlace:
    """What is shown at ``place``, which counts from 0 over all tiers: a hit, and the copies of its text in
    other statements: their record numbers, each with how many hits are folded below it.
    """

    place: int
    hit: Place
    copies: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FoldedTier:
    """A tier with the number of hits of each statement, by the engine's number."""

    plan: TierPlan
    counts: Mapping[int, int]
    clauses: int
    each: int = field(init=False)
    """The most hits of a statement that have places."""

    size: int = field(init=False)
    """The number of places."""

    def __post_init__(self) -> None:
        sizes = Counter(self.counts.values())
        most, each = max(sizes, default=0), HITS_EACH
        while each < most and _places(sizes, each + 1) <= FIRST_PAGE:
            each += 1
        object.__setattr__(self, "each", each)
        object.__setattr__(self, "size", _places(sizes, each))


def folded_tier(engine: Engine, plan: TierPlan) -> FoldedTier:
    """Count the hits of each statement in a tier."""
    counts = engine.clauses_by_document(plan.query)
    return FoldedTier(plan, counts, sum(counts.values()))


def fold_places(
    engine: Engine, tier: FoldedTier, start: int, end: int, before: int = 0
) -> tuple[FoldedPlace, ...]:
    """Return what stands at the places from ``start`` to ``end`` (exclusive), after ``before`` in tiers
    above.
    """
    if start >= end:
        return ()
    first, last = start // BLOCK * BLOCK, min(tier.size, -(-end // BLOCK) * BLOCK)
    ordered = places(engine, tier, last)
    shown = (
        entry
        for base in range(first, last, BLOCK)
        for entry in _without_copies(engine, ordered[base : base + BLOCK], base)
    )
    return tuple(
        FoldedPlace(before + at, hit, tuple((copy.number, copy.more) for copy in copies))
        for at, hit, copies in shown
        if start <= at < end
    )


def places(engine: Engine, tier: FoldedTier, count: int) -> list[Place]:
    """Return the first ``count`` places of a tier."""
    found: list[Place] = []
    taken: Counter[int] = Counter()
    for level in tier.plan.levels:
        read, step = 0, _FIRST
        while len(found) < count:
            part = engine.search(EngineRequest(level, tier.plan.scoring, Sort.RELEVANCE, step, read))
            rows = zip(part.numbers, part.scores, map(int, part.documents), strict=True)
            for number, score, statement in checked(rows):
                taken[statement] += 1
                if taken[statement] <= tier.each and len(found) < count:
                    more = tier.counts[statement] - tier.each if taken[statement] == tier.each else 0
                    found.append(Place(int(number), float(score), statement, more))
            read += step
            step *= _GROWTH
            if read >= part.total:
                break
    return found


def _without_copies(
    engine: Engine, block: Sequence[Place], base: int
) -> Iterator[tuple[int, Place, list[Place]]]:
    """Yield, of the places from ``base`` on, those whose text no earlier one of another statement has, each
    with its number and the later places that have it.
    """
    texts = engine.texts_of([place.number for place in block])
    found: list[tuple[int, Place, list[Place]]] = []
    first: dict[str, tuple[int, Place, list[Place]]] = {}
    for at, (place, text) in enumerate(zip(block, texts, strict=True), base):
        same = first.get(text)
        if same is not None and same[1].statement != place.statement:
            same[2].append(place)
        else:
            found.append((at, place, []))
            first.setdefault(text, found[-1])
    yield from found


def _places(sizes: Mapping[int, int], each: int) -> int:
    """Return how many places statements have, given how many statements have so many hits."""
    return sum(min(held, each) * statements for held, statements in sizes.items())
