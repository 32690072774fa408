"""Builds in a cluster: what is verified, what a failure leaves, who may remove what."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from searchlib.engine.base import EngineRequest
from searchlib.engine.opensearch.config import CONFIG, read_config
from searchlib.engine.opensearch.functions import OpenSearchFunctions
from searchlib.engine.opensearch.remote import read_remote
from searchlib.engine.oracle import OracleEngine
from searchlib.errors import EngineUnavailable
from searchlib.model import AnalyzedClause, Sort
from searchlib.query.ast import Everything, Exact, Word
from searchlib.query.ranking import Scoring
from tests.engine.test_contract import CITATIONS, clauses, ids
from tests.support.clusters import in_cluster
from tests.support.engines import build, gather
from tests.support.fake_cluster import Answer
from tests.support.simulated_cluster import SimulatedCluster, unreachable


class Stopped(BaseException):
    """What a signal raises, which no handler of errors catches."""


@pytest.fixture
def cluster() -> SimulatedCluster:
    """A cluster without an index."""
    return SimulatedCluster()


@pytest.fixture
def functions(cluster: SimulatedCluster) -> OpenSearchFunctions:
    """The engine in this cluster."""
    return OpenSearchFunctions(cluster.connect)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index folder whose generations are kept there."""
    folder = tmp_path / "index"
    folder.mkdir()
    in_cluster(folder, 3)
    return folder


def generation(index: Path, name: str, base: Path | None = None) -> Path:
    """A folder for a generation, with what it shares with another one."""
    folder = index / name
    folder.mkdir()
    if base is not None:
        (folder / "remote.json").hardlink_to(base / "remote.json")
    return folder


def remove(index: Path, functions: OpenSearchFunctions, folder: Path) -> None:
    """Remove a generation as ``storage`` does."""
    functions.remove_index(folder)
    shutil.rmtree(folder)


def answers(functions: OpenSearchFunctions, folder: Path) -> list[Any]:
    """A few answers of a generation."""
    engine = functions.open_index(folder, CITATIONS)
    scoring = Scoring((("铁路", 1.0), ("人", 0.5)), ("合作",), characters=("国",), prior=True, pool=20)
    found = []
    for query in (Everything(), Exact(("铁路",)), Word("合作")):
        matches = engine.search(EngineRequest(query, scoring))
        scores = [round(score, 9) for score in matches.scores]
        found.append(sorted(zip(scores, ids(engine, matches.numbers), strict=True)))
        found.append(ids(engine, engine.search(EngineRequest(query, sort=Sort.CORPUS)).numbers))
    found.append(engine.tally(Everything(), ("country", "year")))
    found.append([document.id for document in engine.documents()])
    engine.close()
    return found


def split(seed: int) -> tuple[list[AnalyzedClause], list[AnalyzedClause], set[str]]:
    """The clauses of thirty documents; those of seven that come, four of them in place of others; the ids
    that go."""
    records = list(clauses(seed, 30))
    changed = {f"d{number:03}" for number in (3, 8, 12, 29)}
    fresh = [own for own in clauses(seed + 1, 33) if own.document.id in {*changed, "d030", "d031", "d032"}]
    return records, fresh, changed | {"d005", "d006"}


def test_an_update_equals_a_rebuild(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster
) -> None:
    """Same answers, and the generation before answers as before."""
    records, fresh, gone = split(3)
    first, second, third = generation(index, "a"), None, None
    build(first, records, functions)
    before = answers(functions, first)
    second = generation(index, "b", first)
    functions.update_index(second, gone, gather(fresh, engine=functions))
    third = generation(index, "c")
    kept = [own for own in records if own.document.id not in gone]
    build(third, [*kept, *fresh], functions)

    assert answers(functions, second) == answers(functions, third)
    assert answers(functions, first) == before
    assert list(functions.check_index(second)) == []
    oracle = OracleEngine([*kept, *fresh], CITATIONS)
    assert read_remote(second).sums == read_remote(third).sums
    assert read_remote(second).sums.clauses == oracle.clause_count
    assert len(cluster.indices) == 6


def test_a_second_change_of_one_generation_makes_no_copy(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster
) -> None:
    """Documents that must be renamed are changed in the copy that is not published yet."""
    records, fresh, gone = split(5)
    first = generation(index, "a")
    build(first, records, functions)
    second = generation(index, "b", first)
    functions.update_index(second, gone, gather((), engine=functions))
    named = read_remote(second).name
    functions.update_index(second, set(), gather(fresh, engine=functions))

    assert read_remote(second).name == named
    assert len(cluster.indices) == 4


@pytest.mark.parametrize("stop", [EngineUnavailable("engine.busy"), Stopped()], ids=["error", "signal"])
@pytest.mark.parametrize("update", [False, True])
def test_a_build_stopped_at_any_request_leaves_nothing(
    index: Path, update: bool, stop: BaseException
) -> None:
    """The generation before answers, and whatever could not be removed at once goes with the next build."""
    records, fresh, gone = split(7)
    at = 0

    def before(*_: str) -> None:
        if at and cluster.requests == at:
            raise stop

    cluster = SimulatedCluster(before)
    functions = OpenSearchFunctions(cluster.connect)
    first = generation(index, "a")
    build(first, records, functions)
    right = answers(functions, first)
    stopped = 0
    while True:
        folder = generation(index, f"b{stopped}", first if update else None)
        at = cluster.requests + stopped + 1
        try:
            if update:
                functions.update_index(folder, gone, gather(fresh, engine=functions))
            else:
                build(folder, [*records, *fresh], functions)
        except (EngineUnavailable, Stopped):
            at = 0
            remove_quietly(functions, folder)
            assert answers(functions, first) == right
            stopped += 1
            continue
        at = 0
        break
    assert stopped > 12
    assert len(cluster.indices) == 4
    assert list(functions.check_index(folder)) == []


