"""Whole indices in a real cluster: answers as from a folder, updates, killed builds, builds under readers."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.engine.choose import EngineChoice
from searchlib.engine.opensearch.cluster import Cluster
from searchlib.engine.opensearch.config import read_config
from searchlib.engine.opensearch.connection import cluster_address, connect
from searchlib.engine.opensearch.remote import read_remote
from searchlib.engine.opensearch.upkeep import owned_indices, remove_indices
from searchlib.errors import EngineUnavailable
from searchlib.search.library import Library
from tests.support.clusters import CLUSTER_URL, needs_cluster

KILLS = int(os.environ.get("SEARCHLIB_TEST_KILLS", "3"))
"""How often a build is killed."""

CHOICE = EngineChoice("opensearch", CLUSTER_URL, 3, 0)
pytestmark = [pytest.mark.cluster, needs_cluster]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Path]:
    """A folder for an index in the cluster; its indices are removed in the end."""
    folder = tmp_path / "in-cluster"
    yield folder
    remove_indices(cluster := Cluster(connect(cluster_address(CLUSTER_URL))), indices(folder))
    cluster.close()


def indices(index: Path) -> list[str]:
    """The indices in the cluster that belong to an index folder."""
    config = read_config(index) if index.is_dir() else None
    if config is None:
        return []
    cluster = Cluster(connect(cluster_address(CLUSTER_URL)))
    found = owned_indices(cluster, config.owner)
    cluster.close()
    return found


def named(index: Path) -> set[str]:
    """The indices that the generations of an index folder name."""
    every = [read_remote(path.parent) for path in index.glob("*/remote.json")]
    return {name for each in every for name in (each.clauses, each.documents)}


def queries(library: Library, count: int) -> list[str]:
    """Words, phrases, patterns, numerals, nearness, filters and questions out of the texts."""
    draw = random.Random(13)
    texts = [text for _, text in library.engine.texts() if len(text) > 12]
    found = ["两洋铁路", "两洋铁路 可行性", "中秘 NEAR/10 铁路", "@两洋铁路"]
    found += ["第8条", "2015年", "两?铁路", "合作 -铁路"]
    shapes = ["{0}", "{0} {1}", '"{2}"', "{0} OR {1}", "{1} NEAR/5 {0}", "{0}*{1}"]
    shapes += ["{0}有哪些规定", "{0} year:2013..2016"]
    while len(found) < count:
        text = draw.choice(texts)
        pieces = []
        for length in (2, 3, 6):
            start = draw.randrange(len(text) - length)
            pieces.append("".join(each for each in text[start : start + length] if each.isalnum()) or "合作")
        found.append(draw.choice(shapes).format(*pieces))
    return found


def answers(library: Library, asked: list[str]) -> dict[str, object]:
    """Totals, hits in order with their tiers, places, and sets of statements."""
    found: dict[str, object] = {}
    for query in asked:
        results = library.search(query, limit=100)
        whole = library.search(query, limit=None, sort="corpus", scope="statement")
        found[query] = (
            results.totals,
            [(hit.clause.id, hit.tier, hit.spans) for hit in results.hits],
            [round(hit.score, 10) for hit in results.hits],
            [hit.clause.id for hit in whole.hits],
        )
    mentions = library.mentions("两洋铁路")
    found["mentions"] = ([(each.clause.id, each.span) for each in mentions.mentions], mentions.total)
    return found


def scores(library: Library, asked: list[str]) -> list[float]:
    """The scores of the first hundred hits of each query."""
    return [hit.score for query in asked for hit in library.search(query, limit=100).hits]


def test_answers_are_those_of_a_folder(shared: Path, index: Path, tmp_path: Path) -> None:
    """Totals, sets, order, scores, mentions, and the proof by plain scans."""
    searchlib.build(shared / "seeds", index, engine=CHOICE)
    searchlib.build(shared / "seeds", tmp_path / "folder")
    with searchlib.open(index) as far, searchlib.open(tmp_path / "folder") as near:
        asked = queries(near, 80)
        assert answers(far, asked) == answers(near, asked)
        assert scores(far, asked) == pytest.approx(scores(near, asked), rel=1e-12, abs=1e-12)
        assert far.certificate() == near.certificate()
    report = searchlib.check(index)
    assert report.ok
    assert report.cluster is not None
    assert report.cluster.missing == 0


def corpus_of(shared: Path, folder: Path, count: int) -> Path:
    """A folder of laws."""
    files = sorted((shared / "corpora" / "laws_cn").rglob("*.md"))
    folder.mkdir()
    for file in files[:: max(1, len(files) // count)][:count]:
        shutil.copy(file, folder / file.name)
    return folder


def test_an_update_equals_a_rebuild(shared: Path, index: Path, tmp_path: Path) -> None:
    """After ten documents have changed, came or went; nothing is left of what was before."""
    corpus = corpus_of(shared, tmp_path / "corpus", 60)
    searchlib.build(corpus, index, engine=CHOICE)
    files = sorted(corpus.iterdir())
    for file in files[:4]:
        file.write_text(file.read_text() + "\n第九百条　本法自公布之日起施行。\n")
    for file in files[10:13]:
        file.unlink()
    for number, file in enumerate(files[20:23]):
        shutil.copy(file, corpus / f"又一份{number}.md")
    report = searchlib.build(corpus, index)
    assert report.rebuilt is None
    assert report.changed
    searchlib.build(corpus, tmp_path / "folder")
    with searchlib.open(index) as far, searchlib.open(tmp_path / "folder") as near:
        asked = queries(near, 40)
        assert answers(far, asked) == answers(near, asked)
    assert set(indices(index)) == named(index)
    searchlib.build(corpus, index, engine=EngineChoice("embedded"))
    with searchlib.open(index) as moved, searchlib.open(tmp_path / "folder") as near:
        assert answers(moved, asked[:10]) == answers(near, asked[:10])


def test_killed_builds_leave_the_index_as_it_was(shared: Path, index: Path, tmp_path: Path) -> None:
    """At any moment; the next build removes what is left."""
    corpus = corpus_of(shared, tmp_path / "corpus", 40)
    began = time.monotonic()
    searchlib.build(corpus, index, engine=CHOICE)
    seconds = time.monotonic() - began
    with searchlib.open(index) as library:
        asked = queries(library, 6)
        right = answers(library, asked)
    draw = random.Random(20)
    for _ in range(KILLS):
        command = [sys.executable, "-m", "searchlib", "index", str(corpus), "--index", str(index)]
        command.append("--rebuild")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(draw.uniform(0.2, seconds))
            process.send_signal(signal.SIGKILL)
        with searchlib.open(index) as library:
            assert answers(library, asked) == right
    searchlib.build(corpus, index, rebuild=True)
    assert set(indices(index)) == named(index)
    assert len(list(index.glob("generation-*"))) == 2


def test_readers_see_one_generation_or_the_next(shared: Path, index: Path, tmp_path: Path) -> None:
    """Eight readers that open the index again and again while it is published three times."""
    corpus = corpus_of(shared, tmp_path / "corpus", 12)
    searchlib.build(corpus, index, engine=CHOICE)
    allowed: set[tuple[int, ...]] = set()
    seen: list[tuple[int, ...]] = []
    failed: list[str] = []
    stop = threading.Event()

    def look(library: Library) -> tuple[int, ...]:
        found = library.search("规定", limit=5, exact=True)
        return (library.engine.clause_count, found.totals.exact, len(library.documents()))

    def read() -> None:
        while not stop.is_set():
            try:
                with searchlib.open(index) as library:
                    seen.extend([look(library), look(library)])
            except EngineUnavailable as error:
                if error.code != "engine.gone":  # two builds were published while it was open
                    failed.append(str(error))

    with searchlib.open(index) as library:
        allowed.add(look(library))
    threads = [threading.Thread(target=read, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(3):
        text = f"# 新法{number}\n\n第一条　这是新的规定。\n\n第二条　另一项规定。\n"
        (corpus / f"新{number}.md").write_text(text)
        searchlib.build(corpus, index)
        with searchlib.open(index) as library:
            allowed.add(look(library))
    stop.set()
    for thread in threads:
        thread.join(120)
    assert not failed
    assert len(seen) > 8
    assert set(seen) <= allowed
