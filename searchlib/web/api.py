"""The JSON API: the answers of the command line, in the same JSON shapes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import islice

from starlette.responses import Response

from searchlib.model import Certificate, Scope, SearchRequest, Sort, Tier
from searchlib.query.parser import parse
from searchlib.render import group_values, json_values, quotation_values
from searchlib.render.citation_styles import MEDIA_TYPES, CitationStyle
from searchlib.render.citation_works import Citable
from searchlib.render.cited_values import clause_json
from searchlib.render.citing import citation_lines
from searchlib.search.count_by import CountTable
from searchlib.text.quotations import QuotedBy
from searchlib.web.answering import (
    AnswerForm,
    CitedForm,
    document_answer,
    json_answer,
    lines_answer,
    next_address,
    row_limit,
)
from searchlib.web.api_examples import examples_of
from searchlib.web.context import RequestContext
from searchlib.web.limits import (
    DEFAULT_AROUND,
    DEFAULT_HITS,
    DEFAULT_ROWS,
    DEFAULT_WIDTH,
    LAST,
    LONGEST_NAME,
    LONGEST_PATH,
    LONGEST_QUERY,
    MOST,
    WIDEST,
)
from searchlib.web.openapi import openapi
from searchlib.web.parameters import BadParameter
from searchlib.web.problems import TooLarge
from searchlib.web.stream import Rows

_CITED = frozenset(map(str, CitationStyle))


class CountedBy(StrEnum):
    """What an answer is counted by, if it is."""

    NOT = ""
    YEAR = "year"
    COUNTRY = "country"
    STATEMENT = "statement"
    KIND = "kind"
    PUBLISHER = "publisher"
    LEVEL = "level"
    ISSUER = "issuer"


class Group(StrEnum):
    """The values of the parameter ``group``."""

    NONE = ""
    STATEMENT = "statement"


def search_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/search``."""
    given = context.parameters
    given.only(
        *("q", "limit", "offset", "exact", "sort", "group", "flat"),
        *("in", "by", "no_prior", "explain", "format"),
    )
    form = given.choice("format", CitedForm.JSON)
    request = SearchRequest(
        query=given.required("q", LONGEST_QUERY),
        limit=row_limit(context, form, DEFAULT_HITS),
        offset=given.whole("offset", 0, 0, LAST),
        exact=given.flag("exact"),
        sort=given.choice("sort", Sort.RELEVANCE),
        group=given.choice("group", Group.NONE) is Group.STATEMENT,
        scope=given.choice("in", Scope.CLAUSE),
        prior=not given.flag("no_prior"),
        fold=not given.flag("flat") and form is CitedForm.JSON,
    )
    explain = given.flag("explain")
    if by := given.choice("by", CountedBy.NOT):
        library = context.cached.library
        tier, counts = library.search_counts(request.query, by, exact=request.exact, scope=request.scope)
        return _counts(form, request.query, tier, counts, library.certificate())
    if form in _CITED:
        return _citations(form, context.cached.library.hits(request))
    if form is CitedForm.JSONL:
        return lines_answer(map(json_values.hit_json, context.cached.library.hits(request)))
    found = context.cached.library.found(request)
    if found.rows > MOST:
        raise TooLarge("answer.too-many-rows", rows=found.rows, most=MOST)
    following = next_address(context, request.offset, request.limit, found.results.size)
    alternatives = context.cached.library.alternatives(request.query, request.exact)
    value = json_values.search_json(found.results, alternatives)
    explained = context.cached.library.explain(request) if explain else ()
    return document_answer(value, "hits", json_values.listed_json(found.hits, explained), following)


