"""The cost of an update: ten more files in a corpus and in one ten times as large, compared with full
builds."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import searchlib
from faults.report import Tally
from faults.texts import demo_files, largest_corpus, statement

NAME = "cost"
PROMISE = "the cost of an update follows the change, not the corpus"
SHORT, FULL = 5, 3_475

_ADDED = 10
_TIMES = 10
"""So many times as many files has the larger corpus: copies with other titles."""


def run(size: int, seed: int, tally: Tally) -> None:
    """Measure updates of a corpus of ``size`` files and of one of ten times as many; a case is one update."""
    draw = random.Random(f"cost {seed}")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        sources = sorted(largest_corpus().rglob("*.md"))[:size] or demo_files()
        for times in (1, _TIMES):
            corpus, index = root / f"corpus{times}", root / f"index{times}"
            files = _fill(corpus, sources, times)
            built = _seconds(partial(searchlib.build, corpus, index))
            nothing = _seconds(partial(searchlib.build, corpus, index))
            seconds = []
            for round_ in range(3):
                for number in range(_ADDED):
                    mark = f"第{times}之{round_}之{number}号"
                    (corpus / f"added {round_} {number}.txt").write_text(
                        statement(draw, mark), encoding="utf-8"
                    )
                report = None
                started = time.monotonic()
                report = searchlib.build(corpus, index)
                seconds.append(time.monotonic() - started)
                tally.case(None if report.added == _ADDED else f"{report.added} files added, not {_ADDED}")
            with searchlib.open(index) as library:
                found = len(library.occurrences(f"第{times}之2之9号"))
            tally.expect(found > 0, "an added file is not found")
            tally.figures[f"{files:,} files"] = (
                f"full build {built:.1f} s, ten files more {sorted(seconds)[1]:.2f} s, "
                f"nothing new {nothing:.2f} s"
            )
            shutil.rmtree(index)


def _seconds(call: Callable[[], object]) -> float:
    started = time.monotonic()
    call()
    return time.monotonic() - started


def _fill(corpus: Path, sources: list[Path], times: int) -> int:
    """Write copies of the files, each with another title; return their number."""
    count = 0
    for number in range(times):
        folder = corpus / f"{number}"
        folder.mkdir(parents=True)
        for place, path in enumerate(sources):
            data = path.read_bytes()
            if number:
                first, _, rest = data.partition(b"\n")
                data = first + f"（抄本{number}）".encode() + b"\n" + rest
            (folder / f"{place:05} {path.name}"[-80:]).write_bytes(data)
            count += 1
    return count
