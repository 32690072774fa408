"""Numbers as Chinese texts print them: 八, 一百零五, 二〇〇九, 二0一三, １２.

``value`` reads every spelling, ``chinese`` and ``positional`` write the two Chinese ones.
Numerals inside running text are found in :mod:`searchlib.text.numeral_forms`.
"""

from __future__ import annotations

import re

DIGITS = "〇一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_DIGIT_VALUES = {
    **{digit: number for number, digit in enumerate(DIGITS)},
    "零": 0,
    "○": 0,
    "◯": 0,
    "两": 2,
    "兩": 2,
}
_OTHER_FORMS = str.maketrans(
    {
        **dict.fromkeys("OoＯｏОоΟο", "0"),
        **dict.fromkeys("ㄧ⼀㆒", "一"),
        **dict.fromkeys("⼆㆓", "二"),
        **{"㆔": "三", "㆕": "四", "\uf9d1": "六", "⼋": "八", "\uf9b2": "零", "\uf978": "兩"},
        **dict.fromkeys("⼗〸", "十"),
        **dict.fromkeys("〹廿", "二十"),
        **dict.fromkeys("〺卅", "三十"),
    }
)
"""Letters that are typed for a zero, the Bopomofo sign typed for 一, Kangxi radicals and other forms."""

OTHER_FORMS = "".join(map(chr, _OTHER_FORMS))
"""The characters that :func:`value` reads as numerals and texts rarely mean as such."""

_UNIT_VALUES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = ("万", "萬")

NUMERAL_SIGN = f"[0-9０-９{''.join(_DIGIT_VALUES)}十百千万萬]"
"""Pattern of a character that may be in a numeral."""

NUMERAL = f"{NUMERAL_SIGN}+"
"""Pattern of a run of characters that may be a numeral."""

_POSITIONAL = re.compile(f"[0-9０-９{''.join(_DIGIT_VALUES)}]+")


def value(numeral: str) -> int | None:
    """Return the number that ``numeral`` writes, or None if it is not a well-formed numeral.

    >>> [value(written) for written in ("八", "一百零五", "二〇〇九", "二O一三", "⼗⼆", "八八百")]
    [8, 105, 2009, 2013, 12, None]
    """
    if _POSITIONAL.fullmatch(numeral):
        digits = [_DIGIT_VALUES[c] if c in _DIGIT_VALUES else int(c) for c in numeral]
        return int("".join(map(str, digits[-18:]))) if len(digits) <= 18 else None
    plain = numeral.translate(_OTHER_FORMS)
    if plain != numeral:
        return value(plain)
    for myriad in _MYRIADS:
        if myriad in numeral:
            high, _, low = numeral.partition(myriad)
            return _with_myriads(high, low)
    return _below_myriad(numeral)


def chinese(number: int) -> str:
    """Write ``number`` (1 to 99,999,999) as it is counted: 八, 十二, 一百零五.

    >>> [chinese(number) for number in (8, 10, 12, 20, 105, 110, 1198, 1005, 12000)]
    ['八', '十', '十二', '二十', '一百零五', '一百一十', '一千一百九十八', '一千零五', '一万二千']
    """
    if not 0 < number < 10**8:
        raise ValueError(f"cannot be written: {number}")
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = ("零" if low < 1000 else "") + _count(low) if low else ""
        return f"{_leading(_count(high))}万{rest}"
    return _leading(_count(number))


def positional(number: int) -> str:
    """Write ``number`` digit by digit: 2009 is 二〇〇九."""
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _with_myriads(high: str, low: str) -> int | None:
    above = _below_myriad(high)
    below = _below_myriad(low.removeprefix("零").removeprefix("〇")) if low else 0
    return None if not above or below is None else above * 10_000 + below


def _below_myriad(numeral: str) -> int | None:
    """Read a numeral below 10,000. Units must fall (千 百 十), each with a digit before it; only 十 may
    stand without: 十二, and 一百十二 as Taiwan counts.
    """
    total, digit, last_unit = 0, None, 10_000
    for character in numeral:
        if character in _UNIT_VALUES:
            unit = _UNIT_VALUES[character]
            if unit >= last_unit or (digit in (None, 0) and unit != 10):
                return None
            total, digit, last_unit = total + (digit or 1) * unit, None, unit
        elif character in _DIGIT_VALUES and digit in (None, 0):
            digit = _DIGIT_VALUES[character]
        else:
            return None
    if not numeral:
        return None
    return total + (digit or 0)


def _count(number: int) -> str:
    written, gap = "", False
    for unit, name in _UNITS:
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif written:
            gap = True
    if number:
        written += ("零" if gap else "") + DIGITS[number]
    return written


def _leading(written: str) -> str:
    """Shorten 一十二 to 十二 at the beginning of a number."""
    return written[1:] if written.startswith("一十") else written
