"""Many entries, each of them accounted for."""

from __future__ import annotations

import pytest

from searchlib.engine.opensearch import bulk
from searchlib.engine.opensearch.bulk import write_entries
from searchlib.engine.opensearch.cluster import Cluster
from searchlib.errors import EngineUnavailable
from tests.support.fake_cluster import Answer, FakeTransport, lines_of


def bulk_answer(body: bytes, statuses: list[int]) -> Answer:
    """The answer to as many entries as ``body`` has."""
    error = {"type": "mapper_parsing_exception", "reason": "no"}
    items = [
        {"index": {"status": status, **({"error": error} if status > 299 else {})}} for status in statuses
    ]
    assert len(lines_of(body)) == 2 * len(items)
    return 200, {"errors": True, "items": items}


ENTRIES = [f'{{"index":{{"_id":"{number}"}}}}\n{{"n":{number}}}\n'.encode() for number in range(4)]


def test_entries_that_were_too_much_are_sent_again_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of four, then one of two."""
    monkeypatch.setattr(bulk.time, "sleep", lambda _: None)
    statuses = iter(([201, 429, 201, 429], [429, 201], [201]))
    transport = FakeTransport(lambda _, __, body: bulk_answer(body, next(statuses)))

    assert write_entries(Cluster(transport), ENTRIES) == 4
    sent = [[line["n"] for line in lines_of(body)[1::2]] for *_, body in transport.asked]
    assert sent == [[0, 1, 2, 3], [1, 3], [1]]


def test_an_entry_that_is_refused_ends_the_build() -> None:
    """The error tells why."""
    transport = FakeTransport(lambda _, __, body: bulk_answer(body, [201, 400, 201, 201]))
    with pytest.raises(EngineUnavailable, match=r"1 entries .*mapper_parsing_exception"):
        write_entries(Cluster(transport), ENTRIES)

    fewer = FakeTransport([(200, {"items": []})])
    with pytest.raises(EngineUnavailable, match="not all were answered"):
        write_entries(Cluster(fewer), ENTRIES)


def test_a_cluster_without_room_is_given_time_and_then_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the end it is an error."""
    waited: list[float] = []
    monkeypatch.setattr(bulk.time, "sleep", waited.append)
    transport = FakeTransport(lambda _, __, body: bulk_answer(body, [429] * (len(lines_of(body)) // 2)))
    with pytest.raises(EngineUnavailable, match="busy"):
        write_entries(Cluster(transport), ENTRIES)
    assert sum(waited) > 60
