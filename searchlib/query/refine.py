"""Add a filter to a query or remove one, and leave the rest as the reader typed it."""

from __future__ import annotations

from searchlib.errors import QueryError
from searchlib.query.ast import And, Filter, Or, Query, all_of
from searchlib.query.parser import parse

_PROBE = Filter("kind", "law")


def filters_of(query: Query) -> tuple[Filter, ...]:
    """Return the filters that all clauses of the answer satisfy, in the order typed.

    >>> [str(each) for each in filters_of(parse("港 country:PE (year:2016 OR kind:law)"))]
    ['country:PE']
    """
    operands = query.operands if isinstance(query, And) else (query,)
    return tuple(operand for operand in operands if isinstance(operand, Filter))


def open_to_filters(typed: str, query: Query) -> str:
    """Spell ``query`` so that a blank and a filter may follow: as ``typed`` if possible.

    >>> open_to_filters("港 口", parse("港 口")), open_to_filters("港 OR 口", parse("港 OR 口"))
    ('港 口', '(港 OR 口)')
    """
    if _reads_as(f"{typed} {_PROBE}", all_of((query, _PROBE))):
        return typed
    return f"({query})" if isinstance(query, Or) else str(query)


def remove_filter(typed: str, query: Query, taken: Filter) -> str:
    """Spell ``query`` without a filter of :func:`filters_of`; empty if nothing remains.

    >>> remove_filter("港 country:PE 口", parse("港 country:PE 口"), Filter("country", "PE"))
    '港 口'
    """
    operands = query.operands if isinstance(query, And) else (query,)
    rest = [operand for operand in operands if operand != taken]
    if not rest:
        return ""
    remaining = all_of(rest)
    shorter = typed.replace(f" {taken}", "", 1)
    return shorter if _reads_as(shorter, remaining) else str(remaining)


def spell(query: Query) -> str:
    """Spell ``query`` as a reader would type it: blanks instead of AND where they say the same.

    >>> spell(parse("港 AND -口 AND year:2016")), spell(parse("港 OR 口"))
    ('港 NOT 口 year:2016', '港 OR 口')
    """
    if isinstance(query, And):
        parts = (f"({each})" if isinstance(each, Or) else str(each) for each in query.operands)
        typed = " ".join(parts)
        if _reads_as(typed, query):
            return typed
    return str(query)


def _reads_as(typed: str, query: Query) -> bool:
    try:
        return parse(typed) == query
    except QueryError:
        return False
