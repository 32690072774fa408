"""Is every file of a generation as it was written? Found out while the first query is being answered.

Sizes are compared at once. Contents are read in a thread of their own, piece by piece and not through the
memory map, so that verifying a large index takes no memory; whoever has an answer ready waits for the verdict
before giving it away. The files are opened first: what a later build clears away can still be read.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from searchlib.errors import IndexDamaged, SearchlibError
from searchlib.storage.checksums import checksum_of_file
from searchlib.storage.manifest import Manifest, damaged, read_manifest
from searchlib.storage.meta import IndexMeta, generation_folder, read_meta

_REMEMBERED = 4096
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

_Identity = tuple[int, int, int, int, str]
"""Device, inode, size, time of change in nanoseconds, and checksum: one content of one file."""

_verified: dict[_Identity, None] = {}
"""What this process has read and found whole; the next generation shares most of its files with the last."""


class Integrity:
    """The verification of one generation, under way from the start.

    Used as ``with integrity:`` around the making of an answer, it lets no answer out before the verdict, and
    gives damage, where there is any, as the reason of whatever else went wrong. Raises IndexDamaged.
    """

    def __init__(self, generation: Path, meta: IndexMeta) -> None:
        self.manifest: Manifest = read_manifest(generation, meta)
        self._generation = generation
        self._meta = meta
        self._fault: IndexDamaged | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        waiting = _opened(generation, self.manifest)
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
            _remember(identity)
        elif self._stopped.is_set():
            self._fault = IndexDamaged("index.closed-unverified")
        else:
            self._fault = damaged(self._generation, name, "its checksum does not fit")


def verified(generation: Path, meta: IndexMeta) -> Manifest:
    """The manifest of a generation whose files are all as they were written; raises IndexDamaged."""
    integrity = Integrity(generation, replace(meta, previous=None))
    integrity.confirm()
    return integrity.manifest


def with_way_back(fault: IndexDamaged, index: Path, meta: IndexMeta) -> IndexDamaged:
    """Return the fault, with the generation before that of ``meta`` as a further remedy if it is whole."""
    if meta.previous is None:
        return fault
    try:
        before = read_meta(index / Path(meta.previous).name)
        verified(generation_folder(index, before), before)
    except (OSError, SearchlibError):
        return fault
    return fault.with_remedy("restore", index=index, built=before.built)


def _opened(generation: Path, manifest: Manifest) -> list[tuple[str, int, _Identity]]:
    """The files still to be read, open; raises IndexDamaged for one that is missing or of another size."""
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
        if identity in _verified:
            os.close(descriptor)
    return [each for each in opened if each[2] not in _verified]


def _identity(descriptor: int, digest: str) -> _Identity:
    facts = os.fstat(descriptor)
    return (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, digest)


def _remember(identity: _Identity) -> None:
    if len(_verified) >= _REMEMBERED:
        _verified.clear()
    _verified[identity] = None


class _Verified(Protocol):
    """Something that answers from the files of a generation."""

    integrity: Integrity


Self = TypeVar("Self", bound=_Verified)
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def from_sound_files(
    method: Callable[Concatenate[Self, Arguments], Answer],
) -> Callable[Concatenate[Self, Arguments], Answer]:
    """The method, which gives no answer before every file was found to be as it was written."""

    @wraps(method)
    def guarded(own: Self, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Answer:
        with own.integrity:
            return method(own, *arguments, **named)

    return guarded
