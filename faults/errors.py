"""Operating system errors at the N-th operation of a build, for every N, once or permanently."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

import searchlib
from faults.children import Child
from faults.report import Tally
from faults.shapes import SHAPES, Shape, shapes_for
from faults.storage import Operation, watched
from faults.worlds import contents, difference, expected, same
from searchlib.cli import main

NAME = "errors"
PROMISE = (
    "EIO, ENOSPC, EACCES and EMFILE at the N-th operation for every N, once and from then on, and a small "
    "disk that is full: the old index intact, one clear line, nobody locked out, the next run succeeds"
)
SHORT, FULL = 8, 10**9

_CAN_FAIL = {
    errno.EIO: ("open", "write", "fsync", "rename", "link", "unlink", "mkdir", "rmdir", "truncate", "chmod"),
    errno.ENOSPC: ("open", "write", "fsync", "rename", "link", "mkdir", "truncate"),
    errno.EACCES: ("open", "rename", "link", "unlink", "mkdir", "rmdir", "truncate", "chmod"),
    errno.EMFILE: ("open",),
}
"""Which operations each error is an error of; ``open`` with ENOSPC only where it may make a file."""


def run(size: int, seed: int, tally: Tally) -> None:
    """Try every operation of every shape with every error; at most ``size`` cases, evenly spread."""
    for shape in (shapes := shapes_for(size)):
        with tempfile.TemporaryDirectory() as name:
            base = Path(name) / "base"
            shape.prepare(base, seed)
            operations = _count(base, Path(name) / "counted", shape)
            cases = [
                (at, number, lasting)
                for number, names in _CAN_FAIL.items()
                for at, (operation, changes) in enumerate(operations, 1)
                if operation in names and (changes or number != errno.ENOSPC)
                for lasting in (False, True)
            ]
            every = max(1, len(cases) * len(shapes) // size)
            for at, number, lasting in cases[seed % every :: every]:
                tally.case(*_refuse(base, Path(name) / "refused", shape, at, number, lasting))
            tally.figures[shape.name] = f"{len(operations)} operations"
    _small_disk(seed, tally)


def _count(base: Path, copy: Path, shape: Shape) -> list[tuple[str, bool]]:
    """Return the number of operations of the undisturbed command."""
    shutil.copytree(base, copy)
    status, reported = Child.start(partial(_command, copy, shape, 0, 0, False)).finish()
    if status or reported[-1] != "0":
        raise RuntimeError(f"the command fails by itself: {reported[-2:]}")
    return [
        (line.split(" ")[1], line.split(" ")[2] == "True") for line in reported if line.startswith("did ")
    ]


def _command(
    folder: Path, shape: Shape, at: int, number: int, lasting: bool, report: Callable[[str], None]
) -> None:
    """Run ``searchlib index`` with one operation refused, or all from one on; return its message and its
    status."""
    done = 0

    def step(operation: Operation) -> None:
        nonlocal done
        if not operation.path.startswith(str(folder)):
            return
        done += 1
        report(f"did {operation.name} {operation.changes}")
        if not at or done < at or (done > at and not lasting):
            return
        if operation.name in _CAN_FAIL[number] and (operation.changes or number != errno.ENOSPC):
            raise OSError(number, os.strerror(number), operation.path)

    said = io.StringIO()
    with watched(step), redirect_stderr(said), redirect_stdout(io.StringIO()):
        rebuild = ["--rebuild"] if shape.rebuild else []
        status = main(["index", str(folder / "corpus"), "--index", str(folder / "index"), *rebuild])
    for line in said.getvalue().splitlines():
        report(f"said {line}")
    report(str(status))


def _refuse(base: Path, copy: Path, shape: Shape, at: int, number: int, lasting: bool) -> list[str]:
    """Refuse one operation or all from one on; return what is wrong afterwards."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(base, copy)
    ended, reported = Child.start(partial(_command, copy, shape, at, number, lasting)).finish()
    did = [line for line in reported if line.startswith("did ")]
    said = [line.removeprefix("said ") for line in reported if line.startswith("said ")]
    refused = did[at - 1].split(" ")[1] if len(did) >= at else "?"
    where = f"{shape.name}, {errno.errorcode[number]} at {at} ({refused}){' and on' if lasting else ''}"
    if ended or not reported[-1].isdigit():
        return [f"{where}: ended with {ended}: {reported[-1:]}"]
    return [f"{where}: {problem}" for problem in _problems(copy, shape, int(reported[-1]), said, number)]


