"""Interception of every storage operation of this process, before it is done.

What announces them takes the place of the functions of ``os`` and of ``open``; a file opened for writing is
announced write by write, as the operating system gets them. Whoever listens may note an operation, raise
its error instead, or end the process before it.
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

_UNWRITTEN = -1


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its name in ``os``, the path, the second path of a rename or link, bytes and offset
    of a write, whether an open may change the file, and whether it truncates it."""

    name: str
    path: str
    target: str = ""
    data: bytes = b""
    offset: int = 0
    changes: bool = True
    truncates: bool = False


Step = Callable[[Operation], None]

_ONE_PATH = ("unlink", "remove", "rmdir", "mkdir", "truncate", "chmod")
_TWO_PATHS = ("rename", "replace", "link", "symlink")


@contextmanager
def watched(step: Step) -> Iterator[None]:
    """Call ``step`` within the block with every operation before it is done."""
    with ExitStack() as stack:
        for name in _ONE_PATH:
            stack.enter_context(patch.object(os, name, _one_path(name, getattr(os, name), step)))
        for name in _TWO_PATHS:
            stack.enter_context(patch.object(os, name, _two_paths(name, getattr(os, name), step)))
        stack.enter_context(patch.object(os, "open", _os_open(os.open, step)))
        stack.enter_context(patch.object(os, "fsync", _fsync(os.fsync, step)))
        stack.enter_context(patch.object(os, "write", _os_write(os.write, step)))
        opening = _open(builtins.open, step)
        stack.enter_context(patch.object(builtins, "open", opening))
        stack.enter_context(patch.object(io, "open", opening))
        yield


class _Raw(io.FileIO):
    """An unbuffered file whose writes are announced."""

    def __init__(self, path: Any, mode: str, step: Step, closefd: bool, opener: Any) -> None:
        super().__init__(path, mode, closefd, opener)
        self._step = step

    def write(self, data: Any, /) -> int:
        """Announce and write."""
        self._step(
            Operation(
                "write",
                path_of(self.fileno()),
                data=bytes(data),
                offset=_UNWRITTEN if "a" in self.mode else self.tell(),
            )
        )
        return super().write(data)

    def truncate(self, size: int | None = None, /) -> int:
        """Announce and truncate."""
        self._step(
            Operation("truncate", path_of(self.fileno()), offset=self.tell() if size is None else size)
        )
        return super().truncate(size)


def path_of(descriptor: int) -> str:
    """Return the path of an open file; its number if the system cannot tell."""
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - a plain string
    except OSError:
        return f"descriptor {descriptor}"


def _full(path: Any, folder: int | None) -> str:
    name = os.fsdecode(path) if not isinstance(path, int) else path_of(path)
    if folder is not None:
        name = os.path.join(path_of(folder), name)  # noqa: PTH118 - a plain string, as the caller gave it
    return os.path.abspath(name)  # noqa: PTH100


def _one_path(name: str, real: Callable[..., Any], step: Step) -> Callable[..., Any]:
    def call(path: Any, *rest: Any, dir_fd: int | None = None, **options: Any) -> Any:
        step(Operation("unlink" if name == "remove" else name, _full(path, dir_fd)))
        extra = {} if dir_fd is None else {"dir_fd": dir_fd}
        return real(path, *rest, **extra, **options)

    return call


def _two_paths(name: str, real: Callable[..., Any], step: Step) -> Callable[..., Any]:
    def call(source: Any, target: Any, *rest: Any, **options: Any) -> Any:
        said = os.fsdecode(source) if name == "symlink" else _full(source, options.get("src_dir_fd"))
        step(
            Operation("rename" if name == "replace" else name, said, _full(target, options.get("dst_dir_fd")))
        )
        return real(source, target, *rest, **options)

    return call


def _os_open(real: Callable[..., int], step: Step) -> Callable[..., int]:
    def call(path: Any, flags: int, *rest: Any, dir_fd: int | None = None, **options: Any) -> int:
        changes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        step(Operation("open", _full(path, dir_fd), changes=changes, truncates=bool(flags & os.O_TRUNC)))
        return real(path, flags, *rest, dir_fd=dir_fd, **options)

    return call


def _fsync(real: Callable[[int], None], step: Step) -> Callable[[Any], None]:
    def call(descriptor: Any) -> None:
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        step(Operation("fsync", path_of(number)))
        real(number)

    return call


def _os_write(real: Callable[..., int], step: Step) -> Callable[..., int]:
    def call(descriptor: int, data: Any, /) -> int:
        path = path_of(descriptor)
        if path.startswith("/") and not path.startswith("/dev/"):
            step(Operation("write", path, data=bytes(data), offset=os.lseek(descriptor, 0, os.SEEK_CUR)))
        return real(descriptor, data)

    return call


def _open(real: Callable[..., Any], step: Step) -> Callable[..., Any]:
    def call(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        changes = not set(mode).isdisjoint("wax+")
        if not isinstance(file, int):  # otherwise os.open has opened it
            step(Operation("open", _full(file, None), changes=changes, truncates="w" in mode))
        if not changes:
            return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = _Raw(file, mode.replace("b", "").replace("t", ""), step, closefd, opener)
        buffered = (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw)
        if "b" in mode:
            return raw if buffering == 0 else buffered
        return io.TextIOWrapper(buffered, encoding, errors, newline, line_buffering=buffering == 1)

    return call
