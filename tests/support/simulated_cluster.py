"""A cluster in memory: the part of OpenSearch that the engine uses, by definition, over any number of shards.

Each shard sorts its own entries and gives its best; the answers are merged as the coordinating node does. Its
scores have single precision and its values nine significant bits, as Lucene's have. What it knows of queries
and aggregations is what the engine sends, and it refuses everything else.
"""

from __future__ import annotations

import heapq
import json
import struct
from collections.abc import Callable, Mapping, Sequence
from functools import cmp_to_key
from itertools import islice
from typing import Any

from searchlib.errors import EngineUnavailable
from tests.support.simulated_queries import (
    Entry,
    aggregate,
    analyzed,
    compared,
    criterion,
    hit_of,
    matches,
    sort_keys,
)

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
                shard[where["_id"]] = analyzed(json.loads(next(rest)))
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
        sort = [criterion(each) for each in body.get("sort", ["_score"])]
        after, size = body.get("search_after"), body["size"]
        total = 0
        lists, matching = [], []
        for shard in self.shards:
            found = [entry for entry in shard.values() if matches(query, entry)]
            total += len(found)
            matching.append(found)
            if not size:
                continue
            rows = [(sort_keys(sort, query, entry), entry) for entry in found]
            if after is not None:
                rows = [row for row in rows if compared(sort, row[0], after) > 0]
            by_order = cmp_to_key(lambda one, other: compared(sort, one[0], other[0]))
            lists.append(sorted(rows, key=by_order)[:size])
        order = cmp_to_key(lambda one, other: compared(sort, one[0], other[0]))
        best = islice(heapq.merge(*lists, key=order), size)
        answer: dict[str, Any] = {
            "timed_out": False,
            "_shards": _whole(len(self.shards)),
            "hits": {
                "total": {"value": total, "relation": "eq"},
                "hits": [hit_of(keys, entry, body, parts) for keys, entry in best],
            },
        }
        if "aggs" in body:
            every = [entry for found in matching for entry in found]
            answer["aggregations"] = {
                name: aggregate(agg, every, matching) for name, agg in body["aggs"].items()
            }
        return answer


def _whole(shards: int) -> Any:
    return {"total": shards, "successful": shards, "skipped": 0, "failed": 0}


def _listed(names: Sequence[str]) -> list[str]:
    return names[0].split(",") if names else []


def unreachable(*_: Any) -> None:
    """Raise what a network without a cluster raises."""
    raise EngineUnavailable("engine.unreachable", url="http://127.0.0.1:9200")
