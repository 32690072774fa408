"""A transport that answers from a list, as a cluster in some state would."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.remote import Remote, Scales, Sums

Answer = tuple[int, Any]
WHOLE = {"total": 3, "successful": 3, "skipped": 0, "failed": 0}


class FakeTransport:
    """Answers requests one after another, or by a function; keeps what was asked."""

    def __init__(self, answers: Sequence[Answer] | Callable[[str, str, Any], Answer]) -> None:
        self._answers = answers if callable(answers) else list(answers)
        self.asked: list[tuple[str, str, Mapping[str, str], Any]] = []
        self.closed = False

    def send(self, method: str, path: str, params: Mapping[str, str], body: Any = None) -> Answer:
        """Return the next answer."""
        self.asked.append((method, path, dict(params), body))
        if callable(self._answers):
            return self._answers(method, path, body)
        return self._answers.pop(0)

    def close(self) -> None:
        """Remember it."""
        self.closed = True


def cluster_of(*answers: Answer) -> Cluster:
    """A cluster that gives these answers."""
    return Cluster(FakeTransport(answers))


def found(rows: Sequence[Mapping[str, Any]] = (), /, total: int | None = None, **others: Any) -> Answer:
    """The answer to a search of three shards."""
    said = {"value": len(rows) if total is None else total, "relation": "eq"}
    body = {"timed_out": False, "_shards": WHOLE, "hits": {"total": said, "hits": list(rows)}}
    return 200, {**body, **others}


def hit(*order: Any, **source: Any) -> dict[str, Any]:
    """A hit with its place in the order and its stored fields."""
    return {"sort": list(order), "_source": source}


def remote(**others: Any) -> Remote:
    """The indices of a generation of ten clauses in two documents."""
    values: dict[str, Any] = {
        "url": "http://127.0.0.1:9200",
        "cluster": "c1",
        "owner": "searchlib-0",
        "folder": "generation-0",
        "name": "searchlib-0-1",
        "clauses_uuid": "u1",
        "documents_uuid": "u2",
        "sums": Sums(10, 2, 100, 50, 20),
        "scales": Scales(5.0, 2.0, 10.0, 0.75),
        "next_document": 2,
        "digits": 1,
    }
    return Remote(**{**values, **others})


def lines_of(body: bytes) -> list[Any]:
    """The JSON lines of a request."""
    return [json.loads(line) for line in body.splitlines()]
