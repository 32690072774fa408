"""Charts as SVG, written without a library: bars, bars across, and a strip of where things stand.

Texts are drawn as text, in a list of fonts that have Chinese characters on every usual system; sizes are in
pixels. Everything is styled by attributes, so that a chart is the same in a file and in a page whose security
policy forbids inline styles.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from searchlib.render.columns import cells

FONTS = (
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Heiti SC',"
    "SimSun,'WenQuanYi Micro Hei',sans-serif"
)
_INK, _QUIET, _RULE, _BAR = "#23201b", "#635c50", "#ddd6c8", "#8f2d1f"
_SIZE = 13
_CELL = 6.6
"""About the width of half a Han character at that size."""

_WIDTH = 720
_LABELS = 14
"""About how many labels fit under bars."""


def bar_chart(title: str, bars: Sequence[tuple[str, float]], unit: str = "") -> str:
    """Return upright bars, one for each label and value, under ``title``; ``unit`` says what is counted."""
    height, base, left = 260, 220, 56
    most = max((value for _, value in bars), default=0.0) or 1.0
    step = (_WIDTH - left - 16) / max(1, len(bars))
    parts = [_text(16, 24, title, size=15), _text(16, 44, unit, fill=_QUIET)]
    for share in (0.0, 0.5, 1.0):
        y = base - share * (base - 64)
        parts.append(_line(left, y, _WIDTH - 16, y))
        parts.append(_text(left - 8, y + 4, _number(most * share), anchor="end", fill=_QUIET))
    every = max(1, -(-len(bars) // _LABELS))
    for at, (label, value) in enumerate(bars):
        tall = value / most * (base - 64)
        x = left + at * step
        parts.append(
            _rectangle(x + step * 0.12, base - tall, step * 0.76, tall, f"{label}: {_number(value)}")
        )
        if at % every == 0:
            parts.append(_text(x + step / 2, base + 18, label, anchor="middle", fill=_QUIET))
    return _drawing(height, title, parts)


def bars_across(title: str, bars: Sequence[tuple[str, float, str]], unit: str = "") -> str:
    """Return lying bars, one for each label, value and the value as it is said."""
    row, top = 24, 60
    left = 24 + max((cells(label) for label, _, _ in bars), default=0) * _CELL
    most = max((value for _, value, _ in bars), default=0.0) or 1.0
    room = _WIDTH - left - 24 - max((cells(said) for _, _, said in bars), default=0) * _CELL
    parts = [_text(16, 24, title, size=15), _text(16, 44, unit, fill=_QUIET)]
    for at, (label, value, said) in enumerate(bars):
        y = top + at * row
        wide = max(0.0, value) / most * room
        parts.append(_text(left - 8, y + 13, label, anchor="end"))
        parts.append(_rectangle(left, y + 2, wide, row - 9, f"{label}: {said}"))
        parts.append(_text(left + wide + 6, y + 13, said, fill=_QUIET))
    return _drawing(top + len(bars) * row + 12, title, parts)


def strip_chart(title: str, parts_of: Sequence[tuple[int, int]], unit: str = "") -> str:
    """Return where things stand in texts laid end to end: for each text how many, and its size.

    A text is as wide as its share of the whole size, and as dark as its rate.
    """
    height, top, low, left = 150, 62, 116, 16
    whole = sum(size for _, size in parts_of) or 1
    rates = [count / size for count, size in parts_of if size]
    most = max(rates, default=0.0) or 1.0
    drawn = [_text(left, 24, title, size=15), _text(left, 44, unit, fill=_QUIET)]
    x = float(left)
    for count, size in parts_of:
        wide = size / whole * (_WIDTH - 2 * left)
        if count and size:
            shade = 0.25 + 0.75 * (count / size) / most
            drawn.append(
                f'<rect x="{x:.2f}" y="{top}" width="{max(wide, 0.6):.2f}" height="{low - top}" '
                f'fill="{_BAR}" fill-opacity="{shade:.2f}"/>'
            )
        x += wide
    drawn.append(
        f'<rect x="{left}" y="{top}" width="{_WIDTH - 2 * left}" height="{low - top}" fill="none" '
        f'stroke="{_RULE}"/>'
    )
    return _drawing(height, title, drawn)


def stacked(drawings: Sequence[str], title: str) -> str:
    """Return several charts of this module below one another, as one under ``title``, which is not drawn."""
    parts, y = [], 0.0
    for drawing in drawings:
        head, _, body = drawing.partition(">")
        height = float(head.partition('height="')[2].partition('"')[0])
        parts.append(f'<g transform="translate(0 {y:g})">{body.removesuffix("</svg>")}</g>')
        y += height
    return f"{_head(y)}<title>{_safe(title)}</title>{''.join(parts)}</svg>"


def _drawing(height: float, title: str, parts: Sequence[str]) -> str:
    background = f'<rect width="{_WIDTH}" height="{height:g}" fill="#ffffff"/>'
    return f"{_head(height)}<title>{_safe(title)}</title>{background}{''.join(parts)}</svg>"


def _head(height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" '
        f'height="{height:g}" role="img" font-family="{FONTS}" font-size="{_SIZE}" xml:lang="zh-Hans">'
    )


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = _SIZE, fill: str = _INK
) -> str:
    if not text:
        return ""
    placed = f'x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"'
    return f"<text {placed}>{_safe(text)}</text>"


def _rectangle(x: float, y: float, width: float, height: float, said: str) -> str:
    placed = f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'
    return f'<rect {placed} fill="{_BAR}"><title>{_safe(said)}</title></rect>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{_RULE}"/>'


def _safe(text: str) -> str:
    """Return ``text`` for XML 1.0, which has no control characters and no lone surrogates."""
    kept = "".join(each if each.isprintable() else "\ufffd" for each in text)
    return escape(kept.encode("utf-8", "replace").decode("utf-8"), quote=False)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or value >= 100 else f"{value:,.2g}"
