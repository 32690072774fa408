"""What an answer is divided by, and suggestions, as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from searchlib.engine.base import Tally
from searchlib.model import Tier
from searchlib.query.ast import Filter
from searchlib.query.parser import parse
from searchlib.query.refine import open_to_filters
from searchlib.search.counts import Period, facets, timeline
from searchlib.search.suggest import Suggestion

if TYPE_CHECKING:
    from searchlib.render import facet_shapes, shapes


def facets_json(query: str, understood: str, tallies: Mapping[Tier, Tally]) -> facet_shapes.FacetsJson:
    """Return the facets of an answer; raises QueryError."""
    base = open_to_filters(query, parse(query))
    return {
        "query": query,
        "understood": understood,
        "totals": _totals(tallies),
        "undated": sum(tally.undated for tally in tallies.values()),
        "facets": [
            {
                "field": facet.field,
                "values": [
                    {"value": value, "clauses": clauses, "query": f"{base} {Filter(facet.field, value)}"}
                    for value, clauses in facet.values
                ],
            }
            for facet in facets(tallies.values())
        ],
    }


def timeline_json(query: str, understood: str, tallies: Mapping[Tier, Tally]) -> facet_shapes.TimelineJson:
    """Return an answer over the years; raises QueryError."""
    base = open_to_filters(query, parse(query))
    found = timeline(tallies)
    return {
        "query": query,
        "understood": understood,
        "totals": _totals(tallies),
        "undated": found.undated,
        "periods": [period_json(period, base) for period in found.periods],
    }


def period_json(period: Period, base: str) -> facet_shapes.PeriodJson:
    """Return a period; ``base`` is the query to which a filter can be added."""
    years = f"{period.first:04}" if period.first == period.last else f"{period.first:04}..{period.last:04}"
    return {
        "first": period.first,
        "last": period.last,
        "exact": period.clauses.get(Tier.EXACT, 0),
        "words": period.clauses.get(Tier.WORDS, 0),
        "some": period.clauses.get(Tier.SOME, 0),
        "query": f"{base} {Filter('year', years)}",
    }


def suggestions_json(found: Iterable[Suggestion]) -> facet_shapes.SuggestionsJson:
    """Return suggestions."""
    return {
        "suggestions": [
            {
                "source": str(each.source),
                "text": each.text,
                "query": each.query,
                "clauses": each.clauses,
                "document_id": each.document,
            }
            for each in found
        ]
    }


def _totals(tallies: Mapping[Tier, Tally]) -> shapes.TotalsJson:
    return {
        "exact": tallies[Tier.EXACT].clauses,
        "words": tallies[Tier.WORDS].clauses if Tier.WORDS in tallies else 0,
        "some": tallies[Tier.SOME].clauses if Tier.SOME in tallies else 0,
    }
