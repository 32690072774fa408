"""The page of a statement: its text, in parts where it is long, with contents, marks and ways to places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from starlette.responses import Response

from searchlib.errors import QueryError, reason_of
from searchlib.model import Clause, ClausePart, Document, Needle, Source, Span, part_of
from searchlib.query.ast import Filter, Has
from searchlib.query.filters import resolve
from searchlib.render.citation_styles import CitationStyle
from searchlib.render.citation_works import Citable
from searchlib.render.citing import cite
from searchlib.render.places import label_of
from searchlib.search.highlight import marks_of_each
from searchlib.search.lookup import Located
from searchlib.search.mentions import source_of
from searchlib.web.contents import contents, numbers_of, range_said
from searchlib.web.context import RequestContext
from searchlib.web.mark_jumps import MarkJumps
from searchlib.web.page_state import quoted
from searchlib.web.reading_parts import PRINTING, READING, Parts, starts_of
from searchlib.web.views.comparison import companions

_STYLED = frozenset({ClausePart.TITLE, ClausePart.HEADING, ClausePart.NOTE, ClausePart.SIGNATURE})
"""The parts of a text that do not look like text."""

_CONTENTS = re.compile("目[ 　]*[录錄次]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause to read: its marked text, the number of its first mark, its style, and how many code points
    its printed number has at the beginning of its text."""

    clause: Clause
    spans: tuple[Span, ...]
    first: int
    style: str
    numbered: int


@dataclass(frozen=True, slots=True)
class _Text:
    """What is shown of a text: ``heading`` is its title where it is printed, ``masthead`` the notes above the
    text, ``printed`` the table of contents among them, ``passages`` the rest of the part. ``current`` is the
    ordinal of the clause that is read, ``counts`` has the marks of each clause, ``trouble`` is what is wrong
    with the query."""

    parts: Parts
    jumps: MarkJumps
    current: int
    counts: tuple[int, ...]
    trouble: str
    heading: Passage | None
    masthead: tuple[Passage, ...]
    printed: tuple[Passage, ...]
    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, context: RequestContext, found: Located) -> _Text:
        """Mark a text by the query, and take the part of it that the address asks for."""
        state, document = context.state, found.document
        needles, trouble = _needles(context)
        spans = marks_of_each([clause.text for clause in document.clauses], needles)
        counts = tuple(map(len, spans))
        place = _place(found)
        jumps = MarkJumps.of(counts, place, state.mark)
        at = place if jumps.ordinal is None else jumps.ordinal
        starts = starts_of(document.clauses, PRINTING if state.whole else READING)
        parts = Parts(starts, len(document.clauses), state.page)
        if at is not None:
            parts = replace(parts, page=parts.page_of(at))
        firsts = tuple(accumulate(counts, initial=1))
        shown = [_passage(document.clauses[each], spans[each], firsts[each]) for each in parts.shown]
        title = _title(shown, document) if parts.page == 1 else None
        rest = [each for each in shown if each is not title]
        above = _masthead(rest) if parts.page == 1 else 0
        printed = _printed_contents(rest[:above])
        return cls(
            parts,
            jumps,
            parts.shown.start if at is None else at,
            counts,
            trouble,
            heading=title,
            masthead=tuple(rest[:printed]),
            printed=tuple(rest[printed:above]),
            passages=tuple(rest[above:]),
        )


