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
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Numbers
from searchlib.errors import IndexDamaged

Facts: TypeAlias = dict[str, int | list[str]]
"""Small values kept in the directory itself."""

_Entry: TypeAlias = tuple[int, str, int, int]
"""Offset, dtype, length and CRC-32 of an array."""

MAGIC = b"searchlib-arrays"
VERSION = 2
ALIGNMENT = 64

_HEADER = struct.Struct("<16sI44x")
_FOOTER = struct.Struct("<QQI12s")
_END = b"end-of-array"


class Sink(Protocol):
    """What an array file is written to."""

    def write(self, piece: memoryview | bytes, /) -> object:
        """Put bytes where the file stands."""

    def seek(self, position: int, /) -> object:
        """Go to another place in the file."""

    def close(self) -> None:
        """Finish the file."""


class Region:
    """The place of one array in a file, filled piece by piece."""

    def __init__(self, out: ArrayFileWriter, name: str, kind: np.dtype[Any], length: int, start: int) -> None:
        self._out, self._name, self._kind, self._length = out, name, kind, length
        self._start = self._position = start
        self._checksum = 0

    def write(self, values: Numbers) -> None:
        """The next values."""
        if len(values):
            self.write_bytes(np.ascontiguousarray(values).astype(self._kind, copy=False).view(np.uint8).data)

    def write_bytes(self, piece: memoryview | bytes) -> None:
        """The next values as bytes."""
        self._checksum = zlib.crc32(piece, self._checksum)
        self._out.write_at(self._position, piece)
        self._position += len(piece)

    def entry(self) -> _Entry:
        """What the directory says of the array; raises ValueError while it is not complete."""
        if self._position != self._start + self._length * self._kind.itemsize:
            raise ValueError(f"array {self._name!r} is not complete")
        return self._start, self._kind.str, self._length, self._checksum


class ArrayFileWriter:
    """Writes arrays one after another; :meth:`close` adds the directory.

    Where an array stands is settled when it is begun, so that several threads can fill some meanwhile.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._lock = Lock()
        self._at = 0
        self._end = 0
        self._regions: dict[str, Region] = {}
        self.facts: Facts = {}
        self.write_at(0, _HEADER.pack(MAGIC, VERSION))
        self._end = _HEADER.size

    def put(self, name: str, values: Numbers) -> None:
        """Write ``values`` under ``name``, which must be new."""
        self.reserve(name, values.dtype.newbyteorder("<"), len(values)).write(values)

    def put_bytes(self, name: str, content: bytes) -> None:
        """Write bytes as one array of bytes."""
        region = self.reserve(name, "|u1", len(content))
        region.write_bytes(content)

    def reserve(self, name: str, kind: np.dtype[Any] | str, length: int) -> Region:
        """The place of an array that is written bit by bit, under ``name``, which must be new."""
        if name in self._regions:
            raise ValueError(f"array {name!r} is already in the file")
        kind = np.dtype(kind)
        region = self._regions[name] = Region(self, name, kind, length, self._end)
        self._end += length * kind.itemsize
        self._end += -self._end % ALIGNMENT
        return region

    def close(self) -> None:
        """Write the directory and finish the file."""
        arrays = {name: region.entry() for name, region in self._regions.items()}
        packed = json.dumps(
            {"arrays": arrays, "facts": self.facts}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        self.write_at(self._end, packed + _FOOTER.pack(self._end, len(packed), zlib.crc32(packed), _END))
        self._sink.close()

    def write_at(self, position: int, piece: memoryview | bytes) -> None:
        """Put bytes at ``position`` of the file, from any thread; what is never written is zeros."""
        with self._lock:
            if position != self._at:
                self._sink.seek(position)
            self._sink.write(piece)
            self._at = position + len(piece)


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
            raise IndexDamaged("index.unreadable-file", file=path, problem=str(error)) from error
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
            raise IndexDamaged("index.no-array", file=self.name, array=name) from None
        return np.frombuffer(self._buffer, np.dtype(kind), length, offset) if length else np.empty(0, kind)

    def verify(self) -> None:
        """Read everything; raises :class:`~searchlib.errors.IndexDamaged` when a checksum does not fit."""
        for name, (*_, checksum) in self._arrays.items():
            if zlib.crc32(self.array(name).data) != checksum:
                raise IndexDamaged("index.damaged-array", file=self.name, array=name)

    def forget(self) -> None:
        """Let the system take back the memory of what was read of a mapped file; nothing is lost."""
        if isinstance(self._buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._buffer.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Let go of the buffer; the mapping ends when the last view of it does."""
        self._buffer = None


def _read_directory(buffer: mmap.mmap | bytes, name: str) -> dict[str, Any]:
    """The directory, after checking that header, footer and every array fit the file."""
    damaged = IndexDamaged("index.cut-short", file=name)
    size = len(buffer)
    if size < _HEADER.size + _FOOTER.size:
        raise damaged
    magic, version = _HEADER.unpack(buffer[: _HEADER.size])
    at, length, checksum, end = _FOOTER.unpack(buffer[size - _FOOTER.size :])
    if magic != MAGIC or end != _END or at + length + _FOOTER.size != size:
        raise damaged
    if version != VERSION:
        raise IndexDamaged("index.file-format", file=name, written=version, format=VERSION)
    packed = buffer[at : at + length]
    if zlib.crc32(packed) != checksum:
        raise damaged
    directory: dict[str, Any] = json.loads(packed)
    for offset, kind, count, _ in directory["arrays"].values():
        if offset + count * np.dtype(kind).itemsize > at:
            raise damaged
    return directory
