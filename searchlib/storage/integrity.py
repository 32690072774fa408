"""Verify the files of a generation against its manifest, while the first query is being answered.

Sizes are compared at once. Contents are read in a thread of their own, piece by piece and not through the
memory map, so that verifying a large index takes no memory; an answer that is ready waits for the verdict.
The files are opened first, so that those which a later build removes can still be read.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from searchlib.errors import IndexDamaged, SearchlibError
from searchlib.storage.checksums import checksum_of_file
from searchlib.storage.manifest import Manifest, damaged, read_manifest
from searchlib.storage.meta import IndexMeta, generation_folder, read_meta

_REMEMBERED = 4096
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

_Identity = tuple[int, int, int, int, str]
"""Device, inode, size, time of change in nanoseconds, and checksum: one content of one file."""

Verified: TypeAlias = "dict[_Identity, None]"
"""Files that were read and found intact."""

_verified: Verified = {}
"""Those of this process; the next generation shares most of its files with the previous one."""


class Integrity:
    """The verification of one generation, under way from the start.

    ``with integrity:`` around the making of an answer withholds the answer until the verdict, and raises
    IndexDamaged, if there is damage, in place of any other error. Files in ``verified`` are not read again;
    those found intact are added to it. By default these are the files that this process has verified.
    """

    def __init__(self, generation: Path, meta: IndexMeta, verified: Verified = _verified) -> None:
        self._verified = verified
        self.manifest: Manifest = read_manifest(generation, meta)
        self._generation = generation
        self._meta = meta
        self._fault: IndexDamaged | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        waiting = _opened(generation, self.manifest, verified)
        if waiting:
            self._thread = threading.Thread(target=self._verify, args=(waiting,), daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # no more threads to be had
                self._thread = None
                self._verify(waiting)

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or issubclass(kind, Exception):
            self.confirm()

    def confirm(self) -> None:
        """Wait for the verdict; raises IndexDamaged, naming the file and the command that mends it."""
        if (thread := self._thread) is not None:  # which another thread may set to None meanwhile
            thread.join()
            self._thread = None
        if self._fault is not None:
            raise with_way_back(self._fault, self._generation.parent, self._meta)

    def close(self) -> None:
        """Stop verifying."""
        self._stopped.set()
        if (thread := self._thread) is not None:
            thread.join()

    def _verify(self, waiting: list[tuple[str, int, _Identity]]) -> None:
        for name, descriptor, identity in waiting:
            try:
                if self._fault is None and not self._stopped.is_set():
                    self._verify_one(name, descriptor, identity)
            finally:
                os.close(descriptor)

    def _verify_one(self, name: str, descriptor: int, identity: _Identity) -> None:
        try:
            found = checksum_of_file(descriptor, self._stopped.is_set)
        except OSError as error:
            self._fault = damaged(self._generation, name, error)
            return
        if found == identity[-1]:
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[identity] = None
        elif self._stopped.is_set():
            self._fault = IndexDamaged("index.closed-unverified")
        else:
            self._fault = damaged(self._generation, name, "its checksum does not fit")


def verify_files(generation: Path, meta: IndexMeta, verified: Verified = _verified) -> None:
    """Verify a generation and wait for the verdict; raises IndexDamaged."""
    Integrity(generation, replace(meta, previous=None), verified).confirm()


def with_way_back(fault: IndexDamaged, index: Path, meta: IndexMeta) -> IndexDamaged:
    """Return the fault, with the generation before that of ``meta`` as a further remedy if it is whole."""
    if meta.previous is None:
        return fault
    try:
        before = read_meta(index / Path(meta.previous).name)
        verify_files(generation_folder(index, before), before)
    except (OSError, SearchlibError):
        return fault
    return fault.with_remedy("restore", index=index, built=before.built)


def _opened(generation: Path, manifest: Manifest, verified: Verified) -> list[tuple[str, int, _Identity]]:
    """Open the files still to be read; raises IndexDamaged for one that is missing or of another size."""
    opened: list[tuple[str, int, _Identity]] = []
    try:
        for name, (size, digest) in manifest.items():
            descriptor = os.open(generation / name, _FLAGS)
            opened.append((name, descriptor, _identity(descriptor, digest)))
            if opened[-1][2][2] != size:
                raise damaged(generation, name, f"it has {opened[-1][2][2]:,} bytes, not {size:,}")
    except BaseException as error:
        for _, descriptor, _ in opened:
            os.close(descriptor)
        if isinstance(error, FileNotFoundError):
            raise damaged(generation, name, "it is missing") from None
        raise
    for _, descriptor, identity in opened:
        if identity in verified:
            os.close(descriptor)
    return [each for each in opened if each[2] not in verified]


def _identity(descriptor: int, digest: str) -> _Identity:
    facts = os.fstat(descriptor)
    return (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, digest)


class _Guarded(Protocol):
    """Something that answers from the files of a generation."""

    integrity: Integrity


_Self = TypeVar("_Self", bound=_Guarded)
_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


def from_sound_files(
    method: Callable[Concatenate[_Self, _Arguments], _Answer],
) -> Callable[Concatenate[_Self, _Arguments], _Answer]:
    """Make a method withhold its answer until every file is verified."""

    @wraps(method)
    def guarded(own: _Self, /, *arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Answer:
        with own.integrity:
            return method(own, *arguments, **named)

    return guarded
