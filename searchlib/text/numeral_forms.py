"""Find the numerals of running text, and unite their spellings: 3年 is 三年, 45亿 is 四十五亿.

Everything here takes keys or other folded text. :func:`searchlib.text.numeral_spellings.spellings` lists a
bounded number of spellings of a query, which are looked for in the texts as they are; :func:`normalise` tells
which spellings mean the same in their place.

What counts as a numeral depends on the characters beside it: 一带一路, 三股势力, 十分, 一定, 一起, 万一, 千万
and 两国 stay text. A single Han digit needs 第 before it or a measure word behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from searchlib.text.numerals import value

MARK = "\ufdd2"
"""Stands on both sides of a canonical numeral. Unicode keeps it free for a program's own use."""

_LONGEST = 16
"""Digits of the longest numeral; a longer run of digits is an identifier."""

_HAN_DIGITS = "〇零一二三四五六七八九两"
_HAN = f"{_HAN_DIGITS}十百千万亿"
SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
"""Powers of ten that may follow Arabic digits: 45亿, 3百万."""

_SCALE = "|".join(SCALES)
_MEASURE = re.compile(
    " ?(?:[年月日号次届条章节款项编目个人名位岁天周元吨米倍轮艘架辆座所家件种级批期代秒度页份台套部门]"
    "|[亩克枚场户层]|公里|公顷|公斤|平方|海里|小时|分钟|世纪|季度|美元|欧元|日元)"
)
_CALENDAR = re.compile(" ?[月日号]")
_DATE = re.compile(
    r"(?<![0-9a-z.,/-])(?P<year>[12][0-9]{3})(?P<sign>[-./])(?P<month>[01]?[0-9])(?P=sign)(?P<day>[0-3]?[0-9])"
    r"(?![0-9a-z/-]|[.,][0-9])"
)
_ARABIC = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?P<decimals>\.[0-9]++)?+"
    rf"(?P<scale>{_SCALE})?+(?P<percent>%)?+"
)
_SHARE = re.compile(
    f"百分之(?:(?P<all>百)(?![{_HAN}])|(?P<whole>[{_HAN}]++)(?:点(?P<decimals>[{_HAN_DIGITS}]++))?+)"
)
_COUNTED = re.compile(
    f"(?P<whole>[{_HAN}]++)(?:点(?P<decimals>[{_HAN_DIGITS}]++)(?P<scale>万亿|亿|万)?+(?![{_HAN}分]))?+"
)
_IS_PART_BEFORE = re.compile(f"[0-9a-z.{_HAN}]")
_IS_PART_AFTER = re.compile(f"[0-9{_HAN}a-z]|[.,][0-9]")
_VAGUE_BEFORE = re.compile("[0-9a-z几数]")
_VAGUE_AFTER = re.compile("[0-9几]")
_YEAR = re.compile(" ?年")
_START = re.compile(f"[0-9{_HAN}]")


@dataclass(frozen=True, slots=True)
class Numeral:
    """The numeral ``text[start:end]`` of a folded text and its canonical spelling."""

    start: int
    end: int
    canonical: str


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text with canonical numerals. ``text[starts[i]:]`` corresponds to ``folded[origins[i]:]``.

    ``starts`` and ``origins`` hold the beginning of the text, and the beginning and end of each numeral.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the folded text for a span of ``text``; it covers each numeral as a whole."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        begin = self.origins[first] + (0 if first % 2 else start - self.starts[first])
        if last % 2:
            return begin, self.origins[last + 1]
        return begin, self.origins[last] + end - self.starts[last]


def normalise(folded: str) -> Normalised:
    """Return ``folded`` with each numeral in its canonical spelling.

    >>> normalise("第二十四次").text == normalise("第24次").text, normalise("一带一路").text
    (True, '一带一路')
    """
    pieces: list[str] = []
    starts, origins = [0], [0]
    at = length = 0
    for found in numerals(folded):
        pieces += (folded[at : found.start], found.canonical)
        starts.append(length + found.start - at)
        starts.append(starts[-1] + len(found.canonical))
        origins += (found.start, found.end)
        at, length = found.end, starts[-1]
    return Normalised("".join((*pieces, folded[at:])), tuple(starts), tuple(origins))


