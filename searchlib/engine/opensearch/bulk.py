"""Many entries into a cluster, no faster than it takes them, each of them accounted for."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from searchlib.engine.opensearch.cluster import Cluster
from searchlib.errors import EngineUnavailable

_BYTES = 4 << 20
"""Of a request."""

_AT_ONCE = 2
"""Requests under way."""

_WAITS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before entries that were too much are sent again."""


def write_entries(cluster: Cluster, entries: Iterable[bytes]) -> int:
    """Send ``entries``, each an action with its lines, and return how many there were.

    Whatever the cluster has no room for at the moment is sent again, and nothing else. Raises
    EngineUnavailable if it refuses an entry.
    """
    written = 0
    pending: deque[Future[int]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        try:
            batch: list[bytes] = []
            size = 0
            for entry in entries:
                batch.append(entry)
                size += len(entry)
                if size >= _BYTES:
                    pending.append(threads.submit(_send, cluster, batch))
                    batch, size = [], 0
                    if len(pending) > _AT_ONCE:
                        written += pending.popleft().result()
            if batch:
                pending.append(threads.submit(_send, cluster, batch))
            while pending:
                written += pending.popleft().result()
        except BaseException:
            threads.shutdown(wait=True, cancel_futures=True)
            raise
    return written


def _send(cluster: Cluster, entries: list[bytes]) -> int:
    """Send some entries until each is written; return how many."""
    waiting = entries
    for wait in (*_WAITS, None):
        answer = cluster.call("POST", "/_bulk", b"".join(waiting))
        items: list[Any] = [next(iter(item.values())) for item in answer.get("items") or []]
        if len(items) != len(waiting):
            raise EngineUnavailable("engine.rejected", count=len(waiting), problem="not all were answered")
        refused = [item for item in items if item["status"] >= 300 and item["status"] != 429]
        if refused:
            error = refused[0].get("error") or {}
            problem = f"{refused[0]['status']} {error.get('type', '')}: {error.get('reason', '')}"[:300]
            raise EngineUnavailable("engine.rejected", count=len(refused), problem=problem)
        waiting = [entry for entry, item in zip(waiting, items, strict=True) if item["status"] == 429]
        if not waiting:
            return len(entries)
        if wait is not None:
            time.sleep(wait)
    raise EngineUnavailable("engine.busy")
