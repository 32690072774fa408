"""SIGKILL at random moments of adding, committing, merging and publishing, in real processes."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import searchlib
from faults.children import Child
from faults.report import Tally, percentile
from faults.worlds import History, contents, difference, expected, put, same
from searchlib.indexing import pipeline, prepare

NAME = "kills"
PROMISE = (
    "kill -9 at random moments of add, commit, merge and publish: 0 acknowledged documents lost, 0 torn, "
    "0 twice, the next open < 1 s and without manual repair"
)
SHORT, FULL = 5, 500

_STEPS = 4
"""Commits that a process makes at most before it is killed."""

_OPEN = 1.0

_END = 10.0
"""Seconds in which a worker process notices that the build has been killed."""


def run(size: int, seed: int, tally: Tally) -> None:
    """Run ``size`` processes, each killed during its first commits."""
    draw = random.Random(f"kills {seed}")
    history = History(f"kills {seed}")
    opened: list[float] = []
    counts = {"mid-commit": 0, "published, not acknowledged": 0, "commits": 0, "with workers": 0}
    with tempfile.TemporaryDirectory() as name:
        corpus, index = Path(name) / "corpus", Path(name) / "index"
        put(corpus, history.state(0))
        started = time.monotonic()
        searchlib.build(corpus, index)
        put(corpus, history.state(1))
        searchlib.build(corpus, index)
        usual = (time.monotonic() - started) / 2
        at = 1
        for number in range(size):
            workers = number % 2 == 1
            child = Child.start(partial(_commit, corpus, index, history, at + 1, workers))
            time.sleep(draw.random() * usual * _STEPS * 0.6)
            child.kill()
            status, reported = child.finish()
            tally.expect(_all_ended(child.number), f"kill {number}: worker processes go on")
            counts["with workers"] += workers
            if status not in (0, -signal.SIGKILL):
                tally.fault(f"kill {number}: the process ended with {status}: {reported[-1:]}")
            acknowledged = max([at, *(int(line) for line in reported if line.isdigit())])
            counts["commits"] += acknowledged - at
            at = _look(index, history, acknowledged, number, tally, opened, counts)
        searchlib.build(corpus, index)
        left = [path.name for path in index.iterdir() if path.name.startswith("generation-")]
        tally.expect(len(left) <= 3, f"{len(left)} generations are left at the end")
    tally.expect(size < FULL or max(opened) < _OPEN, f"opening took {max(opened):.2f} s")
    tally.figures["killed in mid-commit"] = f"{counts['mid-commit']}"
    tally.figures["published but not acknowledged"] = f"{counts['published, not acknowledged']}"
    tally.figures["with worker processes"] = f"{counts['with workers']:,}"
    tally.figures["commits"] = f"{counts['commits']:,}"
    tally.figures["next open"] = (
        f"median {percentile(opened, 0.5) * 1e3:.0f} ms, longest {max(opened) * 1e3:.0f} ms"
    )


def _commit(
    corpus: Path, index: Path, history: History, first: int, workers: bool, report: Callable[[str], None]
) -> None:
    """Change the folder, update the index and report, repeatedly. ``workers`` prepare the files, or this
    process."""
    os.setpgid(0, 0)  # its child processes are in its group
    if workers:
        prepare.BATCH = 1
        pipeline.WORTH_WORKERS = 1
        os.cpu_count = lambda: 2
    for number in range(first, first + _STEPS):
        put(corpus, history.state(number))
        report("begun")
        searchlib.build(corpus, index)
        report(str(number))


def _all_ended(group: int) -> bool:
    """Return whether every process of a group ends within a moment."""
    until = time.monotonic() + _END
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def _look(
    index: Path,
    history: History,
    acknowledged: int,
    number: int,
    tally: Tally,
    opened: list[float],
    counts: dict[str, int],
) -> int:
    """Open the index, which must be the last acknowledged one or the next; return which it is."""
    started = time.monotonic()
    try:
        searchlib.open(index).close()
        opened.append(time.monotonic() - started)
        found = contents(index)
    except Exception as error:
        tally.case(f"kill {number}: {type(error).__name__}: {error}")
        opened.append(0.0)
        return acknowledged
    if same(found, expected(history.state(acknowledged))):
        counts["mid-commit"] += 1
        tally.case()
        return acknowledged
    if same(found, expected(history.state(acknowledged + 1))):
        counts["published, not acknowledged"] += 1
        tally.case()
        return acknowledged + 1
    wanted = (expected(history.state(acknowledged)), expected(history.state(acknowledged + 1)))
    tally.case(f"kill {number} after commit {acknowledged}: {difference(found, *wanted)}")
    return acknowledged