def _problems(copy: Path, shape: Shape, status: int, said: list[str], number: int) -> list[str]:
    problems = []
    old, new = expected(shape.old(copy)), expected(shape.new(copy))
    skipped = [line for line in said if line.startswith("searchlib: skipped ")]
    if status == 2:
        problems += _unclear(said, copy, number)
    elif status not in (0, 1) or len(skipped) != len(said) or (status == 1) != bool(skipped):
        problems.append(f"status {status}: {said}")
    try:
        found = contents(copy / "index")
        if not same(found, old) and not same(found, new) and not skipped:
            problems.append(difference(found, old, new))
        if status == 0 and not same(found, new):
            problems.append(f"status 0, but the index {difference(found, new)}")
        shape.commit(copy)
        if not same(found := contents(copy / "index"), new):
            problems.append(f"the next run {difference(found, new)}")
    except Exception as error:
        problems.append(f"{type(error).__name__}: {error}")
    return problems


def _unclear(said: list[str], copy: Path, number: int) -> list[str]:
    """Return what the message of a failed build lacks: a single line, the place, the reason."""
    if len(said) != 1 or "internal error" in said[0] or "Traceback" in said[0]:
        return [f"not one clear line: {said}"]
    if str(copy) not in said[0] and str(copy.name) not in said[0]:
        return [f"no file is named: {said[0]}"]
    reason = os.strerror(number)
    words = ("denied", "permission") if number == errno.EACCES else ()
    if reason.lower() not in said[0].lower() and not any(word in said[0].lower() for word in words):
        return [f"the reason is missing: {said[0]}"]
    return []


def _small_disk(seed: int, tally: Tally) -> None:
    """Fill up a real disk of a few megabytes: the same promise without injected errors."""
    with tempfile.TemporaryDirectory() as name:
        disk = Path(name)
        options = ["-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
        mount = shutil.which("mount")
        if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
            tally.skip("small disk", "no right to mount one")
            return
        try:
            filled = _fill(disk, seed, tally)
        finally:
            subprocess.run(["umount", "-l", str(disk)], capture_output=True, check=False)
    tally.figures["small disk"] = f"{filled} builds ran into its end"


def _fill(disk: Path, seed: int, tally: Tally) -> int:
    """Build with less and less free space; return how many builds ran out of it."""
    shape, full = SHAPES[0], 0
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        shape.prepare(base, seed)
        shutil.copytree(base / "index", disk / "index")
        (base / "full").mkdir()
        for copied in ("corpus", "old"):
            shutil.copytree(base / copied, base / "full" / copied)
        (base / "full" / "index").symlink_to(disk / "index")
        free = shutil.disk_usage(disk).free
        for left in (0, 1 << 10, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 3 << 20):
            ballast = disk / "ballast"
            ballast.write_bytes(bytes(max(0, free - left)))
            ended, reported = Child.start(partial(_command, base / "full", shape, 0, 0, False)).finish()
            said = [line.removeprefix("said ") for line in reported if line.startswith("said ")]
            ballast.unlink()
            if ended or reported[-1] not in ("0", "2"):
                tally.case(f"{left} bytes left: ended with {ended}: {reported[-2:]}")
                continue
            full += reported[-1] == "2"
            clear = len(said) == 1 and "No space left" in said[0] and "internal" not in said[0]
            tally.case(None if reported[-1] == "0" or clear else f"{left} bytes left: {said}")
            wanted = shape.old(base) if reported[-1] == "2" else shape.new(base)
            found = contents(disk / "index")
            tally.case(None if same(found, expected(wanted)) else f"{left} bytes left: the index changed")
        searchlib.build(base / "corpus", disk / "index")
        whole = same(contents(disk / "index"), expected(shape.new(base)))
        tally.case(None if whole else "with free space again it is not built")
    return full
