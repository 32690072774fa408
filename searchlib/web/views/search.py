"""The search page: the search box, and the answer in one of its layouts."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from searchlib.engine.base import Tally
from searchlib.errors import Audience, QueryError, reason_of, remedies_of
from searchlib.model import Lead, LeftOut, SearchRequest, Tier
from searchlib.query.ast import Filter, Query
from searchlib.query.parser import parse
from searchlib.query.pasted import is_pasted
from searchlib.query.refine import (
    choices_of,
    filters_of,
    remove_filter,
    spell,
    with_choices,
)
from searchlib.web.context import RequestContext
from searchlib.web.facets import listed_facets, picked
from searchlib.web.hit_list import HitPieces, shown_tiers
from searchlib.web.messages import Language
from searchlib.web.page_state import PageState, View
from searchlib.web.pager import Pager
from searchlib.web.views.concordance import concordance_page
from searchlib.web.views.home import home_page
from searchlib.web.views.quote import quote_page
from searchlib.web.views.timeline import timeline_page

HITS, STATEMENTS = 20, 10
"""How many hits or statements a page shows."""

TOGETHER = 3
"""The most hits of one statement in a group; the page of the statement marks them all."""


def search_page(context: RequestContext) -> Response:
    """Answer ``/``: the start page without a query, else the answer; an invalid query is explained on the
    page."""
    state = context.state
    if not state.q.strip() and not context.parameters.picks:
        return home_page(context)
    if is_pasted(state.q):
        return quote_page(context)
    try:
        if picks := picked(context.parameters.picks):
            narrowed = with_choices(state.q, picks)
            return Response(None, 303, {"Location": state.address(q=narrowed, page=1)})
        query = parse(state.q)
        tallies = context.cached.tallies(state.q, state.exact, state.scope)
    except QueryError as error:
        return misunderstood(context, error)
    reading = context.cached.library.reading(state.q, state.exact)
    common = {
        "tallies": tallies,
        "totals": {tier: tally.clauses for tier, tally in tallies.items()},
        "understood": _understood(state, str(reading.understood)),
        "taken": reading.taken,
        "forms": context.cached.library.forms(state.q),
        "filters": _taken(state, query),
        "facets": listed_facets(context.cached, state, query, tallies),
        "leads": _leads(context, tallies),
        "left_out": _left_out(context),
        "others": context.cached.library.alternatives(state.q, state.exact),
    }
    references = () if state.exact else context.cached.library.references(state.q)
    common["references"] = references
    layout = {View.HITS: _hits, View.KWIC: concordance_page, View.TIMELINE: timeline_page}[state.view]
    return layout(context, common)


def _leads(context: RequestContext, tallies: dict[Tier, Tally]) -> list[tuple[Lead, str]]:
    """What to ask instead, and where it is answered."""
    state = context.state
    held = {tier.value: tally.clauses for tier, tally in tallies.items() if tier is not Tier.SOME}
    leads = context.cached.library.leads(state.q, **held, scope=state.scope)
    return [(lead, state.address(q=lead.query, page=1)) for lead in leads]


def _left_out(context: RequestContext) -> list[tuple[LeftOut, str]]:
    """What the filters left out for want of a value, and where it is, if anywhere."""
    state = context.state
    return [
        (each, state.address(q=each.query, page=1) if each.query else "")
        for each in context.cached.library.left_out(state.q, scope=state.scope)
    ]


def misunderstood(context: RequestContext, error: QueryError) -> Response:
    """Return the page that says why a query cannot be understood."""
    language = context.messages.language
    parts = [reason_of(error, language), *remedies_of(error, language, Audience.PAGE)]
    reason = ("；" if language == Language.CHINESE else "; ").join(parts)
    return context.page("search_error.html", 400, reason=context.messages.script(reason), column=error.column)


def _hits(context: RequestContext, common: dict[str, Any]) -> Response:
    state = context.state
    size = STATEMENTS if state.group else HITS
    first = (state.page - 1) * size
    request = SearchRequest(
        *(state.q, size, first, state.exact, state.sort, state.group),
        most=TOGETHER if state.group else None,
        scope=state.scope,
        prior=not state.no_prior,
        fold=not state.flat,
    )
    library = context.cached.library
    results = library.answer(request)
    explained = library.explain(request) if state.explain else ()
    paging = Pager(state.page, size, results.size)
    tiers = shown_tiers(results, paging.first, explained, group=state.group)
    return context.page(
        "hits.html",
        tiers=tiers,
        pieces=HitPieces(context.messages, state, results, tiers),
        paging=paging,
        **common,
    )


def _taken(state: PageState, query: Query) -> list[list[tuple[Filter, str]]]:
    """Return the filters of the query, those of one field joined by OR together, each with the address of the
    answer without it."""
    return [
        [(each, state.address(q=remove_filter(state.q, query, each), page=1)) for each in choices_of(group)]
        for group in filters_of(query)
    ]


def _understood(state: PageState, understood: str) -> str:
    """Return how a query was understood; empty where it says what the reader typed."""
    return "" if spell(parse(understood)) == " ".join(state.q.split()) else understood
