"""A caret under a place of a query, as compilers point at an error."""

from __future__ import annotations

from searchlib.render.columns import cells, clip, clip_start
from searchlib.render.terminal import on_one_line

_INDENT = "  "
_ROOM = 76
"""Cells of a query that are shown; of a longer one, those around the place."""


def caret_lines(text: str, column: int, room: int = _ROOM) -> tuple[str, str]:
    """Return ``text`` and a line with a caret under its code point ``column``; a Chinese character is two
    cells wide.

    >>> print(*caret_lines("两洋 (铁路", 3), sep="\\n")
      两洋 (铁路
           ^
    """
    shown = on_one_line(text[max(0, column - room) : column + room])
    at = min(column, room)
    before, after = shown[:at], shown[at:]
    if column > room or cells(shown) > room:
        left = clip_start(before, room // 2 - 1)
        before = left if left == before and column <= room else f"…{left}"
        right = clip(after, room - cells(before) - 1)
        after = right if right == after and len(text) <= column + room else f"{right}…"
    return f"{_INDENT}{before}{after}", f"{_INDENT}{' ' * cells(before)}^"
