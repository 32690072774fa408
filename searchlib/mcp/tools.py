"""The tools: each reads its arguments and an open index, and gives a JSON value with citations.

Every answer ends with the certificate of the index it came from and, where there is more, ``next_offset``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from searchlib.errors import NotInIndex
from searchlib.mcp import schemas
from searchlib.mcp.arguments import (
    Arguments,
    ListArguments,
    MentionsArguments,
    SearchArguments,
    ShowArguments,
)
from searchlib.mcp.rows import Row, clause_row, document_row, fitting, hit_row, mention_row
from searchlib.model import Certificate, Clause, Document, SearchRequest, Sort
from searchlib.render import json_values
from searchlib.render.json_schema import Schema
from searchlib.search.cached import CachedLibrary
from searchlib.search.lookup import clauses_below, neighbours
from searchlib.search.suggest import similar_ids, similar_projects


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it does, in words for a model; what it can be asked; what answers."""

    title: str
    description: str
    arguments: type[Arguments]
    schema: Callable[[], Schema]
    answer: Callable[[CachedLibrary, Any], Row]


def search(cached: CachedLibrary, asked: SearchArguments) -> Row:
    """Clauses that match, tier by tier. Raises QueryError."""
    results = cached.library.answer(
        SearchRequest(asked.query, asked.limit, asked.offset, asked.exact, Sort(asked.sort))
    )
    totals = results.totals
    answer = json_values.search(results) | {"did_you_mean": []}
    every = sum(filter(None, (totals.exact, totals.words, totals.some)))
    if not every:
        answer["did_you_mean"] = [*similar_projects(asked.query, cached.library.projects)]
    rows = fitting(hit_row(found, asked.language) for found in results.hits)
    return answer | {"hits": rows} | _end(cached, asked.offset, len(rows), every)


def mentions(cached: CachedLibrary, asked: MentionsArguments) -> Row:
    """Every mention of a name, in corpus order. Raises QueryError."""
    found = cached.mentions(asked.name, offset=asked.offset, limit=asked.limit, width=asked.width)
    near = [] if found.occurrences else similar_projects(asked.name, cached.library.projects)
    rows = fitting(mention_row(each, asked.language) for each in found.mentions)
    # Only what is said of the whole answer; the rows are our own.
    answer = json_values.mentions(replace(found, mentions=(), total=found.occurrences))
    own: Row = {"did_you_mean": [*near], "mentions": rows}
    return answer | own | _end(cached, asked.offset, len(rows), found.occurrences, found.certificate)


def show(cached: CachedLibrary, asked: ShowArguments) -> Row:
    """A document, or a clause or section of it among its neighbours. Raises NotInIndex."""
    document, clauses, clause_id = _found(cached, asked.id, asked.around)
    shown = clauses[asked.offset : asked.offset + asked.limit]
    starts = [asked.text_from] + [0] * len(shown)
    rows = fitting(
        clause_row(clause, document, asked.language, start)
        for clause, start in zip(shown, starts, strict=False)
    )
    answer: Row = {
        "document": document_row(document, asked.language),
        "clause_id": clause_id,
        "total": len(clauses),
        "clauses": rows,
    }
    return answer | _end(cached, asked.offset, len(rows), len(clauses))


def list_documents(cached: CachedLibrary, asked: ListArguments) -> Row:
    """The documents, oldest first."""
    shown = cached.documents[asked.offset : asked.offset + asked.limit]
    rows = fitting(document_row(document, asked.language) for document in shown)
    answer: Row = {"total": len(cached.documents), "documents": rows}
    return answer | _end(cached, asked.offset, len(rows), len(cached.documents))


TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        "search": Tool(
            "Search clauses",
            "Search Chinese official texts (joint statements, communiqués, reports, laws) clause by clause. "
            "The tiers (exact, words, some) are never mixed, and totals are exact counts of clauses. Quote "
            "texts as they are and give the citation of each.",
            SearchArguments,
            schemas.search_schema,
            search,
        ),
        "mentions": Tool(
            "Every mention",
            "List every mention of a project by any of its names, or of any text, oldest first, each with "
            "its context, citation, file and offsets. The counts are of the whole corpus and complete; the "
            "certificate says whether a plain scan of all texts found the same.",
            MentionsArguments,
            schemas.mentions_schema,
            mentions,
        ),
        "show": Tool(
            "Read a statement or clause",
            "Read a document, or a clause or section of it with its neighbours, in its original characters.",
            ShowArguments,
            schemas.show_schema,
            show,
        ),
        "list": Tool(
            "List documents",
            "List the documents of the corpus, oldest first, with date, parties, kind and citation.",
            ListArguments,
            schemas.list_schema,
            list_documents,
        ),
    }
)
"""Every tool by its name; all of them only read."""


def _end(
    cached: CachedLibrary, offset: int, shown: int, total: int, certificate: Certificate | None = None
) -> Row:
    after = offset + shown
    meta = cached.library.meta
    known = certificate or Certificate(meta.digest, meta.corpus, cached.library.engine.clause_count, False)
    return {
        "next_offset": after if shown and after < total else None,
        "certificate": json_values.certificate(known),
    }


def _found(
    cached: CachedLibrary, identifier: str, around: int
) -> tuple[Document, tuple[Clause, ...], str | None]:
    """The document, the clauses asked for, and the id of the clause that is pointed at."""
    if identifier in cached.places:
        document = cached.library.document(identifier)
        return document, document.clauses, None
    owner, _, path = identifier.rpartition("#")
    if owner not in cached.places:
        near = similar_ids(owner or identifier, cached.places)
        error = NotInIndex("document.unknown", document=owner or identifier)
        raise error.with_remedy("alike", alike=tuple(near)) if near else error
    document = cached.library.document(owner)
    clause = next((each for each in document.clauses if each.path == path), None)
    if clause is not None:
        return document, neighbours(document, clause, around), clause.id
    if below := clauses_below(document, path):
        return document, below, None
    raise NotInIndex("clause.unknown", document=owner, path=path)
