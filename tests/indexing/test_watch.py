"""Following a folder: what changes in it is in the index soon after, and a quiet one is left alone."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import searchlib
from searchlib.audit.check import check
from searchlib.errors import (
    SearchlibError,
)
from searchlib.model import BuildReport


def test_watching_follows_the_folder(corpus: Path, index: Path) -> None:
    """What comes in a burst is one update; an error in a round ends nothing."""
    outcomes = searchlib.watch(corpus, index)
    first = next(outcomes)
    for number in range(5):
        (corpus / f"n{number}.txt").write_text(f"第{number}篇。\n", encoding="utf-8")
    second = next(outcomes)
    registry = corpus / "projects.toml"
    registry.write_text("[[project]", encoding="utf-8")
    third = next(outcomes)
    registry.unlink()
    fourth = next(outcomes)
    outcomes.close()

    assert isinstance(first, BuildReport)
    assert isinstance(second, BuildReport)
    assert 5 == second.added
    assert isinstance(third, SearchlibError)
    assert isinstance(fourth, BuildReport)


@pytest.mark.parametrize("name", [".", "link", "corpus"])
def test_a_quiet_folder_is_left_alone(
    name: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a build writes into an index inside the corpus is no change, whatever the corpus is called."""

    class Enough(Exception):
        """Ends the watch."""

    def counting(*arguments: Path, **options: object) -> BuildReport:
        rounds.append(time.monotonic())
        if len(rounds) == 3:
            raise Enough
        return real(*arguments, **options)

    rounds: list[float] = []
    real = searchlib.indexing.watch.build
    monkeypatch.setattr("searchlib.indexing.watch.build", counting)
    monkeypatch.setattr("searchlib.indexing.watch._TICK", 100)
    monkeypatch.setattr("searchlib.indexing.watch._SAFETY", 8)
    (tmp_path / "link").symlink_to("corpus")
    monkeypatch.chdir(corpus if name == "." else tmp_path)
    with pytest.raises(Enough):
        list(searchlib.watch(name, Path(name, "inside")))

    assert 1.5 < rounds[2] - rounds[1]


def test_a_folder_is_waited_for(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is not there yet, is empty or is replaced by another of its name is followed when it comes."""
    monkeypatch.setattr("searchlib.indexing.watch._TICK", 100)
    monkeypatch.setattr("searchlib.indexing.watch._SAFETY", 600)
    outcomes = searchlib.watch(tmp_path / "late", tmp_path / "late.index")
    assert "does not exist" in str(next(outcomes))
    threading.Timer(1, (tmp_path / "late").mkdir).start()
    assert "contains no document" in str(next(outcomes))
    (tmp_path / "late" / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    first = next(outcomes)
    (tmp_path / "late").rename(tmp_path / "former")
    corpus.rename(tmp_path / "late")
    second = next(outcomes)
    (tmp_path / "late" / "d.txt").write_text("又一篇。\n", encoding="utf-8")
    third = next(outcomes)
    outcomes.close()

    assert isinstance(first, BuildReport)
    assert isinstance(second, BuildReport)
    assert isinstance(third, BuildReport)
    assert [1, 2, 3] == [first.documents, second.documents, third.documents]


def test_an_empty_folder_is_watched_and_a_missing_one_is_not(tmp_path: Path) -> None:
    """A name that was mistyped ends the command; a folder that waits for its first file does not."""
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "searchlib", "watch", "--index", str(tmp_path / "i")]
    with subprocess.Popen([*command, str(tmp_path / "empty")], text=True, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.terminate()
    missing = subprocess.run([*command, str(tmp_path / "none")], capture_output=True, timeout=60, check=False)

    assert "contains no document" in said
    assert (143, 2) == (process.returncode, missing.returncode)


def test_a_watch_ends_when_it_is_told_to(corpus: Path, index: Path) -> None:
    """In one line, with the status a shell expects, and with a whole index."""
    command = [sys.executable, "-m", "searchlib", "watch", str(corpus), "--index", str(index)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout is not None
        assert "2 documents" in process.stdout.readline()
        time.sleep(1.5)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    assert (143, "searchlib: stopped\n") == (process.returncode, said)
    assert () == check(index).damage
