"""List the spellings of the numerals of a query: 8000 is 8,000 and 八千, 2015-05-22 is 2015年5月22日.

See :mod:`searchlib.text.numeral_forms` for what counts as a numeral, and why normalising is the better way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from searchlib.text.numeral_forms import MARK, SCALES, Normalised, normalise, plain
from searchlib.text.numerals import DIGITS, chinese, positional

_WRITTEN_DATE = re.compile(
    f"{MARK}([12][0-9]{{3}}){MARK}年{MARK}([0-9]{{1,2}}){MARK}月{MARK}([0-9]{{1,2}}){MARK}日"
)
_CANONICAL = re.compile(f"{_WRITTEN_DATE.pattern}|{MARK}[^{MARK}]+{MARK}")


def spellings(folded: str, most: int = 64) -> tuple[str, ...]:
    """Return at most ``most`` spellings of ``folded``, itself first; all have one normal form.

    Where there would be more, numerals further right keep the spelling that they have.

    >>> spellings("三年")
    ('三年', '3年')
    """
    slots: list[tuple[str, ...]] = []
    at, count = 0, 1
    normal = normalise(folded)
    for start, end, canonical in _varying(normal):
        head, typed, tail = folded[:start], folded[start:end], folded[end:]
        forms = dict.fromkeys(_forms(canonical, tail.lstrip(" ").startswith("年")))
        forms.pop(typed, None)
        same = (form for form in forms if normalise(f"{head}{form}{tail}").text == normal.text)
        kept = (typed, *same)
        if count * len(kept) > most:
            break
        count *= len(kept)
        slots += [(folded[at:start],), kept]
        at = end
    return tuple("".join(parts) for parts in product(*slots, (folded[at:],)))


def _varying(normal: Normalised) -> Iterator[tuple[int, int, str]]:
    """Yield start and end in the folded text, and the canonical spelling, of each date and other numeral."""
    for match in _CANONICAL.finditer(normal.text):
        yield (*normal.span(*match.span()), match.group())


def _forms(canonical: str, is_year: bool) -> Iterator[str]:
    """Yield spellings of a canonical numeral; not every one of them suits every place."""
    inner = canonical.strip(MARK)
    if written := _WRITTEN_DATE.fullmatch(canonical):
        yield from _date_forms(*map(int, written.groups()))
    elif is_year and re.fullmatch("[12][0-9]{3}", inner):
        yield from (inner, positional(int(inner)), positional(int(inner)).replace("〇", "零"))
    elif inner.endswith("%"):
        yield inner
        yield from (f"百分之{han}" for han in _han_forms(Decimal(inner[:-1])))
    else:
        yield from _number_forms(Decimal(inner))


def _date_forms(year: int, month: int, day: int) -> Iterator[str]:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    yield f"{year}年{month}月{day}日"
    yield f"{year}年{month:02}月{day:02}日"
    for digits in (positional(year), positional(year).replace("〇", "零")):
        yield f"{digits}年{chinese(month)}月{chinese(day)}日"
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
    """Yield ``number`` as it is counted, with 零 and 〇, with 二 and 两, with decimals behind 点."""
    whole, decimals = int(number), plain(number).partition(".")[2]
    if not 0 < whole < 10**12:
        return
    written = _count_up_to_trillion(whole)
    tail = "点" + "".join(DIGITS[int(digit)] for digit in decimals) if decimals else ""
    also = (f"两{written[1:]}",) if re.match("二(?:[百千万亿]|$)", written) else ()
    for form in (written, *also):
        yield form + tail
        yield form.replace("零", "〇") + tail


def _count_up_to_trillion(number: int) -> str:
    if number < 10**8:
        return chinese(number)
    high, low = divmod(number, 10**8)
    return f"{chinese(high)}亿{'零' if 0 < low < 10**7 else ''}{chinese(low) if low else ''}"
