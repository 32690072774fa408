"""What filter values may be, and the engine leaf each stands for.

Every value is read leniently (Chinese or Latin, full or half width, ranges as an input method types them)
and refused clearly.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NoReturn

from searchlib.errors import QueryError
from searchlib.model import Kind, Script
from searchlib.query.ast import Between, Exact, Filter, Has, Query
from searchlib.query.characters import narrow
from searchlib.query.forms import needles
from searchlib.query.numbers import number_of
from searchlib.text.numerals import NUMERAL, value
from searchlib.text.views import fold

_FIRST_SHORT_YEAR = 100
"""Earlier years are written with four digits, 0021, so that year:2013-05 is not taken for a range."""

_FIRST_DAY = 1_01_01
_LAST_DAY = 9999_12_31

_KINDS = (
    (Kind.JOINT_STATEMENT, "联合声明"),
    (Kind.COMMUNIQUE, "公报 联合公报"),
    (Kind.REPORT, "报道 报导 新闻"),
    (Kind.LAW, "法律 法规"),
    (Kind.OTHER, "其他 其它"),
)
_SCRIPTS = (
    (Script.HANS, "简体 简"),
    (Script.HANT, "繁体 繁"),
    (Script.MIXED, "混合"),
)
_RANGE = re.compile(r"\.{2,3}|。。|…+|‥|~|至")
_YEAR_RANGE = re.compile(f"{_RANGE.pattern}|[-–—]+")
_DATE = re.compile(f"({NUMERAL})(?:[-/.年]({NUMERAL})(?:[-/.月]({NUMERAL})日?)?月?)?年?")
_COMPACT_DATE = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
_CLAUSE_STEP = re.compile(f"第?({NUMERAL})(?:(?:之|-)({NUMERAL}))?[章节编条款项目]?(?:之({NUMERAL}))?")
_PATH = re.compile(r"[0-9a-z]+(?:[-.][0-9a-z]+)*")


def resolve(asked: Filter) -> Query:
    """The engine leaf of a filter; raises QueryError at the filter's column for a value that cannot be."""
    return _FIELDS[asked.name](asked)


def _refuse(asked: Filter, code: str) -> NoReturn:
    raise QueryError(code, asked.column, filter=f"{asked.name}:{asked.value}", known=tuple(Kind))


def _country(asked: Filter) -> Query:
    # Reading the countries' names takes longer than a search; only a query that asks for one does it.
    from searchlib.facts.countries import country_code

    code = country_code(asked.value)
    if code is None:
        _refuse(asked, "query.bad-country")
    return Has("country", (code,))


def _year(asked: Filter) -> Query:
    low, high = _range(asked, _YEAR_RANGE, "query.bad-year")
    if any(re.search("[-/.月日]", side) for side in (low, high)):
        _refuse(asked, "query.bad-year")
    return _between(asked, _days(asked, low, "query.bad-year")[0], _days(asked, high, "query.bad-year")[1])


def _date(asked: Filter) -> Query:
    low, high = _range(asked, _RANGE, "query.bad-date")
    return _between(asked, _days(asked, low, "query.bad-date")[0], _days(asked, high, "query.bad-date")[1])


def _range(asked: Filter, separator: re.Pattern[str], code: str) -> tuple[str, str]:
    """Both sides of a range, one of them possibly empty; a single value is both. ``code`` is the error's."""
    sides = separator.split(narrow(asked.value), maxsplit=1)
    low, high = (side.strip() for side in (sides[0], sides[-1]))
    if not low and not high:
        _refuse(asked, code)
    return low, high


def _between(asked: Filter, low: int | None, high: int | None) -> Query:
    leaf = Between("day", low or _FIRST_DAY, high or _LAST_DAY)
    if leaf.low > leaf.high:
        _refuse(asked, "query.backward-range")
    return leaf


def _days(asked: Filter, side: str, code: str) -> tuple[int | None, int | None]:
    """First and last day, as yyyymmdd, of a year, month or day; nothing for an open side."""
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


def _kind(asked: Filter) -> Query:
    kind = _named(_KINDS).get(_key(asked.value))
    if kind is None:
        _refuse(asked, "query.bad-kind")
    return Has("kind", (kind,))


def _script(asked: Filter) -> Query:
    script = _named(_SCRIPTS).get(_key(asked.value))
    if script is None:
        _refuse(asked, "query.bad-script")
    return Has("script", (script,))


def _named(table: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Every folded name of a value, and the value."""
    return {_key(name): str(one) for one, names in table for name in (one, *names.split())}


def _key(name: str) -> str:
    return fold(name).replace("_", "-").replace(" ", "-")


def _title(asked: Filter) -> Query:
    return Exact(needles(asked.value), views=("title",))


def _clause(asked: Filter) -> Query:
    """A path as the index writes it: 第八条 is 8, 第八条之一 is 8-1, steps are joined by dots."""
    steps = [_step(step) for step in fold(asked.value).strip(' 、.()"').split(".")]
    path = ".".join(steps)
    if not _PATH.fullmatch(path):
        _refuse(asked, "query.bad-clause")
    return Has("path", (path,))


def _step(step: str) -> str:
    match = _CLAUSE_STEP.fullmatch(step)
    if match is None:
        return step
    numbers = [number_of(part) for part in match.groups() if part]
    return step if None in numbers else "-".join(map(str, numbers))


def _publisher(asked: Filter) -> Query:
    return Has("publisher", (fold(asked.value),))


_FIELDS: Mapping[str, Callable[[Filter], Query]] = MappingProxyType(
    {
        "country": _country,
        "year": _year,
        "date": _date,
        "kind": _kind,
        "title": _title,
        "clause": _clause,
        "script": _script,
        "publisher": _publisher,
    }
)
