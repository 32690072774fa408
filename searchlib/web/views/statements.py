"""The page of a statement."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from searchlib.errors import QueryError
from searchlib.model import Clause, Document, Needle, Span
from searchlib.render.citation_works import Citable
from searchlib.render.citing import CitationStyle, cite
from searchlib.search.highlight import marks
from searchlib.search.mentions import source_of
from searchlib.web.context import RequestContext
from searchlib.web.pager import Pager
from searchlib.web.views.comparison import companions

PART = 1500
"""Clauses on one page; a longer statement is divided."""

_JUMPS = 40
"""The most marks that are linked from the top of the page."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause to read: its marked text, the numbers of its first mark and of the one after its last (None if
    there is no further one), and its style."""

    clause: Clause
    spans: tuple[Span, ...]
    first: int
    following: int | None
    style: str


def statement_page(context: RequestContext) -> Response:
    """Answer ``/statements/<id>``: the statement with the query's marks, or the part around a clause."""
    cached, state = context.cached, context.state
    found = cached.library.lookup(context.names["document_id"], state.at)
    document, asked = found.document, found.clause
    page = document.clauses.index(found.clauses[0]) // PART + 1 if found.clauses else state.page
    paging = Pager(page, PART, len(document.clauses))
    shown = document.clauses[paging.first - 1 : paging.last]
    passages, total = _passages(shown, _needles(context))
    is_headed = bool(passages) and passages[0].style == "title" and shown[0].text == document.title
    place = cached.places[document.id]
    return context.page(
        "statement.html",
        document=document,
        heading=passages[0] if is_headed else None,
        passages=passages[1:] if is_headed else passages,
        marked=total,
        jumps=range(1, min(total, _JUMPS) + 1),
        asked=asked,
        series=companions(cached, document),
        styles=_styles(document, found.clauses, str(context.messages.language)),
        located=found,
        asked_paths=frozenset(clause.path for clause in found.clauses),
        asked_source=None if asked is None else source_of(asked, document, Span(0, len(asked.text))),
        paging=paging,
        before=cached.documents[place - 1] if place else None,
        after=cached.documents[place + 1] if place + 1 < len(cached.documents) else None,
    )


def _styles(document: Document, clauses: tuple[Clause, ...], language: str) -> list[tuple[str, str]]:
    """Return the citations to read of what was asked for, by the names of their styles."""
    cited: list[Citable] = [(clause, document) for clause in clauses] or [document]
    styles = (CitationStyle.GBT7714, CitationStyle.FOOTNOTE)
    return [(str(style), cite(cited, style, language)) for style in styles]


def _needles(context: RequestContext) -> tuple[Needle, ...]:
    """Return the needles that the query marks; an invalid query marks nothing, since the search page explains
    it."""
    if not context.state.q.strip():
        return ()
    try:
        by_tier = context.cached.library.needles(context.state.q)
    except QueryError:
        return ()
    return next(iter(by_tier.values()))


def _passages(clauses: tuple[Clause, ...], needles: tuple[Needle, ...]) -> tuple[list[Passage], int]:
    """Return the clauses with their marks numbered from 1, and the number of marks."""
    spans = [marks(clause.text, needles) if needles else () for clause in clauses]
    total = sum(map(len, spans))
    passages, number = [], 1
    for clause, found in zip(clauses, spans, strict=True):
        following = number + len(found)
        passages.append(
            Passage(clause, found, number, following if following <= total else None, _style(clause))
        )
        number = following
    return passages, total


def _style(clause: Clause) -> str:
    """Return the style of a clause, decided by its path (see docs/file-formats.md)."""
    if clause.path == "title":
        return "title"
    kind = clause.path.rpartition(".")[2][:1]
    return {"h": "heading", "n": "note", "s": "signature"}.get(kind, "text")
