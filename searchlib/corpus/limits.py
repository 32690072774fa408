"""The limits of time and memory for reading a file.

A block of work is looked at every now and then, and interrupted when it has taken more than it may. In a
process that exists to read files, what cannot be interrupted ends the process instead.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from time import process_time, thread_time
from types import FrameType

from searchlib.settings import Settings, read_settings

try:
    import resource
except ImportError:  # pragma: no cover - Windows, which has neither such limits nor such timers
    resource = None  # type: ignore[assignment]

_TICK = 0.1
"""Seconds of work between two looks."""

_LATER = 1.5
"""By what the limits are multiplied beyond which the process is ended."""

_PATIENCE = 10
"""By what the limit of work is multiplied for the time that may pass: a file may wait for a disk."""


class LimitReached(BaseException):
    """Work was interrupted; ``code`` names the limit. Readers, which handle any Exception, let it pass."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


TOO_SLOW, NO_MEMORY = "file.too-slow", "file.no-memory"


class _Watch:
    """The end of a block of work: processor seconds of this thread, resident bytes of this process."""

    current: _Watch | None = None
    ends_process = False

    def __init__(self, seconds: float, memory: int) -> None:
        self._end = thread_time() + seconds
        self._memory = memory
        self._most: int | None = None

    def look(self, _signal: int, _frame: FrameType | None) -> None:
        """Raise LimitReached if the block has taken more than it may."""
        if _Watch.current is not self:
            return
        if thread_time() >= self._end:
            raise LimitReached(TOO_SLOW)
        resident = _resident()
        if self._most is None:  # counted from the first look on, which most files never come to
            self._most = resident + self._memory
        if resident >= self._most:
            raise LimitReached(NO_MEMORY)


def can_interrupt() -> bool:
    """Return whether work in this thread can be interrupted: in the main thread of a POSIX process."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and (_Watch.current is not None or signal.getsignal(signal.SIGPROF) is signal.SIG_DFL)
    )


def is_watched() -> bool:
    """Return whether this is inside a block that :func:`interrupted` watches."""
    return _Watch.current is not None


@contextmanager
def interrupted(seconds: float, memory: int) -> Iterator[None]:
    """Raise LimitReached in the block after ``seconds`` of work, or when it has taken ``memory`` bytes.

    Inside another such block it leaves the limits to that one; where :func:`can_interrupt` says no, it does
    nothing.
    """
    if _Watch.current is not None or not can_interrupt():
        yield
        return
    watch = _Watch(seconds, memory)
    try:
        try:
            _Watch.current = watch
            signal.signal(signal.SIGPROF, watch.look)
            if _Watch.ends_process:
                _limit_processor(process_time() + _LATER * seconds)
                signal.setitimer(signal.ITIMER_REAL, _PATIENCE * seconds)
            signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
            yield
        finally:
            _stop()
    finally:  # once more, if the last look was in the middle of stopping
        _stop()


def end_process_beyond_limits() -> None:
    """End this process from now on where a block cannot be interrupted, and refuse it memory in time.

    Where the system knows no such limits, work that can be interrupted is.
    """
    _Watch.ends_process = True
    if resource is None:  # pragma: no cover
        return
    most = int(_addressed() + _LATER * read_settings().max_memory)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def code_for(error: BaseException | int | None) -> str:
    """Return the code of the limit that ended work: as an error, or as the exit status of a process.

    The system ends processes by SIGKILL when memory runs out.
    """
    if isinstance(error, LimitReached):
        return error.code
    ended_by = -error if isinstance(error, int) else 0
    if ended_by in {getattr(signal, name, None) for name in ("SIGALRM", "SIGXCPU")}:
        return TOO_SLOW
    if isinstance(error, MemoryError) or ended_by == getattr(signal, "SIGKILL", None):
        return NO_MEMORY
    return "file.ends-reader"


def limit_values(size: int, limits: Settings) -> dict[str, int]:
    """Return the limits for a file of ``size`` bytes as messages name them, with twice as much to try."""
    return {
        "seconds": limits.seconds_for(size),
        "more_seconds": 2 * limits.max_seconds,
        "most": limits.max_memory >> 20,
        "more": 2 * limits.max_memory >> 20,
    }


def _stop() -> None:
    if _Watch.current is None and signal.getsignal(signal.SIGPROF) is signal.SIG_DFL:
        return
    _Watch.current = None
    signal.setitimer(signal.ITIMER_PROF, 0)
    if _Watch.ends_process:
        _limit_processor(None)
        signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def _limit_processor(seconds: float | None) -> None:
    """Let the system end this process after so many seconds of work since its start; None for no limit."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = hard if seconds is None else ceil(seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (most if hard < 0 or most < 0 else min(most, hard), hard))


def _resident() -> int:
    """Return the resident bytes of this process; the most there ever were where no others are known."""
    return _pages(1) or (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10 if resource else 0)


def _addressed() -> int:
    """Return the bytes of address space of this process; 0 where the system does not say."""
    return _pages(0)


def _pages(field: int) -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[field]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
