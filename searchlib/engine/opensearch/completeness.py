"""The rule against short lists: what an answer of the cluster must say of itself before it is believed.

A cluster that has lost a machine answers with HTTP 200 from the shards that are left; ``failed`` is 0 then.
So an answer counts only if every shard answered, there is at least one, no time limit was reached, the total
is no estimate, and it has exactly the entries that it must have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchlib.errors import EngineUnavailable


def check_shards(answer: Mapping[str, Any]) -> None:
    """Raise EngineUnavailable unless every shard has answered, in time."""
    shards = answer.get("_shards") or {}
    total, successful = shards.get("total", 0), shards.get("successful", 0)
    if not total or successful != total or shards.get("failed", 0) or answer.get("timed_out", False):
        raise EngineUnavailable("engine.incomplete")


def exact_total(answer: Mapping[str, Any]) -> int:
    """Return how many entries match, of an answer of all shards; raises EngineUnavailable for an estimate."""
    check_shards(answer)
    total = answer["hits"].get("total") or {}
    if total.get("relation") != "eq":
        raise EngineUnavailable("engine.inexact", what="total")
    return int(total["value"])


def complete_hits(
    answer: Mapping[str, Any], size: int, before: int = 0, total: int | None = None
) -> list[Any]:
    """Return the hits of an answer that was asked for ``size`` of them behind ``before`` others.

    ``total`` is what the pages before have said. Raises EngineUnavailable if one is missing or the total has
    changed.
    """
    found = exact_total(answer)
    if total is not None and found != total:
        raise EngineUnavailable("engine.inexact", what="total")
    hits: list[Any] = answer["hits"]["hits"]
    if len(hits) != max(0, min(size, found - before)):
        raise EngineUnavailable("engine.inexact", what="hits")
    return hits
