"""Counts: matching records by document and by the values of their documents, and terms by prefix."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from searchlib.budget import check_budget
from searchlib.engine.base import Occurrences, Tally, ValueCount
from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.compiler import QueryJson
from searchlib.engine.opensearch.encoding import is_hashed, restored, stored
from searchlib.engine.opensearch.mapping import RECORD_BITS
from searchlib.engine.opensearch.remote import Remote
from searchlib.errors import EngineUnavailable

_MOST_TERMS = 60_000
"""Terms of one aggregation; the usual limit of a cluster is 65,535."""


@dataclass(frozen=True, slots=True)
class _DocumentValues:
    """What answers are divided by: the day of a document and the metadata of its first clause."""

    day: int
    values: Mapping[str, tuple[str, ...]]

    def of(self, name: str) -> tuple[str, ...]:
        """Return the values of a field."""
        if name == "year":
            return (f"{self.day // 10_000:04}",) if self.day else ()
        return self.values.get(name, ())


class ClusterCounts:
    """Counts of an index, whose documents are read once."""

    def __init__(self, cluster: Cluster, remote: Remote) -> None:
        self._cluster = cluster
        self._remote = remote

    def tally(
        self,
        selection: QueryJson,
        fields: tuple[str, ...],
        occurrences: Occurrences | None,
        characters: bool,
    ) -> Tally:
        """Count the clauses of ``selection`` and divide them by ``fields``."""
        clauses: dict[int, int] = {}
        lengths: dict[int, int] = {}
        wanted = ("n",) if characters else ()
        for docno, count, sums in self._cluster.composite(self._remote.clauses, selection, "docno", wanted):
            clauses[docno] = count
            lengths[docno] = sums[0] if sums else 0
        held = Counter(int(number) >> RECORD_BITS for number in (occurrences or Occurrences()).numbers)
        columns = (clauses, held, lengths)
        values = self._values
        days = [values[docno].day for docno in clauses if values[docno].day]
        own = {name: {docno: values[docno].of(name) for docno in clauses} for name in fields}
        return Tally(
            clauses=sum(clauses.values()),
            documents=len(clauses),
            first=min(days, default=0),
            last=max(days, default=0),
            fields={name: _divided(found, columns) for name, found in own.items()},
            without={
                name: _counted("", [docno for docno, each in found.items() if not each], columns)
                for name, found in own.items()
            },
        )

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the commonest terms that begin with ``prefix``, and how many clauses hold each.

        A shard returns its commonest terms only; more are asked for until no term left out can be commoner.
        """
        written = stored(prefix)
        size = max(100, 2 * limit)
        while limit > 0:
            check_budget()
            terms: QueryJson = {"field": "words", "size": size, "shard_size": size, "order": _ORDER}
            terms["show_term_doc_count_error"] = True
            if written:
                terms["include"] = f"{re.sub(_OPERATORS, _escaped, written)}.*"
            body = {"size": 0, "query": {"match_all": {}}, "aggs": {"terms": {"terms": terms}}}
            found = self._cluster.search(self._remote.clauses, body)["aggregations"]["terms"]
            rows = found["buckets"][:limit]
            left_out = found["doc_count_error_upper_bound"]
            if all(row["doc_count_error_upper_bound"] == 0 for row in rows) and (
                left_out == 0 or (len(rows) == limit and rows[-1]["doc_count"] > left_out)
            ):
                return [(restored(row["key"]), row["doc_count"]) for row in rows if not is_hashed(row["key"])]
            if size >= _MOST_TERMS:
                raise EngineUnavailable("engine.inexact", what="terms")
            size = min(_MOST_TERMS, 8 * size)
        return []

    @cached_property
    def _values(self) -> dict[int, _DocumentValues]:
        return dict(self._read_values())

    def _read_values(self) -> Iterator[tuple[int, _DocumentValues]]:
        body = {"query": {"match_all": {}}, "sort": ["docno", "day"], "_source": ["values"]}
        for hit in self._cluster.hits(self._remote.documents, body):
            source: Mapping[str, Any] = hit["_source"]
            found: dict[str, tuple[str, ...]] = {}
            for name, values in json.loads(restored(source["values"])):
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *values)))
            yield hit["sort"][0], _DocumentValues(hit["sort"][1], found)


_ORDER = [{"_count": "desc"}, {"_key": "asc"}]
_OPERATORS = re.compile(r"""[.?+*|{}\[\]()"\\#@&<>~^$-]""")
"""Characters that mean something in Lucene's regular expressions."""


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _divided(
    values: Mapping[int, tuple[str, ...]], columns: tuple[Mapping[int, int], ...]
) -> tuple[ValueCount, ...]:
    documents: dict[str, list[int]] = {}
    for docno, own in values.items():
        for value in own:
            documents.setdefault(value, []).append(docno)
    counts = [_counted(value, own, columns) for value, own in documents.items()]
    return tuple(sorted(counts, key=lambda each: (-each.clauses, each.value)))


def _counted(value: str, documents: Sequence[int], columns: tuple[Mapping[int, int], ...]) -> ValueCount:
    clauses, occurrences, characters = (
        sum(column.get(docno, 0) for docno in documents) for column in columns
    )
    return ValueCount(value, clauses, len(documents), occurrences, characters)
