"""What machines ask of every server: whether it answers, what robots may read, the icon of its pages."""

from __future__ import annotations

from xml.sax.saxutils import escape

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


_SEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name}</ShortName>
<Description>{about}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image height="32" width="32" type="image/svg+xml">{origin}/static/icon.svg</Image>
<Url type="text/html" template="{page}"/>
<Url type="application/json" template="{origin}/api/v1/search?q={{searchTerms}}"/>
</OpenSearchDescription>
"""
_LONGEST_NAME = 16
"""Characters of a short name in the OpenSearch description format."""


def opensearch(context: RequestContext) -> Response:
    """Describe the search for browsers that offer it in their address bar (OpenSearch 1.1)."""
    t = context.messages
    page = f"{context.origin}{context.state.fresh('/', q='-')}".replace("q=-", "q={searchTerms}")
    text = _SEARCH.format(
        name=escape(t("site")[:_LONGEST_NAME]),
        about=escape(t("site.about")),
        origin=escape(context.origin, {'"': "&quot;"}),
        page=escape(page, {'"': "&quot;"}),
    )
    return Response(text, media_type="application/opensearchdescription+xml")
