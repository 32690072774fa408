"""The timeline as an SVG bar chart, drawn by pygal without its script and its style sheet."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any, TypeAlias

import pygal
from markupsafe import Markup
from pygal import PluginImportFixer

_WIDTH, _HEIGHT = 960, 260
_LABELS = 12
"""About how many labels fit under the bars."""

_LEFT_OUT = frozenset({"defs", "script", "style", "desc", "title"})
"""Elements that the content security policy forbids or that the page does not need."""


def _forget_plugins() -> None:
    """Remove the import finder that pygal leaves behind for its old plugins: it has no find_spec, of which
    Python warns at every later import. Other finders stay."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, PluginImportFixer)]


_forget_plugins()

Series: TypeAlias = tuple[str, tuple[int, ...]]
"""A name and a number for each label."""


@lru_cache(64)
def bars(labels: tuple[str, ...], series: tuple[Series, ...], links: tuple[str, ...]) -> Markup:
    """Return stacked bars as SVG, one bar for each of ``labels``, each a link.

    Colours come from the page's style sheet; the drawing works in a page whose content security policy allows
    neither inline scripts nor inline styles.
    """
    chart = pygal.StackedBar(
        js=[],
        css=[],
        show_legend=False,
        width=_WIDTH,
        height=_HEIGHT,
        disable_xml_declaration=True,
        margin=8,
        show_minor_x_labels=False,
        truncate_label=-1,
        include_x_axis=True,
        value_formatter=lambda value: f"{round(value):,}",
        max_scale=6,
    )
    chart.x_labels = list(labels)
    chart.x_labels_major = list(labels[:: max(1, -(-len(labels) // _LABELS))])
    for name, counts in series:
        rows = zip(counts, labels, links, strict=True)
        chart.add(
            name,
            [{"value": count or None, "label": label, "xlink": _link(link)} for count, label, link in rows],
        )
    chart.add_xml_filter(_bare)
    return Markup(chart.render(is_unicode=True))


def _link(address: str) -> dict[str, str]:
    return {"href": address, "target": "_self"}


def _bare(root: Any) -> Any:
    """Return the drawing without the elements of :data:`_LEFT_OUT`, comments and inline styles.

    Screen readers and keyboard users have the table below it.
    """
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _LEFT_OUT:
                parent.remove(child)
        parent.attrib.pop("style", None)
        if isinstance(parent.tag, str) and parent.tag.rpartition("}")[2] == "a":
            parent.set("tabindex", "-1")
    root.set("aria-hidden", "true")
    return root
