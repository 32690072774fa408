"""From pieces of a block to its text: white space as HTML and Markdown mean it, line breaks, joined wraps.

White space that is there only because a source line ended is no blank beside a Han character (钱凯⏎港 is one
word, 2015⏎年 one date); a blank that was typed stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import read_number

LINE_BREAK = "\u2028"
"""Stands in a piece for a line break that the reader sees (``<br>``)."""

_WHITE_SPACE = " \t\n\r\f"
# A single blank between words stays in its part: it is what it would be collapsed to.
_PARTS = re.compile("[ \t\n\r\f]+|\u2028|[^ \t\n\r\f\u2028]+(?: [^ \t\n\r\f\u2028]+)*")
# Characters written without blanks between them: Han, kana, Bopomofo, CJK and full-width signs, and the
# quotation marks, dashes and dots that Chinese shares with Latin.
_UNSPACED = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31ef\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff‘’“”…—·‧]"
)
_SENTENCE_END = re.compile("[。！？!?；;：:…][”’」』）)】》]*$")
_INDENT = re.compile("\u3000|[ \xa0]{2}")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as the reader sees it; ``start`` and ``end`` are the file offsets of the break before it."""

    text: Mapped
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Blank:
    """White space between two words, by file offsets; ``wraps`` when a source line ends in it."""

    start: int
    end: int
    wraps: bool


def paragraphs(pieces: Iterable[Mapped]) -> list[Mapped]:
    """The paragraphs that the pieces of one block make up.

    A line break alone stays one, as a line feed. It ends the paragraph before a blank line, an indent or a
    number, and after a sentence: older pages know no other paragraphs.
    """
    found: list[Mapped] = []
    current: list[Mapped] = []
    for line in _lines(pieces):
        text = line.text.strip()
        if current and (not text or _begins_paragraph(current[-1].text, line.text.text)):
            found.append(Mapped.join(current))
            current = []
        if text:
            if current:
                current.append(Mapped.made_of("\n", line.start, line.end))
            current.append(text)
    return [*found, Mapped.join(current)] if current else found


def one_line(pieces: Iterable[Mapped]) -> Mapped:
    """The pieces as a single line, for headings and table cells."""
    joined: list[Mapped] = []
    for line in _lines(pieces):
        text = line.text.strip()
        if not text:
            continue
        if joined and not _is_unspaced(joined[-1].text[-1], text.text[0]):
            joined.append(Mapped.made_of(" ", line.start, line.end))
        joined.append(text)
    return Mapped.join(joined)


def joined_by(mark: str, texts: Sequence[Mapped]) -> Mapped:
    """The texts as one, with ``mark`` (a tab, a line feed) for whatever stands between two of them."""
    parts = list(texts[:1])
    for before, text in pairwise(texts):
        parts += [Mapped.made_of(mark, before.span()[1], text.span()[0]), text]
    return Mapped.join(parts)


def _begins_paragraph(before: str, line: str) -> bool:
    if _INDENT.match(line) or _SENTENCE_END.search(before[-8:]):
        return True
    return read_number(line.lstrip()) is not None


def _lines(pieces: Iterable[Mapped]) -> Iterator[_Line]:
    """The lines between the breaks, with white space collapsed; blanks at the ends other than HTML's stay."""
    parts: list[Mapped] = []
    blank: _Blank | None = None
    start = end = 0
    for part in _split(pieces):
        if part.text == LINE_BREAK:
            yield _Line(Mapped.join(parts), start, end)
            parts, blank = [], None
            start, end = part.span()
        elif part.text[0] in _WHITE_SPACE:
            blank = _widened(blank, part)
        else:
            if blank is not None and parts:
                parts.extend(_collapsed(parts[-1].text[-1], blank, part.text[0]))
            parts.append(part)
            blank = None
    yield _Line(Mapped.join(parts), start, end)


def _split(pieces: Iterable[Mapped]) -> Iterator[Mapped]:
    """The pieces cut into white space, line breaks and the rest."""
    for piece in pieces:
        for part in _PARTS.finditer(piece.text):
            yield piece[part.start() : part.end()]


def _widened(blank: _Blank | None, part: Mapped) -> _Blank:
    start, end = part.span()
    wraps = "\n" in part.text or "\r" in part.text
    return _Blank(start, end, wraps) if blank is None else _Blank(blank.start, end, blank.wraps or wraps)


def _collapsed(before: str, blank: _Blank, after: str) -> Iterator[Mapped]:
    if not (blank.wraps and (_UNSPACED.match(before) or _UNSPACED.match(after))):
        yield Mapped.made_of(" ", blank.start, blank.end)


def _is_unspaced(before: str, after: str) -> bool:
    return bool(_UNSPACED.match(before) and _UNSPACED.match(after))