def remove_quietly(functions: OpenSearchFunctions, folder: Path) -> None:
    """Remove an unfinished generation as ``storage`` does, which may have a link to what is another's."""
    if (folder / "remote.json").exists():
        functions.remove_index(folder)
    shutil.rmtree(folder)


def test_a_killed_build_is_cleared_by_the_next(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster
) -> None:
    """It had no time to remove anything, and its folder is gone."""
    first = generation(index, "a")
    build(first, clauses(1, 5), functions)
    killed = generation(index, "b")
    build(killed, clauses(2, 5), functions)
    shutil.rmtree(killed)
    assert len(cluster.indices) == 4

    build(generation(index, "c"), clauses(2, 6), functions)

    assert len(cluster.indices) == 4
    assert {read_remote(index / name).name for name in "ac"} == {
        name.rsplit("-", 1)[0] for name in cluster.indices
    }


def test_indices_shared_by_two_generations_stay(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster
) -> None:
    """A build that changes no document has a link to the remote.json before."""
    first = generation(index, "a")
    build(first, clauses(1, 5), functions)
    second = generation(index, "b", first)
    remove(index, functions, first)
    assert len(cluster.indices) == 2

    remove(index, functions, second)
    assert not cluster.indices


def test_a_copy_of_a_folder_removes_nothing_of_the_original(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster, tmp_path: Path
) -> None:
    """Neither by clearing away nor by looking for what killed builds left."""
    first = generation(index, "a")
    build(first, clauses(1, 5), functions)
    copy = tmp_path / "copy"
    shutil.copytree(index, copy)
    remove(copy, functions, copy / "a")
    build(generation(copy, "b"), clauses(2, 5), functions)
    config, own = read_config(copy), read_config(index)

    assert len(cluster.indices) == 4
    assert config is not None
    assert own is not None
    assert config.owner != own.owner
    assert answers(functions, first)


def test_what_the_cluster_lost_is_seen_before_publishing(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster
) -> None:
    """Counts and sums of lengths are compared."""
    folder = generation(index, "a")
    send = cluster.send

    def losing(method: str, path: str, params: Any, body: Any = None) -> Answer:
        if path == "/_bulk":
            body = b"".join(line + b"\n" for line in body.splitlines()[2:])
            status, answer = send(method, path, params, body)
            return status, {**answer, "items": [*answer["items"], {"index": {"status": 201}}]}
        return send(method, path, params, body)

    cluster.send = losing  # type: ignore[method-assign]
    with pytest.raises(EngineUnavailable, match="the index is left as it was"):
        build(folder, clauses(1, 5), functions)
    assert not cluster.indices


def test_a_cluster_that_is_not_there_changes_nothing(index: Path) -> None:
    """The error says where it was looked for."""
    functions = OpenSearchFunctions(SimulatedCluster(unreachable).connect)
    with pytest.raises(EngineUnavailable, match=r"http://127.0.0.1:9200 does not answer"):
        build(generation(index, "a"), clauses(1, 5), functions)
    assert not (index / "a" / "remote.json").exists()


def test_opening_knows_what_was_replaced(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster
) -> None:
    """Another cluster, an index of the same name made anew, an index that is gone."""
    folder = generation(index, "a")
    build(folder, clauses(1, 5), functions)
    name = read_remote(folder).clauses
    cluster.uuid = "another"
    with pytest.raises(EngineUnavailable, match="another cluster"):
        functions.open_index(folder)
    assert list(functions.check_index(folder))
    assert "another cluster" in str(functions.lost_index(folder))

    cluster.uuid = "simulated"
    cluster.indices[name].uuid = "another"
    with pytest.raises(EngineUnavailable, match="replaced"):
        functions.open_index(folder)
    assert "not the one" in next(iter(functions.check_index(folder)))

    del cluster.indices[name]
    with pytest.raises(EngineUnavailable, match="replaced"):
        functions.open_index(folder)
    assert functions.lost_index(folder)
    assert list(functions.check_index(folder))


def test_check_counts_what_is_there(
    index: Path, functions: OpenSearchFunctions, cluster: SimulatedCluster
) -> None:
    """A clause that is gone from a shard."""
    folder = generation(index, "a")
    build(folder, clauses(1, 5), functions)
    assert functions.lost_index(folder) is None
    assert functions.describe_index(folder).status == "green"
    shard = next(shard for shard in cluster.indices[read_remote(folder).clauses].shards if shard)
    shard.popitem()

    assert "the cluster holds" in next(iter(functions.check_index(folder)))


def test_the_configuration_holds_no_secret(index: Path) -> None:
    """And only its owner can read it."""
    values = json.loads((index / CONFIG).read_text())
    assert set(values) == {"url", "shards", "replicas", "owner", "active", "inode"}
    assert (index / CONFIG).stat().st_mode & 0o077 == 0
