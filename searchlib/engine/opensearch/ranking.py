"""Exact scores and order from a cluster whose own scores are upper bounds.

OpenSearch adds up, for each selected clause, ``boost * value / (value + K1)`` over the terms of the query,
which is the first pass of :mod:`searchlib.engine.base` but for rounding: nine significant bits of each value,
and average lengths that have changed since the value was written. The boosts are enlarged by as much as that
can take away, so that what it returns is a bound of the exact score and close to it.

The best clauses by the bound are fetched and scored exactly. Those wanted are proven to be the best as soon
as the last of them exceeds the bound of the last clause fetched, since no clause that was not fetched has a
greater one; otherwise more are fetched. In the end that would be all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from searchlib.budget import check_budget
from searchlib.engine.base import CONTEXT_WEIGHT, DOCUMENT_B, K1, B
from searchlib.engine.embedded.query.bm25 import idf_of
from searchlib.engine.opensearch.cluster import PAGE, Cluster, stored_only
from searchlib.engine.opensearch.compiler import QueryJson, valued
from searchlib.engine.opensearch.encoding import feature, restored
from searchlib.engine.opensearch.mapping import DIGIT_BASE, RECORD_BITS
from searchlib.engine.opensearch.rows import digit_name, frequencies_in
from searchlib.engine.opensearch.statistics import ScoreStatistics
from searchlib.engine.oracle_scores import (
    FieldStatistics,
    RecordScores,
    ScoredField,
    ScoredFields,
    best_of,
)
from searchlib.model import Explanation
from searchlib.query.ranking import Scoring

_LOST = 1 / (1 - 2**-8)
"""A ``rank_features`` value keeps its first nine significant bits; the others are cut off."""

_SINGLE = 1 + 1e-5
"""More than single precision can take away from a sum of hundreds of terms."""

_FIRST = 50
"""The fewest clauses fetched at first."""

_GROWTH = 4
"""How many times as many are fetched next."""


@dataclass(frozen=True, slots=True)
class RankedHit:
    """A clause that may be wanted: its place in the corpus order, the last of which is its number, and the
    stored fields that were asked for."""

    order: tuple[int, str, int, int]
    fields: Mapping[str, Any]

    @property
    def number(self) -> int:
        """The number of the record."""
        return self.order[3]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best clauses by relevance: how many there are in all, numbers and scores of the best."""

    total: int
    numbers: list[int]
    scores: list[float]


