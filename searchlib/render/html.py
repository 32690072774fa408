"""The only place that escapes HTML: text goes in, markup safe in elements and attributes comes out."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from searchlib.model import Span
from searchlib.text.spans import merge, pieces


def escaped(text: str) -> str:
    """``text`` for an element's content or a quoted attribute value.

    >>> escaped('<a href="x">两洋</a>')
    '&lt;a href=&quot;x&quot;&gt;两洋&lt;/a&gt;'
    """
    return escape(text, quote=True)


def marked_html(text: str, spans: Iterable[Span]) -> str:
    """``text`` escaped piece by piece, with ``spans`` (code points of ``text``, in any order) in ``<mark>``.

    >>> marked_html("推动<两洋铁路>", [Span(3, 7)])
    '推动&lt;<mark>两洋铁路</mark>&gt;'
    """
    cut = pieces(text, merge(spans))
    return "".join(f"<mark>{escaped(piece)}</mark>" if inside else escaped(piece) for piece, inside in cut)
