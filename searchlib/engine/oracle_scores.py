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
    PRIOR_WEIGHT,
    B,
)
from searchlib.model import AnalyzedClause
from searchlib.query.ranking import Scoring

Weighted = Iterable[tuple[str, float]]


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
        scores = {number: self._first(number, scoring) for number in numbers}
        pool = sorted(numbers, key=lambda number: (-scores[number], number))[: scoring.pool]
        gate = 1 - self._share(pool, scoring.all_words) if scoring.prior else 0.0
        for number in pool:
            scores[number] += self._second(number, scoring)
            cited = self._citations.get(self._owners[number], 0)
            scores[number] *= 1 + PRIOR_WEIGHT * gate * math.log(1 + cited)
        return scores

    def _first(self, number: int, scoring: Scoring) -> float:
        pairs = ((pair, 1.0) for pair in scoring.pairs)
        return self._text.sum(number, scoring.words) + self._pairs.sum(number, pairs)

    def _second(self, number: int, scoring: Scoring) -> float:
        document = self._document_of[self._owners[number]]
        characters = ((character, 1.0) for character in scoring.characters)
        return (
            self._text.sum(number, scoring.late_words)
            + CHARACTER_WEIGHT * self._characters.sum(number, characters)
            + DOCUMENT_WEIGHT * self._documents.sum(document, scoring.all_words)
            + CONTEXT_WEIGHT * self._context.sum(number, scoring.all_words)
        )

    def _share(self, pool: Sequence[int], words: Sequence[tuple[str, float]]) -> float:
        masses = [(word, weight * self._text.idf(word)) for word, weight in words]
        whole = sum(mass for _, mass in masses)
        held = [sum(mass for word, mass in masses if self._text.holds(number, word)) for number in pool]
        return max(held, default=0.0) / whole if whole else 1.0


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

    def sum(self, number: int, terms: Weighted) -> float:
        """Return the weighted sum of the scores of ``terms``."""
        return sum(weight * self._bm25(number, term) for term, weight in terms)

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
