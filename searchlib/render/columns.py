"""Lining text up in terminal cells: a Han character is two cells wide, a combining mark none."""

from __future__ import annotations

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


def _fitting(characters: str, width: int) -> int:
    """How many leading characters fit into ``width`` cells."""
    taken = 0
    for count, character in enumerate(characters):
        taken += cells(character)
        if taken > width:
            return count
    return len(characters)
