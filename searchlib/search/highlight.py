"""Find the characters of a text to mark: in its key, with offsets valid in the original."""

from __future__ import annotations

from collections.abc import Iterable

from searchlib.budget import check_budget
from searchlib.model import Needle, Span
from searchlib.text.borders import bare
from searchlib.text.needle import find_needle
from searchlib.text.running import RunningText
from searchlib.text.spans import merge_edges, starts
from searchlib.text.views import fold


def marks(text: str, needles: Iterable[Needle]) -> tuple[Span, ...]:
    """Return ordered, disjoint spans of ``text`` that cover every occurrence of ``needles`` in its key.

    Characters inside an occurrence that do not count are covered too. There is no ceiling on the length of
    ``text`` or the number of marks.

    >>> marks("兩洋鐵路項目及两洋\\n铁路", ("两洋铁路",))
    (Span(start=0, end=4), Span(start=7, end=12))
    """
    wanted = set(needles)
    if not wanted:
        return ()
    inner = RunningText(text)
    folded = fold(inner.running)
    edges: list[tuple[int, int]] = []
    for needle in wanted:
        check_budget()
        if not isinstance(needle, str):
            edges += [(span.start, span.end) for span in find_needle(folded, needle)]
            continue
        width = len(bare(needle))
        edges += [(at, at + width) for at in starts(folded, needle)]
    return tuple(inner.span(span.start, span.end) for span in merge_edges(edges))
