"""The page from which concordances, dossiers, formulas and names are asked for."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.web.context import RequestContext


def analysis_page(context: RequestContext) -> Response:
    """Answer ``/analysis``."""
    return context.page("analysis.html")
