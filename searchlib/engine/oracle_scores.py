"""The formula of :mod:`searchlib.engine.base` by definition, in plain Python.

The oracle scores all records by it; an engine whose index is elsewhere scores those that may be wanted, with
statistics that it has asked for.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searchlib.engine.base import (
    CHARACTER_WEIGHT,
    CONTEXT_WEIGHT,
    DOCUMENT_B,
    DOCUMENT_WEIGHT,
    K1,
    POOL_CONTEXT_WEIGHT,
    PRIOR_WEIGHT,
    B,
)
from searchlib.model import AnalyzedClause, Explanation, PartKind, ScorePart
from searchlib.query.ranking import Scoring

_Weighted = Iterable[tuple[str, float]]


class RecordScores:
    """Scores records, which are numbers from 0 in the corpus order, by the statistics of their fields.

    ``owners`` has the document of each record, ``document_of`` the number of each document in the field
    ``documents``. Records that no query selects may be missing; the statistics are those of all.
    """

    def __init__(
        self,
        owners: Sequence[str],
        citations: Mapping[str, int],
        fields: ScoredFields,
        document_of: Mapping[str, int],
    ) -> None:
        self._owners = owners
        self._citations = citations
        self._text = fields.text
        self._context = fields.context
        self._characters = fields.characters
        self._pairs = fields.pairs
        self._documents = fields.documents
        self._document_of = document_of

    def of(self, numbers: Sequence[int], scoring: Scoring) -> dict[int, float]:
        """Return the score of each of ``numbers``, which are all that a query selects."""
        scores = self.firsts(numbers, scoring)
        pool = best_of(scores, scoring.pool)
        share = self._share(pool, scoring.all_words)
        for number in pool:
            scores[number] += _total(self._second(number, scoring))
            scores[number] *= self._factor(number, share, scoring)
        return scores

    def firsts(self, numbers: Sequence[int], scoring: Scoring) -> dict[int, float]:
        """Return the score of each of ``numbers`` after the first pass."""
        return {number: _total(self._first(number, scoring)) for number in numbers}

    def explain(self, number: int, numbers: Sequence[int], scoring: Scoring) -> Explanation:
        """Return the parts of the score of one of ``numbers``, which are all that a query selects."""
        score = self.of(numbers, scoring)[number]
        pool = best_of(self.firsts(numbers, scoring), scoring.pool)
        if number not in pool:
            return Explanation(self._first(number, scoring), 1.0, score, refined=not scoring.pool)
        share = self._share(pool, scoring.all_words)
        parts = (*self._first(number, scoring), *self._second(number, scoring))
        factor = self._factor(number, share, scoring)
        if not scoring.prior:
            return Explanation(parts, factor, score, True)
        return Explanation(parts, factor, score, True, self._citations.get(self._owners[number], 0), share)

    def _factor(self, number: int, share: float, scoring: Scoring) -> float:
        cited = self._citations.get(self._owners[number], 0)
        return 1 + PRIOR_WEIGHT * (1 - share) * math.log(1 + cited) if scoring.prior else 1.0

    def _first(self, number: int, scoring: Scoring) -> tuple[ScorePart, ...]:
        words = self._text.part(PartKind.WORDS, number, scoring.words)
        if not scoring.pool:
            return words, self._context.part(PartKind.TITLE, number, scoring.words, CONTEXT_WEIGHT)
        pairs = [(pair, 1.0) for pair in scoring.pairs]
        return words, self._pairs.part(PartKind.PAIRS, number, pairs)

    def _second(self, number: int, scoring: Scoring) -> tuple[ScorePart, ...]:
        document = self._document_of[self._owners[number]]
        characters = [(character, 1.0) for character in scoring.characters]
        words = scoring.all_words
        return (
            self._text.part(PartKind.WORDS, number, scoring.late_words),
            self._characters.part(PartKind.CHARACTERS, number, characters, CHARACTER_WEIGHT),
            self._documents.part(PartKind.DOCUMENT, document, words, DOCUMENT_WEIGHT),
            self._context.part(PartKind.TITLE, number, words, POOL_CONTEXT_WEIGHT),
        )

    def _share(self, pool: Sequence[int], words: Sequence[tuple[str, float]]) -> float:
        masses = [(word, weight * self._text.idf(word)) for word, weight in words]
        whole = sum(mass for _, mass in masses)
        held = [sum(mass for word, mass in masses if self._text.holds(number, word)) for number in pool]
        return max(held, default=0.0) / whole if whole else 1.0


class OracleScores(RecordScores):
    """Scores records, which are numbers of places in the list given."""

    def __init__(self, records: Sequence[AnalyzedClause], citations: Mapping[str, int]) -> None:
        owners = [record.document.id for record in records]
        whole: dict[str, list[str]] = {owner: [] for owner in owners}
        for owner, record in zip(owners, records, strict=True):
            whole[owner].extend(record.words)
        texts = [record.text for record in records]
        lengths = [*map(len, texts)]
        fields = ScoredFields(
            text=_counted([Counter(record.words) for record in records]),
            context=_counted([Counter(record.context_words) for record in records]),
            characters=_counted([Counter(text) for text in texts]),
            pairs=_counted([Counter(map("".join, pairwise(text))) for text in texts], lengths),
            documents=_counted(list(map(Counter, whole.values())), b=DOCUMENT_B),
        )
        super().__init__(owners, citations, fields, {owner: place for place, owner in enumerate(whole)})


def best_of(scores: Mapping[int, float], count: int) -> list[int]:
    """Return the ``count`` best records, ties in the corpus order."""
    return sorted(scores, key=lambda number: (-scores[number], number))[:count]


def _total(parts: Iterable[ScorePart]) -> float:
    return sum(part.total for part in parts)


def _counted(
    counts: Sequence[Counter[str]], lengths: Sequence[int] | None = None, b: float = B
) -> ScoredField:
    """Return the field of all these texts, with their lengths if they are not the sums of ``counts``."""
    lengths = lengths or [each.total() for each in counts]
    average = sum(lengths) / len(counts) if counts else 0.0
    holders = Counter(term for each in counts for term in each)
    return ScoredField(counts, lengths, FieldStatistics(len(counts), average, holders), b)


@dataclass(frozen=True, slots=True)
class FieldStatistics:
    """The number of all texts of a field, their average length, and how many hold each term."""

    count: int
    average: float
    holders: Mapping[str, int]


class ScoredField:
    """Texts of one field: how often each holds each term, and their lengths."""

    def __init__(
        self,
        counts: Sequence[Mapping[str, int]],
        lengths: Sequence[int],
        statistics: FieldStatistics,
        b: float = B,
    ) -> None:
        self._counts = counts
        self._lengths = lengths
        self._statistics = statistics
        self._b = b

    def part(self, kind: PartKind, number: int, terms: _Weighted, weight: float = 1.0) -> ScorePart:
        """Return the weighted scores of ``terms``, each times ``weight``."""
        return ScorePart(
            kind, weight, tuple((term, weight * own * self._bm25(number, term)) for term, own in terms)
        )

    def holds(self, number: int, term: str) -> bool:
        """Return whether a text holds ``term``."""
        return term in self._counts[number]

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of ``term``."""
        holders = self._statistics.holders.get(term, 0)
        return math.log(1 + (self._statistics.count - holders + 0.5) / (holders + 0.5))

    def _bm25(self, number: int, term: str) -> float:
        frequency = self._counts[number].get(term, 0)
        if not frequency:
            return 0.0
        norm = K1 * (1 - self._b + self._b * self._lengths[number] / self._statistics.average)
        return self.idf(term) * frequency * (K1 + 1) / (frequency + norm)


@dataclass(frozen=True, slots=True)
class ScoredFields:
    """The fields of :mod:`searchlib.engine.base`; pairs are strings of ``characters`` too."""

    text: ScoredField
    context: ScoredField
    characters: ScoredField
    pairs: ScoredField
    documents: ScoredField
