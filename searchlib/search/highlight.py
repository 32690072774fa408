"""Find the characters of texts to mark: in their keys, with offsets valid in the originals.

The texts of a page are looked through together, joined by a character that no text has and no needle finds::

    texts     兩洋 鐵路   建設两洋铁路
    joined    兩洋 鐵路 | 建設两洋铁路      the key of the whole is made once, each needle sought once,
    marks     ~~~~~~~~~     ~~~~~~~~      and a mark belongs to the text that it lies in
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from searchlib.budget import check_budget
from searchlib.model import Needle, Span
from searchlib.text.borders import bare
from searchlib.text.needle import find_needle
from searchlib.text.running import RunningText
from searchlib.text.separator import separator
from searchlib.text.spans import merged, starts
from searchlib.text.views import fold

_TOGETHER = 1 << 16
"""Code points looked through at once; a longer text alone."""


def marks(text: str, needles: Iterable[Needle]) -> tuple[Span, ...]:
    """Return ordered, disjoint spans of ``text`` that cover every occurrence of ``needles`` in its key.

    Characters inside an occurrence that do not count are covered too. There is no ceiling on the length of
    ``text`` or the number of marks.

    >>> marks("兩洋鐵路項目及两洋\\n铁路", ("两洋铁路",))
    (Span(start=0, end=4), Span(start=7, end=12))
    """
    return marks_of_each((text,), needles)[0]


def marks_of_each(texts: Sequence[str], needles: Iterable[Needle]) -> list[tuple[Span, ...]]:
    """Return the :func:`marks` of each of ``texts``.

    >>> marks_of_each(("兩洋", "铁路", "两洋"), ("两洋",))
    [(Span(start=0, end=2),), (), (Span(start=0, end=2),)]
    """
    wanted = set(needles)
    if not wanted:
        return [()] * len(texts)
    found: list[tuple[Span, ...]] = []
    for some in _parts(texts):
        found += _marks_together(some, wanted)
    return found


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ``texts`` into parts of at most :data:`_TOGETHER` code points, or of one text."""
    first = size = 0
    for number, text in enumerate(texts):
        if number > first and size + len(text) > _TOGETHER:
            yield texts[first:number]
            first, size = number, 0
        size += len(text)
    yield texts[first:]


def _marks_together(texts: Sequence[str], needles: set[Needle]) -> list[tuple[Span, ...]]:
    """Return the marks of each of ``texts``, looking through all of them at once."""
    between = separator([*texts, *map(str, needles)])
    if between is None and len(texts) > 1:
        return [_marks_together((text,), needles)[0] for text in texts]
    inner = RunningText((between or "").join(texts))
    edges: list[tuple[int, int]] = []
    key = fold(inner.running)
    for needle in needles:
        check_budget()
        if isinstance(needle, str):
            width = len(bare(needle))
            edges += [(at, at + width) for at in starts(key, needle)]
        else:  # the gap of a pattern must not reach from one text into the next
            at = 0
            for own in key.split(between) if between else (key,):
                edges += [(at + span.start, at + span.end) for span in find_needle(own, needle)]
                at += len(own) + 1
    return _divided(inner.outer(merged(edges)), texts)


def _divided(edges: Sequence[tuple[int, int]], texts: Sequence[str]) -> list[tuple[Span, ...]]:
    """Return the ordered marks of the joined texts by the text that each lies in."""
    found: list[tuple[Span, ...]] = []
    base = number = 0
    for text in texts:
        end, first = base + len(text), number
        while number < len(edges) and edges[number][0] < end:
            number += 1
        found.append(tuple([Span(start - base, stop - base) for start, stop in edges[first:number]]))
        base = end + 1
    return found
