"""Read the values of filters: one parser for each kind of value in :mod:`searchlib.text.fields`.

A parser accepts what an input method types (Chinese or Latin, full or half width, any sign for a range),
returns the engine leaf, and raises QueryError for anything else.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NoReturn

from searchlib.errors import QueryError
from searchlib.query.ast import Between, Exact, Filter, Has, Query
from searchlib.query.characters import half_width
from searchlib.query.forms import needles, pattern_needles
from searchlib.text.fields import BY_NAME, Field, Values
from searchlib.text.numerals import NUMERAL, value
from searchlib.text.running import key

_FIRST_SHORT_YEAR = 100
"""Earlier years are written with four digits, 0021, so that year:2013-05 is not taken for a range."""

_FIRST_DAY = 1_01_01
_LAST_DAY = 9999_12_31

_RANGE = re.compile(r"\.{2,3}|。。|…+|‥|~|至")
_YEAR_RANGE = re.compile(f"{_RANGE.pattern}|[-–—]+")
_DATE = re.compile(f"({NUMERAL})(?:[-/.年]({NUMERAL})(?:[-/.月]({NUMERAL})日?)?月?)?年?")
_COMPACT_DATE = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
_CLAUSE_STEP = re.compile(f"第?({NUMERAL})(?:(?:之|-)({NUMERAL}))?[章节编条款项目]?(?:之({NUMERAL}))?")
_PATH = re.compile(r"[0-9a-z]+(?:[-.][0-9a-z]+)*")


def resolve(asked: Filter) -> Query:
    """Return the engine leaf of a filter; raise QueryError at its column for a value that it cannot have."""
    return _PARSERS[BY_NAME[asked.name].values](asked, BY_NAME[asked.name])


def _refuse(asked: Filter, code: str) -> NoReturn:
    field = BY_NAME[asked.name]
    raise QueryError(
        code,
        asked.column,
        filter=f"{asked.name}:{asked.value}",
        examples=tuple(f"{field.name}:{example}" for example in field.examples),
        known=tuple(str(choice) for choice, _ in field.choices),
        chinese=tuple(names[0] for _, names in field.choices),
    )


def _has(field: Field, value: str) -> Query:
    return Has(field.metadata, (value,))


def _country(asked: Filter, field: Field) -> Query:
    # Reading the countries' names takes longer than a search; only a query that asks for one does it.
    from searchlib.facts.countries import country_code

    code = country_code(asked.value)
    if code is None:
        _refuse(asked, field.refusal)
    return _has(field, code)


def _years(asked: Filter, field: Field) -> Query:
    low, high = _range(asked, _YEAR_RANGE, field.refusal)
    if any(re.search("[-/.月日]", side) for side in (low, high)):
        _refuse(asked, field.refusal)
    return _between(asked, _days_of(asked, low, field.refusal)[0], _days_of(asked, high, field.refusal)[1])


def _days(asked: Filter, field: Field) -> Query:
    low, high = _range(asked, _RANGE, field.refusal)
    return _between(asked, _days_of(asked, low, field.refusal)[0], _days_of(asked, high, field.refusal)[1])


def _range(asked: Filter, separator: re.Pattern[str], code: str) -> tuple[str, str]:
    """Return both sides of a range, one of them possibly empty; a single value is both."""
    sides = separator.split(half_width(asked.value), maxsplit=1)
    low, high = (side.strip() for side in (sides[0], sides[-1]))
    if not low and not high:
        _refuse(asked, code)
    return low, high


def _between(asked: Filter, low: int | None, high: int | None) -> Query:
    leaf = Between("day", low or _FIRST_DAY, high or _LAST_DAY)
    if leaf.low > leaf.high:
        _refuse(asked, "query.backward-range")
    return leaf


def _days_of(asked: Filter, side: str, code: str) -> tuple[int | None, int | None]:
    """Return first and last day, as yyyymmdd, of a year, month or day; None twice for an open side."""
    if not side:
        return None, None
    match = _COMPACT_DATE.fullmatch(side) or _DATE.fullmatch(side)
    year, month, day = (value(part) if part else None for part in match.groups()) if match else (None,) * 3
    if match is None or not year or year > 9999 or (year < _FIRST_SHORT_YEAR and len(match[1]) != 4):
        _refuse(asked, code)
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except (ValueError, OverflowError):
        _refuse(asked, "query.no-such-day")
    last_month = 12 if month is None else month
    last = first if day is not None else date(year, last_month, monthrange(year, last_month)[1])
    return _as_number(first), _as_number(last)


def _as_number(day: date) -> int:
    return day.year * 1_00_00 + day.month * 1_00 + day.day


def _choice(asked: Filter, field: Field) -> Query:
    wanted = _key(asked.value)
    for choice, chinese in field.choices:
        if wanted in map(_key, (choice, *chinese)):
            return _has(field, str(choice))
    _refuse(asked, field.refusal)


def _key(name: str) -> str:
    return key(name).replace("_", "-").replace(" ", "-")


def _title(asked: Filter, _field: Field) -> Query:
    found = pattern_needles(asked.parts) if asked.parts else needles(asked.value)
    return Exact(found, zones=("title",))


def _path(asked: Filter, field: Field) -> Query:
    """Read a path as the index writes it: 第八条 is 8, 第八条之一 is 8-1, steps are joined by dots."""
    steps = [_step(step) for step in key(asked.value).strip(' 、.()"').split(".")]
    path = ".".join(steps)
    if not _PATH.fullmatch(path):
        _refuse(asked, field.refusal)
    return _has(field, path)


def _step(step: str) -> str:
    match = _CLAUSE_STEP.fullmatch(step)
    if match is None:
        return step
    numbers = [value(part) for part in match.groups() if part]
    return step if not all(numbers) else "-".join(map(str, numbers))


def _name(asked: Filter, field: Field) -> Query:
    return _has(field, key(asked.value))


_PARSERS: Mapping[Values, Callable[[Filter, Field], Query]] = MappingProxyType(
    {
        Values.COUNTRY: _country,
        Values.YEARS: _years,
        Values.DAYS: _days,
        Values.CHOICE: _choice,
        Values.TITLE: _title,
        Values.PATH: _path,
        Values.NAME: _name,
    }
)
