"""Bounds: no file takes more time or memory than it may, and no question more than its budget."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path

import searchlib
from faults.asking import DEATHS
from faults.attacks import LARGEST, Attack, kinds, known
from faults.children import Child
from faults.crowds import nearest_query
from faults.report import Tally
from faults.texts import DEMO, largest_corpus
from searchlib.budget import Budget, limited_by
from searchlib.corpus.load import load_whole
from searchlib.errors import BudgetSpent, NotInIndex, QueryError
from searchlib.indexing.prepare import prepare
from searchlib.model import Skipped
from searchlib.search.limits import SECONDS
from searchlib.text.analyzer import Analyzer

NAME = "bounds"
PROMISE = (
    "files that once were too much, and mutated ones of at most 100 kB: read or named, "
    "none takes 2 s of work or 500 MB; a build goes on without what it cannot read; "
    "the costliest questions are answered or refused within their budget"
)
SHORT, FULL = 200, 500_000

_SECONDS, _MEGABYTES = 2.0, 500
_AGAIN = 2
"""How often a file that took too long is timed again; the least counts, which others disturb least."""

_LATE = 1.0
"""Seconds of work that a question may take beyond its budget until it is refused."""


def run(size: int, seed: int, tally: Tally) -> None:
    """Read the known files and ``size`` mutated ones, in as many processes as there are processors."""
    full = size >= FULL // 100
    attacks = list(known())
    _read_all("known files", lambda: attacks, 1, tally)
    most = os.cpu_count() or 1 if full else 1
    _read_all("mutated files", lambda: kinds(seed, size), most, tally)
    _built(attacks if full else attacks[::4], tally)
    _asked(largest_corpus() if full else DEMO, tally)


def _read_all(what: str, attacks: Callable[[], Iterable[Attack]], processes: int, tally: Tally) -> None:
    """Read the files in some processes, each every N-th of them."""
    started = time.monotonic()
    children = [Child.start(partial(_read, attacks, first, processes)) for first in range(processes)]
    longest, largest, count = 0.0, 0, 0
    for child in children:
        status, reported = child.finish()
        for line in reported:
            kind, _, rest = line.partition(" ")
            if kind == "fault":
                tally.fault(f"{what}: {rest}")
            elif kind == "done":
                done, seconds, megabytes = rest.split(" ")
                count += int(done)
                longest, largest = max(longest, float(seconds)), max(largest, int(megabytes))
        tally.expect(status == 0, f"{what}: a process ended with {status}: {reported[-1:]}")
    for _ in range(count):
        tally.case()
    tally.figures[what] = (
        f"{count:,}, longest {longest:.2f} s, most memory {largest} MB, in {time.monotonic() - started:.0f} s"
    )


def _read(
    attacks: Callable[[], Iterable[Attack]], first: int, step: int, report: Callable[[str], None]
) -> None:
    """Read and analyse every N-th file; report which take too much, and what the others took at most."""
    analyzer = Analyzer(())
    longest, largest, count = 0.0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _take(DEMO / "README.md", DEMO, analyzer)  # what is loaded once
        for attack in islice(attacks(), first, None, step):
            path = attack.write(folder)
            _forget_peak()
            before = _peak()
            wrong, seconds = _timed(path, folder, analyzer)
            megabytes = _peak() - before
            small = len(attack.data) + attack.holes <= LARGEST
            if small and seconds > _SECONDS:
                seconds = min(seconds, *(_timed(path, folder, analyzer)[1] for _ in range(_AGAIN)))
            if small and seconds > _SECONDS:
                wrong = f"{seconds:.1f} s"
            if megabytes > _MEGABYTES:
                wrong = f"{megabytes} MB"
            if wrong:
                shown = f"{attack.name[-40:]!r} of {len(attack.data):,} bytes, {attack.data[:60]!r}"
                report(f"fault {shown}: {wrong}")
            longest, largest, count = max(longest, seconds), max(largest, megabytes), count + 1
            path.unlink()
    report(f"done {count} {longest:.3f} {largest}")


def _timed(path: Path, folder: Path, analyzer: Analyzer) -> tuple[str | None, float]:
    """Take a file; return what is wrong, if anything, and the seconds of work."""
    started = time.thread_time()
    try:
        wrong = _take(path, folder, analyzer)
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
    return wrong, time.thread_time() - started


def _take(path: Path, folder: Path, analyzer: Analyzer) -> str | None:
    """Read and analyse a file; return what is wrong, if anything: to be skipped, with a reason, is not."""
    loaded = load_whole(path, folder)
    if isinstance(loaded, Skipped):
        return None if loaded.reason.strip() else "skipped without a reason"
    prepare(loaded.documents, analyzer)
    return None


def _built(attacks: list[Attack], tally: Tally) -> None:
    """Build a folder of all known files with a sound one: each is indexed or named."""
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        (corpus / "好.txt").write_text("公报\n\n一、推进两洋铁路。\n", encoding="utf-8")
        for number, attack in enumerate(attacks):
            folder = corpus / str(number)
            folder.mkdir()
            attack.write(folder)
        started = time.monotonic()
        report = searchlib.build(corpus, Path(name) / "index")
        seconds = time.monotonic() - started
        with searchlib.open(Path(name) / "index") as library:
            indexed = {document.source.file for document in library.documents() if document.source}
        named = {each.file for each in report.skipped}
        for number, attack in enumerate(attacks):
            file = f"{number}/{attack.name}"
            tally.case(
                None if (file in indexed) != (file in named) else f"{file} is neither indexed nor named"
            )
        tally.expect("好.txt" in indexed, "the sound file is not indexed")
    tally.figures["a build of all known files"] = f"{seconds:.0f} s, {len(named)} named"


def _asked(corpus: Path, tally: Tally) -> None:
    """Ask the costliest questions within a budget, as a server does."""
    longest = 0.0
    with tempfile.TemporaryDirectory() as name:
        searchlib.build(corpus, Path(name) / "index")
        with searchlib.open(Path(name) / "index") as library:
            for query in (*map(nearest_query, (1, 2, 5, 10, 20, 29)), *DEATHS):
                started = time.thread_time()
                wrong = None
                try:
                    with limited_by(Budget(SECONDS)):
                        library.search(query, limit=1000)
                except (BudgetSpent, QueryError, NotInIndex):
                    pass
                except Exception as error:
                    wrong = f"{type(error).__name__}: {error}"
                seconds = time.thread_time() - started
                longest = max(longest, seconds)
                late = seconds > SECONDS + _LATE
                tally.case(f"{query[:80]!r}: {wrong or f'{seconds:.1f} s'}" if wrong or late else None)
    tally.figures["questions"] = f"longest {longest:.2f} s on {corpus.name}"


def _forget_peak() -> None:
    """Let the system count the most memory of this process anew."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _peak() -> int:
    """Return the most resident megabytes since :func:`_forget_peak`; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) >> 10 if found else 0
