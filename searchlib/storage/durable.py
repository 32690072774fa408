"""Durable, private file operations."""

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
    """Do the same, and sync every new name on the way to ``folder``."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    make_private(folder)
    for each in reversed(new):
        sync_names(each.parent)


def write_synced(path: Path, content: bytes) -> None:
    """Write a new private file and sync it to disk; never through a link."""
    descriptor = os.open(path, _NEW, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        _make_owners_only(file, path)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_synced(path: Path, content: bytes) -> None:
    """Replace ``path``, or make it, by a private file with ``content``, in one durable step.

    :func:`clear_unfinished` removes what a process leaves that is killed meanwhile.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        write_synced(fresh, content)
        fresh.replace(path)
        sync_names(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def clear_unfinished(path: Path) -> None:
    """Remove unfinished replacements of ``path``; the caller must be its only writer."""
    unfinished = re.compile(re.escape(path.name) + r"\.[0-9a-f]{8}")
    for each in path.parent.iterdir():
        if unfinished.fullmatch(each.name) and (each.is_file() or each.is_symlink()):
            each.unlink()


def sync_file(path: Path) -> None:
    """Sync the content of ``path`` to disk and make the file private."""
    with path.open("rb+") as file:
        _make_owners_only(file, path)
        os.fsync(file.fileno())


def sync_names(folder: Path) -> None:
    """Sync the names in ``folder`` to disk; on POSIX only."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def link_or_copy(source: Path, target: Path) -> None:
    """Make ``target`` a hard link to the immutable ``source``, or a copy where links do not work."""
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
