"""The lock of an index: one writer at a time, across processes and, on some file systems, across machines."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from searchlib.errors import IndexBusy, IndexError_
from searchlib.storage.durable import PRIVATE_FILE

LOCK = "build.lock"
HOLDER = "build.json"
"""Names the holder of the lock, for people to read; only the lock itself counts."""

_PATIENCE = 5.0
"""Seconds."""


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the lock of ``index``; the operating system takes it back from a process that was killed.

    Raises IndexBusy at once, naming the holder, where another build runs, and IndexError_ on a disk without
    locks, where two builds could write at once.
    """
    with _holding(index / LOCK, 0, lambda: f"another build is running in '{index}'{_holder(index)}"):
        try:
            _say_who(index)
            yield
        finally:
            with suppress(OSError):
                (index / HOLDER).unlink()


@contextmanager
def locked_briefly(index: Path, name: str) -> Iterator[None]:
    """Hold the lock file ``name`` in ``index`` for a moment, waiting a moment for it; raises as above."""
    with _holding(index / name, _PATIENCE, lambda: f"'{index / name}' is held by another command"):
        yield


@contextmanager
def _holding(path: Path, patience: float, busy: Callable[[], str]) -> Iterator[None]:
    lock = FileLock(path, mode=PRIVATE_FILE)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise IndexBusy(f"{busy()}; wait for it and try again") from None
    except NotImplementedError as error:
        raise IndexError_(
            f"'{path.parent}' cannot be locked ({error}); choose a folder on a local disk"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _say_who(index: Path) -> None:
    """Write who holds the lock; a full disk leaves it unwritten."""
    who = {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    path = index / HOLDER
    with suppress(OSError):
        path.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(path, flags, PRIVATE_FILE), "w", encoding="utf-8") as file:
            json.dump(who, file)


def _holder(index: Path) -> str:
    try:
        who = json.loads((index / HOLDER).read_text(encoding="utf-8"))
        return f" (process {int(who['process'])} on {str(who['host'])!r} since {str(who['since'])!r})"
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""
