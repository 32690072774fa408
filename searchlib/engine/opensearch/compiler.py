"""From a query to one of OpenSearch, as far as it can answer by itself.

Pure functions. What OpenSearch cannot answer exactly (needles with neighbours, borders or several gaps,
clauses of documents that satisfy something) is first settled by the client, see ``selection``; here are the
queries that select at least what such a needle may be in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from searchlib.engine.opensearch.encoding import key_token, key_tokens, metadata_value
from searchlib.model import Needle, Neighbours, Pattern
from searchlib.query.ast import Between, Has, Zone
from searchlib.text.borders import BORDER, bare

QueryJson: TypeAlias = "dict[str, Any]"

MOST_VALUES = 65_536
"""Values of one ``terms`` query."""

KEY_FIELDS: dict[Zone, str] = {"text": "t", "headings": "h", "title": "tt"}
"""The field of the key of each zone."""

EVERYTHING: QueryJson = {"match_all": {}}
NO_ENTRY: QueryJson = {"match_none": {}}


def disjunction(queries: Sequence[QueryJson]) -> QueryJson:
    """Return what one of ``queries`` selects."""
    return at_least(queries, 1) if len(queries) != 1 else queries[0]


def conjunction(queries: Sequence[QueryJson]) -> QueryJson:
    """Return what all of ``queries`` select."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"filter": list(queries)}} if queries else EVERYTHING


def none_of(query: QueryJson) -> QueryJson:
    """Return what ``query`` does not select."""
    return {"bool": {"must_not": [query]}}


def at_least(queries: Sequence[QueryJson], least: int) -> QueryJson:
    """Return what at least so many of ``queries`` select."""
    if least <= 0:
        return EVERYTHING
    if least > len(queries):
        return NO_ENTRY
    return {"bool": {"should": list(queries), "minimum_should_match": least}}


def valued(field: str, values: Iterable[Any]) -> QueryJson:
    """Return the entries whose ``field`` has one of ``values``."""
    every = list(values)
    pieces = [every[at : at + MOST_VALUES] for at in range(0, len(every), MOST_VALUES)]
    return disjunction([{"terms": {field: piece}} for piece in pieces]) if pieces else NO_ENTRY


def has(query: Has) -> QueryJson:
    """Return the clauses with one of the values."""
    if "\0" in query.name:
        return NO_ENTRY
    return valued("meta", [metadata_value(query.name, value) for value in query.values])


def between(query: Between) -> QueryJson:
    """Return the clauses of days in the range; day 0 is unknown."""
    low, high = max(query.low, 1), min(query.high, 2**31 - 1)
    return {"range": {"day": {"gte": low, "lte": high}}} if low <= high else NO_ENTRY


def contiguous(field: str, text: str) -> QueryJson:
    """Return the entries whose ``field`` holds ``text`` (not empty) contiguously."""
    if len(text) == 1:
        return {"term": {field: key_token(text)}}
    return {"match_phrase": {field: key_tokens(text)}}


def is_plain(needle: Needle) -> bool:
    """Return whether OpenSearch alone says where ``needle`` occurs."""
    return isinstance(needle, str) and BORDER not in needle


def possible(field: str, needle: Needle) -> QueryJson:
    """Return at least the entries whose ``field`` holds ``needle``: borders and neighbours are not looked
    at, nor whether the gaps of a pattern fit at the same place."""
    if not isinstance(needle, Pattern):
        return contiguous(field, bare(needle))
    pieces = [bare(piece) for piece in needle.pieces]
    if len(pieces) == 1:
        return contiguous(field, pieces[0])
    gaps = zip(pairwise(pieces), needle.gaps, strict=True)
    return conjunction(
        [_spans_near(_span(field, one), _span(field, other), high) for (one, other), (_, high) in gaps]
    )


def doubtful(field: str, needle: Needle) -> list[QueryJson] | None:
    """Return the queries of which one selects every entry where ``needle`` stands beside what may not stand
    there; None for needles of several pieces or with borders.

    An entry that holds the characters of the needle and is selected by none of these holds the needle.
    """
    if not isinstance(needle, Pattern) or len(needle.pieces) != 1 or BORDER in needle.pieces[0]:
        return None
    own = [{"span_term": {field: key_token(each)}} for each in needle.pieces[0]]
    before = ([*_classes(field, each), *own] for each in needle.not_before)
    after = ([*own, *_classes(field, each)] for each in needle.not_after)
    return [{"span_near": {"clauses": spans, "slop": 0, "in_order": True}} for spans in (*before, *after)]


def near(left: Sequence[str], right: Sequence[str], distance: int) -> QueryJson:
    """Return the clauses with one of ``left`` and one of ``right`` (plain needles) so close in the text.

    The nearest second span decides for each first one, so that first spans of one start must have one end:
    they are grouped by length.
    """
    queries = []
    for first, second in ((left, right), (right, left)):
        by_length: dict[int, list[str]] = {}
        for needle in first:
            by_length.setdefault(len(needle), []).append(needle)
        after = _spans("t", second)
        queries += [_spans_near(_spans("t", group), after, distance) for group in by_length.values()]
    return disjunction(queries)


def leaf_count(query: Any) -> int:
    """Return how many clauses Lucene counts in a compiled query, or some more."""
    if isinstance(query, list):
        return sum(map(leaf_count, query))
    if not isinstance(query, dict):
        return 0
    leaves = ("term", "terms", "match_phrase", "span_term", "range", "match_all", "match_none")
    return sum(1 if name in leaves else leaf_count(inner) for name, inner in query.items())


def _classes(field: str, neighbours: Neighbours) -> list[QueryJson]:
    """Return the spans of characters side by side, each by its class."""
    found = []
    for members in neighbours:
        spans = [{"span_term": {field: key_token(each)}} for each in dict.fromkeys(members)]
        found.append(spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}})
    return found


def _span(field: str, text: str) -> QueryJson:
    terms = [{"span_term": {field: key_token(each)}} for each in text]
    if len(terms) == 1:
        return terms[0]
    return {"span_near": {"clauses": terms, "slop": 0, "in_order": True}}


def _spans(field: str, needles: Sequence[str]) -> QueryJson:
    spans = [_span(field, needle) for needle in dict.fromkeys(needles)]
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}}


def _spans_near(first: QueryJson, second: QueryJson, slop: int) -> QueryJson:
    return {"span_near": {"clauses": [first, second], "slop": slop, "in_order": True}}