def mentions_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/mentions``."""
    given = context.parameters
    given.only("name", "width", "limit", "offset", "by", "format")
    form = given.choice("format", CitedForm.JSON)
    name = given.required("name", LONGEST_NAME)
    width = given.whole("width", DEFAULT_WIDTH, 0, WIDEST)
    offset, limit = given.whole("offset", 0, 0, LAST), row_limit(context, form, DEFAULT_ROWS)
    if by := given.choice("by", CountedBy.NOT):
        _refuse_citations(form)
        counts = context.cached.library.mention_counts(name, by)
        if form is CitedForm.JSONL:
            return lines_answer(map(group_values.count_json, counts.rows))
        answer = context.cached.library.mentions(name, offset=offset, limit=limit, width=width)
        return json_answer(
            group_values.mentions_by_json(answer, counts),
            next_address(context, offset, limit, answer.occurrences),
        )
    if form is not CitedForm.JSON:
        found = context.cached.library.each_mention(name, width=width)
        end = None if limit is None else offset + limit
        part = islice(found, offset, end)
        if form in _CITED:
            return _citations(form, part)
        return lines_answer(map(json_values.mention_json, part))
    answer = context.cached.library.mentions(name, offset=offset, limit=limit, width=width)
    return json_answer(
        json_values.mentions_json(answer), next_address(context, offset, limit, answer.occurrences)
    )


def quotations_endpoint(context: RequestContext) -> Response | Rows:
    """``/quotations``."""
    given = context.parameters
    given.only("text", "by", "format")
    form = given.choice("format", AnswerForm.JSON)
    text = given.required("text", LONGEST_QUERY)
    report = context.cached.library.quotations(text, given.choice("by", QuotedBy.WHOLE))
    if form is AnswerForm.JSONL:
        return lines_answer(quotation_values.quotation_rows(report))
    return json_answer(quotation_values.quotations_json(report))


def statements_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/statements``: all of them, or those that satisfy a query."""
    given = context.parameters
    given.only("q", "by", "limit", "offset", "format")
    form = given.choice("format", CitedForm.JSON)
    offset, limit = given.whole("offset", 0, 0, LAST), row_limit(context, form, DEFAULT_ROWS)
    if query := given.text("q", LONGEST_QUERY):
        return _matching(context, query, form, offset, limit)
    if given.choice("by", CountedBy.NOT):
        raise BadParameter("parameter.missing", "q")
    documents = context.cached.documents
    shown = documents[offset : None if limit is None else offset + limit]
    if form in _CITED:
        return _citations(form, shown)
    if form is CitedForm.JSONL:
        return lines_answer(map(json_values.document_json, shown))
    following = next_address(context, offset, limit, len(documents))
    return json_answer(json_values.documents_json(shown), following)


def _matching(
    context: RequestContext, query: str, form: CitedForm, offset: int, limit: int | None
) -> Response | Rows:
    """The statements that satisfy ``query``, or their counts."""
    library = context.cached.library
    if by := context.parameters.choice("by", CountedBy.NOT):
        certificate = library.statements(query, limit=0).certificate
        return _counts(form, query, None, library.statement_counts(query, by), certificate)
    answer = library.statements(query, offset=offset, limit=limit)
    if form in _CITED:
        return _citations(form, answer)
    if form is CitedForm.JSONL:
        return lines_answer(map(json_values.match_json, answer))
    return json_answer(json_values.matching_json(answer), next_address(context, offset, limit, answer.total))


def statement_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/statements/<id>``: the whole document, or one clause or section of it."""
    given = context.parameters
    given.only("clause", "around", "format")
    form = given.choice("format", CitedForm.JSON)
    path = given.text("clause", LONGEST_PATH)
    around = given.whole("around", DEFAULT_AROUND, 0, MOST)
    found = context.cached.library.lookup(context.names["document_id"], path)
    shown = found.shown(around)
    if form in _CITED:
        pairs = [(clause, found.document) for clause in found.clauses]
        return _citations(form, pairs or [found.document])
    asked = None if found.clause is None else found.clause.id
    rows = (clause_json(each, found.document) for each in shown)
    if form is CitedForm.JSONL:
        return lines_answer(rows)
    return document_answer(json_values.show_json(found.document, (), asked, found.reference), "clauses", rows)


def projects_endpoint(context: RequestContext) -> Response | Rows:
    """Answer ``/projects``."""
    given = context.parameters
    given.only("format")
    rows = [json_values.project_json(project, answer) for project, answer in context.cached.projects]
    if given.choice("format", AnswerForm.JSON) is AnswerForm.JSONL:
        return lines_answer(rows)
    return json_answer({"projects": list(rows)})


def openapi_endpoint(context: RequestContext) -> Response:
    """Answer ``/openapi.json``: the parameters of the API and the schema of every answer."""
    context.parameters.only()
    return json_answer({**openapi(examples_of(context.cached))})


def _citations(form: CitedForm, items: Iterable[Citable]) -> Response:
    """Return the citations of ``items`` in the style that ``form`` names."""
    style = CitationStyle(form)
    text = "\n".join(citation_lines(items, style)) + "\n"
    return Response(text.encode("utf-8", "replace"), media_type=MEDIA_TYPES[style])


def _refuse_citations(form: CitedForm) -> None:
    """Raise BadParameter for a style of citations: counts have none."""
    if form in _CITED:
        raise BadParameter("parameter.not-with", "format", other="by")


def _counts(
    form: CitedForm, query: str, tier: Tier | None, counts: CountTable, certificate: Certificate
) -> Response | Rows:
    _refuse_citations(form)
    if form is CitedForm.JSONL:
        return lines_answer(map(group_values.count_json, counts.rows))
    return json_answer(group_values.counts_json(query, str(parse(query)), tier, counts, certificate))
