"""Text with a source map: each character knows its offset in the file.

Formats cut, join and strip text all the time; doing so on :class:`Mapped` values keeps every clause
traceable to its file without a second bookkeeping.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from searchlib.model import SourceMap, Span

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Mapped:
    """``text`` and its :class:`~searchlib.model.SourceMap`.

    >>> whole = Mapped.of("錢凱\\n港開港", 100)
    >>> joined = whole[0:2] + whole[3:6]
    >>> joined.text, joined.map.locate(Span(1, 3))
    ('錢凱港開港', (101, 104))
    """

    text: str
    map: SourceMap

    @classmethod
    def of(cls, text: str, at: int = 0) -> Mapped:
        """Return text that lies character for character at file offset ``at``."""
        return cls(text, SourceMap(((0, at, len(text)),) if text else (), len(text)))

    @classmethod
    def made_of(cls, text: str, start: int, end: int) -> Mapped:
        """Return text that stands for file offsets ``[start, end)`` as a whole: an entity, an inserted
        line feed."""
        return cls(text, SourceMap(((0, start, end - start),) if text else (), len(text)))

    @classmethod
    def join(cls, parts: Iterable[Mapped]) -> Mapped:
        """Return the parts joined; runs that continue each other are merged."""
        joining = _Joining()
        for part in parts:
            joining.add(part)
        return joining.joined()

    @classmethod
    def lines(cls, parts: Sequence[Mapped]) -> Mapped:
        """Return the parts as lines of one text; each line feed stands for the gap between them in the file.

        >>> Mapped.lines((Mapped.of("甲。", 0), Mapped.of("乙。", 10))).span(2, 3)
        (2, 10)
        """
        joining = _Joining()
        for number, part in enumerate(parts):
            if number:
                joining.add_line_end(parts[number - 1].span()[1], part.span()[0])
            joining.add(part)
        return joining.joined()

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: Mapped) -> Mapped:
        return Mapped.join((self, other))

    def __getitem__(self, where: slice) -> Mapped:
        start, stop, step = where.indices(len(self.text))
        if step != 1:
            raise ValueError("a mapped text is cut in one piece")
        if stop <= start:
            return Mapped("", SourceMap((), 0))
        runs = self.map.runs
        length = stop - start
        if len(runs) == 1 and runs[0][2] == self.map.length:
            return Mapped(self.text[start:stop], SourceMap(((0, runs[0][1] + start, length),), length))
        first = bisect_right(runs, (start, float("inf"))) - 1
        kept = []
        for index in range(first, len(runs)):
            begin, at, width = runs[index]
            if begin >= stop:
                break
            end = runs[index + 1][0] if index + 1 < len(runs) else self.map.length
            low, high = max(begin, start), min(end, stop)
            if end - begin == width:
                at, width = at + low - begin, high - low
            kept.append((low - start, at, width))
        return Mapped(self.text[start:stop], SourceMap(tuple(kept), length))

    def strip(self, characters: str | None = None) -> Mapped:
        """Return the text without blanks (or ``characters``) at both ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = len(self.text.rstrip(characters))
        return self if not left and right == len(self.text) else self[left : max(left, right)]

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Return the file offsets of ``text[start:end]``."""
        runs = self.map.runs
        if end is None and start == 0 and len(runs) == 1:
            return runs[0][1], runs[0][1] + runs[0][2]
        return self.map.locate(Span(start, len(self.text) if end is None else end))

    def split_lines(self) -> Iterator[Mapped]:
        """Yield the lines without their line ends."""
        at = 0
        for end in _LINE_END.finditer(self.text):
            yield self[at : end.start()]
            at = end.end()
        if at < len(self.text):
            yield self[at:]


class _Joining:
    """A builder that joins texts."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._runs: list[tuple[int, int, int]] = []
        self._length = 0

    def add(self, part: Mapped) -> None:
        """Append a text; a run that continues the previous one extends it."""
        own, length = part.map.runs, part.map.length
        base = self._length
        if len(own) == 1:
            _append(self._runs, (base, own[0][1], own[0][2]), base + length)
        else:
            ends = [run[0] for run in own[1:]]
            for (start, at, width), end in zip(own, [*ends, length], strict=False):
                _append(self._runs, (start + base, at, width), end + base)
        self._texts.append(part.text)
        self._length = base + length

    def add_line_end(self, start: int, end: int) -> None:
        """Append a line feed that stands for file offsets ``[start, end)``."""
        _append(self._runs, (self._length, start, end - start), self._length + 1)
        self._texts.append("\n")
        self._length += 1

    def joined(self) -> Mapped:
        """Return everything joined."""
        return Mapped("".join(self._texts), SourceMap(tuple(self._runs), self._length))


def _append(runs: list[tuple[int, int, int]], run: tuple[int, int, int], end: int) -> None:
    """Add ``run`` (reaching to text offset ``end``); a run that continues the previous one extends it."""
    if runs:
        start, at, width = runs[-1]
        same_scale = run[0] - start == width and end - run[0] == run[2]
        if same_scale and at + width == run[1]:
            runs[-1] = (start, at, width + run[2])
            return
    runs.append(run)
