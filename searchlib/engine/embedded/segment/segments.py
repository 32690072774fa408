"""The list of segments: Whoosh's table of contents, read without Whoosh and without running code.

A commit writes ``_MAIN_<generation>.toc``: a header, the pickled schema and the pickled segments. A pickle
can run code, so this reader skips the schema and admits the segment class only. Not importing Whoosh also
opens an index much faster.
"""

from __future__ import annotations

import io
import pickle
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from searchlib.errors import IndexDamaged, IndexMissing

INDEX_NAME = "MAIN"
SEGMENT_CLASS = ("searchlib.engine.embedded.whoosh.codec", "ArraySegment")
"""Module and name of the segment class in the pickle; both are part of the file format."""

_TOC_VERSION = -111
_BYTE_ORDER = -12345
_TOC_NAME = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment of the table: the stem of its file name, its number of records, and the deleted ones."""

    stem: str
    records: int
    deleted: bytes
    """The numbers of the deleted records, ascending, u4 little-endian."""

    @property
    def live(self) -> int:
        """The number of records that are not deleted."""
        return self.records - len(self.deleted) // 4


def read_segments(folder: Path) -> list[SegmentEntry]:
    """Return the segments of the newest generation in ``folder``.

    Raises :class:`~searchlib.errors.IndexMissing` if there is none, and
    :class:`~searchlib.errors.IndexDamaged` if it cannot be read or is not an index of this engine.
    """
    generation = latest_generation(folder)
    if generation == 0:  # written before the first commit
        raise IndexMissing("index.unfinished", folder=folder)
    path = folder / f"_{INDEX_NAME}_{generation}.toc"
    try:
        return _parse(io.BytesIO(path.read_bytes()))
    except (OSError, EOFError, ValueError, struct.error, pickle.UnpicklingError, AttributeError) as error:
        raise IndexDamaged("index.foreign-table", file=path, problem=str(error)) from error


def latest_generation(folder: Path) -> int:
    """Return the number of the newest table in ``folder``, 0 if nothing was committed."""
    try:
        names = [path.name for path in folder.iterdir()]  # unlike glob, raises if the folder is unreadable
    except (FileNotFoundError, NotADirectoryError):
        return 0
    return max((int(found[1]) for name in names if (found := _TOC_NAME.fullmatch(name))), default=0)


def _parse(file: BinaryIO) -> list[SegmentEntry]:
    sizes = tuple(_read_varint(file) for _ in range(3))
    order, version = struct.unpack("!ii", file.read(8))
    if sizes != (4, 8, 4) or order != _BYTE_ORDER or version != _TOC_VERSION:
        raise ValueError(f"table format {version}, not {_TOC_VERSION}")
    for _ in range(3):
        _read_varint(file)  # Whoosh's own version
    file.seek(_read_varint(file), io.SEEK_CUR)  # the schema
    struct.unpack("!ii", file.read(8))  # generation, unused
    segments = _SegmentUnpickler(file).load()
    if not isinstance(segments, list) or not all(isinstance(segment, _State) for segment in segments):
        raise ValueError("it holds no list of segments")
    return [segment.entry() for segment in segments]


def _read_varint(file: BinaryIO) -> int:
    value = shift = 0
    while True:
        byte: int = struct.unpack("B", file.read(1))[0]
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value
        shift += 7


class _State:
    """Takes the place of the segment class while unpickling, and keeps its state."""

    def __setstate__(self, state: dict[str, object]) -> None:
        self.state = state

    def entry(self) -> SegmentEntry:
        """Return the state as an entry; raises ValueError if it is not one of this engine."""
        match self.state:
            case {
                "indexname": str(name),
                "segid": str(segid),
                "records": int(records),
                "deleted": bytes(deleted),
                "built": True,
            }:
                return SegmentEntry(f"{name}_{segid}", records, deleted)
            case _:
                raise ValueError("a segment was not written by searchlib")


class _SegmentUnpickler(pickle.Unpickler):
    """An unpickler that admits only the segment class."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the stand-in for the segment class; raises UnpicklingError for any other name."""
        if (module, name) == SEGMENT_CLASS:
            return _State
        raise pickle.UnpicklingError(f"names {module}.{name}, which no segment of this engine does")
