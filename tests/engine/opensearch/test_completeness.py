"""No short list: every way in which a cluster has been seen to say less than all is an error."""

from __future__ import annotations

from typing import Any

import pytest

from searchlib.engine.base import EngineRequest
from searchlib.engine.opensearch import cluster as cluster_module
from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.engine import OpenSearchEngine
from searchlib.errors import CHINESE, Audience, EngineUnavailable, worded
from searchlib.model import Sort
from searchlib.query.ast import Everything, Exact
from searchlib.query.ranking import Scoring
from tests.support.fake_cluster import Answer, FakeTransport, cluster_of, found, hit, remote

SHORT: dict[str, Answer] = {
    "two of three shards, none failed": found(
        _shards={"total": 3, "successful": 2, "skipped": 0, "failed": 0}
    ),
    "one shard failed": found(_shards={"total": 3, "successful": 2, "skipped": 0, "failed": 1}),
    "a failure among the successful": found(_shards={"total": 3, "successful": 3, "skipped": 0, "failed": 1}),
    "no shard at all": found(_shards={"total": 0, "successful": 0, "skipped": 0, "failed": 0}),
    "nothing said of shards": found(_shards=None),
    "out of time": found(timed_out=True),
    "at least so many": found(hits={"total": {"value": 7, "relation": "gte"}, "hits": []}),
    "no total": found(hits={"hits": []}),
    "a shard is missing": (503, {"error": {"type": "search_phase_execution_exception", "reason": ""}}),
    "a shard failed, refused as a whole": (500, {"error": {"type": "search_phase_execution_exception"}}),
    "no cluster manager": (503, {"error": "no leader"}),
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits take no time."""
    monkeypatch.setattr(cluster_module.time, "sleep", lambda _: None)


@pytest.mark.parametrize("answer", SHORT.values(), ids=SHORT)
def test_an_answer_that_is_not_whole_is_an_error(answer: Answer) -> None:
    """Whatever is asked."""
    for ask in (
        lambda cluster: cluster.count("i", {}),
        lambda cluster: cluster.page("i", {}, 5),
        lambda cluster: list(cluster.hits("i", {"sort": ["seq"]})),
        lambda cluster: list(cluster.composite("i", {}, "docno")),
        lambda cluster: cluster.counts("i", [{}]),
    ):
        with pytest.raises(EngineUnavailable) as caught:
            ask(cluster_of(answer))
        assert caught.value.code in ("engine.incomplete", "engine.inexact")


def test_every_count_is_there() -> None:
    """Several counts are one question, and a count that is missing is no 0."""

    def answer(*counts: int) -> Answer:
        buckets = {str(place): {"doc_count": count} for place, count in enumerate(counts)}
        return found(aggregations={"groups": {"buckets": buckets}})

    assert cluster_of(answer(4, 0, 2)).counts("i", [{}, {}, {}]) == [4, 0, 2]
    with pytest.raises(EngineUnavailable, match="counts"):
        cluster_of(answer(4, 0)).counts("i", [{}, {}, {}])


@pytest.mark.parametrize(
    ("size", "before", "total", "hits"),
    [(5, 0, 7, 4), (5, 0, 7, 6), (5, 5, 7, 1), (5, 5, 7, 3), (5, 0, 3, 2), (5, 0, 0, 1)],
)
def test_as_many_hits_as_there_must_be(size: int, before: int, total: int, hits: int) -> None:
    """One too few or one too many."""
    answer = found([hit(number) for number in range(hits)], total=total)

    with pytest.raises(EngineUnavailable, match="hits"):
        cluster_of(answer).page("i", {}, size, before)


def test_every_page_has_the_same_total() -> None:
    """A clause that comes or goes between two pages."""
    first = found([hit(1), hit(2)], total=4)
    for total in (3, 5):
        cluster = cluster_of(first, found([hit(number) for number in range(3, total + 1)], total=total))
        with pytest.raises(EngineUnavailable, match="total"):
            list(cluster.hits("i", {"sort": ["seq"]}, 2))
    whole = cluster_of(first, found([hit(3), hit(4)], total=4))
    assert [each["sort"][0] for each in whole.hits("i", {"sort": ["seq"]}, 2)] == [1, 2, 3, 4]


def test_counts_by_group_add_up() -> None:
    """An aggregation that lacks a group."""
    groups = {"buckets": [{"key": {"v": 1}, "doc_count": 2}]}

    def answer(total: int) -> Answer:
        return found(
            total=total,
            hits={"total": {"value": total, "relation": "eq"}, "hits": []},
            aggregations={"groups": groups},
        )

    assert list(cluster_of(answer(2)).composite("i", {}, "docno")) == [(1, 2, ())]
    with pytest.raises(EngineUnavailable, match="counts"):
        list(cluster_of(answer(3)).composite("i", {}, "docno"))


def test_complete_answers_that_ended_early_are_believed() -> None:
    """A cluster says so of counts that are complete."""
    assert cluster_of(found(total=7, terminated_early=True)).count("i", {}) == 7


def test_too_much_is_asked_again() -> None:
    """429 says that nothing was done, so it is asked again; in the end it is an error."""
    refused = (429, {"error": {"type": "rejected_execution_exception"}})
    transport = FakeTransport([refused, refused, found(total=3)])
    assert Cluster(transport).count("i", {}) == 3
    assert len(transport.asked) == 3

    with pytest.raises(EngineUnavailable, match="busy"):
        Cluster(FakeTransport(lambda *_: refused)).count("i", {})


def test_no_node_and_no_shard_are_one_message() -> None:
    """A reader need not know which machine is missing."""

    class Nobody(FakeTransport):
        def send(self, *_: Any) -> Answer:
            raise EngineUnavailable("engine.unreachable", url="http://127.0.0.1:9200")

    said = set()
    for cluster in (
        Cluster(Nobody([])),
        cluster_of(SHORT["two of three shards, none failed"]),
        cluster_of(SHORT["a shard is missing"]),
    ):
        with pytest.raises(EngineUnavailable) as caught:
            cluster.count("i", {})
        said.add(str(caught.value))
        assert "不完整" in worded(caught.value, CHINESE)
        assert "searchlib check" in worded(caught.value, audience=Audience.COMMAND)

    assert len(said) == 1
    assert "no list is given rather than a short one" in said.pop()


def test_every_question_forbids_parts() -> None:
    """A cluster may be set up to give parts of answers; every search says that it may not."""
    transport = FakeTransport(lambda *_: found(aggregations={"groups": {"buckets": []}}))
    cluster = Cluster(transport)
    cluster.count("i", {})
    cluster.page("i", {}, 3)
    list(cluster.hits("i", {"sort": ["seq"]}))
    list(cluster.composite("i", {}, "docno"))
    for _, path, params, body in transport.asked:
        assert path == "/i/_search"
        assert params["allow_partial_search_results"] == "false"
        assert "ignore_unavailable" not in params
        assert body["track_total_hits"] is True
        assert "terminate_after" not in body
    assert len(transport.asked) == 4


@pytest.mark.parametrize("answer", SHORT.values(), ids=SHORT)
def test_the_engine_gives_no_part_of_an_answer(answer: Answer) -> None:
    """Every method of an open index."""
    for ask in (
        lambda engine: engine.search(EngineRequest(Everything(), limit=0)),
        lambda engine: engine.search(EngineRequest(Everything(), sort=Sort.CORPUS, limit=3)),
        lambda engine: engine.search(EngineRequest(Everything(), Scoring((("词", 1.0),), pool=0))),
        lambda engine: engine.explain(EngineRequest(Everything()), [1]),
        lambda engine: engine.occurrences(("词",)),
        lambda engine: engine.tally(Exact(("词",))),
        lambda engine: engine.completions("词", 3),
        lambda engine: engine.fetch([1]),
        lambda engine: list(engine.documents()),
        lambda engine: list(engine.texts()),
    ):
        engine = OpenSearchEngine(cluster_of(answer), remote(), {})
        with pytest.raises(EngineUnavailable):
            ask(engine)
