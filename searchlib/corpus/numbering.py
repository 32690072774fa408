"""The number a block begins with: 第八条, 八、, （一）, 1., 1.1, ⑴, (a), 甲、, ●.

A number is read from the beginning of a block only, and only where it cannot be a word of the sentence:
第三条第一项所定 cites an article and is not one; 2019.5 is a quantity; 一带一路 is a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from searchlib.text.numerals import OTHER_FORMS, value


class Rank(IntEnum):
    """How numbers nest: a smaller rank encloses a greater one."""

    ARTICLE = 0
    SECTION = 1
    """八、 or a numeral alone on its line."""
    ITEM = 2
    """（一）"""
    POINT = 3
    """1. or 1、"""
    SUBPOINT = 4
    """（1） or 1）"""
    CIRCLED = 5
    """①"""
    STEM = 6
    """甲、"""
    LETTER = 7
    """(a)"""
    ROMAN = 8
    """(i)"""
    BULLET = 9
    """●"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, its rank, and its part of a clause path (``8``, ``120-1``; empty for a bullet).

    ``alone`` tells that nothing follows it in its block; ``certain`` is False where only the order of the
    articles around it can tell whether it numbers one (第二条为了… without a blank).
    """

    printed: str
    rank: Rank
    label: str
    alone: bool = False
    certain: bool = True


_HAN = "一二三四五六七八九十百千零〇○两兩" + OTHER_FORMS.translate(dict.fromkeys(map(ord, "OoＯｏОоΟο")))
_DIGIT = "0-9０-９"
_ARTICLE = re.compile(
    rf"第[ 　]*([{_HAN}{_DIGIT}]+)((?:-[{_DIGIT}]+)*)[ 　]*[条條]"
    rf"((?:[ 　]?之[ 　]?(?:[{_HAN}]+|[{_DIGIT}]+))*)(?=(.?))",
    re.DOTALL,
)
_DATABASE_NUMBER = re.compile(r"[0-9]{1,3}(?=\n)")
_SECTION = re.compile(
    rf"([{_HAN}]{{1,5}})(?:、(?![{_HAN}]+(?:[、，至到审審级級期类類款项項等]))|(?=[ 　\t]+\S)|$)"
)
"""一、二审法院 and 一、二、三期工程 enumerate within a sentence."""

_OTHERS = (
    (Rank.ITEM, re.compile(rf"[（(〔﹙]([{_HAN}]{{1,4}})[）)〕﹚]")),
    (Rank.SUBPOINT, re.compile(rf"[（(]([{_DIGIT}]{{1,3}}[A-Z]{{0,2}})[）)]")),
    (Rank.POINT, re.compile(rf"([{_DIGIT}]{{1,3}}(?:[A-Z]{{1,2}}(?=[.．]))?)(?:[.．](?![{_DIGIT}])|、)")),
    (Rank.SUBPOINT, re.compile(rf"([{_DIGIT}]{{1,2}})[）)]")),
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_STEM = re.compile(rf"([{_STEMS}])[、．.](?![{_STEMS}])")
_ROMAN = re.compile(r"[（(]((?:x{0,2}(?:ix|iv|v?i{1,3})|x{0,2}v|x{1,2}))[）)]")
_LETTER = re.compile(r"[（(]?([a-z])[）)]|[（(]([a-z]{2}|[A-Z])[）)]")
_LEVELS = re.compile(
    r"([0-9]{1,2}(?:[.．][0-9]{1,2}){1,5})(?:(?=[ 　\t]+[^0-9\s])|(?=[\u4e00-\u9fff“《（]))"
)
_QUANTITY = re.compile(
    r"[ 　\t]*(?:[万亿萬億千百十余餘多倍折吨噸米元个個名人家天年月日时時分秒度级級点點版]"
    r"|公[里顷頃斤尺分]|平方|立方|[美欧歐日英]|%|％)"
)
_SIGNS: dict[str, tuple[Rank, str]] = {
    chr(code + step): (rank, str(first + step))
    for rank, code, first, count in (
        (Rank.CIRCLED, ord("①"), 1, 20),
        (Rank.SUBPOINT, ord("⑴"), 1, 20),
        (Rank.POINT, ord("⒈"), 1, 20),
        (Rank.CIRCLED, ord("⓵"), 1, 10),
        (Rank.CIRCLED, ord("❶"), 1, 10),
        (Rank.ITEM, ord("㈠"), 1, 10),
        (Rank.CIRCLED, ord("㉑"), 21, 15),
        (Rank.CIRCLED, ord("㊀"), 1, 10),
    )
    for step in range(count)
}
"""Signs that are a number by themselves."""

_BULLETS = "●•■◆◇□▪◎○☆★※▲△"
_BULLET = re.compile(rf"[{_BULLETS}](?=\s*\S)")
_SPACED = frozenset(" 　\t\n\r\xa0【〔［（(：:")
_CITING = frozenset("第至之、及所规規的与與但有或和中前各，款项項")
"""What follows an article that is cited, never one that begins."""


def read_number(text: str) -> Number | None:
    """The number at the very beginning of ``text``, or None.

    >>> read_number("第一百二十条之一 资助恐怖活动").label, read_number("（三）其他").printed
    ('120-1', '（三）')
    >>> read_number("一带一路"), read_number("2019年"), read_number("第三条第一项所定")
    (None, None, None)
    """
    read = _READERS.get(text[:1])
    return None if read is None else read(text)


def in_turn(numbers: Sequence[Number | None]) -> Sequence[Number | None]:
    """Return the numbers of blocks in order, with 1.2 only where 1.1 stands before it: elsewhere it is a quantity."""
    if not any(number is not None and "." in number.label for number in numbers):
        return numbers
    kept: list[Number | None] = []
    last: tuple[int, ...] = ()
    for number in numbers:
        if number is not None and "." in number.label:
            levels = tuple(map(int, number.label.split(".")))
            begins = levels[-1] == 1 and (not last or levels[0] == last[0] + 1 or levels[:-1] == last)
            follows = len(levels) <= len(last) and levels == _following(last[: len(levels)])
            if not (begins or follows):
                kept.append(None)
                continue
            last = levels
        kept.append(number)
    return kept


def _following(levels: tuple[int, ...]) -> tuple[int, ...]:
    return (*levels[:-1], levels[-1] + 1)


_DIVISION = re.compile(
    rf"第[ 　]*[{_HAN}{_DIGIT}]+[ 　]*(分[编編]|部分|[编編篇章节節款目])(?:之[{_HAN}]+)?(?=[ 　\xa0\t（(]|$)"
)
_DEPTHS = {
    "部分": 1,
    "编": 1,
    "編": 1,
    "篇": 1,
    "分编": 2,
    "分編": 2,
    "章": 3,
    "节": 4,
    "節": 4,
    "款": 5,
    "目": 6,
}


def is_annex(heading: str) -> bool:
    """Return whether a heading begins an annex, whose numbers are its own; 附则 is a law's last chapter.

    >>> is_annex("附件：收费标准"), is_annex("附表1"), is_annex("附 则")
    (True, True, False)
    """
    return ANNEX.match(heading) is not None and heading[1:].strip(" 　")[:1] not in ("则", "則")


ANNEX = re.compile(
    r"附[ 　]*(?:件|录|錄|表|图|圖|则表|則表)?[ 　]*[一二三四五六七八九十0-9]*[ 　]*(?:[：:]|$|[ 　].{0,60}$)"
)
"""A line that begins an annex."""


def division_depth(line: str) -> int | None:
    """How deep the division is that ``line`` opens (编 1, 章 3, 节 4, …), or None when it opens none.

    >>> division_depth("第二章 自然人"), division_depth("第 一 編 總則"), division_depth("第二章规定的期限")
    (3, 1, None)
    """
    if not line.startswith("第"):
        return None
    found = _DIVISION.match(line)
    return _DEPTHS[found[1]] if found else None


def read_article(text: str) -> Number | None:
    """The article number at the very beginning of ``text``, or None: 第八条, 第 8-1 條, 第八条之一.

    A few decrees are numbered by the collection that prints them: figures alone on the line above the text.
    """
    found = _ARTICLE.match(text)
    if found is None:
        return _database_number(text)
    following = found[4]
    if following and following in _CITING:
        return None
    label = _article_label(found[1], found[2], found[3])
    if label is None:
        return None
    return Number(found[0], Rank.ARTICLE, label, not following, not following or following in _SPACED)


def _database_number(text: str) -> Number | None:
    plain = _DATABASE_NUMBER.match(text)
    return Number(plain[0], Rank.ARTICLE, plain[0]) if plain else None


@lru_cache(maxsize=4096)
def _article_label(first: str, figures: str, added: str) -> str | None:
    """The path of 一百二十 with 之一, or of 8 with -1; None when a part is no numeral."""
    parts = (first, *figures.split("-")[1:], *"".join(added.split()).split("之")[1:])
    numbers = [value(part) for part in parts]
    return None if None in numbers else "-".join(map(str, numbers))


def _han(text: str) -> Number | None:
    """○ is a numeral too: ○、."""
    return _section(text) or _unordered(text)


def _section(text: str) -> Number | None:
    found = _SECTION.match(text)
    if found is None:
        return None
    number = value(found[1])
    if not number or number > 200:
        return None
    return Number(found[0], Rank.SECTION, str(number), alone=found.end() == len(text))


def _bracketed(text: str) -> Number | None:
    return _other(text) or _roman(text) or _letter(text)


def _figured(text: str) -> Number | None:
    return _database_number(text) or _levels(text) or _other(text)


def _other(text: str) -> Number | None:
    for rank, pattern in _OTHERS:
        found = pattern.match(text)
        if found and (label := _with_letter(found[1])) is not None:
            return Number(found[0], rank, label, alone=found.end() == len(text.rstrip()))
    return None


def _with_letter(numeral: str) -> str | None:
    """Return the label of 3 or 3A, which Hong Kong's ordinances put between 3 and 4."""
    if not "A" <= numeral[-1] <= "Z":
        number = value(numeral)
        return None if number is None else str(number)
    figures = numeral.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    number = value(figures)
    return None if number is None else f"{number}{numeral[len(figures) :]}"


