"""Charts as SVG: the timeline, drawn by pygal without its script and its style sheet, and sparklines."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import pygal
from markupsafe import Markup
from pygal import PluginImportFixer

_WIDTH, _HEIGHT = 960, 260
_LABELS = 12
"""About how many labels fit under the bars."""

_PRINTED = 16
"""Bars that have room for their values above them."""

_COUNTED = 40
"""Up to this value the axis has whole numbers."""

_STEP, _SPARK = 6, 20
"""Width of a bar of a sparkline with the gap after it, and its height, in pixels."""

_LEFT_OUT = frozenset({"defs", "script", "style", "desc", "title"})
"""Elements that the content security policy forbids or that the page does not need."""


def _forget_plugins() -> None:
    """Remove the import finder that pygal leaves behind for its old plugins: it has no find_spec, of which
    Python warns at every later import. Other finders stay."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, PluginImportFixer)]


_forget_plugins()


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar: its label, the address that it leads to, a value for each series, and what it says when
    it is pointed at."""

    label: str
    address: str
    values: tuple[float, ...]
    told: str


@lru_cache(64)
def bars(drawn: tuple[Bar, ...], series: tuple[str, ...], height: int = _HEIGHT) -> Markup:
    """Return stacked bars as SVG, ``height`` pixels high, each a link; a few have their values above
    them. Nothing is drawn of nothing.

    Colours come from the page's style sheet; the drawing works in a page whose content security policy allows
    neither inline scripts nor inline styles.
    """
    if not drawn or not series:
        return Markup("")
    labels = [bar.label for bar in drawn]
    chart = pygal.StackedBar(
        js=[],
        css=[],
        show_legend=False,
        width=_WIDTH,
        height=height,
        disable_xml_declaration=True,
        margin=8,
        show_minor_x_labels=False,
        truncate_label=-1,
        include_x_axis=True,
        value_formatter=_shown,
        print_values=len(series) == 1 and len(drawn) <= _PRINTED,
        print_values_position="top",
        max_scale=6,
    )
    highest = max((sum(bar.values) for bar in drawn), default=0.0)
    if all(value == int(value) for bar in drawn for value in bar.values) and highest <= _COUNTED:
        chart.y_labels = list(range(0, int(highest) + 1, max(1, round(highest / 4))))
    chart.x_labels = labels
    chart.x_labels_major = labels[:: max(1, -(-len(labels) // _LABELS))]
    for at, name in enumerate(series):
        chart.add(
            name,
            [
                {"value": bar.values[at] or None, "label": bar.label, "xlink": _link(bar.address)}
                for bar in drawn
            ],
        )
    chart.add_xml_filter(partial(_bare, {bar.address: bar.told for bar in drawn}))
    return Markup(chart.render(is_unicode=True))


def sparkline(values: Sequence[int], told: str) -> Markup:
    """Return a small drawing of ``values``, one bar each, that says ``told``; empty where all are 0."""
    highest = max(values, default=0)
    if not highest:
        return Markup("")
    width = len(values) * _STEP
    rects = Markup("").join(
        Markup('<rect x="{}" y="{}" width="{}" height="{}"/>').format(
            at * _STEP, _SPARK - height, _STEP - 1, height
        )
        for at, value in enumerate(values)
        if (height := max(1, round(_SPARK * value / highest)) if value else 0)
    )
    return Markup(
        '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(width, _SPARK, width, _SPARK, told, rects)


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:,.1f}"


def _link(address: str) -> dict[str, str]:
    return {"href": address, "target": "_self"}


def _bare(told: Mapping[str, str], root: Any) -> Any:
    """Return the drawing without the elements of :data:`_LEFT_OUT`, comments and inline styles, and with what
    is ``told`` at each link.

    Screen readers and keyboard users have the table below it.
    """
    for parent in list(root.iter()):
        for child in list(parent):
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            is_zero = name == "text" and child.text == "0" and "value" in child.get("class", "")
            if not name or name in _LEFT_OUT or is_zero:
                parent.remove(child)
        parent.attrib.pop("style", None)
        if isinstance(parent.tag, str) and parent.tag.rpartition("}")[2] == "a":
            parent.set("tabindex", "-1")
            title = parent.makeelement("title", {})
            title.text = told.get(_address_of(parent), "")
            parent.append(title)
    root.set("aria-hidden", "true")
    return root


def _address_of(link: Any) -> str:
    address: str = next((value for name, value in link.attrib.items() if name.endswith("href")), "")
    return address
