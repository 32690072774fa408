"""The end of the process at every single storage operation of commits of every shape."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from faults.children import Child
from faults.report import Tally
from faults.shapes import Shape, shapes_for
from faults.storage import Operation, watched
from faults.worlds import contents, difference, expected, same

NAME = "stops"
PROMISE = (
    "the process ends at every storage operation of four commit shapes (add, change, remove, rebuild), "
    "also half-way through a write: the old or the new state, nothing left over after the next publish"
)
SHORT, FULL = 8, 10**9

_ENDED = 9
_HEXADECIMAL = re.compile(r"[0-9a-f]{8,}")


def run(size: int, seed: int, tally: Tally) -> None:
    """Try every operation of every shape; at most ``size`` of them, evenly spread."""
    for shape in (shapes := shapes_for(size)):
        with tempfile.TemporaryDirectory() as name:
            base = Path(name) / "base"
            shape.prepare(base, seed)
            operations = _count(base, Path(name) / "counted", shape)
            _publish(Path(name) / "counted", shape)
            stops = [(at, torn) for at in range(1, operations + 1) for torn in (False, True)]
            every = max(1, len(stops) * len(shapes) // size)
            clean = _names(Path(name) / "counted" / "index")
            for at, torn in stops[seed % every :: every]:
                tally.case(*_stop(base, Path(name) / "stopped", shape, at, torn, clean))
            tally.figures[shape.name] = f"{operations} operations"


def _count(base: Path, copy: Path, shape: Shape) -> int:
    """Return the number of operations of an undisturbed commit."""
    shutil.copytree(base, copy)
    child = Child.start(lambda report: _commit(copy, shape, lambda _: False, report))
    status, reported = child.finish()
    if status:
        raise RuntimeError(f"the commit fails by itself: {reported[-1:]}")
    return int(reported[-1])


def _stop(base: Path, copy: Path, shape: Shape, at: int, torn: bool, clean: Mapping[str, int]) -> list[str]:
    """End the commit at one operation; return what is wrong afterwards."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(base, copy)
    child = Child.start(lambda report: _commit(copy, shape, lambda number: number == at, report, torn))
    status, reported = child.finish()
    where = f"{shape.name}, operation {at}{' (torn)' if torn else ''} [{reported[-1] if reported else '?'}]"
    if status not in (0, _ENDED):
        return [f"{where}: ended with {status}"]
    problems = []
    old, new = expected(shape.old(copy)), expected(shape.new(copy))
    try:
        started = time.monotonic()
        found = contents(copy / "index")
        seconds = time.monotonic() - started
        if not same(found, old) and not same(found, new):
            problems.append(f"{where}: {difference(found, old, new)}")
        if seconds > 5:
            problems.append(f"{where}: opening and reading took {seconds:.1f} s")
        shape.commit(copy)
        if not same(found := contents(copy / "index"), new):
            problems.append(f"{where}: the next commit {difference(found, new)}")
        _publish(copy, shape)
        left = _names(copy / "index")
        if over := {name: n for name, n in left.items() if n > clean.get(name, 0)}:
            problems.append(f"{where}: left over: {over}")
    except Exception as error:
        problems.append(f"{where}: {type(error).__name__}: {error}")
    return problems


def _commit(
    folder: Path,
    shape: Shape,
    ends: Callable[[int], bool],
    report: Callable[[str], None],
    torn: bool = False,
) -> None:
    """Commit, and end at the operation ``ends``, or half-way through that write."""
    number = 0

    def step(operation: Operation) -> None:
        nonlocal number
        if not operation.changes or not operation.path.startswith(str(folder)):
            return
        number += 1
        if ends(number):
            report(f"{operation.name} {Path(operation.path).name}")
            if torn and operation.name == "write":
                _write_half(operation)
            os._exit(_ENDED)

    with watched(step):
        shape.commit(folder)
    report(str(number))


def _publish(folder: Path, shape: Shape) -> None:
    """Make one more change and commit it."""
    (folder / "corpus" / "later.txt").write_text("此后又推进两洋铁路。", encoding="utf-8")
    shape.commit(folder)


def _write_half(operation: Operation) -> None:
    at = operation.offset if operation.offset >= 0 else Path(operation.path).stat().st_size
    descriptor = _open(operation.path, os.O_WRONLY)
    _pwrite(descriptor, operation.data[: len(operation.data) // 2], at)


_open, _pwrite = os.open, os.pwrite  # the functions before they were replaced


def _names(index: Path) -> dict[str, int]:
    """Return the file names of an index without their random parts, with their numbers."""
    found: dict[str, int] = {}
    for path in index.rglob("*"):
        if path.is_file():
            name = _HEXADECIMAL.sub("#", path.relative_to(index).as_posix())
            name = re.sub(r"g\d{6}s\d{3}", "segment", re.sub(r"_\d+\.toc", "_N.toc", name))
            found[name] = found.get(name, 0) + 1
    return found
