"""The API of comparisons and lineages: the answers of the command line, in the same shapes."""

from __future__ import annotations

from starlette.responses import Response

from searchlib.analysis.comparison import ShownRows, compare
from searchlib.analysis.lineage import FormulaUnit, lineage
from searchlib.render.analysis_values import compared_rows, comparison_json, formula_rows, lineage_json
from searchlib.web.answering import AnswerForm, json_answer, lines_answer
from searchlib.web.context import RequestContext
from searchlib.web.limits import LONGEST_NAME
from searchlib.web.stream import Rows


def compare_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/compare``: two documents, or the last two versions of a law, clause by clause."""
    given = context.parameters
    given.only("a", "b", "show", "format")
    form = given.choice("format", AnswerForm.JSON)
    before = given.required("a", LONGEST_NAME)
    found = compare(context.cached.library, before, given.text("b", LONGEST_NAME))
    rows = found.shown(given.choice("show", ShownRows.ALL))
    if form is AnswerForm.JSONL:
        return lines_answer(compared_rows(found, rows))
    return json_answer(comparison_json(found, rows))


def lineage_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/lineage``: the formulas of a series of documents."""
    given = context.parameters
    given.only("of", "unit", "all", "format")
    form = given.choice("format", AnswerForm.JSON)
    asked = given.required("of", LONGEST_NAME)
    found = lineage(context.cached.library, asked, unit_of(context))
    lines = found.shown(given.flag("all"))
    if form is AnswerForm.JSONL:
        return lines_answer(formula_rows(found, lines))
    return json_answer(lineage_json(found, lines))


def unit_of(context: RequestContext) -> FormulaUnit | None:
    """Return the unit that the parameter ``unit`` names, None for the usual one; raises BadParameter."""
    if not context.parameters.text("unit", LONGEST_NAME):
        return None
    return context.parameters.choice("unit", FormulaUnit.SENTENCE)
