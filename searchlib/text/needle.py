"""Where a needle occurs in a text, by a plain scan: what an engine answers from its positions.

A :class:`~searchlib.model.Pattern` occurs once for each place where it can begin, and reaches from there to
its nearest end.
"""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.model import Needle, Neighbours, Pattern, Span
from searchlib.text import spans
from searchlib.text.borders import bare, holds


def find_needle(text: str, needle: Needle) -> Iterator[Span]:
    """Yield every occurrence of ``needle`` in ``text`` by its start, overlapping ones too.

    >>> [(span.start, span.end) for span in find_needle("第一条和第二条", Pattern(("第", "条"), ((0, 10),)))]
    [(0, 3), (4, 7)]
    >>> [span.start for span in find_needle("16日和6日", Pattern(("6日",), not_before=(("0123456789",),)))]
    [4]
    """
    if isinstance(needle, str):
        return spans.find(text, needle)
    return _find_pattern(text, needle)


def _find_pattern(text: str, pattern: Pattern) -> Iterator[Span]:
    for start in spans.starts(text, pattern.pieces[0]):
        if not any(_stands(text, start - len(each), each) for each in pattern.not_before):
            end = _nearest_end(text, start, pattern)
            if end is not None:
                yield Span(start, end)


def _nearest_end(text: str, start: int, pattern: Pattern) -> int | None:
    ends = {start + len(bare(pattern.pieces[0]))}
    for (low, high), piece in zip(pattern.gaps, pattern.pieces[1:], strict=True):
        begins = {at for end in ends for at in range(end + low, end + high + 1)}
        plain = bare(piece)
        ends = {at + len(plain) for at in begins if text.startswith(plain, at) and holds(text, at, piece)}
    allowed = (end for end in ends if not any(_stands(text, end, each) for each in pattern.not_after))
    return min(allowed, default=None)


def _stands(text: str, at: int, neighbours: Neighbours) -> bool:
    """Return whether characters of these classes stand side by side from ``at`` on."""
    inside = at >= 0 and at + len(neighbours) <= len(text)
    return inside and all(text[at + step] in members for step, members in enumerate(neighbours))
