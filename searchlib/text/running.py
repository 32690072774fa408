"""The running text: a text without the characters that do not count, and the way back to the text.

Two kinds of characters do not count. A reader does not see zero-width and format characters, soft hyphens,
variation selectors and control characters. And where Chinese stands on either side, blanks and line ends are
the printer's, not the author's: 习 近 平, 45 億美元, 两<line end>洋. Only between two letters or digits of an
alphabet does a run of blanks count, as one blank.

::

    text      両 洋 ZWSP 鐵  路 _ _ f e a s i b l e _ s t u d y \\n 45 _ 億
    running   両 洋      鐵  路     f e a s i b l e _ s t u d y    45   億

The rule looks at the nearest characters that count and at nothing else. So what is cut out of a text has, as
its own running text, a piece of the running text of the whole, and a query finds what it was copied from.
Classes of characters are those of their folded forms, from the shipped table (``folding.txt``), so that
``running`` and ``fold`` may be applied in either order.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from searchlib.model import Span
from searchlib.text.views import character_ranges, fold

if TYPE_CHECKING:
    from searchlib.text.tables import CountingCharacters

_REMEMBERED = 1 << 12
"""Characters that stand beside blanks."""


def key(text: str) -> str:
    """Return the folded running text: what an exact query is compared with.

    >>> key("兩 洋\\u200b鐵\\n路 Feasibility  Study")
    '两洋铁路feasibility study'
    """
    return fold(running(text))


def running(text: str) -> str:
    """Return ``text`` without the characters that do not count; blanks that count are spaces.

    >>> running("\\u3000王　毅 2015 年\\n45 億美元，three  words ")
    '王毅2015年45億美元，three words'
    """
    return RunningText(text).running if _skippable().search(text) else text


def without_unseen(text: str) -> tuple[str, list[int]]:
    """Return ``text`` without the characters that are not seen, and the offset of each that is left; then the
    length of ``text``.

    >>> without_unseen("两\u200b洋")
    ('两洋', [0, 2, 3])
    """
    kept = [at for at, character in enumerate(text) if not _unseen().match(character)]
    return "".join(text[at] for at in kept), [*kept, len(text)]


def running_of_many(joined: str) -> tuple[str, array[int]]:
    """Return the running text of long texts joined by a noncharacter, and where each of its characters
    stands in ``joined``."""
    return _counting().running(joined)


class RunningText:
    """A text and its running text; spans of the one as spans of the other. Offsets are code points."""

    __slots__ = ("_ends", "_shifts", "running", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        pieces: list[str] = []
        ends: list[int] = []  # ascending: where a piece of the running text ends …
        shifts: list[int] = []  # … and how many characters of the text were skipped before it
        at = length = 0
        skipped = 0
        for run in _skippable().finditer(text):
            start, end = run.span()
            pieces.append(text[at:start])
            length += start - at
            ends.append(length)
            shifts.append(skipped)
            skipped += end - start
            blank = _first_blank(run[0]) if _is_alphabetic_pair(text, start, end) else -1
            if blank >= 0:  # the run counts as one blank, which stands where its first blank is
                pieces.append(" ")
                length += 1
                ends.append(length)
                shifts.append(skipped - (end - start) + blank)
                skipped -= 1
            at = end
        pieces.append(text[at:])
        self.running = "".join(pieces) if ends else text
        self._ends = ends
        self._shifts = [*shifts, skipped]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the text for ``[start, end)`` of the running text, skipped characters inside
        included, those at its ends not.

        >>> RunningText("推进两 洋\\n铁 路。").span(2, 6)
        Span(start=2, end=9)
        """
        if start == end:
            return Span(self._place(start), self._place(start))
        return Span(*self.outer([(start, end)])[0])

    def outer(self, edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return start and end of the :meth:`span` of each of many pairs, none of them empty.

        >>> RunningText("推进两 洋\\n铁 路。").outer([(2, 6)])
        [(2, 9)]
        """
        ends, shifts = self._ends, self._shifts
        if not ends:
            return edges
        return [
            (start + shifts[bisect_right(ends, start)], end + shifts[bisect_right(ends, end - 1)])
            for start, end in edges
        ]

    def inner(self, span: Span) -> tuple[int, int]:
        """Return the half-open offsets of the running text for ``span`` of the text.

        >>> RunningText("推进两 洋\\n铁 路。").inner(Span(2, 9))
        (2, 6)
        """
        if not self._ends:
            return span.start, span.end
        low = bisect_left(range(len(self.running)), span.start, key=self._place)
        return low, max(low, bisect_left(range(len(self.running)), span.end, key=self._place))

    def _place(self, offset: int) -> int:
        """Where the character at ``offset`` of the running text stands in the text."""
        return offset + self._shifts[bisect_right(self._ends, offset)]


def _is_alphabetic_pair(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and is_alphabetic(text[start - 1]) and is_alphabetic(text[end])


def _first_blank(run: str) -> int:
    found = _blanks().search(run)
    return found.start() if found else -1


@lru_cache(_REMEMBERED)
def is_alphabetic(character: str) -> bool:
    """Return whether ``character`` is a letter, a digit or a combining mark of an alphabet."""
    edges = character_ranges().alphabetic
    at = bisect_right(edges, character)
    # Edges alternate: first and last character of a range. Between the two the number before is odd.
    return at % 2 == 1 or (at > 0 and edges[at - 1] == character)


@cache
def _counting() -> CountingCharacters:
    # Only a build needs it, and NumPy with it.
    from searchlib.text.tables import CountingCharacters

    ranges = character_ranges()
    return CountingCharacters(ranges.blank, ranges.unseen, ranges.alphabetic)


@cache
def _skippable() -> re.Pattern[str]:
    ranges = character_ranges()
    return re.compile(f"[{_in_class(ranges.blank)}{_in_class(ranges.unseen)}]+")


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(f"[{_in_class(character_ranges().unseen)}]")


@cache
def _blanks() -> re.Pattern[str]:
    return re.compile(f"[{_in_class(character_ranges().blank)}]")


def _in_class(edges: str) -> str:
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in pairs)
