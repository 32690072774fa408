"""Which characters of a typed query may be more than text, and how to say that they are not.

Full-width forms mean the same as half-width ones, because a Chinese input method types them. A query is
therefore looked at through :func:`half_width`, which keeps every offset, while its text is taken as typed.
"""

from __future__ import annotations

import re
from types import MappingProxyType

BLANK_CLASS = "\\s\u2800"
"""White space (regex class); characters that are not seen have been taken out before."""

DOUBLE_QUOTES = '"“”„‟〝〞〟'
"""Any of these closes a quotation that any of these opened."""

CORNER_QUOTES = MappingProxyType({"「": "」", "『": "』", "｢": "｣", "﹁": "﹂", "﹃": "﹄"})

OPERATOR = re.compile(r"AND|OR|NOT|NEAR/[0-9]+")

_FIELD_NAMES = (
    ("country", "国家 國家"),
    ("year", "年份"),
    ("date", "日期"),
    ("kind", "类型 類型"),
    ("title", "标题 標題"),
    ("clause", "条款 條款"),
    ("script", "简繁 簡繁"),
    ("publisher", "发布者 發布者 發佈者"),
)
FIELDS = MappingProxyType(
    {typed: name for name, chinese in _FIELD_NAMES for typed in (name, *chinese.split())}
)
"""Filter names as typed (letters in any case), and the name each stands for."""

_WIDE = MappingProxyType({0xFF01 + at: 0x21 + at for at in range(94)})
_CORNERS = "".join(f"{opening}{closing}" for opening, closing in CORNER_QUOTES.items())
_ESCAPABLE = re.escape(f"\\|()-@:{DOUBLE_QUOTES}{_CORNERS}")
ESCAPE = re.compile(f"\\\\[{_ESCAPABLE}]")
"""A backslash and the character whose meaning it takes away, in half-width text."""

_MARKS = re.compile(f"[{_ESCAPABLE}]")
_QUOTATION_MARKS = re.compile(f"[\\\\{re.escape(DOUBLE_QUOTES)}]")
_BLANKS = re.compile(f"[{BLANK_CLASS}]")


def half_width(text: str) -> str:
    """``text`` with full-width ASCII made half-width; same length.

    >>> half_width("（钱凯港｜ＡＰＥＣ）")
    '(钱凯港|APEC)'
    """
    return text.translate(_WIDE)


def is_blank(text: str) -> bool:
    """Whether ``text`` holds nothing but blanks."""
    return not _BLANKS.sub("", text)


def plain_blanks(text: str) -> str:
    """``text`` with every blank written as a space, and none at its ends."""
    return _BLANKS.sub(" ", text).strip(" ")


def split_blanks(text: str) -> list[str]:
    """The parts of ``text`` between single blanks, empty ones included."""
    return _BLANKS.split(text)


def remove_escapes(raw: str) -> str:
    """``raw`` without the backslashes that take a meaning away.

    >>> remove_escapes(r"C:\\doc\\(1\\)")
    'C:\\\\doc(1)'
    """
    parts = []
    at = 0
    for escape in ESCAPE.finditer(half_width(raw)):
        parts.append(raw[at : escape.start()])
        at = escape.start() + 1
    return "".join((*parts, raw[at:]))


def escape(text: str) -> str:
    """``text`` with a backslash before everything that could mean something.

    >>> escape("a|（b"), escape("OR")
    ('a\\\\|\\\\（b', '\\\\OR')
    """
    if OPERATOR.fullmatch(half_width(text)):
        return f"\\{text}"
    return _before(_MARKS, text)


def quote(text: str) -> str:
    """``text`` as a quotation that reads back to it.

    >>> quote("共建“一带一路”")
    '"共建\\\\“一带一路\\\\”"'
    """
    return f'"{_before(_QUOTATION_MARKS, text)}"'


def _before(marks: re.Pattern[str], text: str) -> str:
    """A backslash before each of ``marks``, which are sought in half-width text."""
    return "".join(
        f"\\{character}" if marks.match(seen) else character
        for character, seen in zip(text, half_width(text), strict=True)
    )