def statement_page(context: RequestContext) -> Response:
    """Answer ``/statements/<id>``: the text with the query's marks, or the part of it around a place.

    ``find`` and ``go`` are what the forms of the page send; they lead on to an address with a place.
    """
    cached, state = context.cached, context.state
    language = str(context.messages.language)
    found = cached.library.lookup(context.names["document_id"], state.at)
    document = found.document
    if find := state.find.strip():
        return _to(context, document, "m1", q=find, mark=1)
    if (typed := state.go.strip()) and (named := named_clause(document, typed)):
        return _to(context, document, named.path, at=named.path)

    def say(clause: Clause, of: Document) -> str:
        return label_of(clause, of, language)

    text = _Text.of(context, found)
    neighbours = {
        page: range_said(document, text.parts.of(page), say)
        for page in (text.parts.page - 1, text.parts.page, text.parts.page + 1)
    }
    place = cached.places[document.id]
    return context.page(
        "statement.html",
        document=document,
        text=text,
        parts=text.parts,
        jumps=text.jumps,
        ranges=neighbours,
        contents=contents(document, text.parts, text.counts, text.current, say),
        numbers=numbers_of(document),
        missing=typed,
        located=found,
        asked=found.clause,
        asked_paths=frozenset(clause.path for clause in found.clauses),
        asked_source=_source(found),
        versions=tuple(reversed(companions(cached, document))),
        styles=_styles(document, found.clauses, language),
        before=cached.documents[place - 1] if place else None,
        after=cached.documents[place + 1] if place + 1 < len(cached.documents) else None,
    )


def named_clause(document: Document, typed: str) -> Clause | None:
    """Return the clause of ``document`` that a reader names by its number: 8, 八, 第八条, 8-1, 2.3.

    Of a section with several paragraphs it is the first; None where there is no such clause.
    """
    try:
        wanted = resolve(Filter("clause", typed.strip()))
    except QueryError:
        return None
    path = wanted.values[0] if isinstance(wanted, Has) else ""
    held = [each for each in document.clauses if each.path == path or each.path.startswith(f"{path}.")]
    return held[0] if held else None


def _to(context: RequestContext, document: Document, anchor: str, **place: object) -> Response:
    """Lead on to a place of a text, and to ``anchor`` on its page."""
    address = context.state.statement(document.id, **place)
    return Response(None, 303, {"Location": f"{address}#{quoted(anchor)}"})


def _place(found: Located) -> int | None:
    """Return the ordinal of the clause that was asked for; None for the whole text."""
    return found.document.clauses.index(found.clauses[0]) if found.clauses else None


def _source(found: Located) -> Source | None:
    asked = found.clause
    return None if asked is None else source_of(asked, found.document, Span(0, len(asked.text)))


def _styles(document: Document, clauses: tuple[Clause, ...], language: str) -> list[tuple[str, str]]:
    """Return the citations to read of what was asked for, by the names of their styles."""
    cited: list[Citable] = [(clause, document) for clause in clauses] or [document]
    styles = (CitationStyle.GBT7714, CitationStyle.FOOTNOTE)
    return [(str(style), cite(cited, style, language)) for style in styles]


def _needles(context: RequestContext) -> tuple[tuple[Needle, ...], str]:
    """Return the needles that the query marks; of an invalid query none, and what is wrong with it."""
    if not context.state.q.strip():
        return (), ""
    try:
        by_tier = context.cached.library.needles(context.state.q)
    except QueryError as error:
        return (), reason_of(error, context.messages.language)
    return next(iter(by_tier.values())), ""


def _passage(clause: Clause, spans: tuple[Span, ...], first: int) -> Passage:
    printed = clause.number or ""
    numbered = len(printed) if clause.text.startswith(printed) else 0
    return Passage(clause, spans, first, _style(clause), numbered)


def _style(clause: Clause) -> str:
    """Return the style of a clause, decided by its path (see docs/file-formats.md)."""
    part = part_of(clause.path)[0]
    return str(part) if part in _STYLED else "text"


def _title(passages: Sequence[Passage], document: Document) -> Passage | None:
    """Return the printed title of a document, which at most notes stand above."""
    first = next((each for each in passages if each.style != "note"), None)
    is_title = first is not None and first.style == "title" and first.clause.text == document.title
    return first if is_title else None


def _masthead(passages: Sequence[Passage]) -> int:
    """Return how many notes stand above the text: by whom and when it was made, and its printed contents."""
    return next((at for at, each in enumerate(passages) if each.style != "note"), len(passages))


def _printed_contents(passages: Sequence[Passage]) -> int:
    """Return where the printed table of contents begins among the notes above a text."""
    printed = (at for at, each in enumerate(passages) if _CONTENTS.fullmatch(each.clause.text.strip()))
    return next(printed, len(passages))
