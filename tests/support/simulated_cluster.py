"""A cluster in memory: the part of OpenSearch that the engine uses, by definition, over any number of shards.

Each shard sorts its own entries and gives its best; the answers are merged as the coordinating node does. Its
scores have single precision and its values nine significant bits, as Lucene's have. What it knows of queries
and aggregations is what the engine sends, and it refuses everything else.
"""

from __future__ import annotations

import heapq
import json
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cmp_to_key
from itertools import islice
from typing import Any

from searchlib.errors import EngineUnavailable

Entry = Mapping[str, Any]
Answer = tuple[int, Any]


class SimulatedCluster:
    """Indices by name, each a list of shards, each of them entries by id.

    ``before`` is called before every request and may raise, as a network does.
    """

    def __init__(self, before: Callable[[str, str], None] = lambda *_: None, nodes: int = 3) -> None:
        self.indices: dict[str, Index] = {}
        self.uuid = "simulated"
        self.requests = 0
        self._before = before
        self._nodes = nodes
        self._made = 0

    def connect(self, _: Any) -> SimulatedCluster:
        """Return itself: a transport to it."""
        return self

    def close(self) -> None:
        """Do nothing."""

    def send(self, method: str, path: str, params: Mapping[str, str], body: Any = None) -> Answer:
        """Answer a request."""
        self.requests += 1
        self._before(method, path)
        parts = [part for part in path.split("/") if part]
        try:
            return 200, json.loads(json.dumps(self._answer(method, parts, params, body)))
        except KeyError as error:
            return 404, {"error": {"type": "index_not_found_exception", "reason": str(error)}}

    def _answer(self, method: str, parts: list[str], params: Mapping[str, str], body: Any) -> Any:
        match method, parts:
            case "GET", []:
                version = {"distribution": "opensearch", "number": "3.8.0"}
                return {"cluster_uuid": self.uuid, "version": version}
            case "GET", ["_cluster", "settings"]:
                return {"defaults": {"indices.query.bool.max_clause_count": "1024"}}
            case "GET", ["_cluster", "health", *names]:
                shards = sum(len(self.indices[name].shards) for name in _listed(names))
                return {
                    **{"status": "green", "timed_out": False, "number_of_nodes": self._nodes},
                    **{"number_of_data_nodes": self._nodes, "active_primary_shards": shards},
                    **{"active_shards": shards, "unassigned_shards": 0, "initializing_shards": 0},
                }
            case "GET", ["_cat", "indices", names]:
                return [{"index": name, "store.size": "1"} for name in names.split(",")]
            case "PUT", [name]:
                self._make(name, body["settings"]["index.number_of_shards"])
                return {"acknowledged": True}
            case "DELETE", [name]:
                del self.indices[name]
                return {"acknowledged": True}
            case "POST", ["_bulk"]:
                return self._bulk(body.splitlines())
            case "GET", [names, "_settings"]:
                if names.endswith("*"):
                    wanted = [name for name in self.indices if name.startswith(names[:-1])]
                else:
                    wanted = names.split(",")
                return {name: {"settings": {"index": {"uuid": self.indices[name].uuid}}} for name in wanted}
            case "PUT", [names, "_settings"]:
                for name in names.split(","):
                    if "index.blocks.write" in body:
                        self.indices[name].sealed = bool(body["index.blocks.write"])
                return {"acknowledged": True}
            case "POST", [source, "_clone", target]:
                assert self.indices[source].sealed, "must block write operations"
                self._make(target, len(self.indices[source].shards))
                shards = self.indices[source].shards
                self.indices[target].shards = [dict(shard) for shard in shards]
                return {"acknowledged": True}
            case "POST", [names, "_refresh" | "_flush" | "_forcemerge"]:
                return {"_shards": _whole(sum(len(self.indices[name].shards) for name in names.split(",")))}
            case "POST", [name, "_search"]:
                return self.indices[name].search(body, "include_named_queries_score" in params)
        raise AssertionError(f"not simulated: {method} {parts}")

    def _make(self, name: str, shards: int) -> None:
        assert name not in self.indices, "resource_already_exists_exception"
        self._made += 1
        self.indices[name] = Index(shards, f"uuid-{self._made}")

    def _bulk(self, lines: list[bytes]) -> Any:
        rest = iter(lines)
        items = []
        for line in rest:
            ((kind, where),) = json.loads(line).items()
            index = self.indices[where["_index"]]
            assert not index.sealed
            shard = index.shard_of(where["_id"])
            if kind == "index":
                shard[where["_id"]] = _analyzed(json.loads(next(rest)))
            else:
                del shard[where["_id"]]
            items.append({kind: {"status": 200}})
        return {"errors": False, "items": items}


