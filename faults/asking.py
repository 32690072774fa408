"""Malformed queries: pieces of the grammar combined at random, and noise."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

from faults.texts import WORDS

_OPERATORS = r"""OR AND NOT NEAR/3 NEAR/1000 NEAR/1001 NEAR/ NEAR ＯＲ ＮＥＡＲ／１０ | ｜ - － || -- －－
    ( ) （ ） (( )) " “ ” 「 」 『 』 @ ＠ \ \OR"""
_FILTERS = """country:秘鲁 國家：秘魯 country:火星 country: year:2013 year:2013..2016 year:.. year:x
    year:99999999999
    date:2015-05-22.. date:2015-02-30 kind:law kind:诗 title:法 title:"两洋 clause:8 clause:第八条
    clause:title clause:八. script:hant publisher:新华社 publisher:"""
_VARIED = """3年 三年 6日 第24次 8,000 八千 45亿 20% 百分之二十 2015-05-22 二〇一五年五月二十二日 ="3年"
    ＝“6日” -="一"
    两?铁路 第*条 title:联?声明 第*条*第?款 a?b 铁*???*路 \\? \\* 铁路？ ?铁路* 2015年*铁路 两？洋 3*年"""
VARIED = tuple(_VARIED.split())
OPERATORS = tuple(_OPERATORS.split())
FILTERS = tuple(_FILTERS.split())
NOISE: tuple[str, ...] = (*"*?[]{}^/:.~\n\t　\u200b\ufeff\u202e", "..", "~99")
OTHER: tuple[str, ...] = (
    *("The Two-Ocean Railway", "двухокеанская", "🚄", "\U00020000\U0002a6a5", "é", "e\u0301", *"ﬁİßΩ㈠①"),
    *("第一百二十三条之一", "〇〇〇〇", "二〇〇九年五月", "0" * 40, "9" * 40, "第" + "九" * 30 + "条"),
)
_PLANES = (0x80, 0x800, 0x10000, 0x20000, 0x30000, 0xE0000, 0x10FFFF)

_MANY = (64, 65, 100, 10_000)
DEATHS = (
    *("NOT " * n + "两洋" for n in (2, 3, 64, 1000)),
    *(*'*?@:"', "**", "--", "- -", "()", "(())", '""', "NOT OR 铁路", "NOT", "OR", "AND", "NEAR/3", "\\"),
    *("(" * n + "铁路" + ")" * n for n in (15, 16, 17, 300, 1000, 2000)),
    *("(" * n for n in (1, 1000, 100_000)),
    *(f" {word} ".join(["铁路"] * n) for word in ("AND", "OR", "|", "") for n in _MANY),
    *(f" {word} ".join(f"甲{n}" for n in range(many)) for word in ("AND", "OR") for many in _MANY),
    *("(a OR (b AND " * n + "c" + "))" * n for n in (7, 8, 9, 100, 1000)),
    *(
        f"({many}) NEAR/10 ({many})"
        for many in (" OR ".join(f"第{n}条第{n + 20}条第{n + 40}条" for n in range(11, 27)),)
    ),
    *("a NEAR/5 " * n + "b" for n in (1, 2, 10, 1000)),
    *("[" * 20_000, "(" * 50_000 + ")" * 50_000, "a" * 20_000, "x" * 100_000, "a " * 2048, "的 " * 256),
    *("铁*", "*路", "[a TO z]", "{TO}", "text:*", "铁~99", "/.*/", "x AND *", "* NOT 铁", "\ud800*"),
    *("的 OR 不 OR 国 OR 法 OR 条", "NOT 的", "NOT (的 OR 人)", "NOT NOT 的", "的 NEAR/1000 的"),
    *("a OR NOT a", "a AND NOT a", "year:0..99999", "date:..", "country:CN OR NOT country:CN"),
    *("　", " " * 4096, " " * 4097, "\n" * 4000, "\x00", "“”" * 256, "\ud800"),
    *("第八条第8条" * 80, "第" + "8" * 500 + "条"),
    *(character * n for n in (512, 513) for character in "的8一〇\x00\u200b“”ﷺİ\U00020000\U0010ffff"),
    *(
        "铁?" * 8 + "路",
        "铁?" * 9 + "路",
        "的*" * 8 + "的",
        "?" * 512,
        "*铁" * 200,
        "2015-05-22" * 40,
        "3年" * 170,
    ),
    *("(第*条 OR 的*的) NEAR/1000 (国?国 OR 3年)", "-的*的*的", '="' * 300, "1,000" * 100, "百分之" * 150),
    *("2009年" * 100, "二〇〇九年" * 100, "e\u0301" * 256),
)
"""Each must be refused or answered quickly; what brought other query parsers down is among them."""


def typed(draw: random.Random, corpus: Sequence[str]) -> str:
    """Return one query: mostly pieces of the grammar and text of ``corpus``, then usually damaged."""
    shape = draw.random()
    if shape < 0.05:
        query = noise(draw, draw.choice((1, 5, 60, 512, 600)))
    elif shape < 0.08:
        query = draw.choice(DEATHS)[:5000]
    elif shape < 0.12:
        query = " ".join(piece(draw, corpus) for _ in range(draw.choice((40, 63, 64, 65, 200))))
    else:
        query = _joined(draw, [piece(draw, corpus) for _ in range(draw.choice((1, 1, 2, 2, 3, 4, 6, 9, 14)))])
    for _ in range(draw.choice((0, 0, 1, 1, 2, 5))):
        query = damaged(draw, query, corpus)
    return query


def piece(draw: random.Random, corpus: Sequence[str]) -> str:
    """Return an operand or an operator."""
    kind = draw.random()
    if kind < 0.45:
        return cutting(draw, corpus)
    if kind < 0.55:
        return draw.choice(WORDS)
    if kind < 0.65:
        return draw.choice(VARIED)
    if kind < 0.8:
        return draw.choice(OPERATORS)
    if kind < 0.9:
        return draw.choice(FILTERS)
    return draw.choice(NOISE if kind < 0.95 else OTHER)


def cutting(draw: random.Random, corpus: Sequence[str]) -> str:
    """Return a substring of a text, usually short."""
    text: str = draw.choice(corpus)
    start = draw.randrange(max(1, len(text)))
    length: int = draw.choice((1, 2, 2, 3, 4, 4, 6, 10, 30))
    return text[start : start + length]


def damaged(draw: random.Random, query: str, corpus: Sequence[str]) -> str:
    """Return ``query`` with a piece removed, doubled, moved, inserted or replaced."""
    start = draw.randrange(len(query) + 1)
    end = min(len(query), start + draw.choice((1, 1, 2, 5)))
    match draw.randrange(6):
        case 0:
            return query[:start] + query[end:]
        case 1:
            return query[:end] + query[start:]
        case 2:
            return query[start:] + query[:start]
        case 3:
            return query[:start] + piece(draw, corpus) + query[start:]
        case 4:
            return query[:start] + character(draw) + query[end:]
        case _:
            times: int = draw.choice((2, 10, 100))
            return query[:start] + query[start:end] * times + query[end:]


def noise(draw: random.Random, length: int) -> str:
    """Return characters of all planes."""
    return "".join(character(draw) for _ in range(length))


def character(draw: random.Random) -> str:
    """Return any code point, lone surrogates and unassigned ones included; every plane occurs often
    enough."""
    return chr(min(sys.maxunicode, draw.randrange(draw.choice(_PLANES) + 0x3000)))


def _joined(draw: random.Random, pieces: Sequence[str]) -> str:
    return "".join(part + draw.choice((" ", " ", " ", "", "　", "\n")) for part in pieces)
