"""Align the clauses of two texts by what they say, not by their numbers.

A text is taken for the characters and pairs of characters in it. What few clauses of the two texts have
weighs much: ``w(g) = ln((1 + N) / n(g)) ** 3``, where ``n(g)`` of ``N`` clauses have ``g``, counted in the
text where it is more frequent, and ``N`` is the length of the longer text (the cube of the
inverse document frequency of Spärck Jones, Journal of Documentation 28, 1972, pp. 11-21). The likeness of two
clauses is the cosine ``sum(w(g) * min(f, f')) / (|a| * |b|)`` with ``|a| ** 2 = sum(w(g) * f)``; 0 to 1.

Four passes:

1. Equal texts, in order.
2. The most alike pairs first, each clause once, while the likeness is at least :data:`ALIKE`.
3. The same down to :data:`FAINT` between neighbours: what stands between two aligned clauses, or close beside
   one, is likely to belong to what stands between or beside their partners.
4. Clauses that were split or merged: a clause shares with another one what neither shares with its own
   partner.

The limits were set on two pairs of joint statements (``tests/support/pairs.py``).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from searchlib.budget import check_budget, checked

ALIKE = 0.18
"""The likeness from which two clauses may be one wherever they stand."""

FAINT = 0.08
"""The likeness from which they may be one between neighbours that are."""

SHARED, SHARED_NEAR = 0.13, 0.105
"""The likeness, in what their partners do not have, of a clause and a second partner: anywhere, and near."""

_FIRST = 0.75
"""How near the faint likeness of two clauses must come to the greatest that either has with any clause."""

_NEAR = 2
"""Clauses on either side that are near."""

INSIDE = 0.75
"""The share of a clause without partner that another one has, from which it is a part of it."""

_APART = 0.1
"""What a pair loses from one end of the text to the other; decides between equals."""

_MOST_CELLS = 20_000_000
"""Cells of a matrix of clauses and grams; where there would be more, the commonest grams do not count."""

_FEW_PRODUCTS = 100_000_000
"""Multiplications that are done without the threads of the linear algebra library."""

_BLOCK = 256
"""Clauses compared at a time with all others."""

Gram = str
ClauseGrams = frozenset[Gram]
Matrix = npt.NDArray[np.float32]

_AGAIN = "\0"
"""Between a gram and the number of the time that it recurs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two aligned clauses, as places in the two sequences, and how alike they are: 1 for equal texts."""

    before: int
    after: int
    likeness: float


def align(before: Sequence[str], after: Sequence[str]) -> tuple[Pair, ...]:
    """Return the pairs of clauses that say the same, by place; a clause may be in several, or in none.

    The texts are compared as they are; pass keys without numbers. Raises BudgetSpent.

    >>> pairs = align(["两洋铁路", "加强贸易合作"], ["扩大贸易合作", "两洋铁路"])
    >>> [(pair.before, pair.after) for pair in pairs]
    [(0, 1), (1, 0)]
    """
    equal = dict(_equal(before, after))
    alignment = _Alignment(before, after, equal)
    alignment.take(ALIKE)
    alignment.take(FAINT, near=True)
    pairs = dict.fromkeys(equal.items(), 1.0)
    pairs |= {(one, other): alignment.likeness[one, other] for one, other in alignment.partner.items()}
    pairs |= alignment.shared()
    return tuple(Pair(one, other, round(like, 4)) for (one, other), like in sorted(pairs.items()))


def _equal(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of equal texts, the first with the first; what is empty is equal to nothing."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(after):
        places[text].append(place)
    taken: Counter[str] = Counter()
    for place, text in enumerate(before):
        if text and taken[text] < len(places.get(text, ())):
            yield place, places[text][taken[text]]
            taken[text] += 1


def grams_of(text: str) -> ClauseGrams:
    """Return the characters and the pairs of characters of ``text``; what recurs is there again with the
    number of the time, so that what two texts share is the intersection.

    >>> sorted(grams_of("铁铁")) == sorted(["铁", "铁" + _AGAIN + "2", "铁铁"])
    True
    """
    counts = Counter(text)
    counts.update(map("".join, pairwise(text)))
    again = (f"{gram}{_AGAIN}{time}" for gram, count in counts.items() for time in range(2, count + 1))
    return frozenset(chain(counts, again))


@dataclass(slots=True, eq=False)
class _Alignment:
    """The clauses that have no equal, their likeness, and who is whose partner."""

    texts_before: Sequence[str]
    texts_after: Sequence[str]
    equal: Mapping[int, int]
    before: dict[int, ClauseGrams] = field(init=False)
    after: dict[int, ClauseGrams] = field(init=False)
    weights: Mapping[Gram, float] = field(init=False)
    norms: tuple[dict[int, float], dict[int, float]] = field(init=False)
    likeness: dict[tuple[int, int], float] = field(init=False)
    best: tuple[dict[int, float], dict[int, float]] = field(init=False)
    partner: dict[int, int] = field(default_factory=dict)
    owner: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        matched = set(self.equal.values())
        self.before, self.after = (
            {at: grams_of(text) for at, text in enumerate(texts) if at not in equal}
            for texts, equal in ((self.texts_before, self.equal), (self.texts_after, matched))
        )
        counts = (
            Counter(chain.from_iterable(self.before.values())),
            Counter(chain.from_iterable(self.after.values())),
        )
        self.weights = _weights(*counts, max(len(self.texts_before), len(self.texts_after)))
        self.norms = (self._norms(self.before), self._norms(self.after))
        self.likeness = self._likeness(
            [gram for gram in self.weights if all(gram in side for side in counts)]
        )
        self.best = ({}, {})
        for pair, like in self.likeness.items():
            for best, at in zip(self.best, pair, strict=True):
                best[at] = max(like, best.get(at, 0.0))

    def take(self, least: float, near: bool = False) -> None:
        """Make partners of the most alike of those without one, down to ``least``."""
        links = dict(self.equal) | self.partner
        corridor = _Corridor(links, len(self.texts_after)) if near else None
        scored = []
        for (one, other), like in checked(self.likeness.items()):
            if like < least or one in self.partner or other in self.owner:
                continue
            if corridor is None or (corridor.has(one, other) and like >= _FIRST * self._best(one, other)):
                scored.append((like - self._apart(one, other), -one, -other))
        for _, one, other in sorted(scored, reverse=True):
            if -one not in self.partner and -other not in self.owner:
                self.partner[-one] = -other
                self.owner[-other] = -one

    def _best(self, one: int, other: int) -> float:
        """Return the greatest likeness of ``one`` or of ``other`` with any clause."""
        return max(self.best[0][one], self.best[1][other])

    def shared(self) -> dict[tuple[int, int], float]:
        """Return further partners: what was one clause and is several, or the other way round."""
        found = {}
        for (one, other), like in checked(self.likeness.items()):
            if like < SHARED_NEAR or self.partner.get(one) == other:
                continue
            mine, theirs = self.partner.get(one), self.owner.get(other)
            if mine is None and theirs is None:
                continue  # too far apart to be one
            if (mine is None or theirs is None) and self._contained(one, other, like) >= INSIDE:
                found[one, other] = like
                continue
            fresh = self._fresh(one, other, mine, theirs)
            is_near = (mine is not None and abs(mine - other) <= _NEAR) or (
                theirs is not None and abs(theirs - one) <= _NEAR
            )
            if fresh >= (SHARED_NEAR if is_near else SHARED):
                found[one, other] = like
        return found

    def _fresh(self, one: int, other: int, mine: int | None, theirs: int | None) -> float:
        """Return the likeness of two clauses in what their partners ``mine`` and ``theirs`` do not have."""
        fresh = self.before[one] & self.after[other]
        if theirs is not None:
            fresh -= self.before[theirs]
        if mine is not None:
            fresh -= self.after[mine]
        weight = math.fsum(map(self.weights.__getitem__, fresh))
        return weight / ((self.norms[0][one] * self.norms[1][other]) or 1.0)

    def _contained(self, one: int, other: int, like: float) -> float:
        """Return how much of the lighter of two clauses is in the other."""
        left, right = self.norms[0][one], self.norms[1][other]
        return like * max(left, right) / (min(left, right) or 1.0)

    def _apart(self, one: int, other: int) -> float:
        return _APART * abs(one / len(self.texts_before) - other / len(self.texts_after))

    def _norms(self, side: Mapping[int, ClauseGrams]) -> dict[int, float]:
        weight = self.weights.__getitem__
        return {at: math.sqrt(math.fsum(map(weight, grams))) for at, grams in side.items()}

    def _likeness(self, shared: Sequence[Gram]) -> dict[tuple[int, int], float]:
        """Return the likeness of all pairs that are faintly alike, by the grams that both texts have."""
        shared = shared[: _MOST_CELLS // max(1, len(self.after) + _BLOCK)]
        columns = {gram: column for column, gram in enumerate(shared)}
        others = list(self.after)
        right = np.zeros((len(others), len(columns)), np.float32)
        for row, other in enumerate(others):
            right[row, [columns[gram] for gram in self.after[other] if gram in columns]] = 1.0
        right *= np.array([self.weights[gram] for gram in shared], np.float32)
        scale = np.array([self.norms[1][other] or 1.0 for other in others], np.float32)
        found: dict[tuple[int, int], float] = {}
        ones = list(self.before)
        for start in range(0, len(ones), _BLOCK):
            check_budget()
            block = ones[start : start + _BLOCK]
            left = np.zeros((len(block), len(columns)), np.float32)
            for row, one in enumerate(block):
                cells = [columns[gram] for gram in self.before[one] if gram in columns]
                left[row, cells] = 1.0 / (self.norms[0][one] or 1.0)
            likeness = _products(left, right) / scale
            rows, places = np.nonzero(likeness >= FAINT)
            values = likeness[rows, places].tolist()
            for row, place, value in zip(rows.tolist(), places.tolist(), values, strict=True):
                found[block[row], others[place]] = value
        return found


def _products(left: Matrix, right: Matrix) -> Matrix:
    """Return ``left @ right.T``; small ones in this thread, since waking others takes longer."""
    if left.size * len(right) > _FEW_PRODUCTS:
        return left @ right.T
    product: Matrix = np.einsum("ik,jk->ij", left, right)
    return product


def _weights(before: Mapping[Gram, int], after: Mapping[Gram, int], clauses: int) -> dict[Gram, float]:
    """Return the weights of the grams, the rarest first; ``clauses`` are those of the longer text.

    A gram that recurs weighs the same each time.
    """
    by_count: dict[int, list[Gram]] = defaultdict(list)
    for gram in {**before, **after}:
        first = gram.partition(_AGAIN)[0] if _AGAIN in gram else gram
        by_count[max(before.get(first, 0), after.get(first, 0))].append(gram)
    return {
        gram: math.log((1 + clauses) / count) ** 3
        for count in sorted(by_count)
        for gram in sorted(by_count[count])
    }


class _Corridor:
    """Where the partner of a clause is expected: between those of the aligned clauses around it."""

    def __init__(self, links: Mapping[int, int], length: int) -> None:
        self._links = links
        self._length = length
        self._places = sorted(links)

    def has(self, one: int, other: int) -> bool:
        """Return whether ``other`` is near where the partner of ``one`` is expected."""
        at = bisect_left(self._places, one)
        below = self._links[self._places[at - 1]] if at else -1
        above = self._links[self._places[at]] if at < len(self._places) else self._length
        low, high = min(below, above), max(below, above)
        return low - _NEAR <= other <= high + _NEAR
