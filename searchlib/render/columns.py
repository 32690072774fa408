"""Lining text up in terminal cells: a Han character is two cells wide, a combining mark none."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len


def cells(text: str) -> int:
    """How many terminal cells ``text`` takes.

    >>> cells("第8条"), cells("𠀀")
    (5, 2)
    """
    return cell_len(text)


def pad(text: str, width: int) -> str:
    """``text`` with blanks after it up to ``width`` cells; longer text stays whole."""
    return text + " " * (width - cells(text))


def pad_start(text: str, width: int) -> str:
    """``text`` with blanks before it up to ``width`` cells; longer text stays whole."""
    return " " * (width - cells(text)) + text


def clip(text: str, width: int) -> str:
    """The longest beginning of ``text`` that takes at most ``width`` cells.

    >>> clip("两洋铁路", 5)
    '两洋'
    """
    return text[: _fitting(text, width)]


def clip_start(text: str, width: int) -> str:
    """The longest end of ``text`` that takes at most ``width`` cells.

    >>> clip_start("两洋铁路", 5)
    '铁路'
    """
    return text[len(text) - _fitting(text[::-1], width) :]


def wrapped(text: str, width: int) -> list[str]:
    """``text`` on lines of at most ``width`` cells, broken at blanks where that can be.

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


def levelled(widths: Iterable[int], room: int) -> int:
    """The width down to which the widest of some columns give way, so that together they take ``room``.

    >>> levelled([42, 32, 6], 36)
    15
    """
    ordered = sorted(widths)
    for place, width in enumerate(ordered):
        share = room // (len(ordered) - place)
        if width > share:
            return share
        room -= width
    return ordered[-1]


def _fitting(characters: str, width: int) -> int:
    """How many leading characters fit into ``width`` cells."""
    taken = 0
    for count, character in enumerate(characters):
        taken += cells(character)
        if taken > width:
            return count
    return len(characters)
