"""Characters of a query that may have a meaning, and the escapes that make them text.

Full-width forms mean the same as half-width ones, because a Chinese input method types them. A query is
therefore scanned in half width, which keeps every offset, while its text is taken as typed.
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

_WIDE = MappingProxyType({0xFF01 + at: 0x21 + at for at in range(94)})
_CORNERS = "".join(f"{opening}{closing}" for opening, closing in CORNER_QUOTES.items())
_ESCAPABLE = re.escape(f"\\|()-@:{DOUBLE_QUOTES}{_CORNERS}")
ESCAPE = re.compile(f"\\\\[{_ESCAPABLE}]")
"""A backslash and the character that it makes text, in half-width text."""

_MARKS = re.compile(f"[{_ESCAPABLE}]")
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


def remove_escapes(raw: str) -> str:
    """Return ``raw`` without the backslashes that make characters text.

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
    """Return ``text`` with a backslash before every character that may have a meaning.

    >>> escape("a|（b"), escape("OR")
    ('a\\\\|\\\\（b', '\\\\OR')
    """
    if OPERATOR.fullmatch(half_width(text)):
        return f"\\{text}"
    return _before(_MARKS, text)


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
