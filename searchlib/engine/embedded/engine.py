"""The open index: answers from the arrays of a Whoosh index, without Whoosh."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchlib.budget import check_budget, checked
from searchlib.engine.base import EngineRequest, Matches, Occurrences, Tally
from searchlib.engine.embedded.columns.arrays import Integers, keep_freed_memory
from searchlib.engine.embedded.columns.docset import DocSet, RecordNumbers, held_by
from searchlib.engine.embedded.query.aggregate import Aggregator, completions, empty_tally
from searchlib.engine.embedded.query.bm25 import Scores, score_some
from searchlib.engine.embedded.query.matcher import Matcher, check_query
from searchlib.engine.embedded.query.passes import Scorer
from searchlib.engine.embedded.query.places import occurrences_in
from searchlib.engine.embedded.query.topk import best, collect_top, lowest
from searchlib.engine.embedded.segment.order import CorpusOrder
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.engine.embedded.segment.segments import read_segments
from searchlib.engine.embedded.segment.stored import StoredFields
from searchlib.model import Clause, Document, Explanation, Needle, Sort
from searchlib.query.ast import Everything, Query
from searchlib.query.ranking import Scoring

_TEXTS = 1024
"""Texts decoded at a time."""


class EmbeddedEngine:
    """An open index; see :class:`searchlib.engine.base.Engine`.

    Record numbers count over all segments in their order, deleted records included.
    """

    def __init__(self, folder: Path, citations: Mapping[str, int] | None = None) -> None:
        keep_freed_memory()
        self._citations = citations or {}
        entries = read_segments(folder)
        self._opened: list[SegmentReader] | None = [SegmentReader.open(folder, entry) for entry in entries]
        self._stored = [StoredFields(segment) for segment in self._segments]
        self._matchers = [Matcher(segment, len(entries)) for segment in self._segments]
        self._bases = list(accumulate(map(len, self._segments), initial=0))

    @property
    def clause_count(self) -> int:
        """The number of clauses."""
        return sum(len(segment) - len(segment.deleted) for segment in self._segments)

    @cached_property
    def _corpus(self) -> CorpusOrder:
        return CorpusOrder(self._segments)

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self._segments, self._corpus, self._citations)

    @cached_property
    def _aggregator(self) -> Aggregator:
        return Aggregator(self._segments, self._corpus, self._live_order())

    def search(self, request: EngineRequest) -> Matches:
        """Select the matching records, and score and order as many as are asked for."""
        self._check_files()
        check_query(request.query)
        docsets = self._docsets(request.query)
        total = sum(docset.count() for docset in docsets)
        check_budget()
        end = total if request.limit is None else min(total, request.offset + request.limit)
        if request.offset >= end:
            return Matches(total, [], [], [])
        if request.sort is Sort.RELEVANCE and request.scoring:
            records, scores = self._most_relevant(docsets, request.scoring, end)
            records, scores = records[request.offset : end], scores[request.offset : end]
        else:
            records = self._in_order(docsets, request.sort, end)[request.offset :]
            scores = self._scores_of(records, docsets, request.scoring)
        return Matches(total, records.tolist(), scores.tolist(), self._corpus.documents[records].tolist())

    def explain(self, request: EngineRequest, numbers: Sequence[int]) -> list[Explanation]:
        """Return the parts of the scores of these records, which ``request.query`` selects."""
        check_query(request.query)
        docsets = self._docsets(request.query)
        pool, scores = self._most_relevant(docsets, request.scoring, 0)
        return self._scorer.explain(
            [(*self._locate(each), each) for each in numbers], pool, scores, request.scoring
        )

    def occurrences(self, needles: tuple[Needle, ...], within: Query | None = None) -> Occurrences:
        """Find the places of the needles, and order them by one sort of packed integers."""
        self._check_files()
        wanted = Everything() if within is None else within
        check_query(wanted)
        kept = [
            None if within is None and segment.live is None else self._live(number, wanted)
            for number, segment in enumerate(self._segments)
        ]
        return occurrences_in(self._segments, kept, self._corpus, needles)

    def tally(
        self,
        query: Query,
        fields: tuple[str, ...] = (),
        *,
        occurrences: Occurrences | None = None,
        characters: bool = False,
    ) -> Tally:
        """Count the matching records and divide them by ``fields``."""
        self._check_files()
        check_query(query)
        if not self._segments:
            return empty_tally(fields)
        return self._aggregator.tally(self._numbers(self._docsets(query)), fields, occurrences, characters)

    def clauses_by_document(self, query: Query) -> Mapping[int, int]:
        """Count the documents of the records that match."""
        self._check_files()
        check_query(query)
        counts = np.bincount(self._corpus.documents[self._numbers(self._docsets(query))])
        held = np.flatnonzero(counts)
        return dict(zip(held.tolist(), counts[held].tolist(), strict=True))

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the ``limit`` commonest terms of texts that begin with ``prefix``."""
        self._check_files()
        return completions(self._segments, prefix, limit)

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the stored clauses and documents of these records, in the order given."""
        found: dict[int, tuple[Clause, Document]] = {}
        for start in range(0, len(numbers), _TEXTS):
            check_budget()
            self._check_files()
            for place, own in self._by_segment(numbers[start : start + _TEXTS]).items():
                base = self._bases[place]
                clauses = self._stored[place].clauses([number - base for number in own])
                found.update(zip(own, clauses, strict=True))
        return [found[number] for number in numbers]

    def documents_of(self, numbers: Sequence[int]) -> list[Document]:
        """Return the stored document of each of these records, in the order given."""
        self._check_files()
        places = map(self._locate, map(int, checked(numbers)))
        return [self._stored[place].document(record) for place, record in places]

    def documents(self) -> Iterator[Document]:
        """Return every document with a live clause, in the order of its first one."""
        self._check_files()
        order = self._live_order()
        _, firsts = np.unique(self._corpus.documents[order], return_index=True)
        for number in order[np.sort(firsts)].tolist():
            place, record = self._locate(number)
            yield self._stored[place].document(record)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Return record number and folded text of every clause, decoding neighbouring records together."""
        self._check_files()
        order = self._live_order()
        cuts = np.flatnonzero(np.diff(order) != 1) + 1
        edges = [0, *cuts.tolist(), len(order)]
        for low, high in pairwise(edges):
            if low < high:
                yield from self._run_of_texts(int(order[low]), int(order[high - 1]) + 1)

    def texts_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the folded texts of these records, in the order given."""
        self._check_files()
        found: dict[int, str] = {}
        for place, own in self._by_segment(numbers).items():
            base = self._bases[place]
            texts = self._segments[place].text.texts_of([number - base for number in own])
            found.update(zip(own, texts, strict=True))
        return [found[number] for number in numbers]

    def verify(self) -> None:
        """Read all files; raises :class:`~searchlib.errors.IndexDamaged` if a checksum differs."""
        for segment in self._segments:
            segment.verify()

    def close(self) -> None:
        """Close the files; the engine is unusable afterwards."""
        for segment in self._opened or ():
            segment.close()
        self._opened = None
        self._stored.clear()
        for matcher in self._matchers:
            matcher.close()
        self._matchers.clear()
        vars(self).pop("_corpus", None)
        vars(self).pop("_scorer", None)
        vars(self).pop("_aggregator", None)

    @property
    def _segments(self) -> list[SegmentReader]:
        self._check_open()
        return self._opened or []

    def _live_order(self) -> Integers:
        """Return the live record numbers in corpus order."""
        order = self._corpus.order
        live = [np.ones(len(own), bool) if own.live is None else own.live for own in self._segments]
        return order[_joined(live)[order]] if live else order

    def _live(self, place: int, query: Query) -> DocSet:
        """Return the live records of a segment that satisfy ``query``."""
        docset = self._matchers[place].docset(query)
        live = self._segments[place].live
        return docset if live is None else docset & DocSet(len(live), mask=live)

    def _docsets(self, query: Query) -> list[DocSet]:
        """Return the live records of each segment that satisfy ``query``."""
        return [self._live(place, query) for place in range(len(self._segments))]

    def _numbers(self, docsets: list[DocSet]) -> RecordNumbers:
        """Return the records of all segments by their numbers over all of them, ascending."""
        found = [docset.as_numbers() + base for docset, base in zip(docsets, self._bases, strict=False)]
        return _joined(found or [np.empty(0, np.intp)])

    def _most_relevant(
        self, docsets: list[DocSet], scoring: Scoring, count: int
    ) -> tuple[RecordNumbers, Scores]:
        """Return the first ``count`` records by relevance, or some more, and their scores."""
        found, scores = [], []
        count = max(count, scoring.pool)
        lists = self._scorer.first_pass(scoring)
        for docset, own, base in zip(docsets, lists, self._bases, strict=False):
            ranks = self._corpus.ranks[base : base + docset.size]
            records, values = collect_top(docset, own, ranks, count)
            found.append(records + base)
            scores.append(values)
        records, values = _joined(found), _joined(scores)
        if len(found) > 1:
            order = best(values, records, self._corpus.ranks, count)
            records, values = records[order], values[order]
        return self._scorer.refined(records, values, scoring)

    def _in_order(self, docsets: list[DocSet], sort: Sort, count: int) -> RecordNumbers:
        """Return the first ``count`` records by date or, if nothing scores, in corpus order."""
        records = self._numbers(docsets)
        by_date = sort is Sort.DATE
        keys = self._corpus.newest_first(records) if by_date else self._corpus.ranks.take(records)
        return records[lowest(keys, count)]

    def _scores_of(self, records: RecordNumbers, docsets: list[DocSet], scoring: Scoring) -> Scores:
        """Return the scores of ``records``, which are in any order, among those of ``docsets``."""
        if not scoring:
            return np.zeros(len(records))
        lists = self._scorer.first_pass(scoring)
        ascending = np.sort(records)
        edges = pairwise(np.searchsorted(ascending, self._bases).tolist())
        scores = _joined(
            [
                score_some(own, ascending[low:high] - base, len(segment))
                for own, base, segment, (low, high) in zip(
                    lists, self._bases, self._segments, edges, strict=False
                )
            ]
        )
        if scoring.pool:
            pool, final = self._most_relevant(docsets, scoring, 0)
            pooled = np.flatnonzero(held_by(ascending, pool))
            scores[np.searchsorted(ascending, pool[pooled])] = final[pooled]
        return scores.take(np.searchsorted(ascending, records))

    def _locate(self, number: int) -> tuple[int, int]:
        """Return a record's segment and its number within it; raises ValueError for an unknown one."""
        self._check_open()
        bases = self._bases
        if not 0 <= number < bases[-1]:
            raise ValueError(f"no record {number}")
        place = bisect_right(bases, number) - 1
        return place, number - bases[place]

    def _by_segment(self, numbers: Sequence[int]) -> dict[int, list[int]]:
        """Return ``numbers`` by the segment that each is of."""
        places: dict[int, list[int]] = {}
        for number in numbers:
            places.setdefault(self._locate(number)[0], []).append(number)
        return places

    def _check_open(self) -> None:
        if self._opened is None:
            raise ValueError("this index is closed; open it again")

    def _check_files(self) -> None:
        """Raise IndexDamaged if a file was cut short: to read what it has lost would end the process."""
        for segment in self._segments:
            segment.check_length()

    def _run_of_texts(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """Return the texts of records ``first`` to ``last`` (exclusive), which may span segments."""
        while first < last:
            place, record = self._locate(first)
            check_budget()
            self._check_files()
            count = min(last - first, len(self._segments[place]) - record, _TEXTS)
            texts = self._segments[place].text.texts(record, record + count)
            yield from enumerate(texts, first)
            first += count


def _joined(arrays: list[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
