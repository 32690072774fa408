"""An index in a cluster beside the embedded one of the same texts: the same answers, and their times.

``python bench/cluster.py EMBEDDED CLUSTER [--queries 500]`` takes two index folders. Every tier is compared
by its total, its set of clauses, the order of its first hundred and their scores; then the first ten hits,
complete lists and places are timed on both, one query on each in turn. Ends with status 1 at a difference.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from cluster_queries import Asked, draw_queries

import searchlib
from searchlib.engine.base import EngineRequest, Matches
from searchlib.errors import QueryError
from searchlib.model import SearchRequest, Sort
from searchlib.query.ast import Everything
from searchlib.query.planner import name_needles
from searchlib.search.library import Library

FIRST = 100
"""Hits whose order and scores are compared."""


class Ranks:
    """The place of every clause of an index in the corpus order, by its number."""

    def __init__(self, library: Library) -> None:
        found = library.engine.search(EngineRequest(Everything(), sort=Sort.CORPUS)).numbers
        numbers = np.asarray(found, np.int64)
        self._order = np.argsort(numbers)
        self._numbers = numbers[self._order]

    def of(self, numbers: Sequence[int]) -> list[int]:
        """Return the places of clauses."""
        wanted = np.asarray(numbers, np.int64)
        found: list[int] = self._order[np.searchsorted(self._numbers, wanted)].tolist()
        return found


@dataclass
class Differences:
    """What was compared, and where the two differ."""

    queries: int = 0
    tiers: int = 0
    totals: int = 0
    sets: int = 0
    orders: int = 0
    clauses: int = 0
    worst_score: float = 0.0
    where: list[str] = field(default_factory=list)

    @property
    def none(self) -> bool:
        """Whether there is none, scores to 1e-12."""
        return not (self.totals or self.sets or self.orders) and self.worst_score <= 1e-12


def compare(embedded: Library, cluster: Library, asked: Sequence[Asked]) -> Differences:
    """Compare all tiers of all queries."""
    found = Differences()
    ranks = Ranks(embedded), Ranks(cluster)
    for query, scope in asked:
        try:
            plans = [page.plan for page in embedded.pages(SearchRequest(query, limit=1, scope=scope))]
        except QueryError:
            continue
        found.queries += 1
        for plan in plans:
            found.tiers += 1
            whole = EngineRequest(plan.query, sort=Sort.CORPUS)
            ours, theirs = (each.engine.search(whole) for each in (embedded, cluster))
            found.clauses += ours.total
            if ours.total != theirs.total:
                found.totals += 1
                found.where.append(f"{query} {plan.tier}: {ours.total} and {theirs.total}")
            elif ranks[0].of(ours.numbers) != ranks[1].of(theirs.numbers):
                found.sets += 1
                found.where.append(f"{query} {plan.tier}: another set")
            for level in plan.levels or (plan.query,):
                best = EngineRequest(level, plan.scoring, limit=FIRST)
                _compare_order(
                    found, query, ranks, *(each.engine.search(best) for each in (embedded, cluster))
                )
    return found


def _compare_order(
    found: Differences, query: str, ranks: tuple[Ranks, Ranks], ours: Matches, theirs: Matches
) -> None:
    pairs = list(zip(ours.scores, theirs.scores, strict=False))
    worst = max(
        (abs(one - other) / max(abs(one), 1e-300) for one, other in pairs if one != other), default=0.0
    )
    found.worst_score = max(found.worst_score, worst)
    own, other = ranks[0].of(ours.numbers), ranks[1].of(theirs.numbers)
    if own != other:
        # clauses whose scores differ by rounding only may change places
        scores = [round(score, 10) for score in ours.scores]
        one, two = (sorted(zip(scores, places, strict=True)) for places in (own, other))
        if one != two:
            found.orders += 1
            found.where.append(f"{query}: another order")


def measure(
    ask: Callable[[Library, str], object], libraries: Sequence[Library], queries: Sequence[str]
) -> list[list[float]]:
    """Return the milliseconds that each query took on each library, asked in turn after a warm-up."""
    warming = queries[: len(queries) // 5]
    for query in warming:
        for library in libraries:
            ask(library, query)
    times: list[list[float]] = [[] for _ in libraries]
    for query in queries[len(warming) :]:
        for own, library in zip(times, libraries, strict=True):
            began = time.perf_counter()
            ask(library, query)
            own.append(1000 * (time.perf_counter() - began))
    return times


def said(times: Sequence[float]) -> str:
    """Return median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(times)
    return f"{statistics.median(ordered):.1f} / {ordered[int(0.95 * len(ordered))]:.1f} / {ordered[-1]:.0f}"


def _first_ten(library: Library, query: str) -> object:
    return library.search(query, limit=10)


def _complete(library: Library, query: str) -> object:
    return library.pages(SearchRequest(query, limit=None, exact=True, sort=Sort.CORPUS))


def _places(library: Library, query: str) -> object:
    return library.engine.occurrences(name_needles(query))


def main() -> None:
    """Compare and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("embedded")
    parser.add_argument("cluster")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--no-times", action="store_true")
    parser.add_argument("--no-comparison", action="store_true")
    given = parser.parse_args()
    with searchlib.open(given.embedded) as embedded, searchlib.open(given.cluster) as cluster:
        asked = list(draw_queries(embedded.engine, given.queries))
        ok = True
        if not given.no_comparison:
            found = compare(embedded, cluster, asked)
            ok = found.none
            print(
                f"{found.queries} queries, {found.tiers} tiers, {found.clauses:,} clauses: "
                f"{found.totals} totals, {found.sets} sets, {found.orders} orders differ; "
                f"scores to {found.worst_score:.1e}"
            )
            print(*found.where, sep="\n")
        if not given.no_times:
            plain = [query for query, _ in asked if _is_plain(embedded, query)]
            names = [query for query in plain if query.isalnum() and len(query) < 6]
            print("milliseconds: p50 / p95 / max, embedded and cluster")
            for what, ask, queries in (
                ("first ten", _first_ten, plain),
                ("complete list, exact tier", _complete, plain[:150]),
                ("every place", _places, names[:100]),
            ):
                own, other = measure(ask, (embedded, cluster), queries)
                print(f"{what:<26} {said(own):<24} {said(other)}")
    sys.exit(0 if ok else 1)


def _is_plain(library: Library, query: str) -> bool:
    try:
        library.pages(SearchRequest(query, limit=1))
    except QueryError:
        return False
    return True


if __name__ == "__main__":
    main()
