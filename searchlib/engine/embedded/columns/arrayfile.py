"""A file of named arrays: written once, then memory-mapped and viewed without copying.

::

    0        header     16s magic, u4 version, padding to 64 bytes
    64       array      little-endian values, padding to a multiple of 64 bytes
    ...      array
    at       directory  JSON {"arrays": {name: [offset, dtype, length, CRC-32]}, "facts": {...}}
    end-32   footer     u8 at, u8 length and u4 CRC-32 of the directory, 12s end mark
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
"""Small values stored in the directory itself."""

_Entry: TypeAlias = tuple[int, str, int, int]
"""Offset, dtype, length and CRC-32 of an array."""

_MAGIC = b"searchlib-arrays"
_VERSION = 2
_ALIGNMENT = 64

_HEADER = struct.Struct("<16sI44x")
_FOOTER = struct.Struct("<QQI12s")
_END = b"end-of-array"


class Sink(Protocol):
    """The output file of an :class:`ArrayFileWriter`: any seekable binary file."""

    def write(self, piece: memoryview | bytes, /) -> object:
        """Write bytes at the current position."""

    def seek(self, position: int, /) -> object:
        """Move the current position."""

    def close(self) -> None:
        """Close the file."""


class Region:
    """The reserved space of one array in a file, filled front to back in several writes."""

    def __init__(self, out: ArrayFileWriter, name: str, kind: np.dtype[Any], length: int, start: int) -> None:
        self._out, self._name, self._kind, self._length = out, name, kind, length
        self._start = self._position = start
        self._checksum = 0

    def write(self, values: Numbers) -> None:
        """Append values."""
        if len(values):
            self.write_bytes(np.ascontiguousarray(values).astype(self._kind, copy=False).view(np.uint8).data)

    def write_bytes(self, piece: memoryview | bytes) -> None:
        """Append values given as bytes."""
        self._checksum = zlib.crc32(piece, self._checksum)
        self._out.write_at(self._position, piece)
        self._position += len(piece)

    def entry(self) -> _Entry:
        """Return the directory entry; raises ValueError while values are missing."""
        if self._position != self._start + self._length * self._kind.itemsize:
            raise ValueError(f"array {self._name!r} is not complete")
        return self._start, self._kind.str, self._length, self._checksum


class ArrayFileWriter:
    """Writes arrays one after another; :meth:`close` adds the directory.

    An array's offset is fixed when it is reserved, so several threads may fill regions at the same time.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._lock = Lock()
        self._at = 0
        self._end = 0
        self._regions: dict[str, Region] = {}
        self.facts: Facts = {}
        self.write_at(0, _HEADER.pack(_MAGIC, _VERSION))
        self._end = _HEADER.size

    def put(self, name: str, values: Numbers) -> None:
        """Write ``values`` under ``name``; raises ValueError if the name is taken."""
        self.reserve(name, values.dtype.newbyteorder("<"), len(values)).write(values)

    def put_bytes(self, name: str, content: bytes) -> None:
        """Write ``content`` as an array of bytes."""
        region = self.reserve(name, "|u1", len(content))
        region.write_bytes(content)

    def reserve(self, name: str, kind: np.dtype[Any] | str, length: int) -> Region:
        """Reserve space for an array written in pieces; raises ValueError if ``name`` is taken."""
        if name in self._regions:
            raise ValueError(f"array {name!r} is already in the file")
        kind = np.dtype(kind)
        region = self._regions[name] = Region(self, name, kind, length, self._end)
        self._end += length * kind.itemsize
        self._end += -self._end % _ALIGNMENT
        return region

    def close(self) -> None:
        """Write the directory and close the file."""
        arrays = {name: region.entry() for name, region in self._regions.items()}
        packed = json.dumps(
            {"arrays": arrays, "facts": self.facts}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        self.write_at(self._end, packed + _FOOTER.pack(self._end, len(packed), zlib.crc32(packed), _END))
        self._sink.close()

    def write_at(self, position: int, piece: memoryview | bytes) -> None:
        """Write bytes at ``position``, from any thread; gaps are left as zeros."""
        with self._lock:
            if position != self._at:
                self._sink.seek(position)
            self._sink.write(piece)
            self._at = position + len(piece)


class ArrayFile:
    """The arrays of one file, as views of ``buffer``; ``name`` is the file's name in error messages."""

    def __init__(self, buffer: mmap.mmap | bytes, name: str) -> None:
        self.name = name
        self._buffer: mmap.mmap | bytes | None = buffer
        directory = _read_directory(buffer, name)
        self._arrays: dict[str, _Entry] = directory["arrays"]
        self.facts: Facts = directory["facts"]

    @classmethod
    def open(cls, path: Path) -> ArrayFile:
        """Map the file at ``path``; raises :class:`~searchlib.errors.IndexDamaged` if it is not complete."""
        try:
            with path.open("rb") as file:
                buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexDamaged("index.unreadable-file", file=path, problem=str(error)) from error
        return cls(buffer, str(path))

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def array(self, name: str) -> NDArray[Any]:
        """Return the array called ``name``, read-only; raises IndexDamaged if there is none."""
        if self._buffer is None:
            raise ValueError(f"{self.name} is closed")
        try:
            offset, kind, length, _ = self._arrays[name]
        except KeyError:
            raise IndexDamaged("index.no-array", file=self.name, array=name) from None
        return np.frombuffer(self._buffer, np.dtype(kind), length, offset) if length else np.empty(0, kind)

    def verify(self) -> None:
        """Read every array; raises :class:`~searchlib.errors.IndexDamaged` if a checksum differs."""
        for name, (*_, checksum) in self._arrays.items():
            if zlib.crc32(self.array(name).data) != checksum:
                raise IndexDamaged("index.damaged-array", file=self.name, array=name)

    def check_length(self) -> None:
        """Raise IndexDamaged if a mapped file has become shorter: reading beyond its end is fatal."""
        if isinstance(self._buffer, mmap.mmap) and self._buffer.size() < len(self._buffer):
            raise IndexDamaged("index.cut-short", file=self.name)

    def forget(self) -> None:
        """Release the resident pages of a mapped file; they are read again on demand."""
        if isinstance(self._buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._buffer.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Release the buffer; the mapping ends with its last view."""
        self._buffer = None


def _read_directory(buffer: mmap.mmap | bytes, name: str) -> dict[str, Any]:
    """Read the directory; raises IndexDamaged unless header, footer and every array fit the file."""
    damaged = IndexDamaged("index.cut-short", file=name)
    size = len(buffer)
    if size < _HEADER.size + _FOOTER.size:
        raise damaged
    magic, version = _HEADER.unpack(buffer[: _HEADER.size])
    at, length, checksum, end = _FOOTER.unpack(buffer[size - _FOOTER.size :])
    if magic != _MAGIC or end != _END or at + length + _FOOTER.size != size:
        raise damaged
    if version != _VERSION:
        raise IndexDamaged("index.file-format", file=name, written=version, format=_VERSION)
    packed = buffer[at : at + length]
    if zlib.crc32(packed) != checksum:
        raise damaged
    directory: dict[str, Any] = json.loads(packed)
    for offset, kind, count, _ in directory["arrays"].values():
        if offset + count * np.dtype(kind).itemsize > at:
            raise damaged
    return directory
