"""The dossier of a name, project or query: every mention, divided, with the statements that do not mention
it."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from searchlib.analysis.dossier import dossier
from searchlib.errors import QueryError
from searchlib.render.dossier import certificate_said, parties_said
from searchlib.render.dossier_words import dossier_said
from searchlib.web.context import RequestContext
from searchlib.web.limits import LONGEST_NAME
from searchlib.web.pager import Pager
from searchlib.web.views.search import misunderstood

MENTIONS = 100
"""Mentions of a page."""

_WIDTH = 30


def dossier_page(context: RequestContext) -> Response:
    """Answer ``/dossier``: the dossier of ``q``, or a form to ask for one."""
    state = context.state
    asked = state.q.strip()[:LONGEST_NAME]
    language = context.messages.language.written
    said = partial(dossier_said, language=language)
    if not asked:
        return context.page("dossier.html", found=None, said=said)
    first = (state.page - 1) * MENTIONS
    library = context.cached.library
    try:
        found = dossier(library, asked, width=_WIDTH, offset=first, limit=MENTIONS)
    except QueryError as error:
        return misunderstood(context, error)
    return context.page(
        "dossier.html",
        found=found,
        said=said,
        certificate=certificate_said(found.certificate or library.certificate(), language),
        parties_said=partial(parties_said, language=language),
        groups=[(each.document, each.mentions) for each in found.statements if each.mentions],
        paging=Pager(state.page, MENTIONS, found.whole.mentions),
    )
