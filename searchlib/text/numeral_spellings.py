"""List the spellings of the numerals of a query: 8000 is 8,000 and 八千, 第8-1条 is 第八条之一.

:mod:`searchlib.text.numeral_forms` has what counts as a numeral. Everything here works on keys, in which no
blank stands beside Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from searchlib.text.numeral_forms import (
    MARK,
    SCALES,
    Normalised,
    Numeral,
    is_measured,
    normalise,
    numerals,
    plain,
)
from searchlib.text.numerals import DIGITS, chinese, positional, value

_HAN = "[〇零一二三四五六七八九十百千]+"
_ANY = f"(?:[1-9][0-9]{{0,3}}|{_HAN})"
_NUMERIC = "[0-9〇零一二三四五六七八九十百千万两o]"
"""Characters of a numeral; some texts write ``o`` for 〇, 二OO九年."""

_BRANCH = re.compile(
    f"第(?P<number>{_ANY})(?:-(?P<dash>[1-9][0-9]?)|之(?P<inner>[1-9][0-9]?))?"
    f"(?P<unit>[编章节条款项目])(?(dash)(?!{_NUMERIC}))(?(inner)(?!{_NUMERIC}))"
    f"(?:之(?P<branch>[1-9][0-9]?|[一二三四五六七八九十]{{1,3}})(?!{_NUMERIC}))?(?!之{_NUMERIC})"
)
"""An article, perhaps one that was put in later; nothing may follow that another spelling would run into."""

_YEAR = re.compile(
    f"(?<!{_NUMERIC})(?P<year>[12][0-9]{{3}}|[一二][〇零一二三四五六七八九0o]{{3}})年"
    "(?:(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?+"
)
_WRITTEN_DATE = re.compile(
    f"{MARK}([12][0-9]{{3}}){MARK}年{MARK}([0-9]{{1,2}}){MARK}月{MARK}([0-9]{{1,2}}){MARK}日"
)
_CALENDAR = re.compile("[月日号]")
_MAY_BEGIN = re.compile("[0-9〇零一二三四五六七八九两十百千万亿第]")


@dataclass(frozen=True, slots=True)
class Slot:
    """``key[start:end]`` and its spellings, as typed first.

    ``bare`` are digits alone, which may be part of a longer name as well as a number.
    """

    start: int
    end: int
    forms: tuple[str, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """A key in one spelling of its numerals; ``first`` and ``last`` are the spellings of a numeral at its
    beginning and at its end, empty where there is none or where it is bare and as typed."""

    text: str
    first: str = ""
    last: str = ""


def spellings(
    key: str, most: int = 64, *, joined_before: bool = False, joined_after: bool = False
) -> tuple[Spelling, ...]:
    """Return at most ``most`` spellings of ``key``, itself first, none twice.

    Where there would be more, numerals further right keep the spelling that they have. A numeral at the
    beginning is text if ``key`` is ``joined_before``, one at the end if it is ``joined_after``.

    >>> [each.text for each in spellings("三年")], [each.text for each in spellings("第8条")]
    (['三年', '3年'], ['第8条', '第八条'])
    """
    parts: list[tuple[tuple[str, Slot | None], ...]] = []
    at = 0
    for slot in slots(key, most):
        if (joined_before and slot.start == 0) or (joined_after and slot.end == len(key)):
            continue
        parts += [((key[at : slot.start], None),), tuple((form, slot) for form in slot.forms)]
        at = slot.end
    found: dict[str, Spelling] = {}
    for combined in product(*parts, ((key[at:], None),)):
        spelling = _spelling(key, combined)
        found.setdefault(spelling.text, spelling)
    return tuple(found.values())


def slots(key: str, most: int) -> Iterator[Slot]:
    """Yield the numerals of ``key`` from the left with their spellings, as typed alone where there would be
    more than ``most`` together."""
    if not _MAY_BEGIN.search(key):
        return
    normal = normalise(key)
    known = {found.start: found for found in numerals(key)}
    at, left = 0, most
    while begin := _MAY_BEGIN.search(key, at):
        at = begin.start()
        slot = _article(key, at) or _year(key, at)
        if slot is None and at in known:
            slot = _numeral(key, known[at], normal) if left > 1 else _as_typed(key, known[at])
        if slot is not None:
            fits = len(slot.forms) <= left
            left = left // len(slot.forms) if fits else 0
            yield slot if fits else replace(slot, forms=slot.forms[:1])
        at = slot.end if slot else at + 1


def _spelling(key: str, parts: Sequence[tuple[str, Slot | None]]) -> Spelling:
    first = last = ""
    for form, slot in parts:
        if slot is None or (slot.bare and form == slot.forms[0]):
            continue
        first = form if slot.start == 0 else first
        last = form if slot.end == len(key) else last
    return Spelling("".join(form for form, _ in parts), first, last)


def _slot(typed: str, start: int, forms: Iterable[str], *, bare: bool = False) -> Slot:
    return Slot(start, start + len(typed), tuple(dict.fromkeys((typed, *forms))), bare)


def _article(key: str, at: int) -> Slot | None:
    """Read 第8-1条, 第八条之一, 第8条之1, 第8之1条; an article without a branch is any numeral behind 第."""
    match = _BRANCH.match(key, at) if key[at] == "第" else None
    branch = match and (match["dash"] or match["inner"] or match["branch"])
    if match is None or not branch:
        return None
    number, inner = value(match["number"]), value(branch)
    if not number or not inner:
        return None
    unit = match["unit"]
    forms = (
        f"第{number}-{inner}{unit}",
        *(f"第{han}{unit}之{chinese(inner)}" for han in _han_forms(Decimal(number))),
        f"第{number}{unit}之{inner}",
        f"第{number}{unit}之{chinese(inner)}",
        f"第{number}之{inner}{unit}",
    )
    return _slot(match.group(), at, forms)


def _year(key: str, at: int) -> Slot | None:
    """Read 2009年, 二〇〇九年, and a whole date that begins with it."""
    match = _YEAR.match(key, at)
    if match is None:
        return None
    year = int(_digits(match["year"]))
    month, day = (value(match[name] or "") for name in ("month", "day"))
    if month and day:
        forms = tuple(_date_forms(year, month, day))
        return _slot(match.group(), at, forms) if forms else None
    return _slot(key[at : match.end("year") + 1], at, (f"{digits}年" for digits in _year_forms(year)))


def _digits(year: str) -> str:
    return "".join(str(value(digit)) for digit in year.replace("o", "0"))


def _numeral(key: str, found: Numeral, normal: Normalised) -> Slot:
    """Read any other numeral; a spelling that would mean something else in its place is none."""
    head, typed, tail = key[: found.start], key[found.start : found.end], key[found.end :]
    if written := _WRITTEN_DATE.fullmatch(found.canonical):
        return _slot(typed, found.start, _date_forms(*map(int, written.groups())))
    forms = _forms(found.canonical.strip(MARK), tail)
    same = (form for form in forms if normalise(f"{head}{form}{tail}").text == normal.text)
    return _slot(typed, found.start, same, bare=_is_bare(key, found))


def _as_typed(key: str, found: Numeral) -> Slot:
    typed = key[found.start : found.end]
    return _slot(typed, found.start, (), bare=_is_bare(key, found))


def _is_bare(key: str, found: Numeral) -> bool:
    return key[found.start : found.end].isdigit() and not is_measured(key, found.end)


def _forms(inner: str, tail: str) -> Iterator[str]:
    """Yield spellings of a number; not every one of them suits every place."""
    if inner.endswith("%"):
        yield inner
        yield from (f"百分之{han}" for han in _han_forms(Decimal(inner[:-1])))
        if inner == "100%":
            yield "百分之百"
        return
    yield from _number_forms(Decimal(inner))
    if _CALENDAR.match(tail) and len(inner) == 1:
        yield f"0{inner}"


def _year_forms(year: int) -> Iterator[str]:
    """Write 2009, 二〇〇九, 二零零九, 二00九 and 二oo九 (folded from 二OO九)."""
    yield str(year)
    yield from (positional(year).replace("〇", zero) for zero in "〇零0o")


def _date_forms(year: int, month: int, day: int) -> Iterator[str]:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    days = (f"{month}月{day}日", f"{month:02}月{day:02}日", f"{chinese(month)}月{chinese(day)}日")
    yield from (f"{digits}年{written}" for digits in _year_forms(year) for written in days)
    for sign in "-./":
        yield f"{year}{sign}{month}{sign}{day}"
        yield f"{year}{sign}{month:02}{sign}{day:02}"


def _number_forms(number: Decimal) -> Iterator[str]:
    yield plain(number)
    if number >= 1000:
        yield format(number, ",f") if number % 1 else f"{int(number):,}"
    yield from _han_forms(number)
    for scale in ("万", "亿"):
        scaled = number / SCALES[scale]
        if scaled >= 1 and scaled * 100 % 1 == 0:
            yield f"{plain(scaled)}{scale}"
            yield from (f"{han}{scale}" for han in _han_forms(scaled))


def _han_forms(number: Decimal) -> Iterator[str]:
    """Yield ``number`` as it is counted, with 零 and 〇, with 二 and 两, as 一百一十二 and, in Taiwan,
    一百十二, with decimals behind 点."""
    whole, decimals = int(number), plain(number).partition(".")[2]
    if not 0 < whole < 10**12:
        return
    written = _count_up_to_trillion(whole)
    tail = "点" + "".join(DIGITS[int(digit)] for digit in decimals) if decimals else ""
    also = (f"两{written[1:]}",) if re.match("二(?:[百千万亿]|$)", written) else ()
    for form in (written, *also):
        yield form + tail
        yield form.replace("零", "〇") + tail
        yield re.sub("(?<=[百千零])一十", "十", form) + tail


def _count_up_to_trillion(number: int) -> str:
    if number < 10**8:
        return chinese(number)
    high, low = divmod(number, 10**8)
    return f"{chinese(high)}亿{'零' if 0 < low < 10**7 else ''}{chinese(low) if low else ''}"
