"""Text as HTML: escaped markup that is safe in elements and attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from searchlib.model import Span
from searchlib.render.excerpt import Measure, windows, within
from searchlib.text.spans import merge_spans, pieces

_LEFT_OUT = '<span class="cut">…</span>'


def escaped(text: str) -> str:
    """Escape ``text`` for an element's content or a quoted attribute value.

    >>> escaped('<a href="x">两洋</a>')
    '&lt;a href=&quot;x&quot;&gt;两洋&lt;/a&gt;'
    """
    return escape(text, quote=True)


def marked_html(text: str, spans: Iterable[Span], first: int | None = None) -> str:
    """Return ``text`` escaped, with ``spans`` (code points of ``text``, in any order) in ``<mark>``.

    With ``first`` the marks are numbered from it, so that they can be linked to: ``<mark id="m3">``.

    >>> marked_html("推动<两洋铁路>", [Span(3, 7)])
    '推动&lt;<mark>两洋铁路</mark>&gt;'
    """
    parts = []
    number = first
    for piece, inside in pieces(text, merge_spans(spans)):
        if not inside:
            parts.append(escaped(piece))
        elif number is None:
            parts.append(f"<mark>{escaped(piece)}</mark>")
        else:
            parts.append(f'<mark id="m{number}" tabindex="-1">{escaped(piece)}</mark>')
            number += 1
    return "".join(parts)


def parted_html(text: str, spans: Iterable[Span], first: int, at: int) -> tuple[str, str]:
    """Return what :func:`marked_html` returns, in two: up to the code point ``at``, and from there on.

    A mark that reaches over ``at`` is in both; its id is in the first.

    >>> parted_html("八、铁路", [Span(0, 4)], 3, 2)
    ('<mark id="m3" tabindex="-1">八、</mark>', '<mark>铁路</mark>')
    """
    merged = merge_spans(spans)
    before = [span for span in merged if span.start < at]
    head = marked_html(text[:at], [Span(span.start, min(span.end, at)) for span in before], first)
    over = merged[len(before) - 1].end if before and before[-1].end > at else at
    rest = [Span(span.start - over, span.end - over) for span in merged[len(before) :]]
    reaching = marked_html(text[at:over], [Span(0, over - at)])
    return head, reaching + marked_html(text[over:], rest, first + len(before))


def excerpt_html(text: str, spans: Sequence[Span], measure: Measure | None = None) -> str:
    """Return ``text`` marked, and cut to fragments around its matches if it is long.

    >>> excerpt_html("双方同意推动两洋铁路项目", [Span(6, 10)], Measure(whole=5, around=2))
    '<span class="cut">…</span>推动<mark>两洋铁路</mark>项目'
    """
    shown = windows(text, spans, measure or Measure())
    parts = [_LEFT_OUT] if shown[0].start else []
    for window in shown:
        parts.append(marked_html(text[window.start : window.end], within(spans, window)))
        if window.end < len(text):
            parts.append(_LEFT_OUT)
    return "".join(parts)
