"""Machines are lost while readers read: every answer is whole, or an error.

``make test-cluster`` runs this with nodes of its own, which it kills.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchlib.engine.base import Engine, EngineRequest
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


@contextmanager
def index_of(
    folder: Path, replicas: int
) -> Iterator[tuple[Engine, dict[str, object], Callable[[Engine], dict[str, object]]]]:
    """An index of forty documents in the cluster, its answers, and how to ask for them."""
    index = folder / "index"
    (index / "a").mkdir(parents=True)
    in_cluster(index, 3, replicas)
    functions = OpenSearchFunctions()
    build(index / "a", clauses(11, 40), functions)
    scoring = Scoring((("铁路", 1.0), ("人", 0.5)), ("合作",), pool=50)

    def answers(engine: Engine) -> dict[str, object]:
        found = engine.search(EngineRequest(Exact(("铁路",)), scoring, limit=10))
        listed = engine.search(EngineRequest(Everything(), sort=Sort.CORPUS))
        occurrences = engine.occurrences(("人",))
        return {
            "best": (found.total, list(found.numbers), [round(score, 9) for score in found.scores]),
            "list": (listed.total, list(listed.numbers)),
            "places": (list(occurrences.numbers), list(occurrences.starts)),
            "tally": engine.tally(Exact(("合作",)), ("year",)),
        }

    engine = functions.open_index(index / "a")
    try:
        yield engine, answers(engine), answers
    finally:
        engine.close()
        functions.discard_index(index / "a")


@contextmanager
def readers(
    engine: Engine, right: dict[str, object], answers: Callable[[Engine], dict[str, object]], count: int = 2
) -> Iterator[Tries]:
    """Readers that ask without end, each question for itself."""
    tries, stop, lock = Tries(), threading.Event(), threading.Lock()
    scoring = Scoring((("铁路", 1.0), ("人", 0.5)), ("合作",), pool=50)

    def ask(name: str) -> object:
        # nothing that was asked before is remembered
        engine._total.cache_clear()  # type: ignore[attr-defined]
        if name == "best":
            found = engine.search(EngineRequest(Exact(("铁路",)), scoring, limit=10))
            return found.total, list(found.numbers), [round(score, 9) for score in found.scores]
        if name == "list":
            listed = engine.search(EngineRequest(Everything(), sort=Sort.CORPUS))
            return listed.total, list(listed.numbers)
        if name == "places":
            occurrences = engine.occurrences(("人",))
            return list(occurrences.numbers), list(occurrences.starts)
        return engine.tally(Exact(("合作",)), ("year",))

    def read() -> None:
        while not stop.is_set():
            for name in right:
                began = time.monotonic()
                try:
                    outcome = "right" if ask(name) == right[name] else "wrong"
                except EngineUnavailable as error:
                    outcome = str(error)
                with lock:
                    tries.longest = max(tries.longest, time.monotonic() - began)
                    if outcome == "right":
                        tries.right += 1
                    elif outcome == "wrong":
                        tries.wrong.append(name)
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


def kill(node: int) -> None:
    """Kill a node at once, as a power failure does."""
    os.kill(int((NODES / f"n{node}" / "pid").read_text().split()[0]), signal.SIGKILL)


def restart(node: int) -> None:
    """Start a node again with its data, and wait until all have joined."""
    environment = {**os.environ, "OS_ONLY": str(node), "OS_BASE": str(NODES)}
    subprocess.run(
        ["bash", str(TOOLS / "up.sh")], check=True, env=environment, capture_output=True, timeout=400
    )


def wait_for_copies(engine: Engine) -> None:
    """Wait until every shard has all its copies."""
    for _ in range(60):
        try:
            health = engine._cluster.call(  # type: ignore[attr-defined]
                "GET", "/_cluster/health", wait_for_status="green", timeout="30s"
            )
            if not health.get("timed_out"):
                return
        except EngineUnavailable:
            time.sleep(1)
    pytest.fail("the cluster did not get well")


def test_a_lost_machine_is_not_noticed_with_a_copy(tmp_path: Path) -> None:
    """No wrong answer, hardly an error, and nobody waits long."""
    with index_of(tmp_path, 1) as (engine, right, answers), readers(engine, right, answers) as tries:
        for number in range(KILLS):
            wait_for_copies(engine)
            time.sleep(2)
            kill(number % 3)
            time.sleep(12)
            restart(number % 3)
        wait_for_copies(engine)
    print(
        f"{KILLS} kills: {tries.right:,} right, {len(tries.wrong)} wrong, {tries.errors}, {tries.longest:.1f} s"
    )
    assert not tries.wrong
    assert tries.right >= 0.99 * tries.all
    assert tries.longest < 10


def test_without_copies_there_are_errors_and_no_short_list(tmp_path: Path) -> None:
    """One message, and answers again when the machine is back."""
    with index_of(tmp_path, 0) as (engine, right, answers):
        victim = _holder(engine)
        kill(victim)
        with readers(engine, right, answers) as tries:
            time.sleep(60)
        print(
            f"no replica: {tries.right:,} right, {len(tries.wrong)} wrong, {tries.errors}, {tries.longest:.1f} s"
        )
        restart(victim)
        wait_for_copies(engine)
        assert not tries.wrong
        assert tries.errors
        assert len(tries.errors) == 1
        assert answers(engine) == right


def test_the_last_of_three_machines_gives_no_list(tmp_path: Path) -> None:
    """It has no quorum, and would answer from what it has."""
    with index_of(tmp_path, 1) as (engine, right, answers):
        kill(1)
        kill(2)
        with readers(engine, right, answers) as tries:
            time.sleep(30)
        print(
            f"two of three: {tries.right:,} right, {len(tries.wrong)} wrong, {tries.errors}, {tries.longest:.1f} s"
        )
        subprocess.run(
            ["bash", str(TOOLS / "up.sh")],
            env={**os.environ, "OS_ONLY": "1", "OS_BASE": str(NODES), "OS_WAIT": "1"},
            capture_output=True,
            timeout=400,
            check=False,
        )
        restart(2)
        wait_for_copies(engine)
        assert not tries.wrong
        assert len(tries.errors) == 1
        assert answers(engine) == right


def _holder(engine: Engine) -> int:
    """Return a node that holds a part of the index, but not the one asked first."""
    name = engine._remote.clauses  # type: ignore[attr-defined]
    rows = engine._cluster.call("GET", f"/_cat/shards/{name}", format="json")  # type: ignore[attr-defined]
    return max(int(row["node"][1:]) for row in rows)
