"""Joining lines that a page wrapped at its column width, inside words too.

Widths are columns: a Chinese character takes two, a Latin letter one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from searchlib.corpus.mapped import Mapped

_LETTER = re.compile(r"[A-Za-z]")
_NO_LINE_START = frozenset("，。、；：？！,.;:?!）)」』》〉”’】〕%％‧·…")
_MANY_LINES = 12
_NARROWEST, _WIDEST = 24, 130
"""Columns of a page that may be wrapped."""

_RAGGED = 8
"""Columns by which the lines of one column differ."""

TERMINAL = re.compile(
    r"[。！？!?：:；;…][”’\"」』）)》】]*$|[。！？](?:[ 　]+[●■▲]?|[●■▲])[\u4e00-\u9fff]{2,6}$"
)
"""How a line ends whose sentence is finished; a source may follow it: …應有之義。 ●中新社."""


def width(line: str) -> int:
    """Columns that ``line`` takes.

    >>> width("錢凱港 APEC")
    11
    """
    return 2 * len(line) - len(line.encode("latin-1", "ignore"))


def join_wrapped(lines: Sequence[Mapped]) -> Mapped:
    """The stripped ``lines`` as one text.

    Chinese lines join without a blank; two Latin words get the space that the line end stood for; a word
    that was hyphenated at the line end becomes whole.

    >>> cut = Mapped.of("Lea Pat-\\nthey傾談")
    >>> join_wrapped((cut[:8], cut[9:])).text
    'Lea Patthey傾談'
    """
    if len(lines) == 1 and len(lines[0].map.runs) == 1:
        return lines[0]
    parts: list[Mapped] = []
    for line in lines:
        if parts:
            before = parts[-1]
            if _is_hyphenated(before.text, line.text):
                parts[-1] = before[:-1]
            elif _LETTER.match(before.text[-1:]) and _LETTER.match(line.text[:1]):
                parts.append(Mapped.made_of(" ", before.span()[1], line.span()[0]))
        parts.append(line)
    return Mapped.join(parts)


def is_full(line: str, columns: int, following: str) -> bool:
    """Whether ``line`` had no room for the first character of ``following`` in a column that wide.

    A sign that may not begin a line takes the character before it along to the next one.
    """
    room = columns - width(line)
    carried = following[1:2] in _NO_LINE_START
    return room < width(following[:2] if carried else following[:1])


def is_wrapped(text: str) -> bool:
    """Whether ``text`` is hard-wrapped: many short lines, most of them ending inside a sentence.

    >>> is_wrapped("十四日晚，習近平同博魯阿爾特總統\\n在利馬以視頻方式共同出席開港儀式\\n" * 8)
    True
    """
    printed = [line.strip() for line in text.splitlines()]
    lines = [line for line in printed if line]
    wide = sum(width(line) >= _NARROWEST for line in lines)
    if len(lines) < _MANY_LINES or wide * 2 < _MANY_LINES:
        return _is_evenly_wrapped(text.splitlines())
    widths = sorted(map(width, lines))
    return widths[len(widths) * 9 // 10] <= _WIDEST and _cut_lines(lines) * 2 > wide


def _cut_lines(lines: Sequence[str]) -> int:
    """How many lines end inside a sentence at the width of a line beside them."""
    widths = [width(line) for line in lines]
    return sum(
        columns >= _NARROWEST
        and max(widths[max(0, at - 1)], widths[at + 1]) - columns <= _RAGGED
        and TERMINAL.search(lines[at]) is None
        for at, columns in enumerate(widths[:-1])
    )


def _is_evenly_wrapped(printed: Sequence[str]) -> bool:
    """Whether a page of few lines is wrapped: those that end inside a sentence all reach the same column.

    Where paragraphs begin indented and go on without, a ragged margin is one column too.
    """
    lines = [line.expandtabs(4).rstrip() for line in printed]
    columns = max((_reach(line) for line in lines), default=0)
    if not _NARROWEST <= columns <= _WIDEST:
        return False
    followed = [pair for pair in pairwise(lines) if all(pair) and not TERMINAL.search(pair[0])]
    indented = sum(_is_indented(first) and not _is_indented(second) for first, second in followed)
    room = _RAGGED if indented >= 2 else 0
    full = sum(
        columns - _reach(line) <= room or is_full(line.lstrip(), columns, following.strip())
        for line, following in followed
    )
    return full >= 2 and full * 3 >= len(followed) * 2


def _reach(line: str) -> int:
    """The column that a line reaches; one with much blank on its left is set in the middle or at the end."""
    columns, text = width(line), line.lstrip()
    if len(text) == len(line):
        return columns
    reached = width(text)
    return columns if columns - reached <= _RAGGED else reached


def _is_indented(line: str) -> bool:
    return line[:1] in (" ", "\u3000")


def _is_hyphenated(before: str, after: str) -> bool:
    return (
        before.endswith("-")
        and before[-2:-1].isalpha()
        and before[-2:-1].isascii()
        and (after[:1].isascii() and after[:1].islower())
    )
