"""The texts of the output in the language of the reader: English in the code, Chinese in ``chinese.toml``.

The English text is the key of the Chinese one, so that code reads as what it prints, and readers of English
load no table. Values are named in braces, since Chinese puts them in another order. The texts of the help
have a table of their own, ``chinese_help.toml``, which only those who ask for help in Chinese load.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from searchlib.errors import ENGLISH, in_language


def said(text: str, language: str, /, **values: object) -> str:
    """Return ``text``, which is English, in ``language`` with its values; what has no Chinese stays as it is.

    >>> said("no date", "zh"), said("no date", "zh-Hant"), said("in {place}", "en", place="利马")
    ('日期不详', '日期不詳', 'in 利马')
    """
    pattern = text if language == ENGLISH else in_language((chinese_texts().get(text, text), text), language)
    return pattern.format_map(values) if values else pattern


def explained(text: str, language: str) -> str:
    """Return a text of the help, which is English, in ``language``; what has none, such as an example,
    stays as it is.

    >>> explained("Options:", "zh"), explained("Options:", "zh-Hant"), explained("Options:", "en")
    ('选项：', '選項：', 'Options:')
    """
    if language == ENGLISH or text not in chinese_help():
        return text
    return in_language((chinese_help()[text], text), language)


@cache
def chinese_texts() -> Mapping[str, str]:
    """Return the Chinese texts by their English ones."""
    return _table("chinese.toml")


@cache
def chinese_help() -> Mapping[str, str]:
    """Return the Chinese texts of the help by their English ones; a paragraph is one line."""
    return _table("chinese_help.toml")


def _table(name: str) -> Mapping[str, str]:
    import tomllib  # loaded only for readers of Chinese

    table: Mapping[str, str] = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
    return table
