"""How to ask: the query language in short, the keys, and what the problems of the API mean."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.web.context import RequestContext


def help_page(context: RequestContext) -> Response:
    """``/help``."""
    return context.page("help.html")
