"""The index that is being served, and how the next one takes its place without a failed request.

Whoever answers a request holds a lease. When a build has made another generation visible, it is opened
beside the old one, takes over for new requests, and the old one is closed with its last lease.
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

    Raises what :func:`open_library` raises when there is none to begin with.
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
        """The open index; it stays open until the block ends, whatever is built meanwhile."""
        with self._lock:
            copy = self._current
            copy.users += 1
        try:
            yield copy.cached
        finally:
            self._return(copy)

    def refresh(self) -> bool:
        """Go over to the visible generation if it is another one; gives whether it was.

        Where it cannot be opened, for whatever reason, the old one goes on being served and the reason is
        logged once; the next call tries again.
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
        """Close the index once nobody uses it any more."""
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
        """Log ``error``, once; one that nobody foresaw with the place where it was raised."""
        foreseen = isinstance(error, SearchlibError | OSError)
        complaint = str(error) if foreseen else repr(error)
        if complaint != self._complaint:
            _LOG.warning(
                "still serving the index as it was: %s", complaint, exc_info=None if foreseen else error
            )
        self._complaint = complaint

    def _read_signature(self) -> _Signature | None:
        """What changes whenever a build makes another generation visible; None without an index."""
        try:
            found = (self._folder / META).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


class OpenGeneration:
    """One open generation and how many use it."""

    def __init__(self, cached: CachedLibrary) -> None:
        self.cached = cached
        self.users = 0
        self.retired = False


def _open(folder: Path) -> OpenGeneration:
    """The visible generation with its tables; where they cannot be made, its files are closed again."""
    library = open_library(folder)
    try:
        return OpenGeneration(CachedLibrary(library))
    except BaseException:
        library.close()
        raise
