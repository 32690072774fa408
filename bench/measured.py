"""Time and memory of work done in a child process, for benchmarks."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall-clock seconds, processor seconds, and the peak memory of the process or of one that it started,
    in MB."""

    seconds: float
    processor: float
    peak: int


def measured(work: Callable[[], object]) -> Measured:
    """Run ``work`` in a forked process; raises RuntimeError if it fails."""
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
    processor = usage.ru_utime + usage.ru_stime
    return Measured(time.perf_counter() - started, processor, usage.ru_maxrss // 1024)


def megabytes(folder: Path) -> float:
    """Return the size of everything in ``folder``, in MB of a million bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
