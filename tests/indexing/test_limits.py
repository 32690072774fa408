"""A limit of time and of memory for each file: it is named with the limit, and the others are indexed."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest

import searchlib
from searchlib.corpus import limits, load
from searchlib.corpus.limits import LimitReached, can_interrupt, interrupted
from searchlib.errors import CorpusMissing, IndexMissing
from searchlib.indexing import pipeline
from searchlib.model import BuildReport
from tests.support.readers import misbehaving_readers

SLOW = "takes more than 3 seconds to read; split it, or raise the limit with SEARCHLIB_MAX_SECONDS=6"
LARGE = (
    "takes more than 200 MB of memory to read, or more than there is; "
    "split it, or raise the limit with SEARCHLIB_MAX_MEMORY=400"
)
REASONS = {
    "loops.txt": SLOW,
    "deaf.txt": SLOW,
    "sleeps.txt": SLOW,  # as one that waits for a disk: ten times as long
    "grows.txt": LARGE,
    "killed.txt": LARGE,
    "aborts.txt": "ends the process that reads it (status -6); save it again",
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sound files, and low limits."""
    monkeypatch.setenv("SEARCHLIB_MAX_SECONDS", "3")
    monkeypatch.setenv("SEARCHLIB_MAX_MEMORY", "200")
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("a.txt", "z.txt"):
        (folder / name).write_text(f"公报{name}\n\n一、推进两洋铁路。\n", "utf-8")
    return folder


def _skipped(report: BuildReport) -> dict[str, str]:
    return {each.file: each.reason for each in report.skipped}


@pytest.mark.parametrize(
    "bad",
    [["loops.txt", "deaf.txt"], ["sleeps.txt"], ["grows.txt", "killed.txt"], ["aborts.txt"]],
    ids=" ".join,
)
def test_a_file_that_cannot_be_read_within_the_limits_is_named(
    bad: list[str], corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its reader does, also where it does not come back or takes the process with it."""
    for name in bad:
        (corpus / name).write_text("坏", "utf-8")
    monkeypatch.setattr(pipeline, "can_interrupt", lambda: False)
    started = misbehaving_readers(monkeypatch)
    report = searchlib.build(corpus, tmp_path / "index")

    assert {name: REASONS[name] for name in bad} == _skipped(report)
    assert 2 == report.documents
    assert started
    assert all(process.returncode is not None for process in started)


def test_what_takes_long_here_is_given_to_a_process_that_can_be_ended(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few small files are read without another process, as long as they are read at once."""
    (corpus / "loops.txt").write_text("坏", "utf-8")
    read = load.load_with_text

    def loop(path: Path, root: Path) -> load.LoadedFile:
        while path.name == "loops.txt":
            pass
        return read(path, root)

    monkeypatch.setattr(load, "load_with_text", loop)
    monkeypatch.setattr(pipeline, "_PATIENCE", 0.3)
    started = misbehaving_readers(monkeypatch)
    report = searchlib.build(corpus, tmp_path / "index")

    assert {"loops.txt": REASONS["loops.txt"]} == _skipped(report)
    assert 2 == report.documents
    assert started


def test_coverage_keeps_to_the_limits(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads files again, to compare, stops at the same limit and names the same reason."""
    (corpus / "loops.txt").write_text("坏", "utf-8")
    read = load.load_with_text

    def loop(path: Path, root: Path) -> load.LoadedFile:
        while path.name == "loops.txt":
            pass
        return read(path, root)

    monkeypatch.setattr(load, "load_with_text", loop)
    found = searchlib.coverage(corpus=corpus)

    assert {"loops.txt": REASONS["loops.txt"]} == {each.file: each.reason for each in found.skipped}


def test_a_raised_limit_reads_the_file_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the file is the same; until then, it is not tried at every update."""
    (corpus / "loops.txt").write_text("公报\n\n一、好。\n", "utf-8")
    monkeypatch.setattr(pipeline, "can_interrupt", lambda: False)
    started = misbehaving_readers(monkeypatch)
    searchlib.build(corpus, tmp_path / "index")
    started.clear()
    searchlib.build(corpus, tmp_path / "index")
    assert [] == started

    monkeypatch.undo()
    monkeypatch.setenv("SEARCHLIB_MAX_SECONDS", "6")
    report = searchlib.build(corpus, tmp_path / "index")
    assert (3, ()) == (report.documents, report.skipped)


def test_an_index_of_nothing_but_such_a_file_is_refused(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason of the file."""
    for path in corpus.iterdir():
        path.unlink()
    (corpus / "aborts.txt").write_text("坏", "utf-8")
    monkeypatch.setattr(pipeline, "can_interrupt", lambda: False)
    misbehaving_readers(monkeypatch)

    with pytest.raises(CorpusMissing, match=r"aborts\.txt.*ends the process that reads it"):
        searchlib.build(corpus, tmp_path / "index")
    with pytest.raises(IndexMissing):
        searchlib.open(tmp_path / "index")


def test_work_is_interrupted_and_nothing_is_left_of_the_watch() -> None:
    """By time and by memory; afterwards the signal has no handler, and the next block its own limit."""
    for seconds, memory, code in ((0.1, 1 << 40, limits.TOO_SLOW), (60, 50 << 20, limits.NO_MEMORY)):
        with pytest.raises(LimitReached) as reached, interrupted(seconds, memory):
            _grow(memory)
        assert code == reached.value.code
        assert signal.SIG_DFL is signal.getsignal(signal.SIGPROF)
        assert (0.0, 0.0) == signal.getitimer(signal.ITIMER_PROF)
    with interrupted(0.1, 1 << 40):
        pass
    end = time.process_time() + 0.5
    while time.process_time() < end:
        pass


def _grow(limit: int) -> None:
    """Take more and more memory, without end unless the limit is beyond all reason."""
    grown: list[bytes] = []
    while True:
        grown.append(b"x" * (1 << 16))
        if limit == 1 << 40:
            grown.clear()


def test_a_pattern_that_backtracks_is_interrupted() -> None:
    """The exponential ones are, which are what hangs."""
    import re

    with pytest.raises(LimitReached), interrupted(0.3, 1 << 40):
        re.search("(?:a|a)*b", "a" * 60)


def test_another_thread_cannot_interrupt() -> None:
    """A build in a thread reads in processes therefore."""
    found = []
    thread = threading.Thread(target=lambda: found.append(can_interrupt()))
    thread.start()
    thread.join()

    assert [False] == found
    assert can_interrupt()
