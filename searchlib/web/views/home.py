"""The first page: what is in the collection, and a query that it answers."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.model import Document
from searchlib.web.context import RequestContext

_NEWEST = 8
_PROJECTS = 10
_COUNTRIES = 12


def home_page(context: RequestContext) -> Response:
    """Answer ``/`` without a query."""
    cached = context.cached
    held = cached.statistics
    countries = [(code, count) for code, count in held.by_country if count < held.documents]
    return context.page(
        "home.html",
        newest=_newest(cached.documents),
        projects=cached.frequent_projects[:_PROJECTS],
        kinds=held.by_kind if len(held.by_kind) > 1 else (),
        countries=countries[:_COUNTRIES] if len(countries) > 1 else (),
        years=(held.by_year[0][0], held.by_year[-1][0]) if held.by_year else None,
    )


def _newest(documents: tuple[Document, ...]) -> list[Document]:
    dated = [document for document in documents if document.date]
    return dated[: -_NEWEST - 1 : -1]
