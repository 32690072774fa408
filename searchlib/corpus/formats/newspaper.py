"""A hard-wrapped page, as it is copied out of a newspaper or a PDF: lines become headings, paragraphs, items.

Neither blank lines nor line ends tell where a paragraph ends: columns are wrapped inside sentences, with and
without blank lines between the lines. What tells is the end of a sentence on a line that had room for more,
an indented next line, a bullet or a section number, and, for headings, a short line without punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.closing import is_place_and_day
from searchlib.corpus.formats.plain import plain_pages
from searchlib.corpus.formats.wraps import TERMINAL, is_full, join_wrapped, width
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.numbering import Rank, read_number
from searchlib.corpus.paragraphs import BLANK, is_furniture
from searchlib.corpus.titles import MOST_TITLE_LINES, bare_title, title_length
from searchlib.facts.countries import official_names
from searchlib.model import Kind
from searchlib.text.views import fold

_SOURCE = re.compile(r"(?:來源|来源|責任編輯|责任编辑|記者|记者|編輯|编辑)[ 　]*[：:].{1,30}")
_CREDIT = re.compile(
    r"[。」][ 　]+(?:新華社|新华社|中新社|路透社|法新社|美聯社|美联社|資料圖片|资料图片|網上圖片|网上图片"
    r"|[\u4e00-\u9fff]{2,4}[攝摄])$"
)
_COMMA = re.compile(r"[，。；,;]")
_LONGEST_HEADING = 70
"""Columns."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line that is not blank; ``gap`` counts the blank lines before it."""

    text: Mapped
    gap: int
    indented: bool

    @property
    def columns(self) -> int:
        return width(self.text.text)

    def is_open(self) -> bool:
        """Whether its sentence goes on."""
        return TERMINAL.search(self.text.text) is None

    def is_number(self) -> bool:
        """Whether it is nothing but a number."""
        number = read_number(self.text.text)
        return number is not None and number.alone

    def begins_block(self) -> bool:
        """Whether a bullet or a section number begins here."""
        number = read_number(self.text.text)
        return number is not None and (
            number.rank in (Rank.BULLET, Rank.SECTION, Rank.ARTICLE) or number.alone
        )


def newspaper_pages(text: Mapped) -> tuple[Page, ...]:
    """The page as one document whose title is its first headline."""
    lines = list(_lines(text))
    if any(_begins_statement(lines, at) for at in range(len(lines))):
        return plain_pages(_unwrapped(lines))
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        end = _block_end(lines, at)
        boxed = end < len(lines) and _is_bulleted(lines[end])
        blocks.append(_block(lines[at:end], first=not blocks, level=2 if boxed else 1))
        at = end
    if not blocks:
        return ()
    metadata = Metadata(title=blocks[0].text.text, kind=Kind.REPORT)
    return (Page(tuple(blocks), *text.span(), metadata),)


def _lines(text: Mapped) -> Iterator[_Line]:
    gap = 0
    for line in text.split_lines():
        stripped = line.strip(BLANK)
        if not stripped:
            gap += 1
        elif is_furniture(stripped.text):
            leave_out(stripped, OmissionReason.FURNITURE)
        else:
            yield _Line(stripped, gap, line.text[:1] in (" ", "\u3000"))
            gap = 0


def _unwrapped(lines: Sequence[_Line]) -> Mapped:
    """The text with one line for each block."""
    blocks: list[Mapped] = []
    at = 0
    while at < len(lines):
        end = _block_end(lines, at)
        blocks.append(join_wrapped([line.text for line in lines[at:end]]))
        at = end
    return Mapped.lines(blocks)


def _begins_statement(lines: Sequence[_Line], at: int) -> int:
    """How many lines from ``at`` on are the title of a statement between states; 0 when none is.

    A title begins with the official name of a state, where the line above has ended its sentence: the news
    only name the statement, and its short title is a headline.
    """
    if at and lines[at - 1].is_open():
        return 0
    if official_names().match(fold(lines[at].text.text)) is None:
        return 0
    return title_length([line.text.text for line in lines[at : at + MOST_TITLE_LINES]])


def _block_end(lines: Sequence[_Line], start: int) -> int:
    """The index after the last line of the block that begins at ``start``."""
    title = _begins_statement(lines, start)
    if title:
        return start + title
    if _is_heading(lines, start) or _SOURCE.fullmatch(lines[start].text.text):
        return start + 1
    end = start + 1
    while end < len(lines) and _goes_on(lines, start, end):
        end += 1
    return end


def _goes_on(lines: Sequence[_Line], start: int, at: int) -> bool:
    """Whether the line at ``at`` belongs to the block that began at ``start``."""
    line, before = lines[at], lines[at - 1]
    if line.indented or line.begins_block() or _CREDIT.search(before.text.text):
        return False
    if is_place_and_day(line.text.text) or is_place_and_day(before.text.text) or before.is_number():
        return False
    if before.is_open():
        return not _is_boxed_heading(lines, at)
    columns = max(before.columns, *(other.columns for other in _neighbours(lines, start, at)))
    if line.gap and not (_is_double_spaced(lines, at)):
        return False
    return is_full(before.text.text, columns, line.text.text)


def _neighbours(lines: Sequence[_Line], start: int, at: int) -> Sequence[_Line]:
    """The lines that show how wide the column is at ``at``: the one above in the block, the one below."""
    above = lines[max(start, at - 2) : at - 1]
    return (*above, *lines[at : at + 1])


def _is_double_spaced(lines: Sequence[_Line], at: int) -> bool:
    """Whether every line around ``at`` has a blank line before it, so that blank lines tell nothing."""
    around = lines[max(1, at - 1) : at + 2]
    return all(line.gap for line in around)


def _is_heading(lines: Sequence[_Line], at: int) -> bool:
    """A line that follows a finished block, without punctuation, shorter than the column below it."""
    line = lines[at]
    text = line.text.text
    if at == 0:
        return True
    if not line.is_open() or _COMMA.search(text) or line.columns > _LONGEST_HEADING or line.begins_block():
        return False
    if is_place_and_day(text):
        return False
    if at + 1 == len(lines):
        return False
    below = lines[at + 1]
    return below.indented or below.begins_block() or _is_narrower(lines, at)


def _is_narrower(lines: Sequence[_Line], at: int) -> bool:
    """Whether the line left more than a character's room in its column."""
    line, below = lines[at], lines[at + 1]
    return line.columns * 10 < below.columns * 9 or (line.gap > 0 and below.columns * 10 < line.columns * 7)


def _is_boxed_heading(lines: Sequence[_Line], at: int) -> bool:
    """A short line right above a bulleted item, after a gap: the heading of a box."""
    if at + 1 >= len(lines) or not lines[at].gap:
        return False
    line = lines[at]
    return (
        _is_bulleted(lines[at + 1])
        and line.is_open()
        and not _COMMA.search(line.text.text)
        and line.columns <= 40
    )


def _is_bulleted(line: _Line) -> bool:
    number = read_number(line.text.text)
    return number is not None and number.rank is Rank.BULLET


def _block(lines: Sequence[_Line], first: bool, level: int) -> Block:
    text = join_wrapped([line.text for line in lines])
    if first:
        return Block(Role.TITLE, bare_title(text))
    if _SOURCE.fullmatch(text.text) or _CREDIT.search(text.text) or is_place_and_day(text.text):
        return Block(Role.NOTE, text)
    if (
        len(lines) == 1
        and lines[0].is_open()
        and not _COMMA.search(text.text)
        and read_number(text.text) is None
    ):
        return Block(Role.HEADING, text, level)
    return Block(Role.PARAGRAPH, text)
