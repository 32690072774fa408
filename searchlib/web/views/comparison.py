"""Two texts side by side, and the formulas of a series of texts: both in pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.responses import Response

from searchlib.analysis.comparison import ComparedClauses, ShownRows, compare
from searchlib.analysis.lineage import lineage
from searchlib.analysis.series import is_statement, series_with, versions_of
from searchlib.model import Document, Kind
from searchlib.search.cached import CachedLibrary
from searchlib.web.context import RequestContext
from searchlib.web.pager import Pager

ROWS_SHOWN = 120
"""Rows of a comparison, or formulas of a lineage, on a page."""

_PAIRS_SHOWN = 60
_SHADES = 4


def compare_page(context: RequestContext) -> Response:
    """Answer ``/compare``: the documents ``a`` and ``b``; without them a form, and what can be compared."""
    state = context.state
    if not state.a.strip():
        return context.page("compare.html", found=None, pairs=_pairs(context))
    found = compare(context.cached.library, state.a.strip(), state.b.strip())
    rows = found.shown(state.rows)
    page = _page_of(rows, state.at) or state.page
    paging = Pager(page, ROWS_SHOWN, len(rows))
    return context.page(
        "compare.html",
        found=found,
        rows=rows[paging.first - 1 : paging.last],
        anchor=anchor,
        choices=tuple(ShownRows),
        paging=paging,
    )


def lineage_page(context: RequestContext) -> Response:
    """Answer ``/lineage``: the formulas of the series ``of``; without it a form, and what has a series."""
    state = context.state
    if not state.of.strip():
        return context.page("lineage.html", found=None, pairs=_pairs(context))
    found = lineage(context.cached.library, state.of.strip(), state.unit or None)
    lines = found.shown(state.every)
    paging = Pager(state.page, ROWS_SHOWN, len(lines))
    turns = Counter(stage.turn for line in found.lines for stage in line.stages[1:])
    return context.page(
        "lineage.html",
        found=found,
        lines=lines[paging.first - 1 : paging.last],
        numbers={id(line): number for number, line in enumerate(found.lines, 1)},
        shade=shade,
        turns=turns,
        paging=paging,
    )


def anchor(row: ComparedClauses) -> str:
    """Return the id of a row: the path of its first clause, that of the second document if it has one."""
    return f"b-{row.after[0].path}" if row.after else f"a-{row.before[0].path}"


def shade(kept: float) -> int:
    """Return how dark a changed wording is shaded: 1 for hardly changed, 4 for nearly all."""
    return min(_SHADES, 1 + int((1.0 - kept) * _SHADES))


def companions(cached: CachedLibrary, document: Document) -> tuple[Document, ...]:
    """Return the series that a document is in, oldest first; nothing where it stands alone."""
    if document.kind is Kind.LAW:
        found = versions_of(cached.library, document)
    else:
        found = series_with(cached.documents, document)
    return found if len(found) > 1 else ()


def _page_of(rows: Sequence[ComparedClauses], wanted: str) -> int | None:
    """Return the page with the row that holds the clause ``wanted`` of the second document."""
    for place, row in enumerate(rows):
        if wanted and any(clause.path == wanted for clause in row.after):
            return place // ROWS_SHOWN + 1
    return None


def _pairs(context: RequestContext) -> list[tuple[str, tuple[Document, ...]]]:
    """Return the names of the parties that have two statements or more, with these, the most first."""
    series: dict[frozenset[str], list[Document]] = {}
    for document in context.cached.documents:
        if is_statement(document) and len(document.parties) > 1:
            series.setdefault(frozenset(document.parties), []).append(document)
    found = [
        (" · ".join(map(context.messages.country, documents[0].parties)), tuple(documents))
        for documents in series.values()
        if len(documents) > 1
    ]
    return sorted(found, key=lambda pair: (-len(pair[1]), pair[0]))[:_PAIRS_SHOWN]
