"""The needles of a piece of query text: the keys that count as it.

A letter and its accent may be one character or two (Unicode's normal forms C and D), and are looked for as
both; numerals are looked for in every way of writing them (:mod:`searchlib.query.numbers`).
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from searchlib.query.numbers import variants
from searchlib.text.running import key


@lru_cache(1024)
def needles(text: str) -> tuple[str, ...]:
    """Return every key that counts as ``text``, the closest first; none if no character of it counts.

    >>> needles("兩洋 鐵路"), needles("第８條")[:2], len(needles("Bioceánico"))
    (('两洋铁路',), ('第8条', '第八条'), 2)
    """
    closest = key(text)
    if not closest:
        return ()
    found = variants(closest)
    if not text.isascii():
        forms = [normalize(form, each) for each in (text, *found) for form in ("NFC", "NFD")]
        found += tuple(each for form in forms for each in variants(key(form)))
    return tuple(dict.fromkeys(found))
