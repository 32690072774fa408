"""Facets, timeline and suggestions as JSON: what the page shows beside an answer and below its search box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.responses import Response

from searchlib.engine.base import Tally
from searchlib.errors import QueryError
from searchlib.model import Scope, Tier
from searchlib.query.limits import MAX_QUERY
from searchlib.render import facet_values
from searchlib.render.facet_shapes import SuggestionsJson
from searchlib.render.json_values import Json
from searchlib.search.suggest import counted
from searchlib.web.answering import AnswerForm, json_answer, lines_answer
from searchlib.web.context import RequestContext
from searchlib.web.limits import LONGEST_QUERY
from searchlib.web.stream import Rows


def facets_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/facets``."""
    query, understood, tallies = _tallied(context)
    found = facet_values.facets_json(query, understood, tallies)
    return _listed(context, {**found}, found["facets"])


def timeline_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/timeline``."""
    query, understood, tallies = _tallied(context)
    found = facet_values.timeline_json(query, understood, tallies)
    return _listed(context, {**found}, found["periods"])


def suggestions_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/suggestions``."""
    given = context.parameters
    given.only("q", "format")
    given.required("q", MAX_QUERY)
    found = _suggested(context)
    return _listed(context, {**found}, found["suggestions"])


def suggest_endpoint(context: RequestContext) -> Response:
    """Answer ``/suggest``: the same for the search box, which may be empty."""
    context.parameters.only("q", "lang")
    return json_answer({**_suggested(context)})


def _listed(
    context: RequestContext, whole: Mapping[str, Json], rows: Iterable[Mapping[str, Json]]
) -> Response | Rows:
    """Return ``whole`` as a document, or its ``rows`` as lines, as the parameter ``format`` says."""
    if context.parameters.choice("format", AnswerForm.JSON) is AnswerForm.JSONL:
        return lines_answer(rows)
    return json_answer(whole)


def _suggested(context: RequestContext) -> SuggestionsJson:
    library = context.cached.library

    def exactly(query: str) -> int | None:
        try:
            return library.tallies(query, exact=True)[Tier.EXACT].clauses
        except QueryError:  # the query before the term is itself incomplete
            return None

    typed = context.parameters.text("q", MAX_QUERY)
    return facet_values.suggestions_json(counted(context.cached.suggest(typed), exactly))


def _tallied(context: RequestContext) -> tuple[str, str, dict[Tier, Tally]]:
    """Return the query, how it was understood, and its counts; raises QueryError."""
    given = context.parameters
    given.only("q", "exact", "in", "format")
    query, exact = given.required("q", LONGEST_QUERY), given.flag("exact")
    tallies = context.cached.tallies(query, exact, given.choice("in", Scope.CLAUSE))
    return query, str(context.cached.library.reading(query, exact).understood), tallies
