"""The concordance of a query: its lines, sorted and drawn as asked for, and what is counted in it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from searchlib.analysis.collocates import NEIGHBOUR_LENGTHS, collocates_of, neighbours_of
from searchlib.analysis.concordance import concordance
from searchlib.analysis.dispersion import spread_of
from searchlib.render.kwic_pictures import collocates_svg, spread_svg
from searchlib.web.context import RequestContext
from searchlib.web.page_state import KwicPart
from searchlib.web.pager import Pager

LINES = 50
"""Lines of a page."""

ORDERS = ("", "R1 R2 R3", "L1 L2 L3", "R1 L1", "L1 R1", "match R1", "date", "party date", "party R1 R2")
"""The orders that the page offers; an address may have any other."""

_ROWS = 12
"""Rows of a table of neighbours; words near a query are twice as many."""


def concordance_page(context: RequestContext, common: dict[str, Any]) -> Response:
    """Return the layout ``kwic`` of an answer; ``common`` are the values that all layouts have."""
    state = context.state
    orders = (*ORDERS, *([] if state.order in ORDERS else [state.order]))
    values = common | {"orders": orders, "named_orders": ORDERS, "parts": tuple(KwicPart)}
    if state.show is not KwicPart.LINES:
        return _counted(context, values)
    first = (state.page - 1) * LINES
    found = concordance(
        context.cached.library,
        state.q,
        order=state.order,
        width=state.width,
        sample=state.sample or None,
        seed=state.seed,
        offset=first,
        limit=LINES,
        scope=state.scope,
    )
    groups = [
        (lines[0].document, lines)
        for _, together in groupby(found.lines, key=lambda line: line.document.id)
        if (lines := list(together))
    ]
    paging = Pager(state.page, LINES, found.shown)
    return context.page(
        "kwic.html", found=found, groups=groups, paging=paging, textless=not found.needles, **values
    )


def _counted(context: RequestContext, values: dict[str, Any]) -> Response:
    """Return what is counted in a concordance, as a table with its picture."""
    state, library = context.state, context.cached.library
    language = str(context.messages.language)
    places = library.places(state.q, scope=state.scope)
    counted: dict[str, Any] = {"places": places, "textless": not places.needles, "picture": ""}
    if not len(places):
        return context.page("kwic_counts.html", **counted, **values)
    match state.show:
        case KwicPart.NEIGHBOURS:
            beside = neighbours_of(library, places, _ROWS)
            counted["neighbours"] = [
                (length, side, [each for each in beside if each.side == side and len(each.text) == length])
                for length in NEIGHBOUR_LENGTHS
                for side in ("left", "right")
            ]
            picture = ""
        case KwicPart.COLLOCATES:
            counted["collocates"] = collocates_of(library, places, most=2 * _ROWS)
            picture = collocates_svg(places.asked, counted["collocates"], language)
        case _:
            counted["spread"] = spread_of(library, places, state.q)
            picture = spread_svg(places.asked, counted["spread"], language)
    counted["picture"] = Markup(picture)
    return context.page("kwic_counts.html", **counted, **values)
