"""The tools: each takes its arguments and an open index, and returns a JSON value with citations.

Every answer ends with the certificate of its index and, if there are more rows, ``next_offset``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from searchlib.errors import NoSuchClause, NotInIndex
from searchlib.mcp import schemas
from searchlib.mcp.analysis_tools import ANALYSIS_TOOLS
from searchlib.mcp.arguments import (
    ListArguments,
    MentionsArguments,
    ProjectsArguments,
    QuoteArguments,
    SearchArguments,
    ShowArguments,
    StatementsArguments,
)
from searchlib.mcp.comparison_tools import COMPARISON_TOOLS
from searchlib.mcp.following import with_calls
from searchlib.mcp.rows import (
    Row,
    cited,
    fitting,
    places_taken,
    tool_clause,
    tool_document,
    tool_hit,
    tool_mention,
    tool_quotation,
)
from searchlib.mcp.tool import Tool, end_of_answer
from searchlib.model import Scope, SearchRequest, Sort
from searchlib.query.ast import Everything
from searchlib.query.canonical import spell_word
from searchlib.render import group_values, json_values, quotation_values
from searchlib.search.cached import CachedLibrary
from searchlib.search.count_by import By, Counting, CountTable, count_by
from searchlib.search.lookup import Located
from searchlib.search.suggest import similar_ids


def search_tool(cached: CachedLibrary, asked: SearchArguments) -> Row:
    """Return matching clauses, tier by tier. Raises QueryError."""
    request = SearchRequest(
        asked.query,
        asked.limit,
        asked.offset,
        asked.exact,
        Sort(asked.sort),
        scope=Scope(asked.scope),
        prior=not asked.no_prior,
        fold=not asked.flat,
    )
    results = cached.library.answer(request)
    explained = cached.library.explain(request) if asked.explain else ()
    alternatives = cached.library.alternatives(asked.query, asked.exact)
    answer = with_calls(json_values.search_json(results, alternatives), asked) | {"counted_tier": None}
    if asked.by is None:
        answer |= _counts(None)
    else:
        tier, counts = cached.library.search_counts(
            asked.query, asked.by, exact=asked.exact, scope=asked.scope
        )
        answer |= _counts(counts) | {"counted_tier": str(tier)}
    listed = json_values.listed_json(results.hits, explained)
    pairs = zip(results.hits, listed, strict=True)
    rows = fitting(tool_hit(found, row, asked) for found, row in pairs)
    taken = places_taken(results, len(rows), asked.limit, asked.offset)
    return answer | {"hits": rows} | end_of_answer(cached, asked.offset, taken, results.size)


def mentions_tool(cached: CachedLibrary, asked: MentionsArguments) -> Row:
    """Return every mention of a name, in corpus order. Raises QueryError."""
    found = cached.library.mentions(asked.name, offset=asked.offset, limit=asked.limit, width=asked.width)
    others = () if found.occurrences else cached.library.alternatives(spell_word(asked.name))
    rows = fitting(tool_mention(each, asked) for each in found.mentions)
    # Only the keys that describe the whole answer; tools format the rows themselves.
    whole = json_values.mentions_json(replace(found, mentions=(), total=found.occurrences))
    counts = None if asked.by is None else cached.library.mention_counts(asked.name, asked.by)
    own: Row = {"did_you_mean": [*map(json_values.alternative_json, others)], "mentions": rows}
    answer = with_calls({**whole, **own}, asked) | _counts(counts)
    return answer | end_of_answer(cached, asked.offset, len(rows), found.occurrences, found.certificate)


def quote_tool(cached: CachedLibrary, asked: QuoteArguments) -> Row:
    """Each quotation, and where it is from. Raises QueryError for a text that is too long."""
    report = cached.library.quotations(asked.text, asked.by)
    shown = report.quotations[asked.offset : asked.offset + asked.limit]
    rows = fitting(tool_quotation(each, asked.language) for each in shown)
    answer = quotation_values.quotations_json(report)
    return {**answer, "quotations": rows} | end_of_answer(cached, asked.offset, len(rows), len(report))


def statements_tool(cached: CachedLibrary, asked: StatementsArguments) -> Row:
    """The documents that satisfy a query as whole texts, in corpus order. Raises QueryError."""
    found = cached.library.statements(asked.query, offset=asked.offset, limit=asked.limit)
    rows = fitting(json_values.match_json(each) | {"citation": cited(each, asked)} for each in found)
    counts = None if asked.by is None else cached.library.statement_counts(asked.query, asked.by)
    counted = _counts(counts)
    answer = {**json_values.matching_json(replace(found, statements=()))}
    own: Row = {"statements": rows, "counts_by": counted.pop("counts"), **counted}
    return answer | own | end_of_answer(cached, asked.offset, len(rows), found.total, found.certificate)


def show_tool(cached: CachedLibrary, asked: ShowArguments) -> Row:
    """Return a document, or a clause or section of it with its neighbours. Raises NotInIndex."""
    found = _located(cached, asked.id)
    document, clauses = found.document, found.shown(asked.around)
    shown = clauses[asked.offset : asked.offset + asked.limit]
    starts = [asked.text_from] + [0] * len(shown)
    rows = fitting(
        tool_clause(clause, document, asked, start) for clause, start in zip(shown, starts, strict=False)
    )
    answer: Row = {
        "document": tool_document(document, asked),
        "clause_id": None if found.clause is None else found.clause.id,
        "reference": None if found.reference is None else json_values.reference_json(found.reference),
        "total": len(clauses),
        "clauses": rows,
    }
    return answer | end_of_answer(cached, asked.offset, len(rows), len(clauses))


def list_tool(cached: CachedLibrary, asked: ListArguments) -> Row:
    """Return the documents, or those that satisfy a query, oldest first. Raises QueryError."""
    end = asked.offset + asked.limit
    if asked.query.strip():
        found = cached.library.statements(asked.query, offset=asked.offset, limit=asked.limit)
        shown, total = tuple(each.document for each in found), found.total
    else:
        shown, total = cached.documents[asked.offset : end], len(cached.documents)
    rows = fitting(tool_document(document, asked) for document in shown)
    answer: Row = {"total": total, "documents": rows} | _counts(_documents_by(cached, asked))
    return answer | end_of_answer(cached, asked.offset, len(rows), total)


def projects_tool(cached: CachedLibrary, asked: ProjectsArguments) -> Row:
    """Return the known projects and organisations, in the order of the registry."""
    found = [
        (project, counts)
        for project, counts in cached.projects
        if asked.kind in (None, project.kind) and (counts.occurrences or not asked.mentioned)
    ]
    shown = found[asked.offset : asked.offset + asked.limit]
    rows = fitting({**json_values.project_json(project, counts)} for project, counts in shown)
    answer: Row = {"total": len(found), "projects": rows}
    return answer | end_of_answer(cached, asked.offset, len(rows), len(found))


TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        "search": Tool(
            "search",
            SearchArguments,
            schemas.search_schema,
            search_tool,
            "Quote texts verbatim, each with its citation.",
        ),
        "mentions": Tool("mentions", MentionsArguments, schemas.mentions_schema, mentions_tool),
        "quote": Tool(
            "quotations",
            QuoteArguments,
            schemas.quote_schema,
            quote_tool,
            "Check what you are about to quote.",
        ),
        "statements": Tool("statements", StatementsArguments, schemas.statements_schema, statements_tool),
        "show": Tool("show", ShowArguments, schemas.show_schema, show_tool),
        "list": Tool("list", ListArguments, schemas.list_schema, list_tool),
        "projects": Tool("projects", ProjectsArguments, schemas.projects_schema, projects_tool),
        **ANALYSIS_TOOLS,
        **COMPARISON_TOOLS,
    }
)
"""Every tool by its name; all of them only read."""


def _documents_by(cached: CachedLibrary, asked: ListArguments) -> CountTable | None:
    """Count the documents listed by groups, if that was asked for."""
    if asked.by is None:
        return None
    if asked.query.strip():
        return cached.library.statement_counts(asked.query, asked.by)
    return count_by(cached.library.engine, Everything(), By(asked.by), Counting.STATEMENTS)


def _counts(found: CountTable | None) -> Row:
    if found is None:
        return {"by": None, "counts": [], "unknown": None}
    return {**group_values.groups_json(found)}


def _located(cached: CachedLibrary, identifier: str) -> Located:
    """Locate ``identifier``; raises NotInIndex, which names similar ids."""
    try:
        return cached.library.lookup(identifier)
    except NoSuchClause:
        raise
    except NotInIndex as error:
        near = similar_ids(identifier.rpartition("#")[0] or identifier, cached.places)
        raise (error.with_remedy("alike", alike=tuple(near)) if near else error) from None
