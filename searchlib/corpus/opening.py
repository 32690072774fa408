"""Opening a file of the corpus: never one outside the folder, never one that blocks.

A link is resolved first, and what lay under a name a moment ago may have been replaced.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchlib.errors import UnreadableFile

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@contextmanager
def opened(path: Path, root: Path, file: str) -> Iterator[int]:
    """A regular file, open: its descriptor. A link is resolved here and may not lead out of the corpus.

    Raises UnreadableFile under the name ``file``, also for what goes wrong while it is being read.
    """
    try:
        descriptor = _open(path, root, file)
        try:
            # Asked of the open file: what lay under the name a moment ago may have been replaced.
            reason = why_not_regular(os.fstat(descriptor).st_mode)
            if reason is not None:
                raise UnreadableFile(file, reason)
            yield descriptor
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UnreadableFile(file, why(error)) from error


def _open(path: Path, root: Path, file: str) -> int:
    if hasattr(os, "O_NOFOLLOW") or not path.is_symlink():
        try:
            return os.open(path, _OPEN_FLAGS)
        except OSError:
            if not path.is_symlink():
                raise
    reason = why_not_followed(path, root)
    if reason is not None:
        raise UnreadableFile(file, reason)
    return os.open(path.resolve(strict=True), _OPEN_FLAGS)


def why_not_followed(path: Path, root: Path) -> str | None:
    """Why a link is not read, or None for one to a hidden file of the corpus.

    A link to a visible file is not read either: its text would count twice.
    """
    try:
        target = path.resolve(strict=True)
        top = root.resolve(strict=True)
    except RuntimeError:  # what a loop of links was until Python 3.13
        return "a link that leads back to itself"
    except OSError as error:
        return "a link that leads back to itself" if error.errno == errno.ELOOP else "a broken link"
    if not target.is_relative_to(top):
        return "a link to something outside the corpus folder"
    inside = target.relative_to(top)
    if target.is_dir():
        return "a link to a folder; put the folder itself here"
    if not any(part.startswith(".") for part in inside.parts):
        return f"a link to {inside.as_posix()}, which is read under its own name"
    return why_not_regular(target.stat().st_mode)


def why_not_regular(mode: int) -> str | None:
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISFIFO, "a FIFO"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
    return next((f"{name}, not a file" for test, name in kinds if test(mode)), "not a regular file")


def why(error: OSError) -> str:
    """The operating system's reason in plain words."""
    if isinstance(error, PermissionError):
        return "may not be read (permission denied)"
    if isinstance(error, FileNotFoundError):
        return "vanished while the corpus was read"
    return (error.strerror or type(error).__name__).lower()
