"""The words of page and program in Traditional characters, made of those in Simplified ones."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import opencc

_QUOTED = re.compile(r"(“[^”]*”|《.*》|https?://\S+)")
_SHORT = 100
"""Characters of a text whose conversion is remembered."""


def traditional(text: str) -> str:
    """Return ``text`` in Traditional characters, by OpenCC ``s2tw``, with the words of ``traditional.toml``.

    The words of OpenCC's ``s2twp`` are not taken: they are those of computers, where 文件 is 檔案, 声明 is
    宣告 and 项目 is 專案. Texts of the corpus are never converted.

    >>> traditional("本页链接"), traditional("{n} 份文件"), traditional("项目")
    ('本頁連結', '{n} 份文件', '項目')
    """
    return _remembered(text) if len(text) <= _SHORT else _converted(text)


def traditional_words(text: str) -> str:
    """Return ``text`` in Traditional characters, but what it quotes, titles and addresses as they are.

    >>> traditional_words("小标题“签署”，《两国声明》，签署于利马")
    '小標題「签署」，《两国声明》，簽署於利馬'
    """
    pieces = _QUOTED.split(text)
    return "".join(_requoted(piece) if at % 2 else traditional(piece) for at, piece in enumerate(pieces))


def traditional_citation(cited: str) -> str:
    """Return a citation in Traditional characters: neither its title nor the id at its end.

    >>> traditional_citation("《两国声明》，第八条，2015年5月22日签署于利马。两国#8")
    '《两国声明》，第八條，2015年5月22日簽署於利馬。两国#8'
    """
    head, stop, identifier = cited.rpartition("。")
    return traditional_words(head + stop) + identifier


def _requoted(quoted: str) -> str:
    """Return what a text quotes in the quotation marks of Traditional texts."""
    return f"「{quoted[1:-1]}」" if quoted.startswith("“") else quoted


def _converted(text: str) -> str:
    words = _words()
    pieces: list[str] = []
    at = 0
    for found in _pattern().finditer(text):
        pieces += (_converter().convert(text[at : found.start()]), words[found[0]])
        at = found.end()
    return "".join((*pieces, _converter().convert(text[at:])))


_remembered = lru_cache(4096)(_converted)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_words(), key=len, reverse=True))))


@cache
def _words() -> dict[str, str]:
    table: dict[str, str] = tomllib.loads(files("searchlib").joinpath("traditional.toml").read_text("utf-8"))[
        "words"
    ]
    return table


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")
