"""Readers during a thousand changes of the index, and two concurrent writers."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import searchlib
from faults.children import Child
from faults.probes import fingerprint
from faults.report import Tally
from searchlib.errors import IndexBusy
from searchlib.storage.publish import writing

NAME = "readers"
PROMISE = (
    "8 processes read through 1,000 commits and their merges: 0 exceptions, 0 torn reads, what a reader "
    "holds never changes; of two writers the second is refused in < 1 s and names the holder of the index"
)
SHORT, FULL = 8, 1_000

_READERS = 8
_FILES = 6
_REFUSED = 1.0
_NAP = 0.02


def run(size: int, seed: int, tally: Tally) -> None:
    """Run ``size`` commits of one writer while readers read; ``seed`` is part of the texts."""
    with tempfile.TemporaryDirectory() as name:
        corpus, index = Path(name) / "corpus", Path(name) / "index"
        corpus.mkdir()
        _write(corpus, 0, seed)
        searchlib.build(corpus, index)
        count = _READERS if size >= 100 else 3
        stop = Path(name) / "stop"
        readers = [Child.start(partial(_read, index, stop, held == 0)) for held in range(count)]
        try:
            for number in range(1, size + 1):
                _write(corpus, number, seed)
                searchlib.build(corpus, index)
                tally.case()
        finally:
            stop.touch()
            ended = [reader.finish() for reader in readers]
        reads = 0
        for status, reported in ended:
            tally.expect(status == 0, f"a reader ended with {status}: {reported[-1:]}")
            reads += sum(int(line) for line in reported if line.isdigit())
            for line in reported:
                tally.expect(not line.startswith("torn"), line)
        with searchlib.open(index) as library:
            last = len(library.occurrences(_mark(size)))
        tally.expect(last == 2 * _FILES, f"the last commit is found {last} times, not {2 * _FILES}")
        _two_writers(corpus, index, tally)
    tally.figures["readers"] = f"{count}, {reads:,} openings"


def _mark(number: int) -> str:
    return f"甲{number:06}乙"


def _write(corpus: Path, number: int, seed: int) -> None:
    """Commit repeatedly: every file contains the number of the commit twice; one file is added and one
    removed."""
    for place in range(_FILES):
        text = f"文件{place}之{seed}\n\n一、{_mark(number)}推进两洋铁路。\n\n二、{_mark(number)}之后。\n"
        (corpus / f"{(place + number) % (_FILES + 1)}.txt").write_text(text, encoding="utf-8")
    (corpus / f"{(_FILES + number) % (_FILES + 1)}.txt").unlink(missing_ok=True)


def _read(index: Path, stop: Path, holds: bool, report: Callable[[str], None]) -> None:
    """Open, check and close repeatedly; one reader also keeps its first index open."""
    held = searchlib.open(index)
    before = fingerprint(held) if holds else ""
    reads = 0
    while not stop.exists():
        with searchlib.open(index) as library:
            texts = [text for _, text in library.engine.texts()]
            numbers = {text.partition("甲")[2][:6] for text in texts if "甲" in text}
            if len(numbers) != 1:
                report(f"torn: {sorted(numbers)} in one index")
            mark = _mark(int(min(numbers)))
            found = len(library.occurrences(mark))
            if found != 2 * _FILES or len(library.documents()) != _FILES:
                report(f"torn: {mark} occurs {found} times in {len(library.documents())} documents")
            if library.search(mark, exact=True, limit=1).totals.exact != 2 * _FILES:
                report(f"torn: a search for {mark} counts otherwise")
        if holds and reads % 20 == 0 and fingerprint(held) != before:
            report("torn: the answers of an open index changed")
        reads += 1
        time.sleep(_NAP)
    if holds and fingerprint(held) != before:
        report("torn: the answers of an open index changed")
    held.close()
    report(str(reads))


def _two_writers(corpus: Path, index: Path, tally: Tally) -> None:
    """Check that a second writer is refused at once, with the process id of the first."""
    reading, writing_end = os.pipe()

    def hold(report: Callable[[str], None]) -> None:
        os.close(writing_end)
        with writing(index):
            report("holding")
            os.read(reading, 1)

    holder = Child.start(hold)
    os.close(reading)
    while os.read(holder.pipe, 1) != b"\n":
        pass
    started = time.monotonic()
    try:
        searchlib.build(corpus, index, rebuild=True)
        refusal = "the second writer was let in"
    except IndexBusy as error:
        refusal = "" if str(holder.number) in str(error) else f"the holder is not named: {error}"
    seconds = time.monotonic() - started
    os.close(writing_end)
    holder.finish()
    tally.case(refusal or None, None if seconds < _REFUSED else f"refused only after {seconds:.1f} s")
    tally.figures["second writer refused in"] = f"{seconds * 1e3:.0f} ms"
    searchlib.build(corpus, index, rebuild=True)
