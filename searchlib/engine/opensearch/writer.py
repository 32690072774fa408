"""Build a generation in a cluster, or make one of the last by copying and changing it.

What a build that fails has made in the cluster is removed at once; what one that was killed has made is
removed by the next, which finds it by the name of the owner. The generation before is never touched.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Set
from itertools import chain, islice
from pathlib import Path

from searchlib.engine.base import B
from searchlib.engine.opensearch.bulk import write_entries
from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.compiler import valued
from searchlib.engine.opensearch.config import EngineConfig
from searchlib.engine.opensearch.encoding import keyword
from searchlib.engine.opensearch.mapping import clauses_body, documents_body
from searchlib.engine.opensearch.remote import Remote, Scales, Sums
from searchlib.engine.opensearch.rows import DocumentRows, GatheredRows, entries
from searchlib.engine.opensearch.upkeep import (
    check_sums,
    clone_index,
    cluster_id,
    make_index,
    merge_index,
    remove_quietly,
    seal_indices,
    sums_of,
)
from searchlib.errors import EngineUnavailable

_SAMPLED = 4
"""Batches from which the average lengths are estimated; an estimate far off makes bounds loose, not wrong."""


class Writer:
    """Writes one generation for the folder ``folder``."""

    def __init__(self, cluster: Cluster, config: EngineConfig, folder: Path) -> None:
        self._cluster = cluster
        self._config = config
        self._folder = folder
        self._sums = Sums()
        self._documents = 0
        self._digits = 1

    def build(self, gathered: Iterable[GatheredRows]) -> Remote:
        """Write an index of batches, in their order."""
        cluster_uuid = cluster_id(self._cluster, self._config.url)
        batches = iter(gathered)
        first = list(islice(batches, _SAMPLED))
        scales = _scales(first)
        name = self._name()
        try:
            clauses = make_index(self._cluster, f"{name}-clauses", clauses_body(self._config.shards))
            documents = make_index(self._cluster, f"{name}-documents", documents_body())
            self._write(chain(first, batches), scales, name)
            remote = Remote(
                url=self._config.url,
                cluster=cluster_uuid,
                owner=self._config.owner,
                folder=self._folder.name,
                name=name,
                clauses_uuid=clauses,
                documents_uuid=documents,
                sums=self._sums,
                scales=scales,
                next_document=self._documents,
                digits=self._digits,
            )
            self._cluster.refresh(f"{remote.clauses},{remote.documents}")
            merge_index(self._cluster, remote.clauses, remote.sums.clauses, self._config.shards)
            self._finish(remote)
        except BaseException:
            remove_quietly(self._cluster, (f"{name}-clauses", f"{name}-documents"))
            raise
        return remote

    def update(self, base: Remote, remove: Set[str], gathered: Iterable[GatheredRows]) -> Remote:
        """Copy the indices of ``base``, unless they were made for this folder, and change the copy."""
        if cluster_id(self._cluster, self._config.url) != base.cluster:
            raise EngineUnavailable("engine.gone")
        is_own = base.folder == self._folder.name
        name = base.name if is_own else self._name()
        try:
            uuids = base.clauses_uuid, base.documents_uuid
            if is_own:
                self._unseal(base)
            else:
                uuids = (
                    clone_index(self._cluster, base.clauses, f"{name}-clauses"),
                    clone_index(self._cluster, base.documents, f"{name}-documents"),
                )
            self._documents, self._digits = base.next_document, base.digits
            removed = self._remove(base, name, remove)
            self._write(gathered, base.scales, name)
            remote = Remote(
                url=self._config.url,
                cluster=base.cluster,
                owner=self._config.owner,
                folder=self._folder.name,
                name=name,
                clauses_uuid=uuids[0],
                documents_uuid=uuids[1],
                sums=base.sums.minus(removed) + self._sums,
                scales=base.scales,
                next_document=self._documents,
                digits=self._digits,
            )
            self._cluster.refresh(f"{remote.clauses},{remote.documents}")
            self._finish(remote)
        except BaseException:
            remove_quietly(self._cluster, (f"{name}-clauses", f"{name}-documents"))
            raise
        return remote

    def _name(self) -> str:
        return f"{self._config.owner}-{secrets.token_hex(8)}"

    def _unseal(self, base: Remote) -> None:
        settings = {"index.blocks.write": None}
        self._cluster.call("PUT", f"/{base.clauses},{base.documents}/_settings", settings)

    def _write(self, batches: Iterable[GatheredRows], scales: Scales, name: str) -> None:
        write_entries(self._cluster, self._entries(batches, scales, name))

    def _entries(self, batches: Iterable[GatheredRows], scales: Scales, name: str) -> Iterator[bytes]:
        for rows in batches:
            for own in rows:
                self._sums += own.sums()
                self._digits = max(self._digits, own.digits())
            yield from entries(rows, scales, self._documents, f"{name}-clauses", f"{name}-documents")
            self._documents += len(rows)

    def _remove(self, base: Remote, name: str, documents: Set[str]) -> Sums:
        """Remove documents by their ids from the indices ``name``; return what they held."""
        if not documents:
            return Sums()
        query = valued("doc", sorted(map(keyword, documents)))
        removed = sums_of(self._cluster, base, query)

        def actions() -> Iterator[bytes]:
            for kind, index, field in (
                ("clauses", base.clauses, "seq"),
                ("documents", base.documents, "docno"),
            ):
                body = {"query": query, "sort": [field], "_source": False}
                for hit in self._cluster.hits(index, body):
                    action = f'{{"delete":{{"_index":"{name}-{kind}","_id":"{hit["sort"][0]}"}}}}\n'
                    yield action.encode()

        write_entries(self._cluster, actions())
        return removed

    def _finish(self, remote: Remote) -> None:
        check_sums(self._cluster, remote)
        seal_indices(self._cluster, remote, self._config.replicas)


def _scales(batches: Iterable[GatheredRows]) -> Scales:
    """Return the average lengths of some batches."""
    every: list[DocumentRows] = [own for rows in batches for own in rows]
    sums = sum((own.sums() for own in every), Sums())
    count = max(sums.clauses, 1)
    return Scales(
        words=max(1.0, sums.words / count),
        context_words=max(1.0, sums.context_words / count),
        characters=max(1.0, sums.characters / count),
        b=B,
    )
