"""What the system says of each file that was hashed, so that untouched files are not read again.

A digest is taken over from an earlier build only where all of this holds:

* The file and the sidecars beside it are regular files with the size, the times of modification and of status
  change (to the nanosecond), the inode and the device that they had.
* They lie on a local file system of :data:`TRUSTED`, which sets the time of status change by itself at every
  write, rename and change of times: a file of the same size whose time of modification was set back has
  another one.
* Their status had not changed for :data:`SETTLED` when they were hashed. A second change within one tick of
  the clock, or through a memory map whose pages were still to be written, leaves no trace in the times; so
  a younger file, or one from the future, is hashed.

Everything else is hashed. Whoever does not rely on this asks for a full check.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from searchlib.settings import read_settings

TRUSTED = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs"})
"""Names, as Linux gives them, of file systems whose time of status change the kernel of this machine keeps.
Network file systems answer from a cache, FAT and many in user space repeat the time of modification."""

SETTLED = 60 * 10**9
"""Nanoseconds. Linux writes the pages of a memory map after 35 seconds at most, and notes the next change."""

WORTH_FILES, WORTH_BYTES = 64, 4 << 20
"""So many files, or bytes of files, that need not be hashed again are worth being written down."""
_MOUNTS = Path("/proc/self/mountinfo")

SeenRow = tuple[str, str]
"""What the system said of a file and its sidecars, and the digest."""

FileFacts = tuple[str, int]
"""What the system says of a file and its sidecars, and their bytes."""


class SeenFiles:
    """The files that earlier builds have hashed, by path below the corpus, and those that this one hashes.

    ``rows`` are what :meth:`rows` returned then.
    """

    def __init__(self, root: Path, rows: Mapping[str, SeenRow] | None = None) -> None:
        self._above = f"{root}/"
        self._limit = str(read_settings().max_file)
        self._before = dict(rows or {})
        self._now: dict[str, SeenRow] = {}
        self._learned_files = self._learned_bytes = 0
        self._device = _trusted_device(root)

    def facts(self, files: Iterable[str], reader: str = "") -> FileFacts | None:
        """Return what the system says of a file and its sidecars, to be asked for before they are hashed;
        None where it cannot be relied on. ``reader`` is what else their digest depends on."""
        if self._device is None:
            return None
        said, size, settled = [self._limit, reader], 0, time.time_ns() - SETTLED
        for file in files:
            try:
                found = os.lstat(f"{self._above}{file}")
            except (OSError, ValueError):
                return None
            if not stat.S_ISREG(found.st_mode) or found.st_dev != self._device:
                return None
            if found.st_ctime_ns > settled:
                return None
            size += found.st_size
            times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
            said.append(f"{found.st_size} {times} {found.st_ino} {found.st_dev}")
        return "/".join(said), size

    def digest(self, file: str, facts: FileFacts | None) -> str | None:
        """Return the digest of ``file`` if it was seen with these ``facts``."""
        row = self._before.get(file)
        if row is None or facts is None or row[0] != facts[0]:
            return None
        self._now[file] = row
        return row[1]

    def add(self, file: str, facts: FileFacts | None, digest: str) -> None:
        """Remember the digest of a file that was hashed after ``facts`` were asked for."""
        if facts is None:
            return
        self._now[file] = facts[0], digest
        self._learned_files += 1
        self._learned_bytes += facts[1]

    def rows(self) -> dict[str, SeenRow] | None:
        """Return what to keep for the next build; None where that would save it too little to be written."""
        if self._learned_files >= WORTH_FILES or self._learned_bytes >= WORTH_BYTES:
            return dict(sorted(self._now.items()))
        return None


def _trusted_device(root: Path) -> int | None:
    """Return the device of ``root`` if its file system is one of :data:`TRUSTED`."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        resolved = root.resolve(strict=True)
        kind = file_system(resolved, _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
        return resolved.stat().st_dev if kind in TRUSTED else None
    except (OSError, RuntimeError):
        return None


def file_system(path: Path, mounts: str) -> str | None:
    """Return the kind of file system that holds the absolute ``path``, by the text of ``mountinfo``.

    >>> file_system(Path("/data/a"), "1 0 8:1 / / rw - ext4 /dev/a rw\\n2 1 0:5 / /data rw - vfat /dev/b rw")
    'vfat'
    """
    best: tuple[int, str | None] = (-1, None)
    for line in mounts.splitlines():
        mount, _, kind = line.partition(" - ")
        fields = mount.split(" ")
        if len(fields) < 5 or not kind:
            continue
        point = _unescaped(fields[4])
        is_above = path.is_relative_to(point)
        if is_above and len(point) >= best[0]:  # of two on one point the later one is seen
            best = len(point), kind.split(" ")[0]
    return best[1]


def _unescaped(name: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        name = name.replace(code, character)
    return name
