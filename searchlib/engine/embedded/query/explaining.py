"""The parts of the score of single records, from the same lists and looks that score all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from searchlib.engine.base import CHARACTER_WEIGHT, DOCUMENT_WEIGHT
from searchlib.engine.embedded.columns.docset import RecordNumbers
from searchlib.engine.embedded.query.bm25 import ScoredList, add_found
from searchlib.engine.embedded.query.documents import DocumentScorer
from searchlib.engine.embedded.query.strings import StringScorer
from searchlib.model import PartKind, ScorePart
from searchlib.query.ranking import Scoring

Lists = Callable[[str, float], Iterable[ScoredList]]
"""Returns the weighted lists of a term, over all segments."""


class Explainer:
    """Takes the score of one record apart, which is ``record`` of ``segment`` and belongs to ``document``."""

    def __init__(self, segment: int, record: int, document: int) -> None:
        self._segment = segment
        self._record: RecordNumbers = np.array([record])
        self._document: RecordNumbers = np.array([document])

    def words(self, lists: Lists, terms: Iterable[tuple[str, float]]) -> ScorePart:
        """Return what words add."""
        return ScorePart(
            PartKind.WORDS, 1.0, tuple((term, self._held(lists(term, own))) for term, own in terms)
        )

    def title(self, lists: Lists, terms: Iterable[tuple[str, float]], weight: float) -> ScorePart:
        """Return what words of headings and title add."""
        values = ((term, weight * self._held(lists(term, own))) for term, own in terms)
        return ScorePart(PartKind.TITLE, weight, tuple(values))

    def pairs(self, strings: StringScorer, pairs: Iterable[str]) -> ScorePart:
        """Return what pairs of characters add."""
        return ScorePart(
            PartKind.PAIRS, 1.0, tuple((pair, self._held(strings.lists(pair))) for pair in pairs)
        )

    def characters(self, strings: StringScorer, characters: tuple[str, ...]) -> ScorePart:
        """Return what single characters add."""
        found = strings.scores(self._segment, self._record, characters) if characters else []
        values = (CHARACTER_WEIGHT * float(own[0]) for own in found)
        return ScorePart(PartKind.CHARACTERS, CHARACTER_WEIGHT, tuple(zip(characters, values, strict=True)))

    def document(self, documents: DocumentScorer, scoring: Scoring) -> ScorePart:
        """Return what the words of the whole document add."""
        values = (
            (term, DOCUMENT_WEIGHT * weight * float(documents.scores(self._document, term)[0]))
            for term, weight in scoring.all_words
        )
        return ScorePart(PartKind.DOCUMENT, DOCUMENT_WEIGHT, tuple(values))

    def _held(self, lists: Iterable[ScoredList]) -> float:
        scores = np.zeros(1)
        for own in lists:
            if own.segment == self._segment:
                add_found(scores, own, self._record)
        return float(scores[0])
