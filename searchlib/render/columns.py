"""Aligning text in terminal cells: a Han character is two cells wide, a combining mark none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

_OPENING = "「『“‘《〈【〔（"
_CLOSING = "」』”’》〉】〕）、，。；：？！…"


def cells(text: str) -> int:
    """Return the number of terminal cells that ``text`` takes.

    >>> cells("第8条"), cells("𠀀")
    (5, 2)
    """
    return len(text) if text.isascii() and text.isprintable() else _measure()(text)


@cache
def _measure() -> Callable[[str], int]:
    from rich.cells import cell_len  # its tables are loaded where there is something to measure

    return cell_len


def pad(text: str, width: int) -> str:
    """Pad ``text`` with spaces on the right to ``width`` cells; longer text is returned unchanged."""
    return text + " " * (width - cells(text))


def pad_start(text: str, width: int) -> str:
    """Pad ``text`` with spaces on the left to ``width`` cells; longer text is returned unchanged."""
    return " " * (width - cells(text)) + text


def clip(text: str, width: int) -> str:
    """Return the longest prefix of ``text`` that takes at most ``width`` cells.

    >>> clip("两洋铁路", 5)
    '两洋'
    """
    return text[: _fitting(text, width)]


def clip_start(text: str, width: int) -> str:
    """Return the longest suffix of ``text`` that takes at most ``width`` cells.

    >>> clip_start("两洋铁路", 5)
    '铁路'
    """
    return text[len(text) - _fitting(text[::-1], width) :]


def cut(text: str, width: int) -> str:
    """Return ``text`` if it takes at most ``width`` cells, else its beginning and …; at least one character.

    >>> cut("两洋铁路", 8), cut("两洋铁路", 7)
    ('两洋铁路', '两洋铁…')
    """
    return text if cells(text) <= width else f"{clip(text, max(width - 1, 2))}…"


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` as lines of at most ``width`` cells, broken at spaces where possible.

    >>> wrapped("两洋铁路 Two-Ocean Railway", 10)
    ['两洋铁路', 'Two-Ocean', 'Railway']
    >>> wrapped("两洋铁路", 5)
    ['两洋', '铁路']
    """
    lines = []
    while cells(text) > width:
        end = max(1, _fitting(text, width))
        blank = end if text[end : end + 1] == " " else text.rfind(" ", 0, end)
        end = blank if blank > 0 else end
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, text]


def filled(text: str, width: int) -> list[str]:
    """Return prose as lines of at most ``width`` cells where its words allow: lines end at blanks and between
    Han characters, and none begins with closing punctuation or ends with an opening one.

    >>> filled("列出名称或项目的每一处（--names 列出）。", 24)
    ['列出名称或项目的每一处', '（--names 列出）。']
    """
    lines, line, taken, gap = [], "", 0, ""
    for unit in _divided(text.strip()):
        if unit.isspace():
            gap = unit
            continue
        size = cells(unit)
        if line and taken + len(gap) + size > width:
            lines.append(line)
            line, taken, gap = "", 0, ""
        line, taken, gap = line + gap + unit, taken + len(gap) + size, ""
    return [*lines, line]


def _divided(text: str) -> list[str]:
    """Return blanks, and what a line end does not divide: a word, or a Han character, with the punctuation
    that belongs to it."""
    words = re.findall(r"\s+|\S+", text)
    return [
        unit for word in words for unit in ((word,) if word.isascii() else _units().findall(word)) if unit
    ]


@cache
def _units() -> re.Pattern[str]:
    """The parts of a word that is not of ASCII alone; Han characters are those from U+2E80. Compiled where
    there is one, which takes longer than to lay out a page."""
    word, han = r"[^\s“”‘’…\u2e80-\U0003ffff]+", r"[\u2e80-\U0003ffff]"
    return re.compile(rf"[{_OPENING}(]*(?:{word}|{han})?[{_CLOSING},.;:)?!]*|\s+")


def levelled(widths: Iterable[int], total: int) -> int:
    """Return the largest width to which columns can be limited so that together they take at most ``total``
    cells.

    >>> levelled([42, 32, 6], 36)
    15
    """
    ordered = sorted(widths)
    for place, width in enumerate(ordered):
        share = total // (len(ordered) - place)
        if width > share:
            return share
        total -= width
    return ordered[-1]


def _fitting(characters: str, width: int) -> int:
    """Return the number of leading characters that fit into ``width`` cells."""
    taken = 0
    for count, character in enumerate(characters):
        taken += cells(character)
        if taken > width:
            return count
    return len(characters)
