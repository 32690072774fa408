"""Excerpts: a long clause cut to fragments around its matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searchlib.model import Span
from searchlib.text.spans import merge_spans

LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Measure:
    """When and how to cut, in code points: text up to ``whole`` is not cut, a fragment shows ``around``
    characters on each side of its matches, and there are at most ``most`` fragments with about
    ``longest`` characters in total (a clause of millions with a match in every line is one fragment)."""

    whole: int = 400
    around: int = 60
    most: int = 5
    longest: int = 1200


def windows(text: str, spans: Sequence[Span], measure: Measure) -> tuple[Span, ...]:
    """Return the fragments of ``text`` to show, in order and without overlap; a match lies in at most one,
    and is whole unless it is longer than everything that may be shown.

    Of a text without matches the beginning is shown.

    >>> windows("一二三四五六七八九十", [Span(4, 5)], Measure(whole=5, around=2))
    (Span(start=2, end=7),)
    """
    whole = Span(0, len(text))
    if len(whole) <= measure.whole:
        return (whole,)
    shown: list[Span] = []
    for match in merge_spans(spans):
        window = _around(match, text, measure)
        joined = bool(shown) and window.start <= shown[-1].end
        before = shown[:-1] if joined else shown
        window = Span(shown[-1].start, window.end) if joined else window
        if shown and sum(map(len, before)) + len(window) > measure.longest:
            shown[-1] = Span(shown[-1].start, min(shown[-1].end, match.start))
            break
        if len(before) == measure.most:
            break
        shown = [*before, window]
    return tuple(shown) or (Span(0, min(len(text), 2 * measure.around)),)


def _around(match: Span, text: str, measure: Measure) -> Span:
    end = min(match.end, match.start + measure.longest)
    return Span(max(0, match.start - measure.around), min(len(text), end + measure.around))


def within(spans: Sequence[Span], window: Span) -> tuple[Span, ...]:
    """Return the spans that lie in ``window``, relative to its start."""
    inside = (span for span in spans if window.start <= span.start and span.end <= window.end)
    return tuple(Span(span.start - window.start, span.end - window.start) for span in inside)
