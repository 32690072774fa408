"""The open index: answers from an OpenSearch cluster, complete or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from searchlib.budget import check_budget, checked
from searchlib.engine.base import EngineRequest, Matches, Occurrences, Tally
from searchlib.engine.embedded.query.matcher import check_query
from searchlib.engine.embedded.segment.stored import decode_clause
from searchlib.engine.opensearch.cluster import Cluster, stored_only
from searchlib.engine.opensearch.compiler import QueryJson, conjunction, valued
from searchlib.engine.opensearch.counting import ClusterCounts
from searchlib.engine.opensearch.documents import Documents
from searchlib.engine.opensearch.encoding import restored
from searchlib.engine.opensearch.mapping import RECORD_BITS
from searchlib.engine.opensearch.ranking import Ranker
from searchlib.engine.opensearch.remote import Remote
from searchlib.engine.opensearch.selection import Selector
from searchlib.engine.opensearch.statistics import ScoreStatistics
from searchlib.errors import EngineUnavailable
from searchlib.model import Clause, Document, Explanation, Needle, Sort
from searchlib.query.ast import Everything, Query
from searchlib.text.needle import find_needle

_REMEMBERED = 1024
"""Queries whose totals are kept: the tiers of a search ask for the same ones."""

_FEW = 1_000
"""Records up to which the cluster puts a list into order."""

_TEXTS = 2_000
"""Texts of a page."""

_CORPUS: list[Any] = ["dsort", "doc", "ord", "seq"]
_NEWEST: list[Any] = [{"day": "desc"}, "doc", "ord", "seq"]


class OpenSearchEngine:
    """An open index; see :class:`searchlib.engine.base.Engine`.

    A record's number is that of its document and its place in it. ``most`` is how many clauses the cluster
    takes in a query.
    """

    def __init__(
        self, cluster: Cluster, remote: Remote, citations: Mapping[str, int], most: int = 1024
    ) -> None:
        self._cluster = cluster
        self._remote = remote
        self._selector = Selector(cluster, remote.clauses, most)
        self._ranker = Ranker(cluster, ScoreStatistics(cluster, remote), citations)
        self._counts = ClusterCounts(cluster, remote)
        self._total = lru_cache(_REMEMBERED)(self._count)
        self._documents = Documents(cluster, remote)
        self._is_open = True

    @property
    def clause_count(self) -> int:
        """The number of clauses."""
        return self._remote.sums.clauses

    def search(self, request: EngineRequest) -> Matches:
        """Select the matching records, and score and order as many as are asked for."""
        query, scoring = request.query, request.scoring
        selection = self._selected(query)
        end = None if request.limit is None else request.offset + request.limit
        if request.limit == 0:
            return Matches(self._total(query), [], [], [])
        if request.sort is Sort.RELEVANCE and scoring:
            ranked = self._ranker.best(selection, scoring, end)
            total = ranked.total
            numbers, scores = ranked.numbers[request.offset :], ranked.scores[request.offset :]
        else:
            total, numbers = self._listed(selection, request.sort is Sort.DATE, end)
            numbers = numbers[request.offset :]
            scores = self._ranker.scores_of(numbers, selection, scoring)
        return Matches(total, numbers, scores, [number >> RECORD_BITS for number in numbers])

    def explain(self, request: EngineRequest, numbers: Sequence[int]) -> list[Explanation]:
        """Return the parts of the scores of these records, which ``request.query`` selects."""
        return self._ranker.explain(list(map(int, numbers)), self._selected(request.query), request.scoring)

    def occurrences(self, needles: tuple[Needle, ...], within: Query | None = None) -> Occurrences:
        """List the clauses that may hold the needles, and find these in their keys."""
        if not all(map(str, needles)):
            raise ValueError("an empty needle occurs everywhere")
        wanted = Everything() if within is None else within
        selection = conjunction([self._selected(wanted), self._selector.possible(needles, ("text",))])
        found: dict[int, list[tuple[int, int, int]]] = {}
        body = {"query": _filtering(selection), "sort": ["seq"], **stored_only(("k",))}
        for hit in self._cluster.hits(self._remote.clauses, body, _TEXTS):
            key = restored(hit["fields"]["k"][0])
            rows = [
                (span.start, index, span.end)
                for index, needle in enumerate(needles)
                for span in find_needle(key, needle)
            ]
            if rows:
                found[hit["sort"][0]] = sorted(rows)
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        places: list[int] = []
        for number in self._documents.in_order(list(found)):
            for start, index, end in found[number]:
                numbers.append(number)
                starts.append(start)
                ends.append(end)
                places.append(index)
        return Occurrences(numbers, starts, ends, places)

    def tally(
        self,
        query: Query,
        fields: tuple[str, ...] = (),
        *,
        occurrences: Occurrences | None = None,
        characters: bool = False,
    ) -> Tally:
        """Count the matching records and divide them by ``fields``."""
        return self._counts.tally(self._selected(query), fields, occurrences, characters)

    def clauses_by_document(self, query: Query) -> Mapping[int, int]:
        """List the records that match, and count their documents."""
        _, numbers = self._listed(self._selected(query), False, None)
        return Counter(number >> RECORD_BITS for number in numbers)

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the ``limit`` commonest terms of texts that begin with ``prefix``."""
        self._check_open()
        return self._counts.completions(prefix, limit)

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the stored clauses and documents of these records, in the order given."""
        self._check_open()
        wanted = list(dict.fromkeys(map(int, numbers)))
        documents = self._documents.of(number >> RECORD_BITS for number in wanted)
        found: dict[int, tuple[Clause, Document]] = {}
        for start in range(0, len(wanted), _TEXTS):
            check_budget()
            piece = wanted[start : start + _TEXTS]
            body = {"query": valued("seq", piece), "sort": ["seq"], "_source": ["row"]}
            for hit in self._cluster.hits(self._remote.clauses, body, len(piece)):
                document = documents[hit["sort"][0] >> RECORD_BITS]
                row, headings, text = json.loads(restored(hit["_source"]["row"]))
                encoded = row.encode("utf-8", "surrogatepass")
                clause = decode_clause(encoded, document.id, tuple(headings), text)
                found[hit["sort"][0]] = clause, document
        if len(found) != len(wanted):
            raise ValueError("a record is not in the index")
        return [found[int(number)] for number in numbers]

    def documents_of(self, numbers: Sequence[int]) -> list[Document]:
        """Return the documents of these records, which the client keeps."""
        self._check_open()
        owners = [int(number) >> RECORD_BITS for number in numbers]
        documents = self._documents.of(owners)
        return [documents[owner] for owner in owners]

    def documents(self) -> Iterator[Document]:
        """Return every document, without clauses, in corpus order."""
        self._check_open()
        return self._documents.every()

    def texts(self) -> Iterator[tuple[int, str]]:
        """Return record number and key of every clause, in corpus order."""
        self._check_open()
        return self._texts()

    def texts_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the keys of these records, in the order given."""
        self._check_open()
        wanted = list(dict.fromkeys(map(int, numbers)))
        found: dict[int, str] = {}
        for start in range(0, len(wanted), _TEXTS):
            check_budget()
            piece = wanted[start : start + _TEXTS]
            body = {"query": valued("seq", piece), "sort": ["seq"], **stored_only(("k",))}
            for hit in self._cluster.hits(self._remote.clauses, body, _TEXTS):
                found[hit["sort"][0]] = restored(hit["fields"]["k"][0])
        if len(found) != len(wanted):
            raise ValueError("a record is not in the index")
        return [found[int(number)] for number in numbers]

    def close(self) -> None:
        """Close the connections; the engine is unusable afterwards."""
        if self._is_open:
            self._is_open = False
            self._cluster.close()
            self._total.cache_clear()
            self._selector.close()

    def _selected(self, query: Query) -> QueryJson:
        self._check_open()
        check_query(query)
        return self._selector.compiled(query)

    def _count(self, query: Query) -> int:
        return self._cluster.count(self._remote.clauses, conjunction([self._selector.compiled(query)]))

    def _listed(self, selection: QueryJson, newest: bool, end: int | None) -> tuple[int, list[int]]:
        """Return how many records there are, and the numbers of the first ``end`` in corpus order, or the
        newest first.

        Many are listed by their numbers, which is fastest, and put into order here.
        """
        index, query = self._remote.clauses, _filtering(selection)
        if end is not None and end <= _FEW:
            body = {"query": query, "sort": _NEWEST if newest else _CORPUS, **stored_only()}
            total, hits = self._cluster.page(index, body, end)
            return total, [hit["sort"][-1] for hit in hits]
        body = {"query": query, "sort": ["seq"], **stored_only()}
        numbers = [hit["sort"][0] for hit in checked(self._cluster.hits(index, body))]
        return len(numbers), self._documents.in_order(numbers, newest)[:end]

    def _texts(self) -> Iterator[tuple[int, str]]:
        """Yield number and key of every clause, those of some documents at a time."""
        for docnos, count in self._documents.groups(_TEXTS):
            check_budget()
            body = {"query": valued("docno", docnos), "sort": ["seq"], **stored_only(("k",))}
            hits = list(self._cluster.hits(self._remote.clauses, body))
            if len(hits) != count:
                raise EngineUnavailable("engine.inexact", what="hits")
            keys = {hit["sort"][0]: restored(hit["fields"]["k"][0]) for hit in hits}
            for number in self._documents.in_order(list(keys)):
                yield number, keys[number]

    def _check_open(self) -> None:
        if not self._is_open:
            raise ValueError("this index is closed; open it again")


def _filtering(selection: QueryJson) -> QueryJson:
    return {"bool": {"filter": [selection]}}
