"""A text that remembers where each of its characters stands in the file.

Formats cut, join and strip text all the time; doing so on :class:`Mapped` values keeps every clause
traceable to its file without a second bookkeeping.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
        """Text that stands character for character at file offset ``at``."""
        return cls(text, SourceMap(((0, at, len(text)),) if text else (), len(text)))

    @classmethod
    def made_of(cls, text: str, start: int, end: int) -> Mapped:
        """Text that came as a whole from file offsets ``[start, end)``: an entity, an inserted line feed."""
        return cls(text, SourceMap(((0, start, end - start),) if text else (), len(text)))

    @classmethod
    def join(cls, parts: Iterable[Mapped]) -> Mapped:
        """The parts one after another; runs that continue each other become one."""
        texts: list[str] = []
        runs: list[tuple[int, int, int]] = []
        length = 0
        for part in parts:
            for (start, at, width), end in part._bounded():
                _append(runs, (start + length, at, width), end + length)
            texts.append(part.text)
            length += part.map.length
        return cls("".join(texts), SourceMap(tuple(runs), length))

    @classmethod
    def lines(cls, parts: Sequence[Mapped]) -> Mapped:
        """The parts as lines of one text; each line feed stands for the gap between them in the file.

        >>> Mapped.lines((Mapped.of("甲。", 0), Mapped.of("乙。", 10))).span(2, 3)
        (2, 10)
        """
        joined = list(parts[:1])
        for before, part in pairwise(parts):
            joined += (cls.made_of("\n", before.span()[1], part.span()[0]), part)
        return cls.join(joined)

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
        """Without the blanks (or ``characters``) at both ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        return self[left : max(left, len(self.text.rstrip(characters)))]

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """File offsets of ``text[start:end]``."""
        runs = self.map.runs
        if end is None and start == 0 and len(runs) == 1:
            return runs[0][1], runs[0][1] + runs[0][2]
        return self.map.locate(Span(start, len(self.text) if end is None else end))

    def split_lines(self) -> Iterator[Mapped]:
        """The lines without their ends (``\\n``, ``\\r\\n``, ``\\r``)."""
        at = 0
        for end in _LINE_END.finditer(self.text):
            yield self[at : end.start()]
            at = end.end()
        if at < len(self.text):
            yield self[at:]

    def _bounded(self) -> Iterator[tuple[tuple[int, int, int], int]]:
        """Each run with the text offset where it ends."""
        runs = self.map.runs
        if len(runs) == 1:
            yield runs[0], self.map.length
        elif runs:
            ends = [after[0] for _, after in pairwise(runs)]
            yield from zip(runs, [*ends, self.map.length], strict=True)


def _append(runs: list[tuple[int, int, int]], run: tuple[int, int, int], end: int) -> None:
    """Add ``run`` (reaching to text offset ``end``), lengthening the last one where it merely continues."""
    if runs:
        start, at, width = runs[-1]
        same_scale = run[0] - start == width and end - run[0] == run[2]
        if same_scale and at + width == run[1]:
            runs[-1] = (start, at, width + run[2])
            return
    runs.append(run)
