"""Requests to a cluster: their errors in words of this project, and answers that are complete."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from searchlib.budget import check_budget
from searchlib.engine.opensearch.completeness import check_shards, complete_hits, exact_total
from searchlib.engine.opensearch.connection import Transport
from searchlib.errors import EngineUnavailable

PAGE = 10_000
"""Entries of a page: the most that an index gives at once unless told otherwise."""

AT_ONCE = 200
"""Counts of a request."""

_WAITS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.0, 5.0)
"""Seconds before a request that was too much is sent again."""

_ABSENT = ("engine.unreachable", "engine.slow", "engine.unanswered")
"""Codes of errors that say that nobody has answered."""

_STRICT = {"allow_partial_search_results": "false"}


class Cluster:
    """A cluster, behind ``transport``. Safe to share between threads."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def call(self, method: str, path: str, body: Any = None, absent: Any = None, **params: str) -> Any:
        """Return the answer to a request; ``absent`` for what is not there, if that is given.

        Raises EngineUnavailable.
        """
        for wait in (*_WAITS, None):
            check_budget()
            status, answer = self._transport.send(method, path, params, body)
            if status != 429:
                break
            if wait is not None:
                time.sleep(wait)
        if status < 300:
            return answer
        if status == 404 and absent is not None:
            return absent
        raise _refusal(status, answer)

    def count(self, index: str, query: Any) -> int:
        """Return how many entries match."""
        return exact_total(self.search(index, {"query": query, "size": 0}))

    def search(self, index: str, body: Mapping[str, Any], parts: bool = False) -> Any:
        """Return an answer of all shards with an exact total; ``parts`` are the scores of named queries."""
        whole = {"track_total_hits": True, **body}
        wanted = {"include_named_queries_score": "true"} if parts else {}
        answer = self._ask(f"/{index}/_search", whole, **_STRICT, **wanted)
        exact_total(answer)
        return answer

    def _ask(self, path: str, body: Any, **params: str) -> Any:
        """Return the answer to a question; no node and no shard that answers are one and the same error."""
        try:
            return self.call("POST", path, body, **params)
        except EngineUnavailable as error:
            if error.code in _ABSENT:
                raise EngineUnavailable("engine.incomplete") from None
            raise

    def counts(self, index: str, queries: Sequence[Any]) -> list[int]:
        """Return for each query how many entries match; :data:`AT_ONCE` of them are one request."""
        found: list[int] = []
        for start in range(0, len(queries), AT_ONCE):
            filters = {str(place): query for place, query in enumerate(queries[start : start + AT_ONCE])}
            groups = {"groups": {"filters": {"filters": filters}}}
            answer = self.search(index, {"query": {"match_all": {}}, "size": 0, "aggs": groups})
            buckets = answer["aggregations"]["groups"]["buckets"]
            if len(buckets) != len(filters):
                raise EngineUnavailable("engine.inexact", what="counts")
            found += [int(buckets[place]["doc_count"]) for place in filters]
        return found

    def page(
        self,
        index: str,
        body: Mapping[str, Any],
        size: int,
        before: int = 0,
        total: int | None = None,
        parts: bool = False,
    ) -> tuple[int, list[Any]]:
        """Return the total and the next ``size`` hits behind ``before`` others, by ``body["sort"]``.

        ``total`` is what the pages before have said. ``parts`` asks for the scores of named queries. Raises
        EngineUnavailable where hits are missing or the total is another one.
        """
        answer = self.search(index, {**body, "size": size}, parts)
        hits = complete_hits(answer, size, before, total)
        return exact_total(answer), hits

    def hits(
        self, index: str, body: Mapping[str, Any], size: int = PAGE, parts: bool = False
    ) -> Iterator[Any]:
        """Yield every hit, page by page; ``body["sort"]`` must be total."""
        total, hits = self.page(index, body, size, parts=parts)
        yield from hits
        fetched = len(hits)
        while fetched < total:
            after = {**body, "search_after": hits[-1]["sort"]}
            _, hits = self.page(index, after, size, fetched, total, parts)
            fetched += len(hits)
            yield from hits

    def composite(
        self, index: str, query: Any, field: str, sums: Iterable[str] = ()
    ) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Yield each value of a numeric ``field``, how many matching entries have it, and sums of others.

        Raises EngineUnavailable if the counts do not add up to the total.
        """
        names = tuple(sums)
        source: dict[str, Any] = {"size": PAGE, "sources": [{"v": {"terms": {"field": field}}}]}
        counted = 0
        while True:
            groups: dict[str, Any] = {"composite": source}
            if names:
                groups["aggs"] = {name: {"sum": {"field": name}} for name in names}
            answer = self.search(index, {"query": query, "size": 0, "aggs": {"groups": groups}})
            found = answer["aggregations"]["groups"]
            for bucket in found["buckets"]:
                counted += bucket["doc_count"]
                values = tuple(round(bucket[name]["value"]) for name in names)
                yield bucket["key"]["v"], bucket["doc_count"], values
            if len(found["buckets"]) < PAGE:
                break
            source = {**source, "after": found["after_key"]}
        if counted != exact_total(answer):
            raise EngineUnavailable("engine.inexact", what="counts")

    def refresh(self, indices: str) -> None:
        """Make visible what was written; raises EngineUnavailable if a shard does not answer."""
        check_shards(self.call("POST", f"/{indices}/_refresh"))


def stored_only(fields: Iterable[str] = ()) -> dict[str, Any]:
    """Return the part of a request that asks for these stored fields and nothing else."""
    return {"_source": False, "stored_fields": list(fields) or "_none_"}


def _refusal(status: int, answer: Any) -> EngineUnavailable:
    """Return the error for an answer that is a failure."""
    kind, reason = _cause(answer)
    if status in (401, 403):
        return EngineUnavailable("engine.refused", status=status)
    if status == 404 or kind == "index_closed_exception":
        return EngineUnavailable("engine.gone")
    if status == 429:
        return EngineUnavailable("engine.busy")
    if "too_many" in kind and "clause" in kind:
        return EngineUnavailable("engine.large-query")
    if status >= 500:
        return EngineUnavailable("engine.unanswered", status=status, kind=kind or "-")
    return EngineUnavailable("engine.failed", status=status, problem=f"{kind}: {reason}"[:300])


def _cause(answer: Any) -> tuple[str, str]:
    error = answer.get("error") if isinstance(answer, Mapping) else None
    if not isinstance(error, Mapping):
        return "", str(error or "")[:200]
    roots = error.get("root_cause") or [error]
    kinds = [str(each.get("type", "")) for each in (error, *roots)]
    causes = [str(each.get("reason", "")) for each in (error, *roots)]
    for failed in error.get("failed_shards") or ():
        own = failed.get("reason") or {}
        kinds.append(str(own.get("type", "")))
        causes.append(str(own.get("reason", "")))
    kind = next((each for each in kinds if "too_many" in each), kinds[0])
    return kind, causes[-1]
