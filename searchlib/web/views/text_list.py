"""The list of texts: filtered by title, kind, country and year, sorted, with a way to each year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.responses import Response

from searchlib.analysis.collation import collation_key
from searchlib.errors import QueryError
from searchlib.model import Document
from searchlib.text.running import key
from searchlib.web.context import RequestContext
from searchlib.web.page_state import ListOrder, PageState
from searchlib.web.pager import Pager
from searchlib.web.views.search import misunderstood

TEXTS_SHOWN = 100
"""Texts on a page of the list."""

_BY_DATE = (ListOrder.NEWEST, ListOrder.OLDEST)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the list: its texts, and where it begins."""

    year: int
    texts: int
    address: str


def text_list_page(context: RequestContext) -> Response:
    """Answer ``/statements``: the list in pages; with a query, the texts that satisfy it as whole texts."""
    state = context.state
    if state.q.strip():
        return _matching_page(context)
    documents = context.cached.documents
    found = sorted_texts([each for each in documents if _is_wanted(each, state)], state.by)
    paging = Pager(state.page, TEXTS_SHOWN, len(found))
    shown = found[paging.first - 1 : paging.last]
    groups = [
        (year, list(together))
        for year, together in groupby(shown, key=_year if state.by in _BY_DATE else lambda _: None)
    ]
    return context.page(
        "text_list.html",
        groups=groups,
        dated=state.by in _BY_DATE,
        paging=paging,
        total=len(documents),
        orders=tuple(ListOrder),
        years=_years(found, state) if state.by in _BY_DATE else (),
        kinds=_choices(documents, state, "kind", lambda each: (str(each.kind),)),
        countries=_choices(documents, state, "country", lambda each: each.parties),
        is_filtered=bool(state.title.strip() or state.kind or state.country or state.year),
    )


def sorted_texts(documents: list[Document], by: ListOrder) -> list[Document]:
    """Return ``documents``, which come in the order of the corpus, in the order ``by``.

    By date those without one come last, by title those without one.
    """
    if by is ListOrder.TITLE:
        return sorted(documents, key=lambda each: (not each.title, collation_key(each.title or "")))
    if by is ListOrder.LENGTH:
        return sorted(documents, key=lambda each: -each.clause_count)
    dated = [each for each in documents if each.date]
    if by is ListOrder.NEWEST:
        dated.reverse()
    return dated + [each for each in documents if not each.date]


def _is_wanted(document: Document, state: PageState, besides: str = "") -> bool:
    """Return whether ``document`` passes every filter of the list but the one called ``besides``."""
    return (
        (not state.kind or besides == "kind" or str(document.kind) == state.kind)
        and (not state.country or besides == "country" or state.country in document.parties)
        and (not state.year or str(_year(document)) == state.year)
        and all(word in key(document.title or "") for word in map(key, state.title.split()))
    )


def _year(document: Document) -> int | None:
    return document.date.year if document.date else None


def _years(found: Sequence[Document], state: PageState) -> list[Year]:
    """Return the years in the order of the list, each with the page on which it begins."""
    years: list[Year] = []
    place = 0
    for year, together in groupby(found, key=_year):
        count = len(list(together))
        if year:
            address = state.address("/statements", page=place // TEXTS_SHOWN + 1)
            years.append(Year(year, count, f"{address}#y{year}"))
        place += count
    return years


def _choices(
    documents: Sequence[Document],
    state: PageState,
    besides: str,
    values: Callable[[Document], tuple[str, ...]],
) -> list[tuple[str, int]]:
    """Return the values of a filter with how many texts would be left, the most first; none for one value."""
    counted = Counter(
        value for each in documents if _is_wanted(each, state, besides) for value in values(each)
    )
    asked = getattr(state, besides)
    if asked and asked not in counted:
        counted[asked] = 0
    found = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    return found if len(found) > 1 or asked else []


def _matching_page(context: RequestContext) -> Response:
    state = context.state
    first = (state.page - 1) * TEXTS_SHOWN
    try:
        found = context.cached.library.statements(state.q, offset=first, limit=TEXTS_SHOWN)
    except QueryError as error:
        return misunderstood(context, error)
    return context.page("matching.html", found=found, paging=Pager(state.page, TEXTS_SHOWN, found.total))