def numerals(folded: str) -> Iterator[Numeral]:
    """Yield the numerals of ``folded`` from the left; linear in its length.

    >>> [folded[found.start : found.end] for folded in ("十分重视45亿元",) for found in numerals(folded)]
    ['45亿']
    """
    at = 0
    while start := _START.search(folded, at):
        at = start.start()
        match, canonical = _read(folded, at)
        if canonical is not None:
            yield Numeral(at, match.end(), canonical)
        at = match.end()


def is_measured(folded: str, end: int) -> bool:
    """Return whether a measure word follows a numeral that ends at ``end``.

    >>> is_measured("24次", 2), is_measured("24会议", 2)
    (True, False)
    """
    return _MEASURE.match(folded, end) is not None


def _read(folded: str, at: int) -> tuple[re.Match[str], str | None]:
    """Return the match at ``at`` and its canonical spelling, None if it is text."""
    if match := _DATE.match(folded, at):
        return match, _date(match)
    if match := _ARABIC.match(folded, at):
        return match, _arabic(folded, match)
    if match := _SHARE.match(folded, at):
        whole = Decimal(100) if match["all"] else _counted(match["whole"])
        return match, _canonical(_with_decimals(whole, match["decimals"]), "%")
    match = _COUNTED.match(folded, at)
    assert match is not None  # every character of _START begins one of the patterns
    return match, _han(folded, match)


def _date(match: re.Match[str]) -> str | None:
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return f"{MARK}{day.year}{MARK}年{MARK}{day.month}{MARK}月{MARK}{day.day}{MARK}日"


def _arabic(folded: str, match: re.Match[str]) -> str | None:
    """Read 8,000, 1.5万, 45亿, 20%; parts of longer identifiers (C919, 1.2.3, 1万5千, 007) are text."""
    whole = match["whole"].replace(",", "")
    padded = len(whole) > 1 and whole[0] == "0" and not _CALENDAR.match(folded, match.end())
    is_part = _is_before(folded, match, _IS_PART_BEFORE) or _IS_PART_AFTER.match(folded, match.end())
    if padded or is_part or len(match.group()) > _LONGEST:
        return None
    number = Decimal(whole + (match["decimals"] or "")) * SCALES.get(match["scale"] or "", 1)
    return _canonical(number, match["percent"] or "")


def _han(folded: str, match: re.Match[str]) -> str | None:
    """Read a numeral in Han digits, if what stands beside it shows that it is one."""
    whole, end = match["whole"], match.end()
    is_ordinal = match.start() > 0 and folded[match.start() - 1] == "第"
    measured = is_measured(folded, end)
    if _is_before(folded, match, _VAGUE_BEFORE) or _VAGUE_AFTER.match(folded, end):
        return None
    if match["decimals"]:
        number = _with_decimals(_counted(whole), match["decimals"])
        licensed = bool(match["scale"]) or measured
        return _canonical(number and number * SCALES.get(match["scale"] or "", 1)) if licensed else None
    if len(whole) == 1:
        licensed = is_ordinal or measured
        if whole == "两" and (is_ordinal or _CALENDAR.match(folded, end)):
            licensed = False
    elif set(whole) <= set(_HAN_DIGITS):
        licensed = len(whole) == 4 and whole[0] in "一二" and _YEAR.match(folded, end) is not None
    else:
        licensed = True
    return _canonical(_counted(whole)) if licensed else None


def _is_before(folded: str, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Return whether the character before ``match`` fits ``pattern``."""
    return match.start() > 0 and pattern.match(folded, match.start() - 1) is not None


def _counted(numeral: str) -> Decimal | None:
    """Return the number that Han digits write, up to 亿."""
    high, hundred_million, low = numeral.rpartition("亿")
    below = value(low.removeprefix("零").removeprefix("〇")) if low else 0
    if not hundred_million:
        return None if len(numeral) > _LONGEST or below is None else Decimal(below)
    above = value(high) if high else None
    return None if not above or below is None or below >= 10**8 else Decimal(above * 10**8 + below)


def _with_decimals(whole: Decimal | None, decimals: str | None) -> Decimal | None:
    if whole is None or not decimals:
        return whole
    digits = "".join(str(value(digit)) for digit in decimals[:_LONGEST])
    return whole + Decimal(f"0.{digits}")


def _canonical(number: Decimal | None, unit: str = "") -> str | None:
    return None if number is None else f"{MARK}{plain(number)}{unit}{MARK}"


def plain(number: Decimal) -> str:
    """Write ``number`` in Arabic digits, without zeros at the end of its decimals."""
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
