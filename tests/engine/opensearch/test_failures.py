"""Machines are lost while readers read: every answer is whole, or an error.

``make test-cluster`` runs this with nodes of its own, which it kills.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchlib.engine.base import EngineRequest
from searchlib.engine.opensearch.engine import OpenSearchEngine
from searchlib.engine.opensearch.functions import OpenSearchFunctions
from searchlib.errors import EngineUnavailable
from searchlib.model import Sort
from searchlib.query.ast import Everything, Exact
from searchlib.query.ranking import Scoring
from tests.engine.test_contract import clauses
from tests.support.clusters import CLUSTER_URL, in_cluster
from tests.support.engines import build

NODES = Path(os.environ.get("SEARCHLIB_TEST_NODES") or "/nowhere")
TOOLS = Path(__file__).resolve().parents[3] / "tools" / "cluster"
KILLS = int(os.environ.get("SEARCHLIB_TEST_KILLS", "3"))
"""How often a node is killed; the figures in docs/scale-out.md are of ten."""

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(
        not (CLUSTER_URL and NODES.is_dir()), reason="no nodes of its own to kill: run `make test-cluster`"
    ),
]


class Tries:
    """What readers got: right answers, errors by their text, wrong answers, and the longest wait."""

    def __init__(self) -> None:
        self.right = 0
        self.errors: dict[str, int] = {}
        self.wrong: list[str] = []
        self.longest = 0.0

    @property
    def all(self) -> int:
        """The number of tries."""
        return self.right + sum(self.errors.values()) + len(self.wrong)


_SCORING = Scoring((("铁路", 1.0), ("人", 0.5)), ("合作",), pool=50)


def best(engine: OpenSearchEngine) -> object:
    """The first ten, with their scores."""
    found = engine.search(EngineRequest(Exact(("铁路",)), _SCORING, limit=10))
    return found.total, list(found.numbers), [round(score, 9) for score in found.scores]


def everything(engine: OpenSearchEngine) -> object:
    """A complete list."""
    found = engine.search(EngineRequest(Everything(), sort=Sort.CORPUS))
    return found.total, list(found.numbers)


def places(engine: OpenSearchEngine) -> object:
    """Every place of a string."""
    found = engine.occurrences(("人",))
    return list(found.numbers), list(found.starts)


def counts(engine: OpenSearchEngine) -> object:
    """Counts by year."""
    return engine.tally(Exact(("合作",)), ("year",))


ASKED = (best, everything, places, counts)


@contextmanager
def index_of(folder: Path, replicas: int) -> Iterator[tuple[OpenSearchEngine, list[object]]]:
    """An index of forty documents in the cluster, and its answers."""
    index = folder / "index"
    (index / "a").mkdir(parents=True)
    in_cluster(index, 3, replicas)
    functions = OpenSearchFunctions()
    build(index / "a", clauses(11, 40), functions)
    engine = functions.open_index(index / "a")
    try:
        yield engine, [ask(engine) for ask in ASKED]
    finally:
        engine.close()
        functions.discard_index(index / "a")


@contextmanager
def readers(engine: OpenSearchEngine, right: list[object], count: int = 2) -> Iterator[Tries]:
    """Readers that ask without end, each question for itself."""
    tries, stop, lock = Tries(), threading.Event(), threading.Lock()

    def read() -> None:
        while not stop.is_set():
            for ask, expected in zip(ASKED, right, strict=True):
                began = time.monotonic()
                try:
                    outcome = "" if ask(engine) == expected else "wrong"
                except EngineUnavailable as error:
                    outcome = str(error)
                with lock:
                    tries.longest = max(tries.longest, time.monotonic() - began)
                    if not outcome:
                        tries.right += 1
                    elif outcome == "wrong":
                        tries.wrong.append(ask.__name__)
                    else:
                        tries.errors[outcome] = tries.errors.get(outcome, 0) + 1

    threads = [threading.Thread(target=read, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield tries
    finally:
        stop.set()
        for thread in threads:
            thread.join(120)
        print(f"{tries.right:,} right, {len(tries.wrong)} wrong, {tries.errors}, {tries.longest:.1f} s")


def kill(node: int) -> None:
    """Kill a node at once, as a power failure does."""
    os.kill(int((NODES / f"n{node}" / "pid").read_text().split()[0]), signal.SIGKILL)


def restart(node: int, check: bool = True) -> None:
    """Start a node again with its data, and wait until all have joined, unless another is missing."""
    environment = {**os.environ, "OS_ONLY": str(node), "OS_BASE": str(NODES)}
    up = ["bash", str(TOOLS / "up.sh")]
    subprocess.run(up, check=check, env=environment, capture_output=True, timeout=400)


def wait_for_copies(engine: OpenSearchEngine) -> None:
    """Wait until every shard has all its copies."""
    for _ in range(60):
        try:
            health = engine._cluster.call("GET", "/_cluster/health", wait_for_status="green", timeout="30s")
            if not health.get("timed_out"):
                return
        except EngineUnavailable:
            time.sleep(1)
    pytest.fail("the cluster did not get well")


def test_a_lost_machine_is_not_noticed_with_a_copy(tmp_path: Path) -> None:
    """No wrong answer, hardly an error, and nobody waits long."""
    with index_of(tmp_path, 1) as (engine, right), readers(engine, right) as tries:
        for number in range(KILLS):
            wait_for_copies(engine)
            time.sleep(2)
            kill(number % 3)
            time.sleep(12)
            restart(number % 3)
        wait_for_copies(engine)
    assert not tries.wrong
    assert tries.right >= 0.99 * tries.all
    assert tries.longest < 10


def test_without_copies_there_are_errors_and_no_short_list(tmp_path: Path) -> None:
    """One message, and answers again when the machine is back."""
    with index_of(tmp_path, 0) as (engine, right):
        victim = _holder(engine)
        kill(victim)
        with readers(engine, right) as tries:
            time.sleep(60)
        restart(victim)
        wait_for_copies(engine)
        assert not tries.wrong
        assert len(tries.errors) == 1
        assert [ask(engine) for ask in ASKED] == right


def test_the_last_of_three_machines_gives_no_list(tmp_path: Path) -> None:
    """It has no quorum, and would answer from what it has."""
    with index_of(tmp_path, 1) as (engine, right):
        kill(1)
        kill(2)
        with readers(engine, right) as tries:
            time.sleep(30)
        restart(1, check=False)
        restart(2)
        wait_for_copies(engine)
        assert not tries.wrong
        assert len(tries.errors) == 1
        assert [ask(engine) for ask in ASKED] == right


def _holder(engine: OpenSearchEngine) -> int:
    """Return a node that holds a part of the index, but not the one asked first."""
    name = engine._remote.clauses
    rows = engine._cluster.call("GET", f"/_cat/shards/{name}", format="json")
    return max(int(row["node"][1:]) for row in rows)
