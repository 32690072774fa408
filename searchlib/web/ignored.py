"""Parameters that a page does not know: they are told on it, with the filter that was perhaps meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from searchlib.errors import QueryError
from searchlib.query.ast import Filter
from searchlib.query.parser import parse
from searchlib.query.refine import open_to_filters
from searchlib.text.fields import FIELD_NAMES

LIST_OF_TEXTS = "/statements"
"""The one page that has filters as parameters; everywhere else they belong into the query."""

_MOST, _LONGEST = 4, 40
"""Parameters that are told, and characters of their names."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A parameter without effect. ``query`` is the page's query with the filter of that name; empty if there
    is none, or none with such a value."""

    name: str
    query: str


def used_at(path: str, known: Iterable[str]) -> frozenset[str]:
    """Return which of the parameters of all pages the page or file at ``path`` may have."""
    names = frozenset(known)
    return names if path == LIST_OF_TEXTS else names - FIELD_NAMES.keys()


def ignored(
    path: str, given: Iterable[tuple[str, str]], known: Iterable[str], asked: str
) -> tuple[Ignored, ...]:
    """Return the parameters of ``given`` that the page at ``path`` does not use.

    ``known`` are the parameters of all pages, ``asked`` is the query of this one.

    >>> ignored("/", [("country", "KG"), ("q", "铁路")], ["q", "country"], "铁路")
    (Ignored(name='country', query='铁路 country:KG'),)
    """
    used = used_at(path, known)
    unknown = [(name, value) for name, value in given if name not in used][:_MOST]
    return tuple(Ignored(name[:_LONGEST], _narrowed(name, value, asked)) for name, value in unknown)


def _narrowed(name: str, value: str, asked: str) -> str:
    field = FIELD_NAMES.get(name.lower())
    if field is None or not value.strip():
        return ""
    try:
        base = open_to_filters(asked, parse(asked)) if asked.strip() else ""
        query = f"{base} {Filter(field, value)}".strip()
        parse(query)
    except QueryError:
        return ""
    return query
