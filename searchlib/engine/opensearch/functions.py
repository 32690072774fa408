"""What :class:`searchlib.engine.base.EngineFunctions` asks of an engine, for indices in a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path

from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.config import REMOTE, EngineConfig, read_config
from searchlib.engine.opensearch.connection import ClusterAddress, Transport, cluster_address, connect
from searchlib.engine.opensearch.engine import OpenSearchEngine
from searchlib.engine.opensearch.mapping import VERSION
from searchlib.engine.opensearch.remote import Remote, read_remote
from searchlib.engine.opensearch.rows import GatheredRows, gathered_rows, renamed
from searchlib.engine.opensearch.upkeep import (
    cluster_id,
    faults_of,
    most_clauses,
    owned_indices,
    remove_indices,
    state_of,
    uuid_of,
)
from searchlib.engine.opensearch.writer import Writer
from searchlib.errors import EngineUnavailable, IndexStale
from searchlib.model import AnalyzedBatch, ClusterState, Document

Connector = Callable[[ClusterAddress], Transport]


class OpenSearchFunctions:
    """The functions of the engine; ``connector`` makes the connections."""

    def __init__(self, connector: Connector = connect) -> None:
        self._connector = connector

    def gather_batch(self, batch: AnalyzedBatch) -> GatheredRows:
        """Make a batch ready; raises ValueError for metadata that cannot be indexed."""
        return gathered_rows(batch)

    def rename_documents(
        self, gathered: GatheredRows, documents: Sequence[Document], name: str
    ) -> GatheredRows:
        """Return ``gathered`` as if its documents had had the ids of ``documents``."""
        return renamed(gathered, documents, name)

    def build_index(self, folder: Path, gathered: Iterable[GatheredRows]) -> int:
        """Write an index into the cluster that ``engine.json`` beside ``folder`` names."""
        if (folder / REMOTE).exists():
            raise FileExistsError(f"there is an index in {folder}")
        config = _configured(folder.parent)
        with self._cluster(config.url) as cluster:
            _remove_orphans(cluster, config, folder)
            remote = Writer(cluster, config, folder).build(gathered)
        remote.write(folder)
        return remote.sums.clauses

    def update_index(self, folder: Path, remove: Set[str], gathered: Iterable[GatheredRows]) -> int:
        """Write a changed copy of the index that ``remote.json`` in ``folder`` names."""
        base = read_remote(folder)
        config = _configured(folder.parent)
        with self._cluster(config.url) as cluster:
            _remove_orphans(cluster, config, folder)
            remote = Writer(cluster, config, folder).update(base, remove, gathered)
        remote.write(folder)
        return remote.sums.clauses

    def check_index(self, folder: Path) -> Iterator[str]:
        """Yield what is wrong with the indices of the generation in ``folder``."""
        remote = read_remote(folder)
        try:
            with self._cluster(remote.url) as cluster:
                _check_cluster(cluster, remote)
                yield from faults_of(cluster, remote)
        except EngineUnavailable as error:
            if error.code != "engine.other-cluster":
                raise
            yield error.reason

    def lost_index(self, folder: Path) -> str | None:
        """Return why the generation in ``folder`` cannot be updated; raises EngineUnavailable if nobody can
        say."""
        remote = read_remote(folder)
        try:
            with self._cluster(remote.url) as cluster:
                _check_cluster(cluster, remote)
                _check_indices(cluster, remote)
        except EngineUnavailable as error:
            if error.code in ("engine.gone", "engine.other-cluster"):
                return error.reason
            raise
        return None

    def describe_index(self, folder: Path) -> ClusterState:
        """Return the state of the cluster and of the indices of the generation in ``folder``."""
        remote = read_remote(folder)
        with self._cluster(remote.url) as cluster:
            return state_of(cluster, remote)

    def open_index(self, folder: Path, citations: Mapping[str, int] | None = None) -> OpenSearchEngine:
        """Open the index of the generation in ``folder``.

        Raises EngineUnavailable if it is not there, or not whole.
        """
        remote = read_remote(folder)
        if remote.version != VERSION:
            raise IndexStale("engine.other-version", index=folder.parent, corpus="CORPUS")
        cluster = Cluster(self._connector(cluster_address(remote.url)))
        try:
            _check_cluster(cluster, remote)
            _check_indices(cluster, remote)
            return OpenSearchEngine(cluster, remote, citations or {}, most_clauses(cluster))
        except BaseException:
            cluster.close()
            raise

    def discard_index(self, folder: Path) -> None:
        """Remove the indices of the generation in ``folder``, whoever else may need them."""
        remote = read_remote(folder)
        with self._cluster(remote.url) as cluster:
            remove_indices(cluster, (remote.clauses, remote.documents))

    def remove_index(self, folder: Path) -> None:
        """Remove the indices of the generation in ``folder``, unless another generation shares them or they
        are those of another index folder."""
        remote = read_remote(folder)
        config = read_config(folder.parent)
        if config is None or config.owner != remote.owner or remote.name in _names(folder.parent, folder):
            return
        with self._cluster(remote.url) as cluster:
            if cluster_id(cluster, remote.url) == remote.cluster:
                remove_indices(cluster, (remote.clauses, remote.documents))

    @contextmanager
    def _cluster(self, url: str) -> Iterator[Cluster]:
        cluster = Cluster(self._connector(cluster_address(url)))
        try:
            yield cluster
        finally:
            cluster.close()


def _configured(index: Path) -> EngineConfig:
    """Return the configuration of an index folder, with an owner."""
    config = read_config(index)
    if config is None:
        raise EngineUnavailable("engine.no-url")
    return config if config.owner else config.write(index)


def _check_cluster(cluster: Cluster, remote: Remote) -> None:
    found = cluster_id(cluster, remote.url)
    if found != remote.cluster:
        raise EngineUnavailable("engine.other-cluster", url=remote.url, found=found, cluster=remote.cluster)


def _check_indices(cluster: Cluster, remote: Remote) -> None:
    for name, uuid in ((remote.clauses, remote.clauses_uuid), (remote.documents, remote.documents_uuid)):
        if uuid_of(cluster, name) != uuid:
            raise EngineUnavailable("engine.gone")


def _remove_orphans(cluster: Cluster, config: EngineConfig, folder: Path) -> None:
    """Remove the indices of builds that were killed: those of the owner that no generation names."""
    kept = _names(folder.parent)
    orphans = [name for name in owned_indices(cluster, config.owner) if name.rsplit("-", 1)[0] not in kept]
    remove_indices(cluster, orphans)


def _names(index: Path, besides: Path | None = None) -> set[str]:
    """Return the names of the indices of all generations in an index folder, but one."""
    folders = {path.parent for path in index.glob(f"*/{REMOTE}")} - {besides}
    return {read_remote(each).name for each in folders}
