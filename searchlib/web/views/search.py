"""The search page: the search box, and the answer in one of its layouts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.responses import Response

from searchlib.engine.base import Tally
from searchlib.errors import Audience, QueryError, reason_of, remedies_of
from searchlib.model import Document, Explanation, Folded, Hit, Lead, LeftOut, SearchRequest, Tier
from searchlib.query.ast import Filter, Query
from searchlib.query.parser import parse
from searchlib.query.pasted import is_pasted
from searchlib.query.refine import filters_of, open_to_filters, remove_filter
from searchlib.render.explanations import ToldScore
from searchlib.render.hits import entries_of, latest_of
from searchlib.search.counts import facets
from searchlib.web.context import RequestContext
from searchlib.web.messages import Language
from searchlib.web.page_state import PageState, View
from searchlib.web.pager import Pager
from searchlib.web.views.concordance import concordance_page
from searchlib.web.views.home import home_page
from searchlib.web.views.quote import quote_page
from searchlib.web.views.timeline import timeline_page

HITS, STATEMENTS = 20, 10
"""How many hits or statements a page shows."""

TOGETHER = 5
"""The most hits of one statement in a group; the page of the statement marks them all."""

_SHOWN, _MORE = 8, 60
"""Values of a facet that are shown, and that can be unfolded."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: its number of clauses, and the address of the answer narrowed to it."""

    value: str
    clauses: int
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A facet as the page lists it: the values shown, the folded values, and the number of those left out."""

    field: str
    shown: tuple[FacetValue, ...]
    folded: tuple[FacetValue, ...]
    unlisted: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A statement as the page lists it: clauses, each with the parts of its score if they were asked for, and
    what is folded below them."""

    document: Document
    hits: tuple[tuple[Hit, ToldScore | None], ...]
    folded: Folded | None

    @classmethod
    def of(cls, hits: list[Hit], explained: Iterator[Explanation]) -> _Entry:
        """Take the explanation of each of ``hits``, if there are any."""
        rows = tuple((hit, ToldScore.of(each) if (each := next(explained, None)) else None) for hit in hits)
        return cls(hits[0].document, rows, hits[0].folded)


def search_page(context: RequestContext) -> Response:
    """Answer ``/``: the start page without a query, else the answer; an invalid query is explained on the
    page."""
    state = context.state
    if not state.q.strip():
        return home_page(context)
    if is_pasted(state.q):
        return quote_page(context)
    try:
        query = parse(state.q)
        tallies = context.cached.tallies(state.q, state.exact, state.scope)
    except QueryError as error:
        return misunderstood(context, error)
    reading = context.cached.library.reading(state.q, state.exact)
    common = {
        "tallies": tallies,
        "totals": {tier: tally.clauses for tier, tally in tallies.items()},
        "understood": str(reading.understood),
        "taken": reading.taken,
        "forms": context.cached.library.forms(state.q),
        "filters": _taken(state, query),
        "facets": _choices(state, query, tallies),
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
    reasons = iter(library.explain(request) if state.explain else ())
    tiers = [
        (tier, [_Entry.of(own, reasons) for own in entries_of(hits, state.group)])
        for tier, hits in groupby(results.hits, key=lambda hit: hit.tier)
    ]
    return context.page(
        "hits.html",
        tiers=tiers,
        paging=Pager(state.page, size, results.size),
        results=results,
        latest=latest_of(results.references),
        **common,
    )


def _choices(state: PageState, query: Query, tallies: dict[Tier, Tally]) -> list[Listed]:
    base = open_to_filters(state.q, query)
    taken = {each.name for each in filters_of(query)}
    listed = []
    for facet in facets(tallies.values()):
        if facet.field in taken and facet.field != "country":
            continue
        choices = tuple(
            FacetValue(value, clauses, state.address(q=f"{base} {Filter(facet.field, value)}", page=1))
            for value, clauses in facet.values[: _SHOWN + _MORE]
        )
        unlisted = len(facet.values) - len(choices)
        listed.append(Listed(facet.field, choices[:_SHOWN], choices[_SHOWN:], unlisted))
    return listed


def _taken(state: PageState, query: Query) -> list[tuple[Filter, str]]:
    """Return the filters of the query, each with the address of the answer without it."""
    return [
        (each, state.address(q=remove_filter(state.q, query, each), page=1)) for each in filters_of(query)
    ]
