"""The passes of scoring, see :mod:`searchlib.engine.base`: lists for all records, looks at a few.

All sums are in an order that does not depend on how the index is divided into segments, and so neither does a
score, down to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from searchlib.budget import check_budget
from searchlib.engine.base import (
    CHARACTER_WEIGHT,
    CONTEXT_WEIGHT,
    DOCUMENT_WEIGHT,
    POOL_CONTEXT_WEIGHT,
    PRIOR_WEIGHT,
)
from searchlib.engine.embedded.columns.docset import RecordNumbers, held_by
from searchlib.engine.embedded.columns.lexicon import decode_utf8, encode_utf8
from searchlib.engine.embedded.query.bm25 import FieldScorer, ScoredList, Scores, add_found
from searchlib.engine.embedded.query.documents import DocumentScorer
from searchlib.engine.embedded.query.explaining import Explainer
from searchlib.engine.embedded.query.strings import StringScorer
from searchlib.engine.embedded.segment.order import CorpusOrder
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.model import Explanation, ScorePart
from searchlib.query.ranking import Scoring

_Weighted = Sequence[tuple[str, float]]


class Scorer:
    """Scores the records of an index; ``citations`` are by document id."""

    def __init__(
        self, segments: Sequence[SegmentReader], corpus: CorpusOrder, citations: Mapping[str, int]
    ) -> None:
        live = [segment.live for segment in segments]
        self._segments = segments
        self._corpus = corpus
        self._citations = citations
        self._bases = corpus.bases.tolist()
        self._words = FieldScorer([segment.words for segment in segments], live)
        self._context = FieldScorer([segment.context_words for segment in segments], live)

    @cached_property
    def _strings(self) -> StringScorer:
        return StringScorer(self._segments)

    @cached_property
    def _documents(self) -> DocumentScorer:
        return DocumentScorer(self._segments, self._corpus)

    @cached_property
    def _authority(self) -> list[Scores]:
        """``ln(1 + citations)`` of each document of each segment, numbered as in the segment."""
        found = []
        for segment in self._segments:
            table = np.zeros(len(segment.document_ids))
            for document, cited in self._citations.items():
                place = segment.document_ids.find(encode_utf8(document))
                if place is not None:
                    table[place] = np.log1p(cited)
            found.append(table)
        return found

    def first_pass(self, scoring: Scoring) -> list[list[ScoredList]]:
        """Return for each segment the lists whose sum is the first score, the greatest factor first."""
        lists: list[list[ScoredList]] = [[] for _ in self._segments]
        for term, weight in scoring.words:
            check_budget()
            for own in self._words.lists(term, weight):
                lists[own.segment].append(own)
            for own in () if scoring.pool else self._context.lists(term, weight * CONTEXT_WEIGHT):
                lists[own.segment].append(own)
        for pair in scoring.pairs if scoring.pool else ():
            check_budget()
            for counted in self._strings.lists(pair):
                lists[counted.segment].append(counted)
        for own_lists in lists:
            own_lists.sort(key=_factor, reverse=True)
        return lists

    def refined(
        self, records: RecordNumbers, scores: Scores, scoring: Scoring
    ) -> tuple[RecordNumbers, Scores]:
        """Return ``records``, which are in the order of their first ``scores``, in the final order, and the
        final scores."""
        if not scoring.pool:
            return records, scores
        pool, rest = records[: scoring.pool], records[scoring.pool :]
        final = self._second_pass(pool, scores[: scoring.pool], scoring)
        order = np.lexsort((self._corpus.ranks.take(pool), -final))
        return (
            np.concatenate((pool[order], rest)),
            np.concatenate((final[order], scores[scoring.pool :])),
        )

    def _second_pass(self, records: RecordNumbers, scores: Scores, scoring: Scoring) -> Scores:
        """Return the final scores of ``records``, in any order, that have the first ``scores``."""
        order = np.argsort(records)
        final, authority = np.zeros(len(records)), np.zeros(len(records))
        edges = np.searchsorted(records, self._bases, sorter=order).tolist()
        for segment, (low, high) in enumerate(pairwise(edges)):
            if low < high:
                places = order[low:high]
                own = records.take(places) - self._bases[segment]
                final[places] = scores.take(places) + self._added(segment, own, scoring)
                if scoring.prior:
                    authority[places] = self._authority[segment].take(
                        self._segments[segment].documents.take(own)
                    )
        if scoring.prior:
            final *= 1 + PRIOR_WEIGHT * (1 - self.share(records, scoring.all_words)) * authority
        return final

    def explain(
        self, places: Iterable[tuple[int, int, int]], pool: RecordNumbers, scores: Scores, scoring: Scoring
    ) -> list[Explanation]:
        """Return the parts of the scores of records: segment, number in it, number in the index.

        ``pool`` are the records that the second pass scored, ``scores`` theirs.
        """
        final = dict(zip(pool.tolist(), scores.tolist(), strict=True))
        share = self.share(pool, scoring.all_words) if scoring.prior and final else None
        found = []
        for segment, record, number in places:
            parts = self._parts(segment, record, scoring, refined=number in final)
            if number not in final:
                total = sum(part.total for part in parts)
                found.append(Explanation(parts, 1.0, total, refined=not scoring.pool))
            elif share is None:
                found.append(Explanation(parts, 1.0, final[number], refined=True))
            else:
                cited = self._citations_of(segment, record)
                factor = prior_factor(share, cited)
                found.append(Explanation(parts, factor, final[number], True, cited, share))
        return found

    def _parts(self, segment: int, record: int, scoring: Scoring, *, refined: bool) -> tuple[ScorePart, ...]:
        """Return the parts of the score of a record of a segment, those of the second pass if ``refined``."""
        document = int(self._corpus.documents[record + self._bases[segment]])
        explainer = Explainer(segment, record, document)
        words = explainer.words(self._words.lists, scoring.words)
        if not scoring.pool:
            return words, explainer.title(self._context.lists, scoring.words, CONTEXT_WEIGHT)
        first = (words, explainer.pairs(self._strings, scoring.pairs))
        if not refined:
            return first
        return (
            *first,
            explainer.words(self._words.lists, scoring.late_words),
            explainer.characters(self._strings, scoring.characters),
            explainer.document(self._documents, scoring),
            explainer.title(self._context.lists, scoring.all_words, POOL_CONTEXT_WEIGHT),
        )

    def _citations_of(self, segment: int, record: int) -> int:
        """Return how many records of others cite the document of a record."""
        segment_reader = self._segments[segment]
        place = int(segment_reader.documents[record])
        return self._citations.get(decode_utf8(segment_reader.document_ids[place]), 0)

    def share(self, records: RecordNumbers, words: _Weighted) -> float:
        """Return ``C`` for the pool ``records``."""
        ascending = np.sort(records)
        edges = np.searchsorted(ascending, self._bases).tolist()
        return max(
            (
                self._share(segment, ascending[low:high] - self._bases[segment], words)
                for segment, (low, high) in enumerate(pairwise(edges))
                if low < high
            ),
            default=0.0,
        )

    def _added(self, segment: int, records: RecordNumbers, scoring: Scoring) -> Scores:
        """Return what the second pass adds to the scores of ascending ``records`` of a segment."""
        late = self._field(self._words, segment, records, scoring.late_words)
        characters = np.zeros(len(records))
        if scoring.characters:
            for own in self._strings.scores(segment, records, scoring.characters):
                characters += own
        context = self._field(self._context, segment, records, scoring.all_words)
        documents = self._of_documents(records + self._bases[segment], scoring.all_words)
        added: Scores = (
            late + CHARACTER_WEIGHT * characters + DOCUMENT_WEIGHT * documents + POOL_CONTEXT_WEIGHT * context
        )
        return added

    def _field(self, field: FieldScorer, segment: int, records: RecordNumbers, terms: _Weighted) -> Scores:
        scores = np.zeros(len(records))
        for term, weight in terms:
            check_budget()
            for own in field.lists(term, weight):
                if own.segment == segment:
                    add_found(scores, own, records)
        return scores

    def _of_documents(self, records: RecordNumbers, terms: _Weighted) -> Scores:
        """Return the sum over ``terms`` for the documents of ``records``, each document once."""
        documents, places = np.unique(self._corpus.documents.take(records), return_inverse=True)
        scores = np.zeros(len(documents))
        for term, weight in terms:
            check_budget()
            scores += weight * self._documents.scores(documents.astype(np.intp), term)
        return scores.take(places)

    def _share(self, segment: int, records: RecordNumbers, words: _Weighted) -> float:
        """Return the greatest share of the idf of all ``words`` that one of ``records`` holds."""
        whole, held = 0.0, np.zeros(len(records))
        for term, weight in words:
            mass = self._words.mass(term, weight)
            whole += mass
            for own in self._words.lists(term, weight):
                if own.segment == segment:
                    held += mass * held_by(own.records, records)
        return float(held.max()) / whole if whole else 1.0


def _factor(own: ScoredList) -> float:
    return own.factor


def prior_factor(share: float, citations: int) -> float:
    """Return the factor of a document that ``citations`` records of others cite."""
    return 1 + PRIOR_WEIGHT * (1 - share) * math.log1p(citations)
