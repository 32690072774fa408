"""Add a filter to a query or remove one, and leave the rest as the reader typed it."""

from __future__ import annotations

from collections.abc import Iterable

from searchlib.errors import QueryError
from searchlib.query.ast import And, Filter, Or, Query, all_of, any_of
from searchlib.query.parser import parse

_PROBE = Filter("kind", "law")


def filters_of(query: Query) -> tuple[Query, ...]:
    """Return the filters that all clauses of the answer satisfy, in the order typed: each a filter, or
    filters of one field joined by OR.

    >>> [str(each) for each in filters_of(parse("港 country:PE (year:2016 OR kind:law)"))]
    ['country:PE']
    >>> [str(each) for each in filters_of(parse("港 (year:2015 OR year:2016)"))]
    ['year:2015 OR year:2016']
    """
    return tuple(operand for operand in _operands(query) if choices_of(operand))


def choices_of(query: Query) -> tuple[Filter, ...]:
    """Return the filters of one field that ``query`` joins by OR, a filter alone included; else nothing."""
    each = query.operands if isinstance(query, Or) else (query,)
    found = tuple(operand for operand in each if isinstance(operand, Filter))
    return found if len(found) == len(each) and len({one.name for one in found}) == 1 else ()


def open_to_filters(typed: str, query: Query) -> str:
    """Spell ``query`` so that a blank and a filter may follow: as ``typed`` if possible.

    >>> open_to_filters("港 口", parse("港 口")), open_to_filters("港 OR 口", parse("港 OR 口"))
    ('港 口', '(港 OR 口)')
    """
    if _reads_as(f"{typed} {_PROBE}", all_of((query, _PROBE))):
        return typed
    return f"({query})" if isinstance(query, Or) else str(query)


def remove_filter(typed: str, query: Query, taken: Filter) -> str:
    """Spell ``query`` without a filter of :func:`filters_of`, or without one of several joined by OR; empty
    if nothing remains.

    >>> remove_filter("港 country:PE 口", parse("港 country:PE 口"), Filter("country", "PE"))
    '港 口'
    >>> either = "港 (year:2015 OR year:2016)"
    >>> remove_filter(either, parse(either), Filter("year", "2015"))
    '港 year:2016'
    """
    rest = []
    for operand in _operands(query):
        choices = choices_of(operand)
        if taken not in choices:
            rest.append(operand)
        elif len(choices) > 1:
            rest.append(any_of([each for each in choices if each != taken]))
    return _spelled(typed.replace(f" {taken}", "", 1), rest)


def without_field(typed: str, query: Query, name: str) -> str:
    """Spell ``query`` without the filters of :func:`filters_of` of the field ``name``; empty if nothing
    remains.

    >>> without_field("港 country:PE year:2016", parse("港 country:PE year:2016"), "country")
    '港 year:2016'
    """
    held = [(operand, choices_of(operand)) for operand in _operands(query)]
    rest = [operand for operand, choices in held if not choices or choices[0].name != name]
    shorter = typed
    for operand, choices in held:
        if choices and choices[0].name == name:
            shorter = shorter.replace(f" {operand}" if len(choices) == 1 else f" ({operand})", "", 1)
    return _spelled(shorter, rest)


def with_choices(typed: str, choices: Iterable[Filter]) -> str:
    """Spell the query ``typed``, which may be empty, narrowed to clauses that one of ``choices`` of each
    field selects. Raises QueryError.

    >>> with_choices("港", [Filter("year", "2015"), Filter("kind", "law"), Filter("year", "2016")])
    '港 (year:2015 OR year:2016) kind:law'
    """
    fields: dict[str, list[Filter]] = {}
    for each in choices:
        fields.setdefault(each.name, []).append(each)
    groups = [any_of(own) for own in fields.values()]
    spelled = [f"({group})" if isinstance(group, Or) else str(group) for group in groups]
    if typed.strip():
        spelled.insert(0, open_to_filters(typed.strip(), parse(typed)))
    return " ".join(spelled)


def _operands(query: Query) -> tuple[Query, ...]:
    return query.operands if isinstance(query, And) else (query,)


def _spelled(shorter: str, rest: list[Query]) -> str:
    """Spell the conjunction of ``rest``: as ``shorter`` if that says the same; empty if there is none."""
    if not rest:
        return ""
    remaining = all_of(rest)
    return shorter if _reads_as(shorter, remaining) else spell(remaining)


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
