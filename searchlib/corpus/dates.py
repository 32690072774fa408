"""Days as official texts print them: 2015年5月22日, 二0一三年七月十六日, 中華民國一百十二年二月十五日,
二千零一十八年六月六日; also with a letter for the zero (二Ｏ一八年) and in the radicals of a PDF (5⽉22⽇).

Only a full date is a date: a day without its year, or a year alone, is never completed by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from searchlib.text.numerals import value

_DIGIT = "[0-9０-９]"
_ZERO = "〇零○◯0０OoＯｏОоΟο\uf9b2"
"""Letters are typed for zeros: 二Ｏ一八年."""
_ONES = "一二三四五六七八九ㄧ⼀㆒⼆㆓㆔㆕\uf9d1⼋"
_HAN = f"[{_ZERO}{_ONES}十⼗〸〹〺廿卅]"
_YEAR_DIGIT = f"[{_ZERO}{_ONES}1-9]"
_YEAR = (
    f"(?:{_DIGIT}{{4}}|{_YEAR_DIGIT}(?:[ 　]?{_YEAR_DIGIT}){{3}}"
    f"|[一二⼀⼆]千[{_ZERO}{_ONES}十百⼗]{{1,7}})"
)
_DAY = f"(?:{_DIGIT}{{1,2}}|{_HAN}(?:[ 　]?{_HAN}){{0,2}})"
_YEAR_SIGN, _MONTH_SIGN, _DAY_SIGN = "[年\uf98e]", "[月⽉]", "[日⽇]"
_MONTH_AND_DAY = f"{_YEAR_SIGN}[ 　]*{_DAY}[ 　]*{_MONTH_SIGN}[ 　]*{_DAY}[ 　]*{_DAY_SIGN}"
_WRITTEN = f"{_YEAR}[ 　]*{_MONTH_AND_DAY}"
_ERA = f"(?:中[華华])?民[國国][ 　]*(?:{_DIGIT}|[{_ZERO}{_ONES}十百元⼗]){{1,5}}"
_REPUBLIC = f"{_ERA}[ 　]*{_MONTH_AND_DAY}"
_FIGURES = r"(?<![0-9.])[12][0-9]{3}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![0-9])"

DATE = f"(?:{_REPUBLIC}|{_WRITTEN})"
"""Pattern of a written date, without groups."""

_ANY = re.compile(f"(?P<republic>{_REPUBLIC})|(?P<written>{_WRITTEN})|(?P<figures>{_FIGURES})")
_BLANKS = re.compile(r"\s+")
_PARTS = re.compile(r"[^年\uf98e月⽉日⽇\s　中華华民國国]+")
_FIRST_YEAR_OF_THE_REPUBLIC = 1912


def find_dates(text: str) -> Iterator[tuple[date, int, int]]:
    """Every full date in ``text`` with its span; impossible ones (2月30日) are passed over.

    >>> [day.isoformat() for day, _, _ in find_dates("二0一三年七月十六日于北京，2016-09-13，14日晚")]
    ['2013-07-16', '2016-09-13']
    """
    for found in _ANY.finditer(text):
        day = _day(found)
        if day is not None:
            yield day, found.start(), found.end()


def first_date(text: str) -> date | None:
    """The first full date in ``text``."""
    return next((day for day, _, _ in find_dates(text)), None)


def compact_date(text: str) -> date | None:
    """A date written as eight figures, ``20260722``; None for anything else."""
    written = text.strip()
    if not re.fullmatch(r"[0-9]{8}", written):
        return None
    return _made(int(written[:4]), int(written[4:6]), int(written[6:]))


def _day(found: re.Match[str]) -> date | None:
    if found["figures"]:
        year, month, day = (int(part) for part in re.split(r"[-/.]", found["figures"]))
        return _made(year, month, day)
    # 元年 is the first year of the era.
    parts = (part.replace("元", "1") for part in _PARTS.findall(_BLANKS.sub("", found[0])))
    numbers = [value(part) for part in parts]
    if len(numbers) != 3 or None in numbers:
        return None
    year, month, day = (number or 0 for number in numbers)
    return _made(year + _FIRST_YEAR_OF_THE_REPUBLIC - 1 if found["republic"] else year, month, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
