"""The indices in a cluster: made, sealed, compared with what was written, described and removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.compiler import EVERYTHING, QueryJson
from searchlib.engine.opensearch.completeness import exact_total
from searchlib.engine.opensearch.remote import Remote, Sums
from searchlib.errors import EngineUnavailable, SearchlibError
from searchlib.model import ClusterState

OLDEST = (2, 19)
"""The oldest version of OpenSearch that is used."""

_MOST_CLAUSES = 1024
"""Clauses of a query, unless the cluster says otherwise."""

_PATIENCE = 60
"""How many times half a minute is waited for copies of shards."""

_ONE_SEGMENT = 4_000_000
"""Clauses of a shard up to which it is merged into one segment."""


def cluster_id(cluster: Cluster, url: str) -> str:
    """Return the uuid of the cluster; raises EngineUnavailable if it is no OpenSearch, or an old one."""
    answer = cluster.call("GET", "/")
    version = answer.get("version") if isinstance(answer, dict) else None
    if not version or version.get("distribution") != "opensearch":
        raise EngineUnavailable("engine.foreign", url=url)
    number = str(version.get("number", ""))
    parts = tuple(int(part) for part in number.split(".")[:2] if part.isdecimal())
    if parts < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise EngineUnavailable("engine.old-version", url=url, version=number, needed=needed)
    return str(answer["cluster_uuid"])


def most_clauses(cluster: Cluster) -> int:
    """Return how many clauses the cluster takes in a query."""
    name = "indices.query.bool.max_clause_count"
    wanted = {"include_defaults": "true", "flat_settings": "true", "filter_path": f"*.{name}"}
    try:
        found = cluster.call("GET", "/_cluster/settings", **wanted)
    except EngineUnavailable as error:
        if error.code != "engine.refused":  # some may not look at settings
            raise
        return _MOST_CLAUSES
    said = [found.get(level, {}).get(name) for level in ("transient", "persistent", "defaults")]
    return next((int(value) for value in said if value is not None), _MOST_CLAUSES)


def make_index(cluster: Cluster, name: str, body: QueryJson) -> str:
    """Make an index and return its uuid."""
    cluster.call("PUT", f"/{name}", body)
    _wait_for_shards(cluster, name)
    return uuid_of(cluster, name)


def clone_index(cluster: Cluster, source: str, target: str) -> str:
    """Make ``target`` of the files of ``source``, which is sealed; return its uuid."""
    settings = {"index.blocks.write": None, "index.number_of_replicas": 0, "index.refresh_interval": "-1"}
    cluster.call("POST", f"/{source}/_clone/{target}", {"settings": settings})
    _wait_for_shards(cluster, target)
    return uuid_of(cluster, target)


def _wait_for_shards(cluster: Cluster, name: str) -> None:
    """Wait until every shard of a new index has started; raises EngineUnavailable if one does not."""
    health = cluster.call("GET", f"/_cluster/health/{name}", wait_for_status="yellow", timeout="50s")
    if health.get("timed_out"):
        raise EngineUnavailable("engine.incomplete")


def uuid_of(cluster: Cluster, name: str) -> str:
    """Return the uuid of an index; raises EngineUnavailable if it is not there."""
    answer = cluster.call("GET", f"/{name}/_settings", filter_path="*.settings.index.uuid")
    if name not in answer:
        raise EngineUnavailable("engine.gone")
    return str(answer[name]["settings"]["index"]["uuid"])


def merge_index(cluster: Cluster, name: str, clauses: int, shards: int) -> None:
    """Merge each shard of a new index into one segment, which is searched faster, if that does not take too
    long."""
    if clauses <= _ONE_SEGMENT * shards:
        cluster.call("POST", f"/{name}/_forcemerge", max_num_segments="1", wait_for_completion="true")
        cluster.refresh(name)


def seal_indices(cluster: Cluster, remote: Remote, replicas: int) -> None:
    """Make both indices immutable, and wait for their copies where there are machines for them."""
    both = f"{remote.clauses},{remote.documents}"
    cluster.call("POST", f"/{both}/_flush")
    cluster.call("PUT", f"/{both}/_settings", {"index.number_of_replicas": replicas})
    cluster.call("PUT", f"/{both}/_settings", {"index.blocks.write": True})
    nodes = cluster.call("GET", "/_cluster/health").get("number_of_data_nodes", 1)
    wanted = "green" if nodes > replicas else "yellow"
    for _ in range(_PATIENCE):
        health = cluster.call(
            "GET", f"/_cluster/health/{both}", absent=None, wait_for_status=wanted, timeout="30s"
        )
        if not health.get("timed_out"):
            return


def sums_of(cluster: Cluster, remote: Remote, query: Any = EVERYTHING) -> Sums:
    """Return the sums over the clauses and documents that ``query`` selects, as the cluster counts them."""
    sums = {name: {"sum": {"field": name}} for name in ("n", "nw", "nc")}
    clauses = cluster.search(remote.clauses, {"query": query, "size": 0, "aggs": sums})
    documents = cluster.count(remote.documents, query)
    values = {name: round(clauses["aggregations"][name]["value"]) for name in sums}
    return Sums(exact_total(clauses), documents, values["n"], values["nw"], values["nc"])


def check_sums(cluster: Cluster, remote: Remote) -> None:
    """Raise EngineUnavailable unless the indices hold what was written."""
    found = sums_of(cluster, remote)
    if found != remote.sums:
        raise EngineUnavailable("engine.miscounts", found=_said(found), written=_said(remote.sums))


def faults_of(cluster: Cluster, remote: Remote) -> Iterator[str]:
    """Yield what is wrong with the indices of a generation, each in one sentence."""
    try:
        for name, uuid in ((remote.clauses, remote.clauses_uuid), (remote.documents, remote.documents_uuid)):
            if uuid_of(cluster, name) != uuid:
                yield f"the index {name} in the cluster is not the one that was built"
        found = sums_of(cluster, remote)
        if found != remote.sums:
            yield f"the cluster holds {_said(found)}, not {_said(remote.sums)}"
    except EngineUnavailable as error:
        if error.code != "engine.gone":
            raise
        yield error.reason


def state_of(cluster: Cluster, remote: Remote) -> ClusterState:
    """Return the state of the cluster and of the indices."""
    both = f"{remote.clauses},{remote.documents}"
    health = cluster.call("GET", f"/_cluster/health/{both}", timeout="5s")
    rows = cluster.call("GET", f"/_cat/indices/{both}", format="json", bytes="b")
    return ClusterState(
        status=str(health["status"]),
        nodes=int(health["number_of_nodes"]),
        shards=int(health["active_primary_shards"]),
        copies=int(health["active_shards"]) - int(health["active_primary_shards"]),
        missing=int(health["unassigned_shards"]) + int(health["initializing_shards"]),
        bytes=sum(int(row.get("store.size") or 0) for row in rows),
    )


def remove_indices(cluster: Cluster, names: Iterable[str]) -> None:
    """Remove indices; those that are gone already do not matter."""
    for name in names:
        cluster.call("DELETE", f"/{name}", absent={})


def remove_quietly(cluster: Cluster, names: Iterable[str]) -> None:
    """Do the same after a failure, of which more is to be heard than of this one."""
    with suppress(SearchlibError):
        remove_indices(cluster, names)


def owned_indices(cluster: Cluster, owner: str) -> list[str]:
    """Return the names of all indices of an owner, finished or not."""
    found = cluster.call("GET", f"/{owner}-*/_settings", absent={}, filter_path="*.settings.index.uuid")
    return sorted(name for name in found if name.startswith(f"{owner}-"))


def _said(sums: Sums) -> str:
    return (
        f"{sums.clauses:,} clauses, {sums.documents:,} documents, {sums.characters:,} characters, "
        f"{sums.words:,}+{sums.context_words:,} words"
    )
