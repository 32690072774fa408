"""Two texts beside each other on a terminal, with what differs marked in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from searchlib.analysis.edits import Edit
from searchlib.render.analysis_values import CAME, WENT
from searchlib.render.columns import cells
from searchlib.render.terminal import Look, Style, made_visible, paint

_BETWEEN = " │ "
_NARROWEST = 20
"""Cells of a column."""

_Piece = tuple[str, Style | None]


def side_by_side(edits: Sequence[Edit], columns: int, look: Look) -> Iterator[str]:
    """Yield lines of ``columns`` cells: the first text on the left, the second on the right.

    What went is between ``[-`` and ``-]``, what came between ``{+`` and ``+}``; in colour too if the look
    has it.

    >>> edits = [Edit("奉行", "奉行", True), Edit("政策", "原则", False)]
    >>> list(side_by_side(edits, 43, Look()))
    ['奉行[-政策-]         │ 奉行{+原则+}']
    """
    width = max(_NARROWEST, (columns - len(_BETWEEN)) // 2)
    left = _wrapped(_pieces(edits, left=True), width)
    right = _wrapped(_pieces(edits, left=False), width)
    for one, other in zip_longest(left, right, fillvalue=()):
        used = sum(cells(text) for text, _ in one)
        line = _painted(one, look) + " " * (width - used) + _BETWEEN + _painted(other, look)
        yield line.rstrip()


def _pieces(edits: Iterable[Edit], left: bool) -> Iterator[_Piece]:
    signs, style = (WENT, Style.GONE) if left else (CAME, Style.CAME)
    for each in edits:
        text = made_visible(each.before if left else each.after)
        if each.same:
            yield text, None
        elif text:
            yield f"{signs[0]}{text}{signs[1]}", style


def _wrapped(pieces: Iterable[_Piece], width: int) -> list[tuple[_Piece, ...]]:
    """Return the pieces in lines of at most ``width`` cells; a line feed ends a line."""
    lines: list[list[_Piece]] = [[]]
    room = width
    for text, style in pieces:
        run = ""
        for character in text:
            needed = cells(character)
            if character == "\n" or needed > room:
                lines[-1].append((run, style))
                lines.append([])
                run, room = "", width
                if character == "\n":
                    continue
            run += character
            room -= needed
        lines[-1].append((run, style))
    return [tuple(line) for line in lines]


def _painted(line: Iterable[_Piece], look: Look) -> str:
    return "".join(text if style is None else paint(text, style, look) for text, style in line)
