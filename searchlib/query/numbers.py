"""Spell the numerals of query text in every other way: 第8条 is 第八条, 2009年 is 二〇〇九年.

Only article numbers (第…编章节条款项目) and years with the month and day behind them vary; in any other place
a numeral is text. Everything here works on keys, in which no blank stands beside Chinese, and every way of
writing a number has the same ways of writing it: ``set(variants(v)) == set(variants(text))`` for each ``v``
of ``variants(text)``.

This is a module of its own beside :mod:`searchlib.query.forms`, which puts its variants among the needles:
what counts as the same number is one idea, what counts as the same text another, and the first will grow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

from searchlib.query.limits import MAX_VARIANTS
from searchlib.text.numerals import chinese, positional, value

_HAN_DIGITS = "〇零一二三四五六七八九"
_HAN = f"[{_HAN_DIGITS}十百千]+"
_ANY = f"(?:[1-9][0-9]{{0,3}}|{_HAN})"
_NUMERIC = f"[0-9{_HAN_DIGITS}十百千万两o]"
"""Characters of a numeral; some texts write ``o`` for 〇, 二OO九年."""
_LAST_ARTICLE = 9999
"""No law has more; a longer numeral is text."""

_ARTICLE = re.compile(
    f"第(?P<number>{_ANY})(?:-(?P<dash>[1-9][0-9]?)|之(?P<inner>[1-9][0-9]?))?"
    f"(?P<unit>[编章节条款项目])(?(dash)(?!{_NUMERIC}))(?(inner)(?!{_NUMERIC}))"
    f"(?:之(?P<branch>[1-9][0-9]?|[一二三四五六七八九十]{{1,3}})(?!{_NUMERIC}))?(?!之{_NUMERIC})"
)
"""An article, with or without a branch; nothing may follow that another form would run into."""
_YEAR = re.compile(f"(?<!{_NUMERIC})(?P<year>[12][0-9]{{3}}|[一二][{_HAN_DIGITS}0o]{{3}})年")
_DAY = re.compile(
    f"(?P<month>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
    f"(?:(?P<day>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})日|(?!{_NUMERIC}+日))"
)


def variants(folded: str) -> tuple[str, ...]:
    """Return ``folded`` and the other spellings of its numerals, itself first, at most
    :data:`MAX_VARIANTS`.

    Where there would be more, the numerals further right stay as they are.

    >>> variants("第8条"), variants("1998年")
    (('第8条', '第八条'), ('1998年', '一九九八年'))
    """
    if "第" not in folded and "年" not in folded:
        return (folded,)
    slots: list[tuple[str, ...]] = []
    at = 0
    count = 1
    for start, end, forms in _numerals(folded):
        if count * len(forms) > MAX_VARIANTS:
            break
        count *= len(forms)
        typed = folded[start:end]
        slots += [(folded[at:start],), (typed, *(form for form in forms if form != typed))]
        at = end
    return tuple("".join(parts) for parts in product(*slots, (folded[at:],)))


def _numerals(folded: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return start, end and forms of each numeral, from the left, if it is one of its own forms."""
    found: list[tuple[int, int, tuple[str, ...]]] = []

    def add(match: re.Match[str] | None, forms_of: Callable[[re.Match[str]], tuple[str, ...]]) -> bool:
        forms = forms_of(match) if match else ()
        if match is None or match.group() not in forms:
            return False
        found.append((match.start(), match.end(), forms))
        return True

    at = 0
    while at < len(folded):
        if folded[at] == "第" and add(_ARTICLE.match(folded, at), _article_forms):
            at = found[-1][1]
        elif folded[at] in "12一二" and add(_YEAR.match(folded, at), _year_forms):
            add(_DAY.match(folded, found[-1][1]), _day_forms)
            at = found[-1][1]
        else:
            at += 1
    return found


def _article_forms(match: re.Match[str]) -> tuple[str, ...]:
    """Write 第8条 and 第八条; with a branch 第8-1条, 第八条之一, 第8条之1, 第8之1条."""
    number = number_of(match["number"])
    branch = match["dash"] or match["inner"] or match["branch"]
    unit = match["unit"]
    if number is None or number > _LAST_ARTICLE:
        return ()
    if branch is None:
        written = _spellings(number)
        return (f"第{number}{unit}", *(f"第{han}{unit}" for han in written))
    second = number_of(branch)
    if second is None:
        return ()
    return _branch_forms(number, second, unit)


def _branch_forms(number: int, branch: int, unit: str) -> tuple[str, ...]:
    written = _spellings(number)
    last = chinese(branch)
    return (
        f"第{number}-{branch}{unit}",
        *(f"第{han}{unit}之{last}" for han in written),
        f"第{number}{unit}之{branch}",
        f"第{number}{unit}之{last}",
        f"第{number}之{branch}{unit}",
    )


def _year_forms(match: re.Match[str]) -> tuple[str, ...]:
    """Write 2009年, 二〇〇九年, 二零零九年, 二00九年 and 二oo九年 (folded from 二OO九年)."""
    number = number_of(match["year"].replace("o", "0"))
    if number is None:
        return ()
    written = positional(number)
    in_han = dict.fromkeys(written.replace("〇", zero) for zero in "〇零0o")
    return (f"{number}年", *(f"{digits}年" for digits in in_han))


def _day_forms(match: re.Match[str]) -> tuple[str, ...]:
    """Write 5月22日, 05月22日, 五月二十二日; the same for a month alone."""
    month = number_of(match["month"])
    day = number_of(match["day"]) if match["day"] else 1
    if month is None or day is None or month > 12 or day > 31:
        return ()
    numbers = ((month, "月"), (day, "日")) if match["day"] else ((month, "月"),)
    forms = (
        "".join(f"{number}{unit}" for number, unit in numbers),
        "".join(f"{number:02}{unit}" for number, unit in numbers),
        "".join(f"{chinese(number)}{unit}" for number, unit in numbers),
    )
    return tuple(dict.fromkeys(forms))


def _spellings(number: int) -> tuple[str, ...]:
    """Write a number as 一百零五 and 一百〇五, 一百一十二 and, in Taiwan's laws, 一百十二."""
    written = chinese(number)
    shortened = re.sub("(?<=[百千零])一十", "十", written)
    return tuple(dict.fromkeys((written, written.replace("零", "〇"), shortened)))


def number_of(numeral: str) -> int | None:
    """Return the number, from 1, that ``numeral`` writes, or None; 一百十二 is 一百一十二.

    >>> number_of("一百十二"), number_of("〇"), number_of("条")
    (112, None, None)
    """
    number = value(numeral)
    return number if number else None
