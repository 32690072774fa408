"""ZIP archives as folders: each member is a file of its own, ``archive.zip/member``.

Everything about a member is bounded before it is unpacked; archives inside archives are not opened.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from searchlib.errors import UnreadableFile

ARCHIVE = ".zip"
_NESTED = frozenset({ARCHIVE, ".rar", ".7z", ".tar", ".gz"})
_MOST_MEMBERS = 20_000
_MOST_UNPACKED = 4 << 30
_HIGHEST_RATIO = 200
# Below this size a high ratio does no harm.
_SMALL = 1 << 20
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800

DAMAGED = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error, UnicodeError)
"""What the ZIP reader raises for damage of any kind."""


def archive_above(path: Path, root: Path) -> Path | None:
    """The archive that ``path`` is a member of; None for an ordinary file."""
    if ARCHIVE + "/" not in path.as_posix().lower():
        return None
    for parent in reversed(path.parents):
        if parent != root and parent.suffix.lower() == ARCHIVE and parent.is_relative_to(root):
            try:
                if parent.is_file():
                    return parent
            except OSError:
                return None
    return None


def members(stream: BinaryIO, file: str) -> Mapping[str, ZipInfo]:
    """The members of an archive by name, folders and what systems leave in them aside.

    Raises UnreadableFile for a damaged archive, and for one of too many members or too large when unpacked.
    """
    state = os.fstat(stream.fileno())
    return _members(_Opened(stream, file), (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns))


def why_not_member(file: str, name: str, member: ZipInfo, suffix: str) -> UnreadableFile | None:
    """Why a member is not read; None for one that is."""
    if any(part in ("", ".", "..") for part in name.split("/")):
        return UnreadableFile(file, "file.leads-out")
    if suffix in _NESTED:
        return UnreadableFile(file, "file.nested-archive")
    if member.flag_bits & _ENCRYPTED:
        return UnreadableFile(file, "file.encrypted-member")
    if member.file_size > max(_SMALL, _HIGHEST_RATIO * member.compress_size):
        return UnreadableFile(file, "file.bomb", most=_HIGHEST_RATIO)
    return None


def read_member(stream: BinaryIO, member: ZipInfo, file: str, limit: int) -> bytes:
    """The bytes of a member, at most one more than ``limit``.

    Raises UnreadableFile where it is damaged.
    """
    try:
        with ZipFile(stream) as archive, archive.open(member) as opened:
            return opened.read(limit + 1)
    except DAMAGED as error:
        raise UnreadableFile(file, "file.damaged-member", problem=str(error)) from None


class _Opened:
    """A stream and its name, which tell nothing apart in the cache below."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self.stream, self.file = stream, file

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Opened)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4)
def _members(opened: _Opened, _state: tuple[int, ...]) -> Mapping[str, ZipInfo]:
    try:
        with ZipFile(opened.stream) as archive:
            every = [member for member in archive.infolist() if not member.is_dir()]
    except DAMAGED as error:
        raise UnreadableFile(opened.file, "file.damaged-archive", problem=str(error)) from None
    if len(every) > _MOST_MEMBERS:
        raise UnreadableFile(opened.file, "file.many-members", most=_MOST_MEMBERS)
    if sum(member.file_size for member in every) > _MOST_UNPACKED:
        raise UnreadableFile(opened.file, "file.large-archive", most=_MOST_UNPACKED >> 30)
    found: dict[str, ZipInfo] = {}
    for member in every:
        name = _name(member)
        if not any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in name.split("/")):
            found.setdefault(name, member)
    return found


def _name(member: ZipInfo) -> str:
    """A member's name; those that Chinese systems write do not say that they are in GBK."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename.replace("\\", "/")
    data = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename.replace("\\", "/")
