"""The surroundings of an index: concurrent builds, Ctrl-C at any moment, clocks, versions, hosts."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

import searchlib
from faults.children import Child
from faults.report import Tally
from faults.shapes import SHAPES
from faults.storage import Operation, watched
from faults.untouched import relied_on
from faults.worlds import History, contents, expected, put, same
from searchlib.cli import main
from searchlib.errors import IndexBusy, IndexStale, SearchlibError
from searchlib.storage.lock import HOLDER
from searchlib.storage.publish import writing

NAME = "surroundings"
PROMISE = (
    "two builds at once, Ctrl-C and SIGTERM at any moment, a clock that goes backwards, indexes of older and "
    "newer versions, an index moved, copied or held by another machine: the old or the new state, or one "
    "clear line"
)
SHORT, FULL = 3, 300


def run(size: int, seed: int, tally: Tally) -> None:
    """Run ``size`` interrupted builds, and the other cases."""
    _interrupted(size, seed, tally)
    _doubled(max(2, size // 20), seed, tally)
    _backwards(seed, tally)
    _other_versions(tally)
    _moved(tally)
    _two_machines(tally)


def _interrupted(size: int, seed: int, tally: Tally) -> None:
    """Interrupt the whole command after a random time, or by a signal at a random operation."""
    draw = random.Random(f"interrupted {seed}")
    stopped = 0
    with tempfile.TemporaryDirectory() as name:
        base, copy = Path(name) / "base", Path(name) / "copy"
        SHAPES[1].prepare(base, seed)
        old, new = expected(SHAPES[1].old(base)), expected(SHAPES[1].new(base))
        for number in range(size):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(base, copy)
            sent = draw.choice((signal.SIGINT, signal.SIGINT, signal.SIGTERM))
            status, reported = Child.start(partial(_command, copy, draw.randrange(1, 90), sent)).finish()
            where = f"{sent.name} {number}"
            if status or not reported or not reported[-1].isdigit():
                tally.case(f"{where}: ended with {status}: {reported[-2:]}")
                continue
            problems = []
            if reported[-1] != "0":
                stopped += 1
                if reported[-1] != str(128 + sent) or reported[:-1] != ["searchlib: stopped"]:
                    problems.append(f"{where}: {reported}")
            found = contents(copy / "index")
            if not same(found, new) and (reported[-1] == "0" or not same(found, old)):
                problems.append(f"{where}: neither the old nor the new state")
            SHAPES[1].commit(copy)
            if not same(contents(copy / "index"), new):
                problems.append(f"{where}: the next build does not repair it")
            tally.case(*problems)
    tally.figures["stopped"] = f"{stopped} of {size}"


def _command(folder: Path, at: int, sent: int, report: Callable[[str], None]) -> None:
    """Run ``searchlib index`` with a signal at one of its operations."""
    done = 0

    def step(_operation: Operation) -> None:
        nonlocal done
        done += 1
        if done == at:
            os.kill(os.getpid(), sent)

    said = io.StringIO()
    with patch.object(sys, "stderr", said), patch.object(sys, "stdout", io.StringIO()), watched(step):
        status = main(["index", str(folder / "corpus"), "--index", str(folder / "index")])
    for line in said.getvalue().splitlines():
        report(line)
    report(str(status))


def _doubled(size: int, seed: int, tally: Tally) -> None:
    """Build the same index from two processes at the same time, as from two machines on a shared folder."""
    refused = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        history = History(f"doubled {seed}")
        for number in range(size):
            put(root / "corpus", history.state(number))
            builders = [Child.start(partial(_build, root)) for _ in range(2)]
            ended = [builder.finish() for builder in builders]
            reported = sorted(line for _, lines in ended for line in lines)
            refused += reported.count("busy")
            fine = reported in (["built", "built"], ["built", "busy"])
            whole = same(contents(root / "index"), expected(history.state(number)))
            tally.case(
                None if fine else f"doubled {number}: {reported}", None if whole else f"{number}: not whole"
            )
    tally.figures["two builds at once"] = f"{size}, {refused} refused"


def _build(root: Path, report: Callable[[str], None]) -> None:
    try:
        searchlib.build(root / "corpus", root / "index", rebuild=True)
    except IndexBusy:
        report("busy")
    else:
        report("built")


def _backwards(seed: int, tally: Tally) -> None:
    """Set the clock back by years between commits, and forward again; file times are random."""
    with tempfile.TemporaryDirectory() as name, relied_on():
        root = Path(name)
        history = History(f"backwards {seed}")
        for number, years in enumerate((0, -20, 5, -40, 0)):
            put(root / "corpus", history.state(number))
            for place, path in enumerate(path for path in (root / "corpus").rglob("*") if path.is_file()):
                os.utime(path, (place * 10**8, years * 10**7 + 10**9))
            with _clock_moved(years):
                searchlib.build(root / "corpus", root / "index")
            whole = same(contents(root / "index"), expected(history.state(number)))
            tally.case(None if whole else f"with the clock at {years:+} years the index is not right")
        same_size = next(path for path in (root / "corpus").rglob("*") if path.is_file())
        before, text = same_size.stat(), same_size.read_text(encoding="utf-8")
        same_size.write_text(text.replace("推进", "促成"), encoding="utf-8", newline="\n")
        os.utime(same_size, ns=(before.st_atime_ns, before.st_mtime_ns))
        changed = "推进" in text
        report = searchlib.build(root / "corpus", root / "index")
        seen = report.changed + report.added > 0
        tally.case(None if seen or not changed else "a change that kept size and time went unnoticed")


@contextmanager
def _clock_moved(years: int) -> Iterator[None]:
    """Move the clock of this process."""
    seconds, real, real_ns = years * 31_556_952, time.time, time.time_ns
    with (
        patch.object(time, "time", lambda: real() + seconds),
        patch.object(time, "time_ns", lambda: real_ns() + seconds * 10**9),
    ):
        yield


def _other_versions(tally: Tally) -> None:
    """Check that indexes of older and newer versions are recognised, and rebuilt by the command in the
    message."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        put(root / "corpus", History("versions").state(0))
        searchlib.build(root / "corpus", root / "index")
        for other in (0, 1, 99, 10**9):
            shutil.rmtree(root / "copy", ignore_errors=True)
            shutil.copytree(root / "index", root / "copy")
            if not _claim(root / "copy", other):
                continue
            said = io.StringIO()
            with patch.object(sys, "stderr", said):
                status = main(["search", "铁路", "--index", str(root / "copy")])
            reported = said.getvalue()
            clear = status == 2 and reported.count("\n") == 1 and "searchlib index" in reported
            tally.case(None if clear else f"format {other}: {status}: {reported}")
            try:
                searchlib.open(root / "copy").close()
                tally.case(f"format {other} is opened")
            except IndexStale:
                tally.case()
            except SearchlibError as error:
                tally.case(f"format {other} is reported as {type(error).__name__}: {error}")
            searchlib.build(root / "corpus", root / "copy")
            whole = same(contents(root / "copy"), contents(root / "index"))
            tally.case(None if whole else f"format {other} is not built again")