class Ranker:
    """Scores the clauses of an index; ``citations`` are by document id."""

    def __init__(self, cluster: Cluster, statistics: ScoreStatistics, citations: Mapping[str, int]) -> None:
        self._cluster = cluster
        self._statistics = statistics
        self._remote = statistics.remote
        self._citations = citations

    def best(self, selection: QueryJson, scoring: Scoring, end: int | None) -> Ranked:
        """Return the first ``end`` clauses of ``selection`` by relevance, all of them if None."""
        total, found, scores = self._scored(selection, scoring, end)
        final = scores.of(range(len(found)), scoring)
        order = best_of(final, len(found) if end is None else end)
        return Ranked(total, [found[place].number for place in order], [final[place] for place in order])

    def scores_of(self, numbers: Sequence[int], selection: QueryJson, scoring: Scoring) -> list[float]:
        """Return the scores of these clauses, which are among those of ``selection``."""
        if not scoring:
            return [0.0] * len(numbers)
        pool = self._scored(selection, scoring, 0)[1] if scoring.pool else []
        every, scores = self._with(pool, numbers, scoring)
        final = scores.of(range(len(every)), scoring)
        by_number = {each.number: final[place] for place, each in enumerate(every)}
        return [by_number[number] for number in numbers]

    def explain(self, numbers: Sequence[int], selection: QueryJson, scoring: Scoring) -> list[Explanation]:
        """Return the parts of the scores of these clauses, which are among those of ``selection``."""
        pool = self._scored(selection, scoring, 0)[1] if scoring.pool else []
        every, scores = self._with(pool, numbers, scoring)
        places = {each.number: place for place, each in enumerate(every)}
        return [scores.explain(places[number], range(len(every)), scoring) for number in numbers]

    def _with(
        self, pool: Sequence[RankedHit], numbers: Sequence[int], scoring: Scoring
    ) -> tuple[list[RankedHit], RecordScores]:
        """Return the clauses of the pool and these ones, in corpus order, and their scores."""
        self._statistics.learn(scoring)
        missing = sorted({*numbers} - {each.number for each in pool})
        found = [*pool]
        for start in range(0, len(missing), PAGE):
            body = self._body(valued("seq", missing[start : start + PAGE]), (), scoring)
            found += map(_ranked_hit, self._cluster.hits(self._remote.clauses, body))
        if len(found) != len(pool) + len(missing):
            raise ValueError("a record is not in the index")
        found.sort(key=lambda each: each.order)
        return found, self._record_scores(found, scoring)

    def _scored(
        self, selection: QueryJson, scoring: Scoring, end: int | None
    ) -> tuple[int, list[RankedHit], RecordScores]:
        """Return how many clauses there are, and candidates in corpus order with their scores: the best
        ``end`` of the first pass, and the whole pool, are proven to be among them."""
        self._statistics.learn(scoring)
        needed = None if end is None else max(end, scoring.pool)
        bounds = self._bounds(scoring)
        body = self._body(selection, bounds, scoring)
        found: list[RankedHit] = []
        lowest = 0.0
        for total, hits in self._pages(body, needed):
            check_budget()
            found += map(_ranked_hit, hits)
            if needed is None and len(found) < total:
                continue
            lowest = hits[-1]["sort"][0] if hits else 0.0
            every = sorted(found, key=lambda each: each.order)
            scores = self._record_scores(every, scoring)
            if len(every) == total or not needed or not bounds:
                return total, every, scores
            firsts = scores.firsts(range(len(every)), scoring)
            best = best_of(firsts, needed)
            if lowest == 0.0 or firsts[best[-1]] > lowest * _SINGLE:
                return total, every, scores
        raise AssertionError("the last page holds the last clause")

    def _pages(self, body: QueryJson, needed: int | None) -> Iterator[tuple[int, list[Any]]]:
        """Yield the total and pages of hits; all pages together are each time several times as many."""
        index = self._remote.clauses
        total, hits = self._cluster.page(index, body, _window(needed))
        fetched = len(hits)
        yield total, hits
        while fetched < total:
            size = PAGE if needed is None else min(PAGE, (_GROWTH - 1) * fetched)
            after = {**body, "search_after": hits[-1]["sort"]}
            _, hits = self._cluster.page(index, after, size, fetched, total)
            fetched += len(hits)
            yield total, hits

    def _body(self, selection: QueryJson, bounds: Sequence[QueryJson], scoring: Scoring) -> QueryJson:
        """Return the request for candidates in the order of their bounds, with what scores them."""
        return {
            "query": {"bool": {"filter": [selection], "should": list(bounds)}},
            "sort": [{"_score": "desc"}, "dsort", "doc", "ord", "seq"],
            **stored_only(("f", "g", *(("k",) if scoring.pool else ()))),
        }

    def _bounds(self, scoring: Scoring) -> list[QueryJson]:
        """Return the queries whose scores add up to the bound."""
        own, remote = self._statistics, self._remote
        terms = [term for term, _ in scoring.words]
        parts: list[tuple[str, str, float]] = []
        words = own.words.of(terms)
        for term, weight in scoring.words:
            parts.append(("w", term, weight * self._idf(words[term])))
        if scoring.pool:
            for pair, holders in own.strings.of(scoring.pairs).items():
                parts.append(("p", pair, self._idf(holders)))
        else:
            context = own.context_words.of(terms)
            for term, weight in scoring.words:
                parts.append(("c", term, weight * CONTEXT_WEIGHT * self._idf(context[term])))
        grown = {
            "w": _grown(remote.scales.words, own.average_words, remote.scales.b),
            "c": _grown(remote.scales.context_words, own.average_context, remote.scales.b),
            "p": _grown(remote.scales.characters, own.average_characters, remote.scales.b),
        }
        return [
            {
                "rank_feature": {
                    "field": f"{field}.{feature(term)}",
                    "saturation": {"pivot": K1},
                    "boost": mass * (K1 + 1) * grown[field] * _LOST * _SINGLE,
                }
            }
            for field, term, mass in parts
            if mass > 0
        ]

    def _idf(self, holders: int) -> float:
        return idf_of(self._remote.sums.clauses, holders) if holders else 0.0

    def _record_scores(self, found: Sequence[RankedHit], scoring: Scoring) -> RecordScores:
        """Return the scores of candidates in corpus order; documents are asked for where they count."""
        own, sums = self._statistics, self._remote.sums
        words = [term for term, _ in scoring.all_words]
        strings = (*scoring.pairs, *scoring.characters) if scoring.pool else ()
        keys = [restored(each.fields["k"][0]) if scoring.pool else "" for each in found]
        text, context = ([frequencies_in(each.fields[name][0]) for each in found] for name in "fg")
        lengths = [[sum(each.values()) for each in counted] for counted in (text, context)]
        counts = [_counts(key, strings) for key in keys]
        characters = ScoredField(
            counts,
            list(map(len, keys)),
            FieldStatistics(sums.clauses, own.average_characters, own.strings.of(strings)),
        )
        owners = [restored(each.order[1]) for each in found]
        document_of = {owner: place for place, owner in enumerate(dict.fromkeys(owners))}
        fields = ScoredFields(
            ScoredField(
                text, lengths[0], FieldStatistics(sums.clauses, own.average_words, own.words.of(words))
            ),
            ScoredField(
                context,
                lengths[1],
                FieldStatistics(sums.clauses, own.average_context, own.context_words.of(words)),
            ),
            characters,
            characters,
            self._documents(found, document_of, scoring),
        )
        return RecordScores(owners, self._citations, fields, document_of)

    def _documents(
        self, found: Sequence[RankedHit], document_of: Mapping[str, int], scoring: Scoring
    ) -> ScoredField:
        """Return the frequencies of the words in the documents of ``found``."""
        words = [term for term, _ in scoring.all_words] if scoring.pool else []
        counts: list[dict[str, int]] = [{} for _ in document_of]
        lengths = [0] * len(document_of)
        numbers = {each.number >> RECORD_BITS: document_of[restored(each.order[1])] for each in found}
        if words:
            digits = range(self._remote.digits)
            names = {
                f"{place}.{digit}": (word, DIGIT_BASE**digit)
                for place, word in enumerate(words)
                for digit in digits
            }
            should = [
                {
                    "rank_feature": {
                        "field": f"w.{digit_name(feature(word), digit)}",
                        "linear": {},
                        "_name": f"{place}.{digit}",
                    }
                }
                for place, word in enumerate(words)
                for digit in digits
            ]
            wanted = sorted(numbers)
            for start in range(0, len(wanted), PAGE):
                body = {
                    "query": {
                        "bool": {"filter": [valued("docno", wanted[start : start + PAGE])], "should": should}
                    },
                    "sort": ["docno", "nw"],
                    **stored_only(),
                }
                for hit in self._cluster.hits(self._remote.documents, body, parts=True):
                    place = numbers[hit["sort"][0]]
                    lengths[place] = hit["sort"][1]
                    for name, value in (hit.get("matched_queries") or {}).items():
                        word, unit = names[name]
                        counts[place][word] = counts[place].get(word, 0) + round(value) * unit
        statistics = FieldStatistics(
            self._remote.sums.documents,
            self._statistics.average_document,
            self._statistics.documents.of(words),
        )
        return ScoredField(counts, lengths, statistics, DOCUMENT_B)


def _window(needed: int | None) -> int:
    """Return how many clauses are fetched at first to prove the best ``needed``."""
    return PAGE if needed is None else min(PAGE, max(_FIRST, needed + needed // 5 + 10))


def _grown(scale: float, average: float, b: float) -> float:
    """Return by how much values may be too low since they were written with another average length.

    ``(1 - b + b x / scale) / (1 - B + B x / average)`` is monotone in the length ``x``.
    """
    if not average:
        return 1.0
    return max((1 - b) / (1 - B), (b / scale) / (B / average), 1.0) if B < 1 else (b / scale) * average


def _ranked_hit(hit: Mapping[str, Any]) -> RankedHit:
    _, day, document, ordinal, number = hit["sort"]
    return RankedHit((day, document, ordinal, number), hit["fields"])


def _counts(key: str, strings: Iterable[str]) -> dict[str, int]:
    """Return how many places of ``key`` each string of one or two characters begins at."""
    found = {}
    for string in strings:
        count = key.count(string)
        if count and len(string) > 1 and string[0] == string[-1]:
            count = sum(key.startswith(string, at) for at in range(len(key)))
        if count:
            found[string] = count
    return found
