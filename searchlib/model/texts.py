"""Where characters stand: spans of a text, and the way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open pair of code-point offsets, ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of one file: its path relative to the corpus, and code points of its decoded text.

    The byte order mark, if any, is not counted; line ends are counted as they stand in the file.
    """

    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where each character of a text stands in its file.

    ``runs`` are ``(text offset, file offset, file width)`` triples in text order, the first text offset
    being 0; a run reaches to the next one's text offset, the last to ``length``. A run as wide in the file
    as in the text maps character by character; any other maps as a whole (``&amp;`` is one character made
    of five, a joined line wrap is none).

    >>> SourceMap(((0, 10, 2), (2, 13, 2)), 4).locate(Span(1, 3))
    (11, 14)
    """

    runs: tuple[tuple[int, int, int], ...]
    length: int

    def locate(self, span: Span) -> tuple[int, int]:
        """The half-open file offsets that ``span`` of the text was read from."""
        if span.end > self.length:
            raise ValueError(f"span {span} reaches beyond {self.length} characters")
        if len(span) == 0:
            at = self._place(min(span.start, self.length - 1))[0] if self.length else 0
            return at, at
        return self._place(span.start)[0], self._place(span.end - 1)[1]

    def _place(self, offset: int) -> tuple[int, int]:
        """File offsets ``[start, end)`` of the one character at ``offset``."""
        at = bisect_right(self.runs, (offset, float("inf"))) - 1
        text_start, file_start, width = self.runs[at]
        text_end = self.runs[at + 1][0] if at + 1 < len(self.runs) else self.length
        if text_end - text_start == width:
            start = file_start + offset - text_start
            return start, start + 1
        return file_start, file_start + width


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One match with what stands around it: ``before · match · after``."""

    before: str
    match: str
    after: str
