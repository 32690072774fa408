"""Whole commands as a user starts them: time and peak memory of cold processes, alternating with a peer.

usage: python bench/commands.py CORPUS WORK [RUNS]

Builds the index of CORPUS in WORK, adds ten of its documents again under other names, searches. Beside every
cold search the table has the time that jieba alone takes to load its dictionary, its cache warm. Python may
write its compiled modules, as in every installation: with PYTHONDONTWRITEBYTECODE each start would compile
searchlib anew, and only searchlib. Before the rows of updates the program waits until the files of the copied
corpus have been untouched for as long as searchlib wants (`searchlib/corpus/seen.py`).
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from searchlib.corpus.seen import SETTLED

SEARCHLIB = (sys.executable, "-m", "searchlib")
JIEBA = (sys.executable, "-W", "ignore", "-c", "import jieba; jieba.setLogLevel(60); jieba.initialize()")
QUERY = "合同"
ADDED = 10

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
Run = tuple[float, float, float]
"""Seconds by the clock, seconds of processors, and peak memory in MB of the largest process."""


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; raises CalledProcessError if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def alternated(commands: dict[str, Sequence[str]], runs: int) -> dict[str, list[Run]]:
    """Run every command ``runs`` times, in turn, after one round that is not counted."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            measured = run(command)
            if turn:
                found[name].append(measured)
    return found


def row(name: str, runs: Sequence[Run]) -> str:
    """Return a line of the table."""
    seconds = sorted(each[0] for each in runs)
    processor, memory = (statistics.median(each[column] for each in runs) for column in (1, 2))
    spread = f"{seconds[0]:.2f} to {seconds[-1]:.2f}"
    return f"| {name} | {statistics.median(seconds):.2f} | {spread} | {processor:.2f} | {memory:.0f} |"


def add_documents(corpus: Path, count: int) -> None:
    """Write ten more documents, each made from another one with an added line, so that none is a copy."""
    for number, path in enumerate(sorted(corpus.rglob("*.md"))[:count]):
        text = path.read_text(encoding="utf-8")
        title, _, rest = text.partition("\n")
        path.with_name(f"added-{number}-{path.name}").write_text(
            f"{title}（补充第{number}号）\n{rest}", encoding="utf-8"
        )


def main(source: str, work: str, runs: str = "9") -> int:
    """Print the table."""
    corpus, index = Path(work) / "corpus", Path(work) / "index"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source, corpus)
    build = (*SEARCHLIB, "index", str(corpus), "--index", str(index))
    copied = time.time_ns()
    print("| command | median s | s from to | of processors | peak MB |\n|---|---|---|---|---|")
    print(row("build from the files", [run(build)]))
    time.sleep(max(0, copied + SETTLED - time.time_ns()) / 1e9)
    print(row("index, nothing changed", alternated({"same": build}, 5)["same"]))
    add_documents(corpus, ADDED)
    print(row(f"index, {ADDED} documents added", [run(build)]))
    search = (*SEARCHLIB, "search", QUERY, "--index", str(index))
    cold = alternated({"search": search, "jieba": JIEBA}, int(runs))
    print(row(f"search {QUERY}", cold["search"]))
    print(row("import jieba; jieba.initialize()", cold["jieba"]))
    ratios = [ours[1] / theirs[1] for ours, theirs in zip(cold["search"], cold["jieba"], strict=True)]
    print(f"\nsearch against jieba, processor time, pair by pair: median {statistics.median(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
