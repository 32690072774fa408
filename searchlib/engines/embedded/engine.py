"""The embedded engine: reads the arrays of a Whoosh index without Whoosh."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.base import EngineRequest, Matches, Occurrences
from searchlib.engines.embedded.arrayfile import Integers
from searchlib.engines.embedded.evaluate import Evaluator, check
from searchlib.engines.embedded.heap import keep_heap
from searchlib.engines.embedded.order import CorpusOrder, sort_columns
from searchlib.engines.embedded.records import Records
from searchlib.engines.embedded.scoring import Scorer
from searchlib.engines.embedded.selection import Selection
from searchlib.engines.embedded.toc import read_segments
from searchlib.engines.embedded.topk import best, lowest
from searchlib.engines.embedded.view import SegmentView
from searchlib.model import AnalyzedClause, Clause, Document, Sort
from searchlib.query.ast import Everything, Query


class EmbeddedEngine:
    """An open index; see :class:`searchlib.engines.base.Engine`.

    A record number counts the records of all segments in their order, deleted ones included.
    """

    def __init__(self, folder: Path) -> None:
        keep_heap()
        entries = read_segments(folder)
        self._segments = [SegmentView.open(folder, entry) for entry in entries]
        self._records = [Records(segment) for segment in self._segments]
        self._evaluators = [Evaluator(segment) for segment in self._segments]
        self._bases = list(accumulate(map(len, self._segments), initial=0))

    @property
    def clause_count(self) -> int:
        """How many clauses there are."""
        return sum(len(segment) - len(segment.deleted) for segment in self._segments)

    @cached_property
    def _corpus(self) -> CorpusOrder:
        return CorpusOrder(self._segments)

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self._segments)

    def search(self, request: EngineRequest) -> Matches:
        """Select the matching records, score them, order as many as are asked for."""
        check(request.query)
        selections = [self._live(segment, request.query) for segment in range(len(self._segments))]
        total = sum(selection.count() for selection in selections)
        end = total if request.limit is None else min(total, request.offset + request.limit)
        if request.offset >= end:
            return Matches(total, [], [], [])
        matching = [selection.as_numbers() for selection in selections]
        scores = self._scores(request.scoring, matching)
        records = _joined(
            [found + base if base else found for found, base in zip(matching, self._bases, strict=False)]
        )
        places = self._ordered(request, records, scores, end)[request.offset :]
        shown = records[places]
        return Matches(total, shown.tolist(), scores[places].tolist(), self._corpus.documents[shown].tolist())

    def occurrences(self, needles: tuple[str, ...], within: Query | None = None) -> Occurrences:
        """Places from the posting lists, ordered by one sort of packed integers."""
        check(within or Everything())
        rows = [np.empty((3, 0), np.intp)]
        for number, (segment, base) in enumerate(zip(self._segments, self._bases, strict=False)):
            kept = (
                None
                if within is None and segment.live is None
                else self._live(number, within or Everything())
            )
            for index, needle in enumerate(needles):
                places = segment.text.find(needle)
                owners = segment.text.owners(places)
                if kept is not None:
                    still = kept.holds(owners)
                    places, owners = places[still], owners[still]
                starts = places - segment.text.bases.take(owners)
                rows.append(
                    np.stack((self._corpus.ranks.take(owners + base), starts, np.full(len(starts), index)))
                )
        ranks, starts, indexes = sort_columns(np.concatenate(rows, axis=1))
        return Occurrences(self._corpus.order.take(ranks).astype(np.intp).data, starts.data, indexes.data)

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Unpack the rows of these records."""
        located = map(self._locate, numbers)
        return [self._records[place].clause(record) for place, record in located]

    def documents(self) -> Iterator[Document]:
        """Every document that has a clause left, by its first one."""
        order = self._live_order()
        _, firsts = np.unique(self._corpus.documents[order], return_index=True)
        for number in order[np.sort(firsts)].tolist():
            place, record = self._locate(number)
            yield self._records[place].document(record)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Texts spelled out from the character codes, neighbouring records together."""
        order = self._live_order()
        cuts = np.flatnonzero(np.diff(order) != 1) + 1
        edges = [0, *cuts.tolist(), len(order)]
        for low, high in pairwise(edges):
            if low < high:
                yield from self._run_of_texts(int(order[low]), int(order[high - 1]) + 1)

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()
        self._segments = []
        self._records = []
        self._evaluators = []

    def _live_order(self) -> Integers:
        """Record numbers in corpus order, deleted ones left out."""
        order = self._corpus.order
        if all(segment.live is None for segment in self._segments):
            return order
        live = np.concatenate(
            [
                np.ones(len(segment), bool) if segment.live is None else segment.live
                for segment in self._segments
            ]
        )
        return order[live[order]]

    def _live(self, place: int, query: Query) -> Selection:
        """The live records of a segment that satisfy ``query``."""
        selection = self._evaluators[place].evaluate(query)
        live = self._segments[place].live
        return selection if live is None else selection & Selection(len(live), mask=live)

    def _scores(
        self, scoring: tuple[tuple[str, float], ...], matching: list[NDArray[np.intp]]
    ) -> NDArray[np.float64]:
        if not scoring:
            return np.zeros(sum(map(len, matching)))
        scores = self._scorer.score(scoring, matching)
        return scores[0] if len(scores) == 1 else np.concatenate(scores)

    def _ordered(
        self, request: EngineRequest, records: NDArray[np.intp], scores: NDArray[np.float64], count: int
    ) -> NDArray[np.intp]:
        """Places of the first ``count`` of ``records`` in the order asked for."""
        corpus = self._corpus
        if request.sort is Sort.DATE:
            return lowest(corpus.newest_first(records), count)
        if request.sort is Sort.RELEVANCE and request.scoring:
            return best(scores, records, corpus.ranks, count)
        return lowest(corpus.ranks.take(records), count)

    def _locate(self, number: int) -> tuple[int, int]:
        """Segment and number within it of a record."""
        bases = self._bases
        if not 0 <= number < bases[-1]:
            raise ValueError(f"no record {number}")
        place = bisect_right(bases, number) - 1
        return place, number - bases[place]

    def _run_of_texts(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """Texts of neighbouring records, which may reach over several segments."""
        while first < last:
            place, record = self._locate(first)
            count = min(last - first, len(self._segments[place]) - record)
            texts = self._segments[place].text.texts(record, record + count)
            yield from enumerate(texts, first)
            first += count


class Embedded:
    """How embedded indexes are built and opened; see :class:`searchlib.engines.base.EngineFactory`."""

    def build(self, folder: Path, clauses: Iterable[AnalyzedClause]) -> int:
        """Write an index into ``folder`` (existing, empty); gives the number of clauses."""
        # Searching needs neither Whoosh nor the writer, and importing them takes longer than a search.
        from searchlib.engines.embedded.writer import build_index

        return build_index(folder, clauses)

    def open(self, folder: Path) -> EmbeddedEngine:
        """Open what :meth:`build` wrote."""
        return EmbeddedEngine(folder)


def _joined(parts: list[NDArray[np.intp]]) -> NDArray[np.intp]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, np.intp)
