"""Small steps on files that a power cut or a nosy neighbour must not spoil."""

from __future__ import annotations

import os
import re
import secrets
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
    """Make a new ``folder`` that only its owner can read, and the parents it needs, like any other."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True)
    folder.chmod(PRIVATE_FOLDER)  # whatever the umask took away


def make_private_path(folder: Path) -> None:
    """The same, and every name on the way to ``folder`` lasts."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    make_private(folder)
    for each in reversed(new):
        sync_names(each.parent)


def write_synced(path: Path, content: bytes) -> None:
    """A new private file with ``content``, on the disk itself when this returns; never through a link."""
    descriptor = os.open(path, _NEW, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        _make_owners_only(file, path)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_synced(path: Path, content: bytes) -> None:
    """Replace ``path``, or make it, by a private file with ``content``, in one step that lasts.

    What a process leaves that is killed meanwhile is for :func:`clear_unfinished`.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        write_synced(fresh, content)
        fresh.replace(path)
        sync_names(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def clear_unfinished(path: Path) -> None:
    """Remove what was to replace ``path`` and never did; for whoever alone may replace it."""
    unfinished = re.compile(re.escape(path.name) + r"\.[0-9a-f]{8}")
    for each in path.parent.iterdir():
        if unfinished.fullmatch(each.name) and (each.is_file() or each.is_symlink()):
            each.unlink()


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
