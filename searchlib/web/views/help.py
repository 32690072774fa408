"""The help page: the query language in short, the keyboard shortcuts, and the problem types of the API."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.web.context import RequestContext


def help_page(context: RequestContext) -> Response:
    """Answer ``/help``."""
    return context.page("help.html")
