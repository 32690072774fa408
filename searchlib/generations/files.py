"""Small steps on files that a power cut or a nosy neighbour must not spoil."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
_NEW = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def make_private(folder: Path) -> None:
    """Make a new ``folder``, and its parents where need be, that only its owner can read."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True)
    folder.chmod(PRIVATE_FOLDER)  # whatever the umask took away


def write_synced(path: Path, content: bytes) -> None:
    """A new private file with ``content``, on the disk itself when this returns; never through a link."""
    descriptor = os.open(path, _NEW, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        _make_owners_only(file, path)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Bring what was written into ``path`` to the disk itself, and make it its owner's only."""
    with path.open("rb+") as file:
        _make_owners_only(file, path)
        os.fsync(file.fileno())


def sync_names(folder: Path) -> None:
    """Make the names in ``folder`` last; only POSIX can and needs to."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def link_or_copy(source: Path, target: Path) -> None:
    """``target`` with the content of ``source``, which nobody changes any more: a link where that works."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, too many links, or a file system without them
        shutil.copyfile(source, target)


def _make_owners_only(file: BinaryIO, path: Path) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), PRIVATE_FILE)
    else:
        path.chmod(PRIVATE_FILE)
