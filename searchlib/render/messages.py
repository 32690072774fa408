"""The texts of the output in the language of the reader: English in the code, Chinese in ``chinese.toml``.

The English text is the key of the Chinese one, so that code reads as what it prints, and readers of English
load no table. Values are named in braces, since Chinese puts them in another order.
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


@cache
def chinese_texts() -> Mapping[str, str]:
    """Return the Chinese texts by their English ones."""
    import tomllib  # loaded only for readers of Chinese

    table: Mapping[str, str] = tomllib.loads(Path(__file__).with_name("chinese.toml").read_text("utf-8"))
    return table
