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
            fault = why_not_regular(os.fstat(descriptor).st_mode, file)
            if fault is not None:
                raise fault
            yield descriptor
        finally:
            os.close(descriptor)
    except OSError as error:
        raise why(file, error) from error


def _open(path: Path, root: Path, file: str) -> int:
    if hasattr(os, "O_NOFOLLOW") or not path.is_symlink():
        try:
            return os.open(path, _OPEN_FLAGS)
        except OSError:
            if not path.is_symlink():
                raise
    fault = why_not_followed(path, root, file)
    if fault is not None:
        raise fault
    return os.open(path.resolve(strict=True), _OPEN_FLAGS)


def why_not_followed(path: Path, root: Path, file: str) -> UnreadableFile | None:
    """Why a link is not read, or None for one to a hidden file of the corpus.

    A link to a visible file is not read either: its text would count twice.
    """
    try:
        target = path.resolve(strict=True)
        top = root.resolve(strict=True)
    except RuntimeError:  # what a loop of links was until Python 3.13
        return UnreadableFile(file, "file.link-loop")
    except OSError as error:
        return UnreadableFile(file, "file.link-loop" if error.errno == errno.ELOOP else "file.link-broken")
    if not target.is_relative_to(top):
        return UnreadableFile(file, "file.link-outside")
    inside = target.relative_to(top)
    if target.is_dir():
        return UnreadableFile(file, "file.link-to-folder")
    if not any(part.startswith(".") for part in inside.parts):
        return UnreadableFile(file, "file.link-to-text", target=inside.as_posix())
    return why_not_regular(target.stat().st_mode, file)


def why_not_regular(mode: int, file: str) -> UnreadableFile | None:
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISFIFO, "file.fifo"), (stat.S_ISSOCK, "file.socket"), (stat.S_ISCHR, "file.device"))
    return UnreadableFile(file, next((code for test, code in kinds if test(mode)), "file.not-regular"))


def why(file: str, error: OSError) -> UnreadableFile:
    """The operating system's reason."""
    if isinstance(error, PermissionError):
        return UnreadableFile(file, "file.forbidden")
    if isinstance(error, FileNotFoundError):
        return UnreadableFile(file, "file.vanished")
    return UnreadableFile(file, "file.system", problem=(error.strerror or type(error).__name__).lower())
