"""The oracle's scores: the formula of :mod:`searchlib.engine.base` by definition, in plain Python."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


class OracleScores:
    """Scores records, which are numbers of places in the list given."""

    def __init__(self, records: Sequence[AnalyzedClause], citations: Mapping[str, int]) -> None:
        self._owners = [record.document.id for record in records]
        self._citations = citations
        whole: dict[str, list[str]] = {owner: [] for owner in self._owners}
        for owner, record in zip(self._owners, records, strict=True):
            whole[owner].extend(record.words)
        texts = [record.text for record in records]
        self._text = _Field([Counter(record.words) for record in records])
        self._context = _Field([Counter(record.context_words) for record in records])
        self._characters = _Field([Counter(text) for text in texts])
        self._pairs = _Field([Counter(map("".join, pairwise(text))) for text in texts], [*map(len, texts)])
        self._documents = _Field(list(map(Counter, whole.values())), b=DOCUMENT_B)
        self._document_of = {owner: place for place, owner in enumerate(whole)}

    def of(self, numbers: Sequence[int], scoring: Scoring) -> dict[int, float]:
        """Return the score of each of ``numbers``, which are all that a query selects."""
        scores = {number: _total(self._first(number, scoring)) for number in numbers}
        pool = self._pool(numbers, scoring)
        share = self._share(pool, scoring.all_words)
        for number in pool:
            scores[number] += _total(self._second(number, scoring))
            scores[number] *= self._factor(number, share, scoring)
        return scores

    def explain(self, number: int, numbers: Sequence[int], scoring: Scoring) -> Explanation:
        """Return the parts of the score of one of ``numbers``, which are all that a query selects."""
        score = self.of(numbers, scoring)[number]
        pool = self._pool(numbers, scoring)
        if number not in pool:
            return Explanation(self._first(number, scoring), 1.0, score, refined=not scoring.pool)
        share = self._share(pool, scoring.all_words)
        parts = (*self._first(number, scoring), *self._second(number, scoring))
        factor = self._factor(number, share, scoring)
        if not scoring.prior:
            return Explanation(parts, factor, score, True)
        return Explanation(parts, factor, score, True, self._citations.get(self._owners[number], 0), share)

    def _pool(self, numbers: Sequence[int], scoring: Scoring) -> list[int]:
        firsts = {number: _total(self._first(number, scoring)) for number in numbers}
        return sorted(numbers, key=lambda number: (-firsts[number], number))[: scoring.pool]

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


def _total(parts: Iterable[ScorePart]) -> float:
    return sum(part.total for part in parts)


class _Field:
    """The term statistics of one field. ``lengths`` are its texts' if they are not the sums of ``counts``."""

    def __init__(
        self, counts: Sequence[Counter[str]], lengths: Sequence[int] | None = None, b: float = B
    ) -> None:
        self._counts = counts
        self._lengths = lengths or [each.total() for each in counts]
        self._average = sum(self._lengths) / len(counts) if counts else 0.0
        self._holders = Counter(term for each in counts for term in each)
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
        holders = self._holders[term]
        return math.log(1 + (len(self._counts) - holders + 0.5) / (holders + 0.5))

    def _bm25(self, number: int, term: str) -> float:
        frequency = self._counts[number][term]
        if not frequency:
            return 0.0
        norm = K1 * (1 - self._b + self._b * self._lengths[number] / self._average)
        return self.idf(term) * frequency * (K1 + 1) / (frequency + norm)
