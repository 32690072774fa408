"""Ordinances of Hong Kong: sections 1. and 3A. with (1), (a) and (i), parts, and schedules with numbers of
their own.

A section with all its subsections and paragraphs is one article. The text comes as the e-Legislation database
prints it, a line for each paragraph, or with the lines that a PDF wraps; on a page the blocks are there already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from searchlib.corpus.blocks import Block, Page, Role
from searchlib.corpus.formats.wraps import TERMINAL, join_wrapped, width
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.paragraphs import BLANK

CHAPTER = re.compile(r"[（(]?[ 　]*第[ 　]*[0-9]{1,4}[A-Z]{0,3}[ 　]*章[ 　]*[）)]?")
"""The number of an ordinance, beside or above its name: 第888章."""

_NAME = r"《[^《》]{2,60}(?:條例|条例|規例|规例|規則|规则|附例|規程|规程|公告|令)》"
_HEAD = re.compile(
    rf"^[ \t　]*(?:{CHAPTER.pattern}[ \t　]*(?:{_NAME})?|{_NAME}[ \t　]*(?:{CHAPTER.pattern})?)[ \t]*\r?$", re.MULTILINE
)
_SPEAKS_OF_ITSELF = re.compile("本(?:條例|条例|規例|规例|規則|规则|附例|規程|规程)")
_SECTION = re.compile(r"([0-9]{1,3}[A-Z]{0,3})[.．](?![0-9])[ \t　]*")
_SECTION_LINE = re.compile(rf"^[ \t　]*{_SECTION.pattern}", re.MULTILINE)
_PART = re.compile(r"第[ ]*(?:[0-9]{1,3}[A-Z]{0,2}|[IVXL]{1,6})[ ]*(部|分部|次分部)(?=[ \t　—–:：]|$)")
_SCHEDULE = re.compile(r"附[表件][ ]*(?:[0-9]{1,3}[A-Z]{0,2})?(?=[ \t　:：]|$)")
_BEGINS = re.compile(r"[（(]?[0-9]{1,3}[A-Z]{0,2}[.．)）]|[（(][a-zA-Z]{1,4}[)）]|[《\[［]|[（(][由編]|第[0-9IVXL]+[A-Z]*[ ]*[部分次]|附表")
_LEVELS = {"部": 10, "分部": 15, "次分部": 20}
_SCHEDULE_LEVEL = 5
_LONGEST_HEADING = 60
_WIDEST = 100
_HEAD_SIZE = 2000


def is_hong_kong_law(text: str) -> bool:
    """Return whether ``text`` is an ordinance: its chapter or name in 《》, sections, and that it speaks of itself."""
    if _HEAD.search(text, 0, _HEAD_SIZE) is None or _SPEAKS_OF_ITSELF.search(text) is None:
        return False
    return sum(1 for _ in zip(range(2), _SECTION_LINE.finditer(text), strict=False)) == 2


def hong_kong_pages(text: Mapped) -> tuple[Page, ...]:
    """Return the ordinance as one document: its first line as the title, each other paragraph as a block."""
    blocks = [Block(Role.PARAGRAPH, paragraph) for paragraph in _paragraphs(text)]
    title = blocks[0]
    return (Page((Block(Role.TITLE, title.text), *blocks[1:]), *text.span()),)


def is_hong_kong_page(title: str, blocks: Sequence[Block]) -> bool:
    """Return whether the blocks of a page below ``title`` are those of an ordinance."""
    heads = (title, *(block.text.text for block in blocks[:3]))
    if not any(_HEAD.fullmatch(head) for head in heads):
        return False
    sections = [block for block in blocks if _SECTION.match(block.text.text)]
    return len(sections) >= 2 and any(_SPEAKS_OF_ITSELF.search(block.text.text) for block in blocks)


def hong_kong_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Return the blocks with parts and schedules as headings and sections as articles; what stands in a schedule is
    numbered by itself."""
    last = (0, "")
    in_schedule = False
    for block in blocks:
        text = block.text.text
        is_short = len(text) <= _LONGEST_HEADING and not TERMINAL.search(text)
        part, section = _PART.match(text), _SECTION.match(text)
        if is_short and _SCHEDULE.match(text):
            in_schedule = True
            yield Block(Role.HEADING, block.text, _SCHEDULE_LEVEL)
        elif part and is_short:
            yield Block(Role.HEADING, block.text, _LEVELS[part[1]])
        elif section and not in_schedule and (number := _number(section[1])) > last:
            last = number
            yield Block(Role.PARAGRAPH, block.text, article=text[: section.end(1) + 1])
        elif block.role is Role.HEADING and not in_schedule and last > (0, ""):
            yield Block(Role.PARAGRAPH, block.text)
        else:
            yield block


def _number(printed: str) -> tuple[int, str]:
    figures = printed.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(figures), printed[len(figures) :]


def _paragraphs(text: Mapped) -> Iterator[Mapped]:
    """Return the lines, with those joined that a column of a fixed width has wrapped."""
    lines = [line for line in (line.strip(BLANK) for line in text.split_lines()) if line]
    columns = max(map(width, (line.text for line in lines)))
    parts: list[Mapped] = []
    for line in lines:
        if parts and not _goes_on(parts[-1].text, line.text, columns):
            yield join_wrapped(parts)
            parts = []
        parts.append(line)
    yield join_wrapped(parts)


def _goes_on(before: str, line: str, columns: int) -> bool:
    is_full = columns <= _WIDEST and width(before) > columns - 6
    return is_full and not TERMINAL.search(before) and _BEGINS.match(line) is None
