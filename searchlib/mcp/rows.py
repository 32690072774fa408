"""The rows of tool answers: the shapes of the command line with a citation, limited in size."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from searchlib.mcp.arguments import CitedArguments
from searchlib.model import Clause, Document, Hit, Mention, Quotation, SearchResults
from searchlib.render import json_values, quotation_values
from searchlib.render.citation import citation
from searchlib.render.citation_works import Citable
from searchlib.render.cited_values import clause_json
from searchlib.render.citing import cite, plain_citation
from searchlib.render.json_values import Json

LONGEST_TEXT = 8_000
"""Code points of one clause that a row holds; ``text_end`` and ``characters`` show what was left out."""

LARGEST_PAGE = 40_000
"""Code points of the rows of one answer as JSON; the first row is always in it."""

_BEFORE = 200
"""Code points that are kept before the first match of a clause that is cut."""

Row = dict[str, Json]


def cited(item: Citable, asked: CitedArguments) -> str:
    """Return the citation of a row in the style and language asked for."""
    if asked.cite is None:
        return plain_citation(item, asked.language)
    return cite(item, asked.cite, asked.language)


def tool_hit(found: Hit, listed: Mapping[str, Json], asked: CitedArguments) -> Row:
    """Return the row of a hit, ``listed`` with what is folded below it; of a long clause the window that
    starts shortly before its first match.
    """
    start = 0
    if len(found.text) > LONGEST_TEXT and found.spans:
        start = max(0, min(found.spans[0].start - _BEFORE, len(found.text) - LONGEST_TEXT))
    shown = _text(found.text, start)
    within: list[Json] = [
        [span.start - start, span.end - start]
        for span in found.spans
        if start <= span.start and span.end <= start + LONGEST_TEXT
    ]
    return dict(listed) | shown | {"spans": within, "citation": cited(found, asked)}


def tool_mention(found: Mention, asked: CitedArguments) -> Row:
    """Return the row of a mention; ``source`` is the place of the mention itself in the file."""
    return {**json_values.mention_json(found), "citation": cited(found, asked)}


def tool_quotation(found: Quotation, language: str) -> Row:
    """Return a quotation, with the citations of all clauses it is from or near to."""
    named = (citation(part.document, part.clause, language) for part in found.parts)
    return quotation_values.quotation_json(found) | {"citation": "; ".join(named)}


def tool_clause(clause: Clause, document: Document, asked: CitedArguments, start: int = 0) -> Row:
    """Return the row of a clause of a document, its text from ``start`` on."""
    citation = {"citation": cited((clause, document), asked)}
    return dict(clause_json(clause, document)) | _text(clause.text, start) | citation


def tool_document(document: Document, asked: CitedArguments) -> Row:
    """Return the row of a document without its clauses."""
    return json_values.document_json(document) | {"citation": cited(document, asked)}


def fitting(rows: Iterable[Row]) -> list[Json]:
    """Return as many of the first ``rows`` as fit into one answer, at least one."""
    taken: list[Json] = []
    size = 0
    for row in rows:
        size += len(json.dumps(row, ensure_ascii=False))
        if taken and size > LARGEST_PAGE:
            break
        taken.append(row)
    return taken


def places_taken(results: SearchResults, rows: int, limit: int, offset: int) -> int:
    """Return how many places of an answer ``rows`` rows have taken; a place may have no row of its own, where
    it is folded below an earlier one.
    """
    if rows == len(results.hits):
        return max(0, min(limit, results.size - offset))
    first = results.hits[rows].folded
    return rows if first is None else first.place - offset


def _text(text: str, start: int) -> Row:
    shown = text[start : start + LONGEST_TEXT]
    return {"text": shown, "text_start": start, "text_end": start + len(shown), "characters": len(text)}
