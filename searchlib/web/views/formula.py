"""The variants of a formula, and how much of a clause is boilerplate."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from searchlib.analysis.boilerplate import own_words
from searchlib.analysis.formulas import Formula, formula
from searchlib.errors import QueryError
from searchlib.web.context import RequestContext
from searchlib.web.limits import LONGEST_NAME
from searchlib.web.views.search import misunderstood

VARIANTS = 60
"""Variants of a page."""


def formula_page(context: RequestContext) -> Response:
    """Answer ``/formula``: the variants of ``q``; or what of ``at``, a clause or statement, stands
    elsewhere."""
    state = context.state
    library = context.cached.library
    values: dict[str, Any] = {"found": None, "own": ()}
    if state.at:
        values["own"] = own_words(library, state.at)
    elif asked := state.q.strip()[:LONGEST_NAME]:
        try:
            found: Formula = formula(library, asked, least=state.least / 100, most=VARIANTS)
        except QueryError as error:
            return misunderstood(context, error)
        values["found"] = found
    own = values["own"]
    characters = sum(each.characters for each in own)
    shared = sum(each.shared for each in own)
    return context.page("formula.html", characters=characters, shared=shared, **values)
