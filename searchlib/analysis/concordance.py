"""Concordances: every place that a query marks, sorted as asked for, or a random sample of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from searchlib.analysis.collation import collation_key
from searchlib.analysis.contexts import Contexts, contexts_of
from searchlib.budget import check_budget, checked
from searchlib.errors import QueryError
from searchlib.model import Certificate, Mention, Needle, Scope
from searchlib.search.library import Library
from searchlib.search.place_answers import FoundPlaces

FURTHEST = 5
"""The furthest character from a match that lines are sorted by."""

MOST_LEVELS = 3
_LEVEL = re.compile(r"([lr])([1-9])|(date|party|statement|match)")


class Side(StrEnum):
    """What a level of the order looks at."""

    LEFT = "L"
    RIGHT = "R"
    MATCH = "match"
    DATE = "date"
    PARTY = "party"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class SortLevel:
    """One level of an order: the ``distance``-th character left or right of the match, from 1; or a fact."""

    side: Side
    distance: int = 0

    def __str__(self) -> str:
        return f"{self.side}{self.distance or ''}"


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines of a query: ``lines`` are those asked for, of the ``shown`` that were drawn of ``total``.

    ``order`` are the levels by which they are sorted; none means by date, document, clause and offset.
    ``seed`` is that of a sample, None without one. ``needles`` are what is marked; none where the query has
    only filters.
    """

    query: str
    understood: str
    total: int
    clauses: int
    statements: int
    shown: int
    order: tuple[SortLevel, ...]
    seed: int | None
    needles: tuple[Needle, ...]
    lines: tuple[Mention, ...]
    certificate: Certificate | None

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.lines)


def sort_levels(written: str) -> tuple[SortLevel, ...]:
    """Return the levels of an order such as ``R1 R2 L1`` or ``party,date``; raises QueryError.

    >>> [str(level) for level in sort_levels("r1, L2 date")]
    ['R1', 'L2', 'date']
    """
    levels = []
    for word in re.split(r"[\s,]+", written.strip().lower()) if written.strip() else ():
        found = _LEVEL.fullmatch(word)
        distance = int(found[2]) if found is not None and found[2] else 0
        if found is None or distance > FURTHEST:
            raise QueryError("kwic.no-such-level", level=word, furthest=FURTHEST)
        levels.append(SortLevel(Side(found[1].upper()) if found[1] else Side(found[3]), distance))
    if len(levels) > MOST_LEVELS:
        raise QueryError("kwic.too-many-levels", levels=len(levels), most=MOST_LEVELS)
    return tuple(levels)


def concordance(
    library: Library,
    query: str,
    *,
    order: str | Sequence[SortLevel] = (),
    width: int = 20,
    sample: int | None = None,
    seed: int = 0,
    offset: int = 0,
    limit: int | None = None,
    scope: Scope | str = Scope.CLAUSE,
) -> Concordance:
    """Return the places that ``query`` marks in its exact tier, each with ``width`` code points on each side.

    ``order`` are up to three levels: the character at a distance to the left or right (``R1 R2 R3``), date,
    party, statement or match; ties are in corpus order. ``sample`` draws so many lines at random, the same
    ones for the same ``seed`` and index, and never one twice. Only the lines from ``offset`` on are read.
    Raises QueryError, and ValueError for negative numbers.
    """
    found, lines = concordance_in_batches(
        library,
        query,
        order=order,
        width=width,
        sample=sample,
        seed=seed,
        offset=offset,
        limit=limit,
        scope=scope,
    )
    return replace(found, lines=tuple(lines))


def concordance_in_batches(
    library: Library,
    query: str,
    *,
    order: str | Sequence[SortLevel] = (),
    width: int = 20,
    sample: int | None = None,
    seed: int = 0,
    offset: int = 0,
    limit: int | None = None,
    scope: Scope | str = Scope.CLAUSE,
) -> tuple[Concordance, Iterator[Mention]]:
    """Return the :func:`concordance` without its lines, and the lines, read while they are iterated over."""
    if min(width, offset, limit or 0, sample or 0) < 0:
        raise ValueError("width, offset, limit and sample cannot be negative")
    levels = sort_levels(order) if isinstance(order, str) else tuple(order)
    places = library.places(query, scope=scope)
    rows: Sequence[int] = range(len(places))
    if sample is not None and sample < len(rows):
        rows = sorted(random.Random(seed).sample(rows, sample))
    if levels:
        rows = _sorted(library, places, rows, levels)
    asked = rows[offset : None if limit is None else offset + limit]
    found = Concordance(
        query=query,
        understood=places.asked,
        total=len(places),
        clauses=places.clauses,
        statements=len(places.documents),
        shown=len(rows),
        order=levels,
        seed=None if sample is None else seed,
        needles=places.needles,
        lines=(),
        certificate=places.certificate,
    )
    return found, library.mentions_at(places, asked, width)


def _sorted(
    library: Library, places: FoundPlaces, rows: Sequence[int], levels: tuple[SortLevel, ...]
) -> Sequence[int]:
    """Return ``rows`` in the order of ``levels``, the first level first, ties as they were."""
    reach = max(level.distance for level in levels)
    is_read = reach or any(level.side is Side.MATCH for level in levels)
    contexts = contexts_of(library, places, reach) if is_read else Contexts(0, (), (), ())
    keys = [_keys(places, contexts, level) for level in levels]
    check_budget()
    if len(keys) == 1:
        return sorted(checked(rows), key=keys[0])
    return sorted(checked(rows), key=lambda row: tuple(key(row) for key in keys))


def _keys(places: FoundPlaces, contexts: Contexts, level: SortLevel) -> Callable[[int], bytes | int | str]:
    """Return the function from a row to its key at one level."""
    distance = level.distance
    match level.side:
        case Side.LEFT:
            lefts = contexts.lefts
            return lambda row: collation_key(lefts[row][-distance : len(lefts[row]) - distance + 1])
        case Side.RIGHT:
            rights = contexts.rights
            return lambda row: collation_key(rights[row][distance - 1 : distance])
        case Side.MATCH:
            return lambda row: collation_key(contexts.matches[row])
    owners, numbers = places.owners, places.found.numbers
    if level.side is Side.PARTY:
        parties = [" ".join(sorted(document.parties)) or "~" for document in places.documents]
        return lambda row: parties[owners[int(numbers[row])]]
    if level.side is Side.DATE:
        days = [each.date.toordinal() if each.date else 1 << 30 for each in places.documents]
        return lambda row: days[owners[int(numbers[row])]]
    return lambda row: owners[int(numbers[row])]
