"""Names of a project that nobody has listed, with what speaks for them."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.analysis.unlisted import unlisted_names
from searchlib.web.context import RequestContext
from searchlib.web.limits import DEFAULT_NAMES, LONGEST_NAME


def names_page(context: RequestContext) -> Response:
    """Answer ``/names``: the names found for the project ``q``, or a form to ask for them."""
    asked = context.state.q.strip()[:LONGEST_NAME]
    if not asked:
        return context.page("names.html", found=None)
    return context.page("names.html", found=unlisted_names(context.cached.library, asked, most=DEFAULT_NAMES))
