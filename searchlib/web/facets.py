"""Facets as the page lists them: the values of a field with their counts, any of which can be chosen.

What is chosen of one field is joined by OR, so the counts of a field are those of the answer without its
own filters: they say what choosing another value adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from searchlib.engine.base import Tally
from searchlib.errors import QueryError
from searchlib.model import Tier
from searchlib.query.ast import Filter, Query
from searchlib.query.filters import resolve
from searchlib.query.refine import choices_of, filters_of, without_field
from searchlib.search.cached import CachedLibrary
from searchlib.search.counts import Facet, facets
from searchlib.text.fields import FACETS
from searchlib.web.page_state import PageState
from searchlib.web.parameters import BadParameter

_SHOWN, _MORE = 8, 200
"""Values of a facet that are shown, and that can be unfolded."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: its number of clauses, and whether it is chosen."""

    value: str
    clauses: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ListedFacet:
    """A facet: the values shown, those that can be unfolded, the number of those left out, the clauses whose
    documents do not say, and the query without the filters of the field, which a form sends beside the
    values."""

    field: str
    shown: tuple[FacetValue, ...]
    folded: tuple[FacetValue, ...]
    unlisted: int
    unstated: int
    rest: str


def listed_facets(
    cached: CachedLibrary, state: PageState, query: Query, tallies: Mapping[Tier, Tally]
) -> list[ListedFacet]:
    """Return the facets of the answer ``tallies`` to ``query``; none whose one value all of it has."""
    chosen: dict[str, list[Filter]] = {}
    for group in filters_of(query):
        for each in choices_of(group):
            chosen.setdefault(each.name, []).append(each)
    found = {facet.field: facet for facet in facets(tallies.values())}
    listed = []
    for field in FACETS:
        own = chosen.get(field, [])
        rest = without_field(state.q, query, field) if own else state.q
        facet = _without(cached, state, rest, field) if own else found.get(field)
        if facet is not None and (own or facet.without or len(facet.values) > 1):
            listed.append(_listed(facet, own, rest))
    return listed


def picked(picks: Iterable[str]) -> list[Filter]:
    """Return the filters that a form of a facet sent, each ``field:value``; raises BadParameter for any that
    is none."""
    found = []
    for pick in picks:
        name, _, value = pick.partition(":")
        if name not in FACETS or not value:
            raise BadParameter("parameter.not-a-choice", "pick", known=FACETS)
        found.append(Filter(name, value))
        try:
            resolve(found[-1])
        except QueryError:
            raise BadParameter("parameter.not-a-choice", "pick", known=FACETS) from None
    return found


def _without(cached: CachedLibrary, state: PageState, rest: str, field: str) -> Facet | None:
    """Return a facet of the answer without the filters of its field; of all texts where nothing else is
    asked for."""
    if rest:
        tallies = cached.tallies(rest, state.exact, state.scope)
    else:
        tallies = {Tier.EXACT: cached.library.extents("", (field,))}
    return next((facet for facet in facets(tallies.values()) if facet.field == field), None)


def _listed(facet: Facet, chosen: list[Filter], rest: str) -> ListedFacet:
    # Reading what a value selects takes longer than listing it; it matters only where one is chosen.
    leaves = {value: _leaf(Filter(facet.field, value)) for value, _ in facet.values} if chosen else {}
    wanted = {_leaf(each) for each in chosen}
    values = [FacetValue(value, clauses, leaves.get(value) in wanted) for value, clauses in facet.values]
    known = set(leaves.values())
    values += [FacetValue(each.value, 0, True) for each in chosen if _leaf(each) not in known]
    first = [each for number, each in enumerate(values) if number < _SHOWN or each.is_chosen]
    others = [each for number, each in enumerate(values) if number >= _SHOWN and not each.is_chosen]
    return ListedFacet(
        facet.field,
        tuple(first),
        tuple(others[:_MORE]),
        max(0, len(others) - _MORE),
        facet.without,
        rest,
    )


def _leaf(each: Filter) -> str:
    """Return what a filter selects, so that country:秘鲁 and country:PE are one."""
    return str(resolve(each))
