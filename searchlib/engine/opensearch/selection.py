"""From a query to one of OpenSearch: its parts that only the client can answer are settled first.

Settled are the clauses of documents that satisfy something (one list of documents), needles with borders,
neighbours or gaps (candidates are fetched, and their keys scanned by the definition), and queries of more
clauses than the cluster takes at once (several lists, united here). What was settled is kept: a generation
never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

import numpy as np

from searchlib.budget import check_budget
from searchlib.engine.embedded.query.matcher import check_query, near_needles
from searchlib.engine.opensearch.cluster import Cluster, stored_only
from searchlib.engine.opensearch.compiler import (
    EVERYTHING,
    KEY_FIELDS,
    QueryJson,
    at_least,
    between,
    conjunction,
    contiguous,
    disjunction,
    doubtful,
    has,
    is_plain,
    leaf_count,
    near,
    none_of,
    possible,
    valued,
)
from searchlib.engine.opensearch.documents import Identifiers
from searchlib.engine.opensearch.encoding import keyword, restored
from searchlib.errors import EngineUnavailable
from searchlib.model import Needle
from searchlib.query.ast import (
    And,
    AtLeast,
    Between,
    Everything,
    Exact,
    Has,
    InDocument,
    Near,
    Not,
    Or,
    Query,
    Word,
    Zone,
)
from searchlib.text.needle import find_needle

_KEYS: Mapping[Zone, str] = {"text": "k", "headings": "hk", "title": "tk"}
"""The stored key of each zone."""

_SETTLED = 64
"""Lists of numbers that are kept, of which one may have :data:`_LARGEST` entries."""

_LARGEST = 1_000_000
"""Entries of a list of numbers that goes back to the cluster, as 16 ``terms`` queries."""


class Selector:
    """Turns queries into those of OpenSearch; ``index`` holds the clauses, ``most`` is how many clauses a
    query may have there."""

    def __init__(self, cluster: Cluster, index: str, most: int) -> None:
        self._cluster = cluster
        self._index = index
        self._most = most
        self._settled = lru_cache(_SETTLED)(self._settle)
        self.compiled: Callable[[Query], QueryJson] = lru_cache(4 * _SETTLED)(self._compile)

    def close(self) -> None:
        """Forget everything."""
        self._settled.cache_clear()
        vars(self).pop("compiled", None)

    def possible(self, needles: Sequence[Needle], zones: Sequence[Zone]) -> QueryJson:
        """Return at least the clauses that hold one of ``needles``."""
        return self._fitting(
            disjunction([possible(KEY_FIELDS[zone], needle) for needle in needles for zone in zones])
        )

    def _compile(self, query: Query) -> QueryJson:
        check_query(query)
        return self._fitting(self._translated(query))

    def _fitting(self, compiled: QueryJson) -> QueryJson:
        """Return ``compiled`` with as many of its alternatives settled that the cluster takes it."""
        if leaf_count(compiled) <= self._most:
            return compiled
        inner = compiled.get("bool")
        if inner is None:
            raise EngineUnavailable("engine.large-query")
        if "should" in inner and inner.get("minimum_should_match") == 1:
            return self._united(inner["should"])
        parts = {
            name: [self._listed(each) if leaf_count(each) > 1 else each for each in value]
            if isinstance(value, list)
            else value
            for name, value in inner.items()
        }
        smaller = {"bool": parts}
        if leaf_count(smaller) > self._most:
            raise EngineUnavailable("engine.large-query")
        return smaller

    def _united(self, alternatives: Sequence[QueryJson]) -> QueryJson:
        """Return what one of many alternatives selects, asked for in groups."""
        groups: list[list[QueryJson]] = [[]]
        for each in alternatives:
            own = each if leaf_count(each) <= self._most else self._fitting(each)
            if groups[-1] and leaf_count(groups[-1]) + leaf_count(own) > self._most:
                groups.append([])
            groups[-1].append(own)
        numbers = [self._numbers(disjunction(group)) for group in groups]
        return _numbered(np.unique(np.concatenate(numbers)))

    def _listed(self, compiled: QueryJson) -> QueryJson:
        return _numbered(self._numbers(self._fitting(compiled)))

    def _numbers(self, compiled: QueryJson) -> Identifiers:
        """Return the numbers of the records that ``compiled`` selects."""
        body = {"query": conjunction([compiled]), "sort": ["seq"], **stored_only()}
        found: list[int] = []
        for hit in self._cluster.hits(self._index, body):
            found.append(hit["sort"][0])
            if len(found) > _LARGEST:
                raise EngineUnavailable("engine.large-query")
        return np.array(found, np.int64)

    def _translated(self, query: Query) -> QueryJson:
        match query:
            case And(operands):
                return conjunction([self._translated(operand) for operand in operands])
            case Or(operands):
                return disjunction([self._translated(operand) for operand in operands])
            case Not(operand):
                return none_of(self._translated(operand))
            case AtLeast(operands, least):
                return at_least([self._translated(operand) for operand in operands], least)
            case Exact():
                return self._exact(query)
            case Word(term):
                return disjunction([{"term": {field: keyword(term)}} for field in ("words", "cwords")])
            case Has():
                return has(query)
            case Between("day"):
                return between(query)
            case Near(left, right, distance):
                plain = self._plainly_near(near_needles(left), near_needles(right), distance)
                return self._settled(query) if plain is None else plain
            case InDocument():
                return self._settled(query)
            case Everything():
                return EVERYTHING
            case _:
                raise TypeError(f"not an engine query: {query!r}")

    def _plainly_near(
        self, left: Sequence[Needle], right: Sequence[Needle], distance: int
    ) -> QueryJson | None:
        """Return the query of spans; None where it is too large or does not say all."""
        first, second = ([needle for needle in side if isinstance(needle, str)] for side in (left, right))
        if not all(map(is_plain, (*left, *right))):
            return None
        compiled = near(first, second, distance)
        return compiled if leaf_count(compiled) <= self._most else None

    def _exact(self, query: Exact) -> QueryJson:
        alternatives = [
            contiguous(KEY_FIELDS[zone], str(needle))
            for needle in query.needles
            if is_plain(needle)
            for zone in query.zones
        ]
        others = tuple(needle for needle in query.needles if not is_plain(needle))
        if others:
            alternatives.append(self._settled(Exact(others, query.zones)))
        return disjunction(alternatives)

    def _bordered(self, query: Exact) -> QueryJson:
        """Return the clauses that hold one of some needles with borders, neighbours or gaps.

        Where neighbours can be asked for, only the clauses that have one that may not stand there are
        scanned; the others hold the needle for certain.
        """
        numbers: list[Identifiers] = [np.empty(0, np.int64)]
        for needle in query.needles:
            for zone in query.zones:
                check_budget()
                field = KEY_FIELDS[zone]
                candidates = self.possible((needle,), (zone,))
                doubts = doubtful(field, needle)
                own = Exact((needle,), (zone,))
                if doubts is not None and leaf_count([candidates, *doubts]) <= self._most:
                    doubt = disjunction(doubts)
                    numbers.append(self._numbers(conjunction([candidates, none_of(doubt)])))
                    candidates = conjunction([candidates, doubt])
                numbers.append(self._scanned(candidates, partial(_holds, own), (zone,)))
        return _numbered(np.unique(np.concatenate(numbers)))

    def _settle(self, query: Exact | Near | InDocument) -> QueryJson:
        check_budget()
        match query:
            case InDocument(operand):
                owners = self._cluster.composite(self._index, self.compiled(operand), "docno")
                return valued("docno", [docno for docno, _, _ in owners])
            case Exact():
                return self._bordered(query)
            case Near(left, right, distance):
                sides = near_needles(left), near_needles(right)
                candidates = conjunction([self.possible(side, ("text",)) for side in sides])
                found = self._scanned(
                    candidates, lambda keys: _stand_near(*sides, distance, keys["text"]), ("text",)
                )
                return _numbered(found)

    def _scanned(
        self, candidates: QueryJson, holds: Callable[[Mapping[Zone, str]], bool], zones: Sequence[Zone]
    ) -> Identifiers:
        """Return the numbers of the candidates whose keys satisfy ``holds``."""
        fields = {zone: _KEYS[zone] for zone in zones}
        body = {"query": conjunction([candidates]), "sort": ["seq"], **stored_only(fields.values())}
        found = [
            hit["sort"][0]
            for hit in self._cluster.hits(self._index, body, 2_000)
            if holds({zone: restored(hit["fields"][field][0]) for zone, field in fields.items()})
        ]
        return np.array(found, np.int64)


def _numbered(numbers: Identifiers) -> QueryJson:
    if len(numbers) > _LARGEST:
        raise EngineUnavailable("engine.large-query")
    return valued("seq", numbers.tolist())


def _holds(query: Exact, keys: Mapping[Zone, str]) -> bool:
    return any(
        any(True for _ in find_needle(keys[zone], needle)) for needle in query.needles for zone in query.zones
    )


def _stand_near(left: Sequence[Needle], right: Sequence[Needle], distance: int, key: str) -> bool:
    lefts = [span for needle in left for span in find_needle(key, needle)]
    rights = [span for needle in right for span in find_needle(key, needle)]
    return any(
        0 <= after.start - before.end <= distance
        for one in lefts
        for other in rights
        for before, after in ((one, other), (other, one))
    )
