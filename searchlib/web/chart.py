"""The timeline as a drawing: bars by pygal, without the script and the style that it would bring along."""

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
"""Elements that a page under our policy cannot have, or has no use for."""


def _forget_plugins() -> None:
    """Take back the finder that pygal leaves for its old plugins: it has no find_spec, and Python warns of
    that at every later import. Finders of others stay."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, PluginImportFixer)]


_forget_plugins()

Series: TypeAlias = tuple[str, tuple[int, ...]]
"""A name and a number for each label."""


@lru_cache(64)
def bars(labels: tuple[str, ...], series: tuple[Series, ...], links: tuple[str, ...]) -> Markup:
    """Stacked bars, one for each of ``labels``, each a link.

    Colours are those of the page's style sheet; the drawing is safe to stand in a page that allows neither
    inline script nor inline style.
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
    """The drawing without what :data:`_LEFT_OUT` names, comments and inline styles.

    Readers of the screen and of the keyboard have the table below it.
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