def _levels(text: str) -> Number | None:
    """Return 1.1 and 1.1.1 of standards and regulations; 1.5亿元 and 3.2 公里 are quantities."""
    found = _LEVELS.match(text)
    if found is None or _QUANTITY.match(text, found.end()):
        return None
    label = ".".join(str(value(part)) for part in re.split("[.．]", found[1]))
    return Number(found[0], Rank.POINT, label)


def _stem(text: str) -> Number | None:
    found = _STEM.match(text)
    return Number(found[0], Rank.STEM, str(_STEMS.index(found[1]) + 1)) if found else None


def _roman(text: str) -> Number | None:
    found = _ROMAN.match(text)
    return Number(found[0], Rank.ROMAN, found[1]) if found else None


def _letter(text: str) -> Number | None:
    found = _LETTER.match(text)
    return Number(found[0], Rank.LETTER, found[1] or found[2]) if found else None


def _unordered(text: str) -> Number | None:
    if text[0] in _SIGNS:
        return Number(text[0], *_SIGNS[text[0]])
    if _BULLET.match(text):
        return Number(text[0], Rank.BULLET, "")
    return None


_READERS: dict[str, Callable[[str], Number | None]] = {
    **dict.fromkeys(_STEMS, _stem),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", _letter),
    **dict.fromkeys(f"{_BULLETS}{''.join(_SIGNS)}", _unordered),
    **dict.fromkeys(_HAN, _han),
    **dict.fromkeys("（(〔﹙", _bracketed),
    **dict.fromkeys("0123456789０１２３４５６７８９", _figured),
    "第": read_article,
}
"""First character of a text → what reads the number that it may begin."""
