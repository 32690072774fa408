"""Cutting a long clause down to what stands around its matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searchlib.model import Span
from searchlib.text.spans import merge


@dataclass(frozen=True, slots=True)
class Measure:
    """When and how to cut, in code points: text up to ``whole`` stays whole, a fragment shows ``around``
    characters on each side of its matches, and there are at most ``most`` fragments."""

    whole: int = 400
    around: int = 60
    most: int = 5


def windows(text: str, spans: Sequence[Span], measure: Measure) -> tuple[Span, ...]:
    """The parts of ``text`` to show, in order, apart from each other; every match is in at most one.

    A text without matches shows its beginning.

    >>> windows("一二三四五六七八九十", [Span(4, 5)], Measure(whole=5, around=2))
    (Span(start=2, end=7),)
    """
    whole = Span(0, len(text))
    if len(whole) <= measure.whole:
        return (whole,)
    around = measure.around
    wide = (Span(max(0, span.start - around), min(len(text), span.end + around)) for span in spans)
    return merge(wide)[: measure.most] or (Span(0, min(len(text), 2 * around)),)


def within(spans: Sequence[Span], window: Span) -> tuple[Span, ...]:
    """The spans that lie in ``window``, counted from its start."""
    inside = (span for span in spans if window.start <= span.start and span.end <= window.end)
    return tuple(Span(span.start - window.start, span.end - window.start) for span in inside)
