"""The index that is being served, replaced by the next generation without a failed request.

Each request holds a lease. When a build has made another generation visible, it is opened beside the current
one and takes over for new requests; the previous one is closed with its last lease.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from searchlib.errors import SearchlibError
from searchlib.search.cached import CachedLibrary
from searchlib.search.opening import open_library
from searchlib.storage.meta import META

_LOG = logging.getLogger("searchlib.search.live")
_Signature = tuple[int, int, int]


class LiveIndex:
    """The visible generation of the index in ``folder``, open.

    Raises what :func:`open_library` raises.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._refreshing = Lock()
        self._signature = self._read_signature()
        self._current = _open(folder)
        self._complaint = ""

    @contextmanager
    def lease(self) -> Iterator[CachedLibrary]:
        """Lend the open index; it stays open until the block ends."""
        with self._lock:
            copy = self._current
            copy.users += 1
        try:
            yield copy.cached
        finally:
            self._return(copy)

    def refresh(self) -> bool:
        """Open the visible generation if it is another one; return whether it was.

        If it cannot be opened, the current one is kept and the reason is logged once; the next call tries
        again.
        """
        with self._refreshing:
            return self._go_over()

    def _go_over(self) -> bool:
        signature = self._read_signature()
        if signature == self._signature:
            return False
        try:
            fresh = _open(self._folder)
        except Exception as error:
            self._complain(error)
            return False
        self._signature = signature
        self._complaint = ""
        with self._lock:
            old, self._current = self._current, fresh
            old.users += 1
        old.retired = True
        self._return(old)
        return True

    def close(self) -> None:
        """Close the index with its last lease."""
        with self._refreshing, self._lock:
            copy = self._current
            copy.users += 1
        copy.retired = True
        self._return(copy)

    def _return(self, copy: OpenGeneration) -> None:
        with self._lock:
            copy.users -= 1
            last = copy.retired and not copy.users
        if last:
            copy.cached.library.close()

    def _complain(self, error: Exception) -> None:
        """Log ``error`` once; an unexpected one with its traceback."""
        foreseen = isinstance(error, SearchlibError | OSError)
        complaint = str(error) if foreseen else repr(error)
        if complaint != self._complaint:
            _LOG.warning(
                "still serving the index as it was: %s", complaint, exc_info=None if foreseen else error
            )
        self._complaint = complaint

    def _read_signature(self) -> _Signature | None:
        """Return a value that changes with the visible generation; None without an index."""
        try:
            found = (self._folder / META).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


class OpenGeneration:
    """One open generation and its number of leases."""

    def __init__(self, cached: CachedLibrary) -> None:
        self.cached = cached
        self.users = 0
        self.retired = False


def _open(folder: Path) -> OpenGeneration:
    """Open the visible generation and compute its tables; an error closes its files again."""
    library = open_library(folder)
    try:
        cached = CachedLibrary(library)
        _ = cached.example  # and the counts of all projects: on a cluster more than a request may take
        return OpenGeneration(cached)
    except BaseException:
        library.close()
        raise
