"""Builds that are stopped, killed, doubled, run out of disk or have no locks."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import IndexBusy, IndexError_
from searchlib.storage.meta import META
from searchlib.storage.publish import writing

OLD = "八、双方推进两洋铁路项目。"


NEW = "九、雙方推進錢凱港項目𠀀。"


# The program, held just before its new index becomes visible until a line comes in.
HELD = """
import sys
from searchlib import cli
from searchlib.indexing import commit
publish = commit.publish
def held(*arguments):
    print("held", flush=True)
    sys.stdin.readline()
    return publish(*arguments)
commit.publish = held
sys.exit(cli.main(sys.argv[1:]))
"""


# The program, allowed to write files of so many bytes.
LIMITED = """
import resource, sys
from searchlib import cli
import searchlib.indexing.build
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.exit(cli.main(sys.argv[2:]))
"""


# The program, interrupted while its command line is being loaded.
EARLY = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "searchlib.cli.streams":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from searchlib.__main__ import run
sys.exit(run())
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder that was indexed, and has changed since."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(OLD, encoding="utf-8")
    searchlib.build(folder, tmp_path / "index")
    (folder / "b.txt").write_text(NEW, encoding="utf-8")
    return folder


@pytest.fixture
def index(corpus: Path) -> Path:
    """The index of the folder as it was."""
    return corpus.parent / "index"


def counts(index: Path) -> tuple[int, int]:
    """How often the old and the new name are found."""
    with searchlib.open(index) as library:
        return library.mentions("两洋铁路").occurrences, library.mentions("钱凯港").occurrences


def generations(index: Path) -> list[str]:
    """The generation folders there are."""
    return sorted(path.name for path in index.glob("generation-*"))


@contextmanager
def held_build(corpus: Path, index: Path) -> Iterator["subprocess.Popen[str]"]:
    """A build that has written everything and waits."""
    command = [sys.executable, "-c", HELD, "index", str(corpus), "--index", str(index)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_stopped_build_puts_away_what_it_began(
    sent: signal.Signals, status: int, corpus: Path, index: Path
) -> None:
    """One line, the status a shell expects, the old index, and nothing left behind."""
    before = generations(index)
    with held_build(corpus, index) as process:
        process.send_signal(sent)
        _, said = process.communicate(timeout=30)

    assert (status, "searchlib: stopped\n") == (process.returncode, said)
    assert before == generations(index)
    assert (1, 0) == counts(index)


def test_an_interrupt_while_the_program_is_loaded_ends_it_without_a_word() -> None:
    """Nothing was begun, and nobody wants to read where the interpreter was."""
    done = subprocess.run(
        [sys.executable, "-c", EARLY, "stats"], capture_output=True, check=False, timeout=60
    )

    assert (-signal.SIGINT, b"", b"") == (done.returncode, done.stdout, done.stderr)


def test_an_ignored_signal_stays_ignored(corpus: Path, index: Path) -> None:
    """What `nohup` starts goes on when its terminal closes."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with held_build(corpus, index) as process:
            process.send_signal(signal.SIGHUP)
            process.communicate("\n", timeout=30)
    finally:
        signal.signal(signal.SIGHUP, before)

    assert (0, (1, 1)) == (process.returncode, counts(index))


def test_a_killed_build_is_cleared_away_by_the_next(corpus: Path, index: Path) -> None:
    """The old index answers, and the next build removes the remains even where nothing has changed."""
    before = generations(index)
    with held_build(corpus, index) as process:
        process.kill()
        process.wait(timeout=30)
    (index / f"{META}.0123abcd").write_text("half", encoding="utf-8")
    (corpus / "b.txt").unlink()

    assert len(generations(index)) == len(before) + 1
    assert (1, 0) == counts(index)
    assert 0 == searchlib.build(corpus, index).added
    assert before == generations(index)
    assert [META] == [path.name for path in index.glob(f"{META}*")]


def test_the_second_of_two_builds_is_refused_at_once(corpus: Path, index: Path) -> None:
    """It says so in one line, and the first build comes to its end."""
    with held_build(corpus, index) as process:
        started = time.monotonic()
        with pytest.raises(IndexBusy, match="another build is running"):
            searchlib.build(corpus, index)
        waited = time.monotonic() - started
        assert (1, 0) == counts(index)
        process.communicate("\n", timeout=30)

    assert waited < 5
    assert (0, (1, 1)) == (process.returncode, counts(index))


@pytest.mark.parametrize("size", [0, 100, 5_000])
def test_a_full_disk_leaves_the_old_index(size: int, corpus: Path, index: Path) -> None:
    """Wherever the space ends, one line names the place, and nothing is left behind."""
    before = generations(index)
    command = [sys.executable, "-c", LIMITED, str(size), "index", str(corpus), "--index", str(index)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert f"searchlib: {index}" in done.stderr
    assert "File too large; allow larger files" in done.stderr
    assert before == generations(index)
    assert (1, 0) == counts(index)


def test_a_disk_without_locks_is_refused(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds could write at once there."""

    def acquire(*_: object, **__: object) -> None:
        raise NotImplementedError("no flock here")

    monkeypatch.setattr("searchlib.storage.lock.FileLock.acquire", acquire)

    with pytest.raises(IndexError_, match=r"cannot be locked \(no flock here\)"), writing(index):
        pass


def test_standard_output_may_be_closed(corpus: Path, index: Path) -> None:
    """The answer has nowhere to go: an error, in one line."""
    shell = f"exec {sys.executable} -m searchlib mentions 两洋铁路 --index {index} >&-"
    done = subprocess.run(["/bin/sh", "-c", shell], capture_output=True, check=False, timeout=60)

    assert (2, b"searchlib: there is no standard output to write to\n") == (done.returncode, done.stderr)
