"""The embedded engine: reads the arrays of a Whoosh index without Whoosh."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.base import EngineRequest, Matches, Occurrences, Tally
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.heap import keep_heap
from searchlib.engine.embedded.query.aggregate import Tallies
from searchlib.engine.embedded.query.bm25 import Scorer, score_some
from searchlib.engine.embedded.query.completion import completions
from searchlib.engine.embedded.query.docset import DocSet
from searchlib.engine.embedded.query.matcher import Evaluator, check
from searchlib.engine.embedded.query.order import CorpusOrder, sort_columns
from searchlib.engine.embedded.query.shortlist import shortlist
from searchlib.engine.embedded.query.topk import Scores, best, lowest
from searchlib.engine.embedded.segment.buffer import Part
from searchlib.engine.embedded.segment.grams import Grams
from searchlib.engine.embedded.segment.patterns import find_spans
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.engine.embedded.segment.records import Records
from searchlib.engine.embedded.segment.segments import read_segments
from searchlib.model import AnalyzedBatch, AnalyzedClause, Clause, Document, Sort
from searchlib.query.ast import Everything, Query
from searchlib.text.needle import Needle

_TEXTS = 1024
"""Texts spelled out at a time."""

Scoring = tuple[tuple[str, float], ...]
RecordNumbers = NDArray[np.intp]
"""Record numbers over all segments."""


class EmbeddedEngine:
    """An open index; see :class:`searchlib.engine.base.Engine`.

    A record number counts the records of all segments in their order, deleted ones included.
    """

    def __init__(self, folder: Path) -> None:
        keep_heap()
        entries = read_segments(folder)
        self._opened: list[SegmentReader] | None = [SegmentReader.open(folder, entry) for entry in entries]
        self._records = [Records(segment) for segment in self._segments]
        self._evaluators = [Evaluator(segment, len(entries)) for segment in self._segments]
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

    @cached_property
    def _tallies(self) -> Tallies:
        return Tallies(self._segments, self._corpus, self._live_order())

    def search(self, request: EngineRequest) -> Matches:
        """Select the matching records, score them, order as many as are asked for."""
        check(request.query)
        selections = [self._live(segment, request.query) for segment in range(len(self._segments))]
        total = sum(docset.count() for docset in selections)
        end = total if request.limit is None else min(total, request.offset + request.limit)
        if request.offset >= end:
            return Matches(total, [], [], [])
        if request.sort is Sort.RELEVANCE and request.scoring:
            records, scores = self._most_relevant(selections, request.scoring, end)
            records, scores = records[request.offset :], scores[request.offset :]
        else:
            records = self._in_order(selections, request.sort, end)[request.offset :]
            scores = self._scores_of(records, request.scoring)
        return Matches(total, records.tolist(), scores.tolist(), self._corpus.documents[records].tolist())

    def occurrences(self, needles: tuple[Needle, ...], within: Query | None = None) -> Occurrences:
        """Places from the posting lists, ordered by one sort of packed integers."""
        wanted = Everything() if within is None else within
        check(wanted)
        rows = [np.empty((4, 0), np.intp)]
        for number, (segment, base) in enumerate(zip(self._segments, self._bases, strict=False)):
            everywhere = within is None and segment.live is None
            kept = None if everywhere else self._live(number, wanted)
            for index, needle in enumerate(needles):
                owners, starts, ends = _find_in(segment.text, needle, kept)
                ranks = self._corpus.ranks.take(owners + base)
                if len(needles) == len(self._segments) == 1:
                    order = ranks.argsort(kind="stable")  # the starts in each text ascend already
                    numbers, starts, ends = owners.take(order), starts.take(order), ends.take(order)
                    return Occurrences(numbers.data, starts.data, ends.data, _zeros(len(starts)))
                rows.append(np.stack((ranks, starts, np.full(len(starts), index), ends - starts)))
        ranks, starts, indexes, lengths = sort_columns(np.concatenate(rows, axis=1))
        numbers = self._corpus.order.take(ranks).astype(np.intp)
        return Occurrences(numbers.data, starts.data, (starts + lengths).data, indexes.data)

    def tally(self, query: Query, fields: tuple[str, ...] = ()) -> Tally:
        """Count the records of the selections by document."""
        check(query)
        selections = [self._live(segment, query) for segment in range(len(self._segments))]
        zipped = zip(selections, self._bases, strict=False)
        records = [docset.as_numbers() + base for docset, base in zipped]
        if not records:
            return Tally(0, 0, fields=dict.fromkeys(fields, ()))
        return self._tallies.tally(_joined(records), fields)

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The terms stand in order, so that those with a common prefix are neighbours."""
        return completions(self._segments, prefix, limit)

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """The stored values of these records, in the order asked for."""
        found: dict[int, tuple[Clause, Document]] = {}
        for start in range(0, len(numbers), _TEXTS):
            places: dict[int, list[int]] = {}
            for number in numbers[start : start + _TEXTS]:
                places.setdefault(self._locate(number)[0], []).append(number)
            for place, own in places.items():
                base = self._bases[place]
                clauses = self._records[place].clauses([number - base for number in own])
                found.update(zip(own, clauses, strict=True))
        return [found[number] for number in numbers]

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

    def verify(self) -> None:
        """Read all files; raises :class:`~searchlib.errors.IndexDamaged` when one was changed."""
        for segment in self._segments:
            segment.verify()

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._opened or ():
            segment.close()
        self._opened = None
        self._records.clear()
        self._evaluators.clear()
        vars(self).pop("_corpus", None)
        vars(self).pop("_scorer", None)
        vars(self).pop("_tallies", None)

    @property
    def _segments(self) -> list[SegmentReader]:
        self._check_open()
        return self._opened or []

    def _live_order(self) -> Integers:
        """Record numbers in corpus order, deleted ones left out."""
        order = self._corpus.order
        live = [np.ones(len(own), bool) if own.live is None else own.live for own in self._segments]
        return order[_joined(live)[order]] if live else order

    def _live(self, place: int, query: Query) -> DocSet:
        """The live records of a segment that satisfy ``query``."""
        docset = self._evaluators[place].evaluate(query)
        live = self._segments[place].live
        return docset if live is None else docset & DocSet(len(live), mask=live)

    def _most_relevant(
        self, selections: list[DocSet], scoring: Scoring, count: int
    ) -> tuple[RecordNumbers, Scores]:
        """The first ``count`` records by relevance, with their scores."""
        found, scores = [], []
        lists = self._scorer.weigh(scoring)
        for docset, own, base in zip(selections, lists, self._bases, strict=False):
            ranks = self._corpus.ranks[base : base + docset.size]
            records, values = shortlist(docset, own, ranks, count)
            found.append(records + base)
            scores.append(values)
        records, values = _joined(found), _joined(scores)
        order = best(values, records, self._corpus.ranks, count) if len(found) > 1 else slice(None)
        return records[order], values[order]

    def _in_order(self, selections: list[DocSet], sort: Sort, count: int) -> RecordNumbers:
        """The first ``count`` records by date or, also where nothing scores, in corpus order."""
        zipped = zip(selections, self._bases, strict=False)
        records = _joined([docset.as_numbers() + base for docset, base in zipped])
        by_date = sort is Sort.DATE
        keys = self._corpus.newest_first(records) if by_date else self._corpus.ranks.take(records)
        return records[lowest(keys, count)]

    def _scores_of(self, records: RecordNumbers, scoring: Scoring) -> Scores:
        """The scores of ``records``, which are in any order."""
        if not scoring:
            return np.zeros(len(records))
        lists = self._scorer.weigh(scoring)
        ascending = np.sort(records)
        edges = pairwise(np.searchsorted(ascending, self._bases).tolist())
        scores = [
            score_some(own, ascending[low:high] - base, len(segment))
            for own, base, segment, (low, high) in zip(
                lists, self._bases, self._segments, edges, strict=False
            )
        ]
        return np.concatenate(scores).take(np.searchsorted(ascending, records))

    def _locate(self, number: int) -> tuple[int, int]:
        """Segment and number within it of a record."""
        self._check_open()
        bases = self._bases
        if not 0 <= number < bases[-1]:
            raise ValueError(f"no record {number}")
        place = bisect_right(bases, number) - 1
        return place, number - bases[place]

    def _check_open(self) -> None:
        if self._opened is None:
            raise ValueError("this index is closed; open it again")

    def _run_of_texts(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """Texts of neighbouring records, which may reach over several segments."""
        while first < last:
            place, record = self._locate(first)
            count = min(last - first, len(self._segments[place]) - record, _TEXTS)
            texts = self._segments[place].text.texts(record, record + count)
            yield from enumerate(texts, first)
            first += count


class Embedded:
    """How embedded indexes are built and opened; see :class:`searchlib.engine.base.EngineFactory`."""

    def build(self, folder: Path, clauses: Iterable[AnalyzedClause]) -> int:
        """Write an index into ``folder`` (existing, empty); gives the number of clauses."""
        return self.build_parts(folder, self.gather(clauses))

    def gather(self, clauses: Iterable[AnalyzedClause]) -> Iterator[Part]:
        """The clauses as parts, for :meth:`build_parts` in this process or another."""
        from searchlib.engine.embedded.segment.inverter import gather_parts

        return gather_parts(clauses)

    def gather_batch(self, batch: AnalyzedBatch) -> Part:
        """The clauses of ``batch`` as one part."""
        from searchlib.engine.embedded.segment.inverter import gather_batch

        return gather_batch(batch)

    def rename(self, part: Part, documents: Sequence[Document], name: str) -> Part:
        """The part with other ids for its documents."""
        from searchlib.engine.embedded.segment.renaming import renamed

        return renamed(part, documents, name)

    def build_parts(self, folder: Path, parts: Iterable[Part]) -> int:
        """Write an index of gathered parts into ``folder`` (existing, empty); gives the number of clauses."""
        # Searching needs neither Whoosh nor the writer, and importing them takes longer than a search.
        from searchlib.engine.embedded.writer import build_parts, remove_lock

        count = build_parts(folder, parts)
        remove_lock(folder)
        return count

    def update_parts(self, folder: Path, remove: Set[str], parts: Iterable[Part]) -> int:
        """Take documents out of the index in ``folder`` and add parts; gives the number of clauses."""
        from searchlib.engine.embedded.writer import remove_lock, update_parts

        count = update_parts(folder, remove, parts)
        remove_lock(folder)
        return count

    def check(self, folder: Path) -> Iterator[str]:
        """What is wrong with the index in ``folder``."""
        from searchlib.engine.embedded.segment.check import faults

        return faults(folder)

    def open(self, folder: Path) -> EmbeddedEngine:
        """Open what :meth:`build` wrote."""
        return EmbeddedEngine(folder)


def _find_in(
    text: Grams, needle: Needle, kept: DocSet | None
) -> tuple[RecordNumbers, NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the texts (only those ``kept``) and offsets in them where ``needle`` begins and ends."""
    begins, ends = find_spans(text, needle)
    owners = text.owners.of(begins)
    if kept is not None:
        held = np.flatnonzero(kept.holds(owners))
        begins, ends, owners = begins.take(held), ends.take(held), owners.take(held)
    bases = text.bases.take(owners)
    return owners, begins - bases, ends - bases


def _zeros(count: int) -> Sequence[int]:
    return np.zeros(count, np.intp).data


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
