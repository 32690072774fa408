"""Characters of a query that may have a meaning, and the escapes that make them text.

Full-width forms mean the same as half-width ones, because a Chinese input method types them. A query is
therefore scanned in half width, which keeps every offset, while its text is taken as typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import groupby
from types import MappingProxyType

BLANK_CLASS = "\\s\u2800"
"""White space (regex class); characters that are not seen have been taken out before."""

DOUBLE_QUOTES = '"“”„‟〝〞〟'
"""Any of these closes a quotation that any of these opened."""

CORNER_QUOTES = MappingProxyType({"「": "」", "『": "』", "｢": "｣", "﹁": "﹂", "﹃": "﹄"})

OPERATOR = re.compile(r"AND|OR|NOT|NEAR/[0-9]+")

_WIDE = MappingProxyType({0xFF01 + at: 0x21 + at for at in range(94)})
_CORNERS = "".join(f"{opening}{closing}" for opening, closing in CORNER_QUOTES.items())
AS_TYPED = "="
"""Before a quotation: numerals are taken in the spelling that they have."""

WILDCARDS = "?*＊"
"""``?`` is any character, ``*`` up to ten of them. A full-width ？ is punctuation."""

_END_MARKS = "?*!,;。"
"""Punctuation that may end a question or a keyword, in half width; it is no part of the text."""

_MARKED = f"\\|()-@:?*{DOUBLE_QUOTES}{_CORNERS}"
_ESCAPABLE = re.escape(f"{_MARKED}{_END_MARKS}")
ESCAPE = re.compile(f"\\\\[{_ESCAPABLE}]")
"""A backslash and the character that it makes text, in half-width text."""

_MARKS = re.compile(f"[{re.escape(_MARKED)}]")
_QUOTATION_MARKS = re.compile(f"[\\\\{re.escape(DOUBLE_QUOTES)}]")
_BLANKS = re.compile(f"[{BLANK_CLASS}]")


def half_width(text: str) -> str:
    """Return ``text`` with full-width ASCII made half-width, in the same length.

    >>> half_width("（钱凯港｜ＡＰＥＣ）")
    '(钱凯港|APEC)'
    """
    return text.translate(_WIDE)


def is_blank(text: str) -> bool:
    """Return whether ``text`` holds nothing but blanks."""
    return not _BLANKS.sub("", text)


def plain_blanks(text: str) -> str:
    """Return ``text`` with every blank written as a space, and none at its ends."""
    return _BLANKS.sub(" ", text).strip(" ")


def split_blanks(text: str) -> list[str]:
    """Return the parts of ``text`` between single blanks, empty ones included."""
    return _BLANKS.split(text)


def remove_escapes(raw: str) -> tuple[str, tuple[int, ...]]:
    """Return ``raw`` without the backslashes that make characters text, and where these characters are.

    >>> remove_escapes(r"C:\\doc\\(1\\)")
    ('C:\\\\doc(1)', (6, 8))
    """
    parts = []
    places: list[int] = []
    at = 0
    for escape in ESCAPE.finditer(half_width(raw)):
        parts.append(raw[at : escape.start()])
        at = escape.start() + 1
        places.append(escape.start() - len(places))
    return "".join((*parts, raw[at:])), tuple(places)


def escape(text: str) -> str:
    """Return ``text`` with a backslash before every character that may have a meaning.

    >>> escape("a|（b"), escape("OR")
    ('a\\\\|\\\\（b', '\\\\OR')
    """
    if OPERATOR.fullmatch(half_width(text)):
        return f"\\{text}"
    return escape_marks(text)


def escape_marks(text: str) -> str:
    """Return ``text`` with a backslash before every mark in it and before punctuation at its end.

    >>> escape_marks("OR"), escape_marks("a-b，c！")
    ('OR', 'a\\\\-b，c\\\\！')
    """
    end = len(half_width(text).rstrip(_END_MARKS))
    return _before(_MARKS, text[:end]) + "".join(f"\\{mark}" for mark in text[end:])


def pattern_parts(text: str, escaped: Collection[int] = (), end_marks: str = _END_MARKS) -> tuple[str, ...]:
    """Return text and wildcards of a word in turn, text first and last, without punctuation at its end.

    A wildcard at either end could be any character; there it is punctuation too, and of a word of nothing
    else everything is text. ``escaped`` are the offsets of characters that are text.

    >>> pattern_parts("两?铁路？"), pattern_parts("*铁路*"), pattern_parts("？"), pattern_parts("a?", {1})
    (('两', '?', '铁路'), ('铁路',), ('？',), ('a?',))
    """
    seen = "".join(" " if at in escaped else mark for at, mark in enumerate(half_width(text)))
    end = len(seen.rstrip(half_width(end_marks)))
    start = len(seen[:end]) - len(seen[:end].lstrip(half_width(WILDCARDS)))
    if start == end:
        return (text,)
    wild = {at for at in range(start, end) if text[at] in WILDCARDS and at not in escaped}
    if not wild:
        return (text[start:end],)
    runs = [list(run) for _, run in groupby(range(start, end), wild.__contains__)]
    parts = [text[run[0] : run[-1] + 1] for run in runs]
    return tuple(half_width(part) if place % 2 else part for place, part in enumerate(parts))


def quote(text: str) -> str:
    """Return ``text`` as a quotation that is read back as ``text``.

    >>> quote("共建“一带一路”")
    '"共建\\\\“一带一路\\\\”"'
    """
    return f'"{_before(_QUOTATION_MARKS, text)}"'


def _before(marks: re.Pattern[str], text: str) -> str:
    """Put a backslash before each of ``marks``, which are looked up in half-width text."""
    return "".join(
        f"\\{character}" if marks.match(seen) else character
        for character, seen in zip(text, half_width(text), strict=True)
    )