class Index:
    """An index of so many shards."""

    def __init__(self, shards: int, uuid: str) -> None:
        self.shards: list[dict[str, Entry]] = [{} for _ in range(shards)]
        self.uuid = uuid
        self.sealed = False

    def shard_of(self, name: str) -> dict[str, Entry]:
        """Return the shard that an entry belongs to."""
        number = int.from_bytes(struct.pack("<q", int(name) * 2654435761 % (1 << 62)), "little")
        return self.shards[(number >> 7) % len(self.shards)]

    def search(self, body: Any, parts: bool) -> Any:
        """Answer a search: each shard for itself, then all together."""
        known = {
            "query",
            "size",
            "sort",
            "_source",
            "search_after",
            "aggs",
            "track_total_hits",
            "stored_fields",
        }
        assert set(body) <= known, body
        query = body["query"]
        sort = [_criterion(each) for each in body.get("sort", ["_score"])]
        after, size = body.get("search_after"), body["size"]
        total = 0
        lists, matching = [], []
        for shard in self.shards:
            found = [entry for entry in shard.values() if _matches(query, entry)]
            total += len(found)
            matching.append(found)
            if not size:
                continue
            rows = [(_keys(sort, query, entry), entry) for entry in found]
            if after is not None:
                rows = [row for row in rows if _compare(sort, row[0], after) > 0]
            by_order = cmp_to_key(lambda one, other: _compare(sort, one[0], other[0]))
            lists.append(sorted(rows, key=by_order)[:size])
        order = cmp_to_key(lambda one, other: _compare(sort, one[0], other[0]))
        best = islice(heapq.merge(*lists, key=order), size)
        answer: dict[str, Any] = {
            "timed_out": False,
            "_shards": _whole(len(self.shards)),
            "hits": {
                "total": {"value": total, "relation": "eq"},
                "hits": [_hit(keys, entry, body, parts) for keys, entry in best],
            },
        }
        if "aggs" in body:
            every = [entry for found in matching for entry in found]
            answer["aggregations"] = {
                name: _aggregate(agg, every, matching) for name, agg in body["aggs"].items()
            }
        return answer


def _whole(shards: int) -> Any:
    return {"total": shards, "successful": shards, "skipped": 0, "failed": 0}


def _listed(names: Sequence[str]) -> list[str]:
    return names[0].split(",") if names else []


def _analyzed(entry: dict[str, Any]) -> Entry:
    return {
        **entry,
        **{name: f" {entry[name]} " for name in ("t", "h", "tt") if name in entry},
        **{
            name: {term: _kept(value) for term, value in entry[name].items()}
            for name in "wcp"
            if name in entry
        },
    }


def _kept(value: float) -> float:
    """Return the first nine significant bits of a value, as ``rank_features`` keeps it."""
    (bits,) = struct.unpack("<i", struct.pack("<f", value))
    (kept,) = struct.unpack("<f", struct.pack("<i", bits >> 15 << 15))
    return float(kept)


