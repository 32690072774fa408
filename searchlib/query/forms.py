"""The folded strings that count as a piece of query text.

Line breaks and blanks between Han characters are layout and do not count; the text exactly as typed is a
needle too, for a spaced title copied from a page. A letter and its accent may be one character or two
(Unicode's normal forms C and D), and both are looked for. Numerals vary as in
:mod:`searchlib.query.numbers`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from searchlib.query.characters import BLANK_CLASS, plain_blanks
from searchlib.query.numbers import variants
from searchlib.text.views import fold

_HAN = (
    "\u2e80-\u2fdf\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U0003ffff"
)
"""Han characters and full-width punctuation (regex class)."""

_CURLY = "‘’“”—…·"
_INNER = re.compile(
    f"(?<=[{_HAN}])[{BLANK_CLASS}]+(?=[{_HAN}{_CURLY}])|(?<=[{_CURLY}])[{BLANK_CLASS}]+(?=[{_HAN}])"
)
_BLANKS = re.compile(f"[{BLANK_CLASS}]+")


def close_up(text: str) -> str:
    """Return ``text`` without blanks between Han characters and Chinese punctuation; other runs of blanks
    become one space, blanks at the ends are removed.

    >>> close_up(" 联合开展 两洋铁路，\\n可行性  feasibility  study ")
    '联合开展两洋铁路，可行性 feasibility study'
    """
    return _BLANKS.sub(" ", _INNER.sub("", text)).strip(" ")


@lru_cache(1024)
def needles(text: str) -> tuple[str, ...]:
    """Return every folded string that counts as ``text``, the closest first; none only if ``text`` is
    blank.

    >>> needles("兩洋 鐵路"), needles("第８條")[:2], len(needles("Bioceánico"))
    (('两洋铁路', '两洋 铁路'), ('第8条', '第八条'), 2)
    """
    closed = close_up(text)
    if not closed:
        return ()
    found = (*variants(fold(closed)), fold(plain_blanks(text)))
    if not closed.isascii():
        found += tuple(fold(normalize(form, each)) for each in (closed, *found) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys(found))
