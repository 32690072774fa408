"""A file of named arrays: written once in a row, then mapped into memory and viewed without copying.

Layout: a 64-byte header with magic and version; the arrays, little-endian, each at a multiple of 64 bytes;
a JSON directory ``{"arrays": {name: [offset, dtype, length, CRC-32]}, "facts": {...}}``; a 32-byte footer
with the directory's offset, length and CRC-32.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from searchlib.engines.embedded.arrays import Numbers
from searchlib.errors import IndexDamaged

Facts: TypeAlias = dict[str, int | list[str]]
"""Small values kept in the directory itself."""

_Entry: TypeAlias = tuple[int, str, int, int]
"""Offset, dtype, length and CRC-32 of an array."""

REBUILD = "build it again with `searchlib index CORPUS --rebuild`"
"""What to do about a damaged index."""

MAGIC = b"searchlib-arrays"
VERSION = 1
ALIGNMENT = 64

_HEADER = struct.Struct("<16sI44x")
_FOOTER = struct.Struct("<QQI12s")
_END = b"end-of-array"


class Sink(Protocol):
    """What an array file is written to."""

    def write(self, piece: memoryview | bytes, /) -> object:
        """Append bytes."""

    def close(self) -> None:
        """Finish the file."""


class ArrayFileWriter:
    """Writes arrays one after another; :meth:`close` adds the directory."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._position = 0
        self._checksum = 0
        self._arrays: dict[str, _Entry] = {}
        self.facts: Facts = {}
        self._write(_HEADER.pack(MAGIC, VERSION))

    def put(self, name: str, values: Numbers) -> None:
        """Append ``values`` under ``name``, which must be new."""
        self._begin(name)
        values = np.ascontiguousarray(values)
        values = values.astype(values.dtype.newbyteorder("<"), copy=False)
        if len(values):
            self._write(values.view(np.uint8).data)
        self._end(name, values.dtype.str, len(values))

    def put_bytes(self, name: str, pieces: Iterable[bytes]) -> None:
        """Append ``pieces`` behind one another as one array of bytes."""
        start = self._begin(name)
        for piece in pieces:
            self._write(piece)
        self._end(name, "|u1", self._position - start)

    def close(self) -> None:
        """Write the directory and finish the file."""
        directory = {"arrays": self._arrays, "facts": self.facts}
        packed = json.dumps(directory, ensure_ascii=False, separators=(",", ":")).encode()
        at = self._position
        self._write(packed)
        self._write(_FOOTER.pack(at, len(packed), zlib.crc32(packed), _END))
        self._sink.close()

    def _begin(self, name: str) -> int:
        if name in self._arrays:
            raise ValueError(f"array {name!r} is already in the file")
        self._checksum = 0
        return self._position

    def _end(self, name: str, kind: str, length: int) -> None:
        """Enter the array just written and fill up to where the next one may begin."""
        size = length * np.dtype(kind).itemsize
        self._arrays[name] = (self._position - size, kind, length, self._checksum)
        self._write(bytes(-self._position % ALIGNMENT))

    def _write(self, piece: memoryview | bytes) -> None:
        self._sink.write(piece)
        self._checksum = zlib.crc32(piece, self._checksum)
        self._position += len(piece)


class ArrayFile:
    """The arrays of one file, as views into ``buffer``; ``name`` is what errors call the file."""

    def __init__(self, buffer: mmap.mmap | bytes, name: str) -> None:
        self.name = name
        self._buffer: mmap.mmap | bytes | None = buffer
        directory = _read_directory(buffer, name)
        self._arrays: dict[str, _Entry] = directory["arrays"]
        self.facts: Facts = directory["facts"]

    @classmethod
    def open(cls, path: Path) -> ArrayFile:
        """Map the file at ``path``; raises :class:`~searchlib.errors.IndexDamaged` when it is not whole."""
        try:
            with path.open("rb") as file:
                buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path}: cannot be read ({error}); {REBUILD}") from error
        return cls(buffer, str(path))

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def array(self, name: str) -> NDArray[Any]:
        """The array called ``name``, read-only."""
        if self._buffer is None:
            raise ValueError(f"{self.name} is closed")
        try:
            offset, kind, length, _ = self._arrays[name]
        except KeyError:
            raise IndexDamaged(f"{self.name}: holds no array {name!r}; {REBUILD}") from None
        return np.frombuffer(self._buffer, np.dtype(kind), length, offset) if length else np.empty(0, kind)

    def verify(self) -> None:
        """Read everything; raises :class:`~searchlib.errors.IndexDamaged` when a checksum does not fit."""
        for name, (*_, checksum) in self._arrays.items():
            if zlib.crc32(self.array(name).data) != checksum:
                raise IndexDamaged(f"{self.name}: array {name!r} is damaged; {REBUILD}")

    def close(self) -> None:
        """Let go of the buffer; the mapping ends when the last view of it does."""
        self._buffer = None


def _read_directory(buffer: mmap.mmap | bytes, name: str) -> dict[str, Any]:
    """The directory, after checking that header, footer and every array fit the file."""
    damaged = IndexDamaged(f"{name}: is cut short or is not an index file; {REBUILD}")
    size = len(buffer)
    if size < _HEADER.size + _FOOTER.size:
        raise damaged
    magic, version = _HEADER.unpack(buffer[: _HEADER.size])
    at, length, checksum, end = _FOOTER.unpack(buffer[size - _FOOTER.size :])
    if magic != MAGIC or end != _END or at + length + _FOOTER.size != size:
        raise damaged
    if version != VERSION:
        raise IndexDamaged(f"{name}: has format {version}, not {VERSION}; {REBUILD}")
    packed = buffer[at : at + length]
    if zlib.crc32(packed) != checksum:
        raise damaged
    directory: dict[str, Any] = json.loads(packed)
    for offset, kind, count, _ in directory["arrays"].values():
        if offset + count * np.dtype(kind).itemsize > at:
            raise damaged
    return directory
