"""What machines ask of every server: whether it answers, what robots may read, the icon of its pages."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.render.csv_json import json_text
from searchlib.web.context import RequestContext

_ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /export/\n"


def health(context: RequestContext) -> Response:
    """Answer 200, once the index is open, with what is served."""
    meta = context.cached.library.meta
    told = {"status": "ok", "documents": meta.documents, "clauses": meta.clauses, "index": meta.digest}
    return Response(json_text(told), media_type="application/json")


def robots(_context: RequestContext) -> Response:
    """Let crawlers read pages but no files and no answers for programs."""
    return Response(_ROBOTS, media_type="text/plain; charset=utf-8")


def favicon(_context: RequestContext) -> Response:
    """Send those who guess the address of the icon to it."""
    return Response(None, 308, {"Location": "/static/icon.svg"})
