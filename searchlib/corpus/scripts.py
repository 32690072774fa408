"""The script of a text: simplified, traditional, or mixed.

A character that GB 2312 has and Big5 has not is simplified, one that Big5 has and GB 2312 has not is
traditional; a character of both is not distinctive. Rare characters of names are in neither or in one by
chance, so a script needs a share of the distinctive characters before a text counts as mixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from searchlib.model import Script
from searchlib.text.tables import CharacterClasses

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_CHINESE_END = re.compile("[。；！？]")
_FEWEST_WORDS = 3
_OPENING = 400
_MIXED_SHARE = 0.05
_MIXED_COUNT = 3


def script_of(texts: Iterable[str]) -> Script | None:
    """Return the script of the texts together, or None if no character is specific to one.

    >>> script_of(["两洋铁路"]), script_of(["兩洋鐵路"]), script_of(["一中天"])
    (<Script.HANS: 'hans'>, <Script.HANT: 'hant'>, None)
    """
    text = "".join(texts)
    in_hans, in_hant = _telling().counts(text)
    if not in_hans or not in_hant:
        return Script.HANS if in_hans else Script.HANT if in_hant else None
    minor = min(in_hans, in_hant)
    if minor >= _MIXED_COUNT and minor >= _MIXED_SHARE * (in_hans + in_hant):
        return Script.MIXED
    return Script.HANS if in_hans >= in_hant else Script.HANT


def is_latin(text: str) -> bool:
    """Return whether ``text`` is a line in Latin letters without Chinese characters.

    >>> is_latin("I. The two sides agreed."), is_latin("APEC"), is_latin("双方支持 APEC")
    (True, False, False)
    """
    return _HAN.search(text) is None and len(_WORD.findall(text[:_OPENING])) >= _FEWEST_WORDS


def has_two_languages(lines: Sequence[str]) -> bool:
    """Return whether some of ``lines`` are Chinese sentences and two or more are Latin ones."""
    has_chinese = any(_HAN.search(line) and _CHINESE_END.search(line) for line in lines)
    return has_chinese and sum(map(is_latin, lines)) >= 2


@cache
def _telling() -> CharacterClasses:
    """Return the characters that are only simplified, and those that are only traditional."""
    simplified, traditional = _characters("gb2312"), _characters("big5")
    return CharacterClasses((simplified - traditional, traditional - simplified))


def _characters(encoding: str) -> frozenset[str]:
    unified = "".join(map(chr, range(0x4E00, 0xA000)))
    return frozenset(unified.encode(encoding, "ignore").decode(encoding))
