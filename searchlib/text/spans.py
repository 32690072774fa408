"""Arithmetic on spans: find, merge_spans, cut at marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchlib.model import Span
from searchlib.text.borders import bare, holds


def starts(text: str, needle: str) -> list[int]:
    """Return where ``needle`` begins in ``text``, overlapping occurrences too; nowhere for an empty needle.

    Where the needle has borders (:mod:`searchlib.text.borders`) they must hold.

    >>> starts("人人人", "人人"), starts("unesco, un", "\\bun\\b")
    ([0, 1], [8])
    """
    sought = bare(needle)
    found: list[int] = []
    at = text.find(sought) if sought else -1
    while at >= 0:
        found.append(at)
        at = text.find(sought, at + 1)
    return found if sought == needle else [at for at in found if holds(text, at, needle)]


def find(text: str, needle: str) -> Iterator[Span]:
    """Yield every occurrence of ``needle`` in ``text``, overlapping ones too; none for an empty needle.

    >>> [(span.start, span.end) for span in find("人人人", "人人")]
    [(0, 2), (1, 3)]
    """
    width = len(bare(needle))
    return (Span(at, at + width) for at in starts(text, needle))


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return ordered spans that cover the same characters and neither overlap nor touch; empty spans
    vanish.

    >>> merge_spans([Span(4, 6), Span(0, 10), Span(10, 12), Span(20, 21)])
    (Span(start=0, end=12), Span(start=20, end=21))
    """
    return merge_edges((span.start, span.end) for span in spans)


def merge_edges(edges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Merge spans as :func:`merge_spans` does, for plain pairs, of which there may be thousands.

    >>> merge_edges([(4, 6), (0, 4)])
    (Span(start=0, end=6),)
    """
    return tuple([Span(start, end) for start, end in merged(edges)])


def merged(edges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge plain pairs as :func:`merge_spans` does spans.

    >>> merged([(4, 6), (0, 4), (8, 9)])
    [(0, 6), (8, 9)]
    """
    found: list[tuple[int, int]] = []
    first, last = 0, 0
    for start, end in sorted(edges):
        if start > last:
            if first < last:
                found.append((first, last))
            first, last = start, end
        elif first == last:
            first, last = start, end
        elif end > last:
            last = end
    if first < last:
        found.append((first, last))
    return found


def outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans without those that lie inside another one; of equal spans one stays.

    >>> outermost([Span(0, 2), Span(0, 5), Span(3, 5), Span(4, 7)])
    (Span(start=0, end=5), Span(start=4, end=7))
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)


def pieces(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """Cut ``text`` at the borders of ordered, disjoint ``spans``; yield each piece and whether it is inside
    one.

    The pieces concatenate to ``text``; none is empty.

    >>> list(pieces("推进两洋铁路", [Span(2, 6)]))
    [('推进', False), ('两洋铁路', True)]
    """
    at = 0
    for span in spans:
        if at < span.start:
            yield text[at : span.start], False
        if len(span):
            yield text[span.start : span.end], True
        at = span.end
    if at < len(text):
        yield text[at:], False
