"""The list of statements, newest first."""

from __future__ import annotations

from itertools import groupby

from starlette.responses import Response

from searchlib.errors import QueryError
from searchlib.web.context import RequestContext
from searchlib.web.pager import Pager
from searchlib.web.views.search import misunderstood

STATEMENTS_SHOWN = 100
"""Statements on a page of the list."""


def statements_page(context: RequestContext) -> Response:
    """Answer ``/statements``: by year, in pages; with a query, those that satisfy it as whole texts."""
    if context.state.q.strip():
        return _matching_page(context)
    documents = context.cached.documents
    dated = [document for document in reversed(documents) if document.date]
    ordered = [*dated, *(document for document in documents if not document.date)]
    paging = Pager(context.state.page, STATEMENTS_SHOWN, len(ordered))
    shown = ordered[paging.first - 1 : paging.last]
    years = [
        (year, list(together))
        for year, together in groupby(shown, key=lambda each: each.date and each.date.year)
    ]
    return context.page("statements.html", years=years, paging=paging)


def _matching_page(context: RequestContext) -> Response:
    state = context.state
    first = (state.page - 1) * STATEMENTS_SHOWN
    try:
        found = context.cached.library.statements(state.q, offset=first, limit=STATEMENTS_SHOWN)
    except QueryError as error:
        return misunderstood(context, error)
    paging = Pager(state.page, STATEMENTS_SHOWN, found.total)
    return context.page("matching.html", found=found, paging=paging)
