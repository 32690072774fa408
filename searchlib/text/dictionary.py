"""A dictionary of words and their frequencies, looked up on disk.

The file is text: a line that says what it is, then one line ``word frequency`` a word, in the order of their
UTF-8 bytes. It is mapped into memory and searched by halving, so that opening it costs nothing, whatever its
size, and looking words up touches a few pages.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from searchlib.errors import IndexDamaged

DICTIONARY_MAGIC = "searchlib-words-1"
"""The first word of the file. The number changes with the format, and with the rules of cutting."""

_LONGEST_HEADER = 400


class Header(NamedTuple):
    """The first line of the file.

    ``source`` and ``entries`` are SHA-256 digests of the text that the words came from and of the words added
    to it; ``total`` is the sum of all frequencies, ``size`` the number of bytes after this line.
    """

    source: str
    entries: str
    total: int
    size: int

    def line(self) -> bytes:
        """Return the line as it stands in the file, with its end."""
        return " ".join((DICTIONARY_MAGIC, *map(str, self))).encode() + b"\n"


class Dictionary:
    """An open dictionary. Safe to share between threads; close it, or use it in a ``with`` block.

    Raises IndexDamaged when the file is not there or is not a whole dictionary.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                line = file.readline(_LONGEST_HEADER)
                self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (FileNotFoundError, ValueError):
            # An empty file cannot be mapped, which mmap reports as a ValueError.
            raise self._damaged("index.dictionary-missing") from None
        self._first = len(line)
        self.header = self._read_header(line)

    def __enter__(self) -> Dictionary:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._lines.close()

    def frequency(self, word: str) -> int | None:
        """Return how often ``word`` occurs; 0 if it only begins other words, None if it does not even do
        that.

        ``word`` holds no blank or control character; those sort before the end of a word.
        """
        if self._lines.closed:
            raise ValueError("this dictionary is closed; open the index again")
        key = word.encode()
        at = self._first_not_before(key)
        end = at + len(key)
        if self._lines[at:end] != key:
            return None
        if self._lines[end : end + 1] != b" ":
            return 0
        try:
            return int(self._lines[end + 1 : self._lines.find(b"\n", end)])
        except ValueError:
            raise IndexDamaged("index.dictionary-word", file=self._path, word=word) from None

    def _first_not_before(self, key: bytes) -> int:
        """Return the offset of the first line whose beginning is not less than ``key``."""
        lines = self._lines
        low, high, width = self._first, len(lines), len(key)
        while low < high:
            # The line that the middle falls into; low stands at the beginning of a line.
            middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if lines[middle : middle + width] < key:
                low = lines.find(b"\n", middle) + 1
            else:
                high = middle
        return low

    def _read_header(self, line: bytes) -> Header:
        try:
            magic, source, entries, total, size = line.decode("ascii").split()
            header = Header(source, entries, int(total), int(size))
        except ValueError:
            raise self._damaged("index.dictionary-header") from None
        if magic != DICTIONARY_MAGIC or header.line() != line or header.total < 1:
            raise self._damaged("index.dictionary-header")
        if len(self._lines) != self._first + header.size or self._lines[-1:] != b"\n":
            raise self._damaged("index.dictionary-cut")
        return header

    def _damaged(self, code: str) -> IndexDamaged:
        return IndexDamaged(code, file=self._path)
