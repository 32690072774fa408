"""The shapes of what an answer is divided by, and of suggestions; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.render.shapes import TotalsJson
from searchlib.search.suggest import SuggestionSource

SuggestionSourceName = Annotated[str, SuggestionSource]


class FacetsJson(TypedDict):
    """What the clauses of an answer are divided by. Everything is counted, nothing estimated."""

    query: Annotated[str, "as it was typed"]
    understood: Annotated[str, "how it was read, in canonical spelling"]
    totals: TotalsJson
    undated: Annotated[int, "clauses of all tiers whose documents have no date"]
    facets: Annotated[list[FacetJson], "those that have values"]


class FacetJson(TypedDict):
    """One of the things that an answer is divided by."""

    field: Annotated[str, "the filter that narrows by it, such as `country`"]
    values: Annotated[list[FacetValueJson], "years newest first, other values commonest first"]


class FacetValueJson(TypedDict):
    """A value, and how many clauses of all tiers have it."""

    value: Annotated[str, "of two parties each counts"]
    clauses: int
    query: Annotated[str, "the query narrowed to this value"]


class TimelineJson(TypedDict):
    """The clauses of an answer over the years, of each tier."""

    query: Annotated[str, "as it was typed"]
    understood: Annotated[str, "how it was read, in canonical spelling"]
    totals: TotalsJson
    undated: Annotated[int, "clauses of all tiers whose documents have no date"]
    periods: Annotated[
        list[PeriodJson], "without gaps: years, or decades or centuries if there were more than 120 rows"
    ]


class PeriodJson(TypedDict):
    """Some years, and how many clauses of each tier are dated in them."""

    first: Annotated[int, "the first year"]
    last: Annotated[int, "the last year"]
    exact: int
    words: int
    some: int
    query: Annotated[str, "the query narrowed to these years"]


class SuggestionsJson(TypedDict):
    """What a query that is being typed may become."""

    suggestions: Annotated[list[SuggestionJson], "projects, countries, titles, then words of the texts"]


class SuggestionJson(TypedDict):
    """A completion of the last word."""

    source: Annotated[SuggestionSourceName, "`project`, `country`, `title` or `term`"]
    text: Annotated[str, "to be shown"]
    query: Annotated[str, "what the search box would hold"]
    clauses: Annotated[int | None, "exact hits, where they were counted"]
    document_id: Annotated[str | None, "of a title: whose it is"]
