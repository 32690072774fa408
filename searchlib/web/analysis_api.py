"""What is read out of many answers as JSON: concordances, dossiers, formulas, boilerplate and names."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from searchlib.analysis.boilerplate import DEFAULT_STRETCH, LONGEST_STRETCH, SHORTEST_STRETCH, own_words
from searchlib.analysis.collocates import collocates_of, neighbours_of
from searchlib.analysis.concordance import concordance_in_batches
from searchlib.analysis.dispersion import spread_of
from searchlib.analysis.dossier import dossier
from searchlib.analysis.formulas import LEAST_LIKENESS, formula
from searchlib.analysis.unlisted import unlisted_names
from searchlib.render import dossier_values, formula_values, kwic_values, name_values
from searchlib.render.json_values import mention_json
from searchlib.web.answering import AnswerForm, json_answer, lines_answer, next_address, row_limit
from searchlib.web.context import RequestContext
from searchlib.web.limits import (
    DEFAULT_NAMES,
    DEFAULT_ROWS,
    DEFAULT_WIDTH,
    LARGEST_SAMPLE,
    LARGEST_SEED,
    LAST,
    LONGEST_NAME,
    LONGEST_QUERY,
    MOST_NAMES,
    WIDEST,
    WIDEST_REACH,
)
from searchlib.web.page_state import KwicPart
from searchlib.web.stream import Rows


def kwic_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/kwic``."""
    given = context.parameters
    given.only("q", "show", "order", "width", "sample", "seed", "reach", "limit", "offset", "format")
    form = given.choice("format", AnswerForm.JSON)
    query = given.required("q", LONGEST_QUERY)
    library = context.cached.library
    part = given.choice("show", KwicPart.LINES)
    offset, limit = given.whole("offset", 0, 0, LAST), row_limit(context, form, DEFAULT_ROWS)
    reach = given.whole("reach", 10, 1, WIDEST_REACH)
    if part is not KwicPart.LINES:
        return _counted(context, form, query, part, reach, DEFAULT_ROWS if limit is None else limit)
    found, lines = concordance_in_batches(
        library,
        query,
        order=given.text("order", 40),
        width=given.whole("width", DEFAULT_WIDTH, 0, WIDEST),
        sample=given.whole("sample", 0, 0, LARGEST_SAMPLE) or None,
        seed=given.whole("seed", 0, 0, LARGEST_SEED),
        offset=offset,
        limit=limit,
    )
    if form is AnswerForm.JSONL:
        return lines_answer(map(mention_json, lines))
    whole = replace(found, lines=tuple(lines))
    value = kwic_values.concordance_json(whole, found.certificate or library.certificate())
    return json_answer({**value}, next_address(context, offset, limit, found.shown))


def dossier_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/dossier``."""
    given = context.parameters
    given.only("name", "width", "limit", "offset", "format")
    form = given.choice("format", AnswerForm.JSON)
    offset, limit = given.whole("offset", 0, 0, LAST), row_limit(context, form, DEFAULT_ROWS)
    library = context.cached.library
    found = dossier(
        library,
        given.required("name", LONGEST_NAME),
        width=given.whole("width", DEFAULT_WIDTH, 0, WIDEST),
        offset=offset,
        limit=limit,
    )
    if form is AnswerForm.JSONL:
        return lines_answer(map(mention_json, found.mentions))
    value = dossier_values.dossier_json(found, found.certificate or library.certificate())
    return json_answer({**value}, next_address(context, offset, limit, found.whole.mentions))


def formula_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/formula``."""
    given = context.parameters
    given.only("text", "least", "limit", "offset", "format")
    form = given.choice("format", AnswerForm.JSON)
    offset, limit = given.whole("offset", 0, 0, LAST), row_limit(context, form, DEFAULT_ROWS)
    least = given.whole("least", round(100 * LEAST_LIKENESS), 30, 100) / 100
    found = formula(context.cached.library, given.required("text", LONGEST_NAME), least=least)
    shown = replace(found, variants=found.variants[offset : None if limit is None else offset + limit])
    if form is AnswerForm.JSONL:
        return lines_answer(map(formula_values.variant_json, shown.variants))
    following = next_address(context, offset, limit, len(found.variants))
    return json_answer({**formula_values.formula_json(shown)}, following)


def boilerplate_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/boilerplate``."""
    given = context.parameters
    given.only("id", "stretch", "format")
    form = given.choice("format", AnswerForm.JSON)
    identifier = given.required("id", LONGEST_NAME)
    least = given.whole("stretch", DEFAULT_STRETCH, SHORTEST_STRETCH, LONGEST_STRETCH)
    found = own_words(context.cached.library, identifier, least=least)
    if form is AnswerForm.JSONL:
        return lines_answer(map(formula_values.own_words_json, found))
    return json_answer({**formula_values.boilerplate_json(identifier, least, found)})


def names_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/names``."""
    given = context.parameters
    given.only("name", "limit", "format")
    form = given.choice("format", AnswerForm.JSON)
    most = given.whole("limit", DEFAULT_NAMES, 1, MOST_NAMES)
    found = unlisted_names(context.cached.library, given.required("name", LONGEST_NAME), most=most)
    if form is AnswerForm.JSONL:
        return lines_answer(map(name_values.unlisted_name_json, found.names))
    return json_answer({**name_values.unlisted_names_json(found)})


def _counted(
    context: RequestContext, form: AnswerForm, query: str, part: KwicPart, reach: int, most: int
) -> Response | Rows:
    """Return what is counted in a concordance."""
    library = context.cached.library
    places = library.places(query)
    if part is KwicPart.NEIGHBOURS:
        beside = neighbours_of(library, places, most)
        if form is AnswerForm.JSONL:
            return lines_answer(map(kwic_values.neighbour_json, beside))
        return json_answer({**kwic_values.neighbours_json(query, places, beside)})
    if part is KwicPart.COLLOCATES:
        near = collocates_of(library, places, reach=reach, most=most)
        if form is AnswerForm.JSONL:
            return lines_answer(map(kwic_values.collocate_json, near))
        return json_answer({**kwic_values.collocates_json(query, places, reach, near)})
    spread = spread_of(library, places, query)
    if form is AnswerForm.JSONL:
        return lines_answer(map(kwic_values.year_frequency_json, spread.by_year))
    return json_answer({**kwic_values.spread_json(query, places, spread)})
