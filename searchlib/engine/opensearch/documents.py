"""The documents of an index: their order, which decides that of clauses, and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.segment.stored import decode_document
from searchlib.engine.opensearch.cluster import Cluster, stored_only
from searchlib.engine.opensearch.compiler import EVERYTHING, valued
from searchlib.engine.opensearch.encoding import restored
from searchlib.engine.opensearch.mapping import RECORD_BITS
from searchlib.engine.opensearch.remote import Remote
from searchlib.errors import EngineUnavailable
from searchlib.model import Document

_KEPT = 4096
"""Documents kept: hits of a page, and of the next page, often share them."""

_ROWS = 2_000
"""Rows of a page."""

Identifiers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Table:
    """The documents in corpus order: their numbers, days and numbers of clauses; and, by ascending number,
    their places in the corpus order and in that of days, the newest first."""

    numbers: Identifiers
    clauses: Identifiers
    ascending: Identifiers
    corpus: Identifiers
    newest: Identifiers


class Documents:
    """The documents of an index; the table of their order is read when it is first needed."""

    def __init__(self, cluster: Cluster, remote: Remote) -> None:
        self._cluster = cluster
        self._remote = remote
        self._known: dict[int, Document] = {}

    def in_order(self, records: Sequence[int], newest: bool = False) -> list[int]:
        """Return numbers of records in corpus order, or by the day of their documents, the newest first."""
        found = np.asarray(records, np.int64)
        places = np.searchsorted(self._table.ascending, found >> RECORD_BITS)
        ranks = (self._table.newest if newest else self._table.corpus).take(places)
        order: list[int] = found[np.lexsort((found, ranks))].tolist()
        return order

    def groups(self, most: int) -> Iterator[tuple[list[int], int]]:
        """Yield all documents in corpus order, in groups of about ``most`` clauses, and how many they
        have."""
        group: list[int] = []
        size = 0
        for number, count in zip(self._table.numbers.tolist(), self._table.clauses.tolist(), strict=True):
            if group and size + count > most:
                yield group, size
                group, size = [], 0
            group.append(number)
            size += count
        if group:
            yield group, size

    def of(self, numbers: Iterable[int]) -> dict[int, Document]:
        """Return documents by their numbers; raises ValueError for one that is not there."""
        wanted = list(dict.fromkeys(numbers))
        found = {number: self._known[number] for number in wanted if number in self._known}
        missing = [number for number in wanted if number not in found]
        for start in range(0, len(missing), _ROWS):
            piece = missing[start : start + _ROWS]
            body = {"query": valued("docno", piece), "sort": ["docno"], "_source": ["row"]}
            for hit in self._cluster.hits(self._remote.documents, body, len(piece)):
                found[hit["sort"][0]] = _document(hit)
        if len(found) != len(wanted):
            raise ValueError("a document is not in the index")
        if len(self._known) + len(missing) > _KEPT:
            self._known = {}
        self._known.update((number, found[number]) for number in missing)
        return found

    def every(self) -> Iterator[Document]:
        """Yield every document in corpus order."""
        body = {"query": EVERYTHING, "sort": ["dsort", "doc", "docno"], "_source": ["row"]}
        for hit in self._cluster.hits(self._remote.documents, body, _ROWS):
            yield _document(hit)

    @cached_property
    def _table(self) -> _Table:
        body = {"query": EVERYTHING, "sort": ["dsort", "doc", "docno", "day", "clauses"], **stored_only()}
        rows = [hit["sort"] for hit in self._cluster.hits(self._remote.documents, body)]
        numbers, days, clauses = (np.array([row[column] for row in rows], np.int64) for column in (2, 3, 4))
        if clauses.sum() != self._remote.sums.clauses:
            raise EngineUnavailable("engine.inexact", what="documents")
        by_number = np.argsort(numbers)
        names = [row[1] for row in rows]
        by_name = np.empty(len(rows), np.int64)
        by_name[sorted(range(len(rows)), key=names.__getitem__)] = np.arange(len(rows))
        newest = np.empty(len(rows), np.int64)
        newest[np.lexsort((by_name, -days))] = np.arange(len(rows))
        return _Table(numbers, clauses, numbers[by_number], by_number, newest[by_number])


def _document(hit: Mapping[str, Any]) -> Document:
    return decode_document(restored(hit["_source"]["row"]).encode("utf-8", "surrogatepass"))
