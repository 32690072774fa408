"""Three views of a text, all of one length: as it stands, simplified for cutting, folded for keys.

Because every view has the same number of code points, a span found in one holds in all three.
``fold`` is a fixed character table (``folding.txt``, written by ``tools/make_folding.py``); ``simplify`` is
OpenCC's ``t2s``, which looks at context and is therefore only ever used to find word boundaries.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import opencc

from searchlib.errors import MissingExtra

if TYPE_CHECKING:
    from searchlib.text.bulk import CharacterTable

_FOLDING = Path(__file__).with_name("folding.txt")
_DICTIONARIES = Path(opencc.__file__).parent / "dictionary"
_LONG = 1 << 12
"""From this length on a table in memory is faster than a dictionary."""

_RULE = re.compile(r"^([^\t\n]+)\t([^ \n]+)", re.MULTILINE)


def fold(text: str) -> str:
    """The key view: script, width, case and look-alike signs made one, character by character.

    >>> fold("兩洋鐵路－ＡＰＥＣ"), fold("“兩”") == fold("「两」")
    ('两洋铁路-apec', True)
    """
    return text.translate(_folding()) if len(text) < _LONG else _long_folding().apply(text)


def simplify(text: str) -> str:
    """The cutting view: simplified characters by OpenCC ``t2s``; same length as ``text``.

    >>> simplify("乾隆年間的乾旱")
    '乾隆年间的干旱'
    """
    if convertible().isdisjoint(text):
        return text
    converted: str = _converter().convert(text)
    return converted if len(converted) == len(text) else text.translate(_characters())


def other_script(text: str) -> str:
    """``text`` as the other script writes it, for asking the same in both: simplified text by OpenCC
    ``s2t``, any other by ``t2s``; ``text`` itself where the conversion would change its length.

    >>> other_script("两洋铁路"), other_script("兩洋鐵路")
    ('兩洋鐵路', '两洋铁路')
    """
    simplified = simplify(text)
    if simplified != text:
        return simplified
    converted: str = _to_traditional().convert(text)
    return converted if len(converted) == len(text) else text


@cache
def fold_digest() -> str:
    """SHA-256 of the fold table: what an index must have been built with."""
    return hashlib.sha256(_table().encode()).hexdigest()


def _table() -> str:
    return _FOLDING.read_text(encoding="utf-8")


_REMEMBERED = 1 << 16
"""More than all the characters that texts are written with."""


class _Folding(dict[int, int]):
    """Code point → code point; remembers the ones that stay as they are, because ``str.translate`` takes
    many times longer over a character that is missing."""

    def __missing__(self, point: int) -> int:
        if len(self) < _REMEMBERED:
            self[point] = point
        return point


@cache
def _folding() -> _Folding:
    source, folded = _table().split("\n")[:2]
    return _Folding(str.maketrans(source, folded))


@cache
def _long_folding() -> CharacterTable:
    # Only long texts need NumPy.
    from searchlib.text.bulk import CharacterTable

    return CharacterTable(_folding())


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _characters() -> dict[int, str]:
    """t2s character by character, for the texts that phrase rules would lengthen."""
    return {ord(key): first for key, first in _rules("TSCharacters.txt") if len(key) == 1 == len(first)}


@cache
def convertible() -> frozenset[str]:
    """Every character that some rule of t2s changes; a text without them is simplified already."""
    changed: set[str] = set()
    for key, first in (*_rules("TSCharacters.txt"), *_rules("TSPhrases.txt")):
        if len(key) == 1:
            if key != first:
                changed.add(key)
        elif len(key) == len(first):
            changed.update(a for a, b in zip(key, first, strict=True) if a != b)
        else:
            changed.update(key)
    return frozenset(changed)


def _rules(name: str) -> list[tuple[str, str]]:
    """What a dictionary of OpenCC converts, and the first of what it converts it to."""
    path = _DICTIONARIES / name
    if not path.is_file():
        raise MissingExtra(
            f"the installed package 'opencc' has no {name}: another package of that name lies over it; run "
            "`pip uninstall opencc`, `pip install --force-reinstall opencc-python-reimplemented==0.1.7`"
        )
    return _RULE.findall(path.read_text(encoding="utf-8"))
