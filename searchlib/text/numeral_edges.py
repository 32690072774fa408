"""Which characters beside a numeral make it another number: 6日 is not in 16日, 二十 is not in 二十四.

A rule looks at the nearest characters only. 一 alone beside a numeral proves nothing, because it ends words
that are no numbers: 统一三年, 之一. Nor does a comma, unless three digits follow it.
"""

from __future__ import annotations

import re

from searchlib.model import Needle, Neighbours, Pattern
from searchlib.text.numeral_spellings import Spelling

_ARABIC = "0123456789"
_HAN = "〇零一二三四五六七八九"
_MORE_THAN_ONE = "〇零二三四五六七八九"
_SCALES = "十百千万亿"
_DIGIT = f"{_ARABIC}{_HAN}o"

_BEFORE_ARABIC: tuple[Neighbours, ...] = ((_ARABIC,), (_ARABIC, "."), (_ARABIC, _SCALES))
_BEFORE_THOUSANDS: tuple[Neighbours, ...] = ((_ARABIC, ","),)
_BEFORE_HAN: tuple[Neighbours, ...] = (
    (f"{_ARABIC}{_MORE_THAN_ONE}两{_SCALES}",),
    (f"{_DIGIT}{_SCALES}", "一"),
    (_DIGIT, "o"),
    (f"{_DIGIT}{_SCALES}", "点"),
    ("分", "之"),
)
_AFTER_ARABIC: tuple[Neighbours, ...] = (
    (f"{_ARABIC}{_SCALES}%",),
    (".", _ARABIC),
    (",", _ARABIC, _ARABIC, _ARABIC),
)
_AFTER_DIGIT: tuple[Neighbours, ...] = ((f"{_ARABIC}{_MORE_THAN_ONE}{_SCALES}",), ("点", _DIGIT))
_AFTER_SCALE: tuple[Neighbours, ...] = ((f"{_ARABIC}{_HAN}几{_SCALES}",), ("点", _DIGIT), ("分", "之"))
_THOUSANDS = re.compile("[0-9]{3}(?![0-9])")
_IN_NUMERALS = f"{_DIGIT}{_SCALES}两点.,%"
_BEFORE_ONE: tuple[Neighbours, ...] = (("统唯单专逐划同之",),)
"""Words that end in 一; asked for 1年, 统一年度 is no answer."""


def needle_of(spelling: Spelling, typed: str) -> Needle:
    """Return what is looked for: ``spelling``, where its first and its last numeral do not go on.

    ``typed`` is the key as the reader wrote it.

    >>> needle_of(Spelling("二十四次", "二十四"), "二十四次").not_before[-1], needle_of(Spelling("次"), "次")
    (('分', '之'), '次')
    """
    before = _before(spelling.first)
    if spelling.first[:1] == "一" and typed[:1] != "一":
        before += _BEFORE_ONE
    after = _after(spelling.last)
    if not before and not after:
        return spelling.text
    return Pattern((spelling.text,), not_before=before, not_after=after)


def longer_numeral(key: str, start: int, end: int) -> str:
    """Return ``key[start:end]`` with what stands beside it of a longer numeral.

    >>> longer_numeral("于16日,至二十六日。", 2, 4), longer_numeral("于16日,至二十六日。", 8, 10)
    ('16日', '二十六日')
    """
    while start and key[start - 1] in _IN_NUMERALS:
        start -= 1
    while end < len(key) and key[end] in _IN_NUMERALS:
        end += 1
    return key[start:end].strip(".,")


def _before(numeral: str) -> tuple[Neighbours, ...]:
    if numeral[:1] in ("", "第") or numeral.startswith("百分之"):
        return ()
    if numeral[0] not in _ARABIC:
        return _BEFORE_HAN
    return _BEFORE_ARABIC + (_BEFORE_THOUSANDS if _THOUSANDS.match(numeral) else ())


def _after(numeral: str) -> tuple[Neighbours, ...]:
    last = numeral[-1:]
    if not last:
        return ()
    if last in _ARABIC:
        return _AFTER_ARABIC
    if last in _SCALES:
        return _AFTER_SCALE
    return _AFTER_DIGIT if last in f"{_HAN}两" else ()
