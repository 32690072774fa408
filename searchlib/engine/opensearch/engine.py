"""The open index: answers from an OpenSearch cluster, complete or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from searchlib.budget import check_budget
from searchlib.engine.base import EngineRequest, Matches, Occurrences, Tally
from searchlib.engine.embedded.query.matcher import check_query
from searchlib.engine.embedded.segment.stored import decode_clause, decode_document
from searchlib.engine.opensearch.cluster import PAGE, Cluster
from searchlib.engine.opensearch.compiler import EVERYTHING, Json, all_of, valued
from searchlib.engine.opensearch.counting import Counts
from searchlib.engine.opensearch.encoding import restored
from searchlib.engine.opensearch.mapping import RECORD_BITS
from searchlib.engine.opensearch.ranking import Ranker
from searchlib.engine.opensearch.remote import Remote
from searchlib.engine.opensearch.selection import Selector
from searchlib.engine.opensearch.statistics import Statistics
from searchlib.model import Clause, Document, Explanation, Needle, Sort
from searchlib.query.ast import Everything, Query
from searchlib.text.needle import find_needle

_REMEMBERED = 1024
"""Queries whose totals are kept: the tiers of a search ask for the same ones."""

_DOCUMENTS = 4096
"""Documents kept: hits of a page, and of the next page, often share them."""

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
        self._ranker = Ranker(cluster, Statistics(cluster, remote), citations)
        self._counts = Counts(cluster, remote)
        self._total = lru_cache(_REMEMBERED)(self._count)
        self._known: dict[int, Document] = {}
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
            order = _NEWEST if request.sort is Sort.DATE else _CORPUS
            total, numbers = self._listed(selection, order, end)
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
        selection = all_of([self._selected(wanted), self._selector.possible(needles, ("text",))])
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        places: list[int] = []
        for number, key in self._keys(selection):
            rows = [
                (span.start, index, span.end)
                for index, needle in enumerate(needles)
                for span in find_needle(key, needle)
            ]
            rows.sort()
            for start, index, end in rows:
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

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the ``limit`` commonest terms of texts that begin with ``prefix``."""
        self._check_open()
        return self._counts.completions(prefix, limit)

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the stored clauses and documents of these records, in the order given."""
        self._check_open()
        wanted = list(dict.fromkeys(map(int, numbers)))
        documents = self._documents(list(dict.fromkeys(number >> RECORD_BITS for number in wanted)))
        found: dict[int, tuple[Clause, Document]] = {}
        for start in range(0, len(wanted), _TEXTS):
            check_budget()
            piece = wanted[start : start + _TEXTS]
            body = {"query": valued("seq", piece), "sort": ["seq"], "_source": ["row"]}
            for hit in self._cluster.hits(self._remote.clauses, body, _TEXTS):
                document = documents[hit["sort"][0] >> RECORD_BITS]
                row, headings, text = json.loads(restored(hit["_source"]["row"]))
                encoded = row.encode("utf-8", "surrogatepass")
                clause = decode_clause(encoded, document.id, tuple(headings), text)
                found[hit["sort"][0]] = clause, document
        if len(found) != len(wanted):
            raise ValueError("a record is not in the index")
        return [found[int(number)] for number in numbers]

    def documents(self) -> Iterator[Document]:
        """Return every document, without clauses, in corpus order."""
        self._check_open()
        body = {"query": EVERYTHING, "sort": ["dsort", "doc", "docno"], "_source": ["row"]}
        for hit in self._cluster.hits(self._remote.documents, body, _TEXTS):
            yield _document(hit)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Return record number and key of every clause, in corpus order."""
        self._check_open()
        return self._keys(EVERYTHING)

    def texts_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the keys of these records, in the order given."""
        self._check_open()
        wanted = list(dict.fromkeys(map(int, numbers)))
        found: dict[int, str] = {}
        for start in range(0, len(wanted), _TEXTS):
            check_budget()
            found |= self._keys(valued("seq", wanted[start : start + _TEXTS]))
        return [found[int(number)] for number in numbers]

    def close(self) -> None:
        """Close the connections; the engine is unusable afterwards."""
        if self._is_open:
            self._is_open = False
            self._cluster.close()
            self._known.clear()
            self._total.cache_clear()
            self._selector.close()

    def _selected(self, query: Query) -> Json:
        self._check_open()
        check_query(query)
        return self._selector.compiled(query)

    def _count(self, query: Query) -> int:
        return self._cluster.count(self._remote.clauses, all_of([self._selector.compiled(query)]))

    def _listed(self, selection: Json, order: list[Any], end: int | None) -> tuple[int, list[int]]:
        """Return how many records there are, and the numbers of the first ``end`` in ``order``."""
        body = {
            "query": {"bool": {"filter": [selection]}},
            "sort": order,
            "_source": False,
            "stored_fields": "_none_",
        }
        index = self._remote.clauses
        total, hits = self._cluster.page(index, body, PAGE if end is None else min(PAGE, end))
        numbers = [hit["sort"][-1] for hit in hits]
        wanted = total if end is None else min(end, total)
        while len(numbers) < wanted:
            check_budget()
            after = {**body, "search_after": hits[-1]["sort"]}
            size = min(PAGE, wanted - len(numbers))
            _, hits = self._cluster.page(index, after, size, len(numbers), total)
            numbers += [hit["sort"][-1] for hit in hits]
        return total, numbers

    def _keys(self, selection: Json) -> Iterator[tuple[int, str]]:
        """Yield numbers and keys of the clauses of ``selection``, in corpus order."""
        body = {"query": {"bool": {"filter": [selection]}}, "sort": _CORPUS, "_source": ["k"]}
        for hit in self._cluster.hits(self._remote.clauses, body, _TEXTS):
            yield hit["sort"][-1], restored(hit["_source"]["k"])

    def _documents(self, docnos: Sequence[int]) -> dict[int, Document]:
        """Return documents by their numbers, from the cluster where they are not known."""
        found = {docno: self._known[docno] for docno in docnos if docno in self._known}
        missing = [docno for docno in docnos if docno not in found]
        for start in range(0, len(missing), _TEXTS):
            piece = missing[start : start + _TEXTS]
            body = {"query": valued("docno", piece), "sort": ["docno"], "_source": ["row"]}
            for hit in self._cluster.hits(self._remote.documents, body, _TEXTS):
                found[hit["sort"][0]] = _document(hit)
        if len(found) != len(docnos):
            raise ValueError("a document is not in the index")
        if len(self._known) + len(missing) > _DOCUMENTS:
            self._known.clear()
        self._known.update((docno, found[docno]) for docno in missing)
        return found

    def _check_open(self) -> None:
        if not self._is_open:
            raise ValueError("this index is closed; open it again")


def _document(hit: Mapping[str, Any]) -> Document:
    return decode_document(restored(hit["_source"]["row"]).encode("utf-8", "surrogatepass"))