def _single(value: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


def _matches(query: Any, entry: Entry) -> bool:
    ((kind, value),) = query.items()
    match kind:
        case "match_all":
            return True
        case "match_none":
            return False
        case "term":
            ((field, wanted),) = value.items()
            if field in ("t", "h", "tt"):
                return f" {wanted} " in entry[field]
            return wanted in _values(entry, field)
        case "terms":
            ((field, several),) = value.items()
            return any(each in several for each in _values(entry, field))
        case "range":
            ((field, limits),) = value.items()
            return bool(limits["gte"] <= entry[field] <= limits["lte"])
        case "match_phrase":
            ((field, text),) = value.items()
            return f" {text} " in entry[field]
        case "rank_feature":
            field, _, name = value["field"].partition(".")
            return name in entry.get(field, {})
        case "bool":
            assert set(value) <= {"filter", "should", "must_not", "minimum_should_match"}, value
            least = value.get("minimum_should_match", 0 if "filter" in value or "must_not" in value else 1)
            return (
                all(_matches(each, entry) for each in value.get("filter", ()))
                and not any(_matches(each, entry) for each in value.get("must_not", ()))
                and sum(_matches(each, entry) for each in value.get("should", ())) >= least
            )
        case "span_near" | "span_or" | "span_term":
            return next(_spans(query, entry), None) is not None
    raise AssertionError(f"not simulated: {query}")


def _values(entry: Entry, field: str) -> Any:
    value = entry.get(field, ())
    return value if isinstance(value, list) else (value,)


def _spans(query: Any, entry: Entry) -> Iterator[tuple[int, int]]:
    """Yield spans by their start, one for each start of a first clause, as Lucene's ordered spans do."""
    ((kind, value),) = query.items()
    if kind == "span_term":
        ((field, wanted),) = value.items()
        yield from ((at, at + 1) for at, token in enumerate(entry[field].split()) if token == wanted)
    elif kind == "span_or":
        yield from heapq.merge(*(_spans(each, entry) for each in value["clauses"]))
    elif kind == "span_near":
        assert value["in_order"], query
        first, *rest = [list(_spans(each, entry)) for each in value["clauses"]]
        for start, end in first:
            used, at = end - start, end
            for spans in rest:
                following = next((span for span in spans if span[0] >= at), None)
                if following is None:
                    break
                used, at = used + following[1] - following[0], following[1]
            else:
                if at - start - used <= value["slop"]:
                    yield start, at
    else:
        raise AssertionError(f"not simulated: {query}")


def _score(query: Any, entry: Entry) -> float:
    """Return the score of an entry, a sum in single precision."""
    ((kind, value),) = query.items()
    if kind == "bool":
        score = 0.0
        for each in value.get("should", ()):
            score = _single(score + _score(each, entry))
        return score
    if kind == "rank_feature":
        field, _, name = value["field"].partition(".")
        own = entry.get(field, {}).get(name, 0.0)
        if "saturation" in value:
            own = own / (own + value["saturation"]["pivot"])
        return _single(own * value.get("boost", 1.0))
    raise AssertionError(f"not simulated: {query}")


def _criterion(each: Any) -> tuple[str, int]:
    if isinstance(each, str):
        return each, 1
    ((field, order),) = each.items()
    return field, -1 if order == "desc" else 1


def _keys(sort: Sequence[tuple[str, int]], query: Any, entry: Entry) -> list[Any]:
    return [_score(query, entry) if field == "_score" else entry[field] for field, _ in sort]


def _compare(sort: Sequence[tuple[str, int]], one: Sequence[Any], other: Sequence[Any]) -> int:
    for (_, direction), own, their in zip(sort, one, other, strict=True):
        if own != their:
            return direction if own > their else -direction
    return 0


def _hit(keys: list[Any], entry: Entry, body: Any, parts: bool) -> Any:
    hit: dict[str, Any] = {"sort": keys}
    given, stored = body.get("_source"), body.get("stored_fields")
    if given:
        assert set(given) <= {"row", "values"}
        hit["_source"] = {name: entry[name] for name in given}
    if isinstance(stored, list):
        assert set(stored) <= {"k", "hk", "tk", "f", "g"}
        hit["fields"] = {name: [entry[name]] for name in stored}
    if parts:
        should = body["query"]["bool"]["should"]
        hit["matched_queries"] = {
            each["rank_feature"]["_name"]: _score(each, entry) for each in should if _matches(each, entry)
        }
    return hit


def _aggregate(agg: Any, entries: Sequence[Entry], shards: Sequence[Sequence[Entry]]) -> Any:
    if "sum" in agg:
        return {"value": float(sum(entry[agg["sum"]["field"]] for entry in entries))}
    if "filters" in agg:
        filters = agg["filters"]["filters"]
        counted = {name: sum(_matches(each, entry) for entry in entries) for name, each in filters.items()}
        return {"buckets": {name: {"doc_count": count} for name, count in counted.items()}}
    if "composite" in agg:
        return _composite(agg, entries)
    if "terms" in agg:
        return _terms(agg["terms"], shards)
    raise AssertionError(f"not simulated: {agg}")


def _composite(agg: Any, entries: Iterable[Entry]) -> Any:
    asked = agg["composite"]
    ((name, source),) = asked["sources"][0].items()
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry[source["terms"]["field"]], []).append(entry)
    after = asked.get("after", {}).get(name)
    values = sorted(value for value in groups if after is None or value > after)[: asked["size"]]
    buckets = [
        {
            "key": {name: value},
            "doc_count": len(groups[value]),
            **{each: _aggregate(inner, groups[value], ()) for each, inner in agg.get("aggs", {}).items()},
        }
        for value in values
    ]
    return {"buckets": buckets, "after_key": {name: values[-1] if values else None}}


def _terms(asked: Any, shards: Sequence[Sequence[Entry]]) -> Any:
    """Return the commonest terms: every shard gives its own, and how common one may be that it left out."""
    import re

    pattern = asked.get("include")
    counts: dict[str, int] = {}
    missing: dict[str, int] = {}
    error = 0
    lists = []
    for shard in shards:
        own: dict[str, int] = {}
        for entry in shard:
            for term in set(entry[asked["field"]]):
                if pattern is None or re.fullmatch(pattern, term, re.DOTALL):
                    own[term] = own.get(term, 0) + 1
        best = sorted(own.items(), key=lambda row: (-row[1], row[0]))
        given = best[: asked["shard_size"]]
        least = given[-1][1] if len(best) > len(given) else 0
        error += least
        lists.append((dict(given), least))
        for term, count in given:
            counts[term] = counts.get(term, 0) + count
    for term in counts:
        missing[term] = sum(least for given, least in lists if term not in given)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[: asked["size"]]
    buckets = [
        {"key": term, "doc_count": count, "doc_count_error_upper_bound": missing[term]}
        for term, count in rows
    ]
    return {"buckets": buckets, "doc_count_error_upper_bound": error}


def unreachable(*_: Any) -> None:
    """Raise what a network without a cluster raises."""
    raise EngineUnavailable("engine.unreachable", url="http://127.0.0.1:9200")
