"""Find the quotations in a text: what stands in quotation marks or, where nothing does, each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from searchlib.model import Span
from searchlib.text.running import key

_PAIRS = {"「": "」", "『": "』", "“": "”", "《": "》", "﹁": "﹂", "﹃": "﹄", "｢": "｣", "„": "”"}
_MARKS = re.compile(f"[{''.join(_PAIRS)}{''.join(dict.fromkeys(_PAIRS.values()))}]")


class QuotedBy(StrEnum):
    """How the quotations of a text are told."""

    MARKS = "marks"
    LINES = "lines"
    WHOLE = "whole"


def quotations_in(text: str, by: QuotedBy | None = None) -> list[Span]:
    """Return the quotations of ``text`` in its order: in marks or, without any, its lines that are not blank.

    A quotation inside another one belongs to it; a mark without a partner is text.

    >>> [(span.start, span.end) for span in quotations_in("他说“两洋「铁路」”，又说「港口」")]
    [(3, 9), (14, 16)]
    >>> quotations_in("两洋\\n\\n铁路")
    [Span(start=0, end=2), Span(start=4, end=6)]
    """
    if by is QuotedBy.WHOLE:
        return [Span(0, len(text))]
    found = [] if by is QuotedBy.LINES else list(_marked(text))
    if not found and by is not QuotedBy.MARKS:
        found = list(_lines(text))
    return [span for span in found if key(text[span.start : span.end])]


def unquoted(text: str) -> Span:
    """Return ``text`` without blanks around it and one pair of marks around the whole.

    >>> unquoted(" “两洋铁路” ")
    Span(start=2, end=6)
    """
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    inside = list(_marked(text[start:end]))
    if len(inside) == 1 and (inside[0].start, inside[0].end) == (1, end - start - 1):
        return Span(start + 1, end - 1)
    return Span(start, max(start, end))


def _marked(text: str) -> Iterator[Span]:
    """Yield what stands in marks that are in no others."""
    found: list[Span] = []
    opened: list[tuple[str, int]] = []
    awaited: dict[str, int] = {}
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark in _PAIRS:
            opened.append((_PAIRS[mark], at))
            awaited[_PAIRS[mark]] = awaited.get(_PAIRS[mark], 0) + 1
        elif awaited.get(mark):
            while True:  # marks opened since then have no partner
                closing, start = opened.pop()
                awaited[closing] -= 1
                if closing == mark:
                    break
            while found and found[-1].start > start:
                found.pop()
            found.append(Span(start + 1, at))
    yield from found


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        indent = len(line) - len(line.lstrip())
        if bare.strip():
            yield Span(start + indent, start + len(bare))
        start += len(line)