def _claim(index: Path, version: int) -> bool:
    """Write another format number into the index; return False if it is the same."""
    path = index / "meta.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    if values["format"] == version:
        return False
    values["format"] = version
    path.write_text(json.dumps(values), encoding="utf-8")
    return True


def _moved(tally: Tally) -> None:
    """Copy and move an index, open it in a read-only folder and by a relative path."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        put(root / "corpus", History("moved").state(0))
        searchlib.build(root / "corpus", root / "index")
        before = contents(root / "index")
        shutil.copytree(root / "index", root / "copy")
        (root / "index").rename(root / "moved")
        (root / "link").symlink_to(root / "moved")
        for folder in ("copy", "moved", "link"):
            tally.case(None if same(contents(root / folder), before) else f"{folder}: another answer")
            searchlib.build(root / "corpus", root / folder)
            tally.case(None if same(contents(root / folder), before) else f"{folder}: built, another answer")


def _two_machines(tally: Tally) -> None:
    """Check the note of a lock holder on another machine: it is named while locked, and ignored otherwise."""
    note = json.dumps({"process": 4711, "host": "elsewhere", "since": "2026-01-01T00:00:00+00:00"})
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        put(root / "corpus", History("machines").state(0))
        searchlib.build(root / "corpus", root / "index")
        (root / "index" / HOLDER).write_text(note, encoding="utf-8")
        put(root / "corpus", History("machines").state(1))
        searchlib.build(root / "corpus", root / "index")
        whole = same(contents(root / "index"), expected(History("machines").state(1)))
        tally.case(None if whole else "a note that was left behind keeps a build out")
        with writing(root / "index"):
            (root / "index" / HOLDER).write_text(note, encoding="utf-8")
            status, reported = Child.start(partial(_refused, root)).finish()
            named = status == 0 and len(reported) == 1 and "4711 on 'elsewhere'" in reported[0]
            tally.case(None if named else f"the machine is not named: {status}, {reported}")


def _refused(root: Path, report: Callable[[str], None]) -> None:
    try:
        searchlib.build(root / "corpus", root / "index", rebuild=True)
    except IndexBusy as error:
        report(str(error))
