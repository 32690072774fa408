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
    with _holding(index / LOCK, 0, lambda: _holder(index)):
        try:
            _say_who(index)
            yield
        finally:
            with suppress(OSError):
                (index / HOLDER).unlink()


@contextmanager
def locked_briefly(index: Path, name: str) -> Iterator[None]:
    """Hold the lock file ``name`` in ``index`` for a moment, waiting a moment for it; raises as above."""
    with _holding(index / name, _PATIENCE, lambda: IndexBusy("index.held", file=index / name)):
        yield


@contextmanager
def _holding(path: Path, patience: float, busy: Callable[[], IndexBusy]) -> Iterator[None]:
    lock = FileLock(path, mode=PRIVATE_FILE)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise busy() from None
    except NotImplementedError as error:
        raise IndexError_("index.no-locks", folder=path.parent, problem=str(error)) from error
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


def _holder(index: Path) -> IndexBusy:
    """The error that names the running build, as far as it has said who it is."""
    try:
        who = json.loads((index / HOLDER).read_text(encoding="utf-8"))
        process, host, since = int(who["process"]), str(who["host"]), str(who["since"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return IndexBusy("index.building", index=index)
    return IndexBusy("index.building-by", index=index, process=process, host=host, since=since)
