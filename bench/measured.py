"""Work done in a process of its own, for benchmarks: how long it took and how much memory it needed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds by the clock, and the peak of the process and of each process it started, in MB."""

    seconds: float
    peak: int


def measured(work: Callable[[], object]) -> Measured:
    """Do ``work`` in a fork; raises RuntimeError when it fails."""
    sys.stdout.flush()
    started = time.perf_counter()
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            sys.stdout.flush()
            os._exit(status)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"the work ended with status {os.waitstatus_to_exitcode(status)}")
    return Measured(time.perf_counter() - started, usage.ru_maxrss // 1024)


def megabytes(folder: Path) -> float:
    """The size of everything in ``folder``, in MB of a million bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
