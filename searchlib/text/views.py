"""Three views of a text, all of one length: original, simplified for cutting, folded for keys.

Because every view has the same number of code points, a span found in one holds in all three.
``fold`` is a fixed character table (``folding.txt``, written by ``tools/make_folding.py``); ``simplify`` is
OpenCC's ``t2s``, which looks at context and is therefore only ever used to find word boundaries.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import opencc

from searchlib.errors import MissingExtra

if TYPE_CHECKING:
    from searchlib.text.tables import CharacterSet, CharacterTable

_FOLDING = Path(__file__).with_name("folding.txt")
_DICTIONARIES = Path(opencc.__file__).parent / "dictionary"
_FEW = 64
"""Up to this length a dictionary folds faster than a table in memory, which costs 2 µs to begin with."""

_LONG = 1 << 12
"""From this length on a table in memory is faster than a set, and worth being made."""

_TAKEN = "\ufdd1"
"""Placeholder for a character that a phrase has consumed; no rule has it."""

_RULE = re.compile(r"^([^\t\n]+)\t([^ \n]+)", re.MULTILINE)


def fold(text: str) -> str:
    """Return the key view: script, width, case and look-alike signs made one, character by character.

    >>> fold("兩洋鐵路－ＡＰＥＣ"), fold("“兩”") == fold("「两」")
    ('两洋铁路-apec', True)
    """
    return text.translate(_folding()) if len(text) <= _FEW else _long_folding().apply(text)


def simplify(text: str) -> str:
    """Return the view for cutting: simplified characters by OpenCC ``t2s``, in the same length.

    >>> simplify("乾隆年間的乾旱")
    '乾隆年间的干旱'
    """
    if len(text) < _LONG:
        return text if convertible().isdisjoint(text) else _by_rules(text)
    return _by_rules(text) if _long_convertible().holders(text, (len(text),)) else text


def _by_rules(text: str) -> str:
    """Apply the longest phrases first, each length from the left, then single characters, as OpenCC does.

    A rule replaces as many characters as it has, so offsets stay what they are.
    """
    replaced: list[tuple[int, str]] = []
    rest = text
    for phrases, simplified in _phrases():
        found = [(match.start(), simplified[match[0]]) for match in phrases.finditer(rest)]
        if found:
            replaced += found
            rest = phrases.sub(lambda match: _TAKEN * len(match[0]), rest)
    characters = rest.translate(_characters()) if len(rest) < _LONG else _long_characters().apply(rest)
    pieces: list[str] = []
    at = 0
    for start, phrase in sorted(replaced):
        pieces += (characters[at:start], phrase)
        at = start + len(phrase)
    return "".join((*pieces, characters[at:]))


def other_script(text: str) -> str:
    """Return ``text`` in the other script, for asking the same in both: simplified text by OpenCC ``s2t``,
    any other by ``t2s``; ``text`` itself where the conversion would change its length.

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
    """Return the SHA-256 of the fold table, which must be that of the index."""
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


@dataclass(frozen=True, slots=True)
class CharacterRanges:
    """Classes of characters by their folded forms: first and last character of each range, all in a row."""

    blank: str
    unseen: str
    alphabetic: str


@cache
def character_ranges() -> CharacterRanges:
    """Return the classes of the shipped table."""
    escaped = _table().split("\n")[2:5]
    return CharacterRanges(*(line.encode("ascii").decode("unicode_escape") for line in escaped))


@cache
def _folding() -> _Folding:
    source, folded = _table().split("\n")[:2]
    return _Folding(str.maketrans(source, folded))


@cache
def _long_folding() -> CharacterTable:
    # Only longer texts need NumPy.
    from searchlib.text.tables import CharacterTable

    return CharacterTable(_folding())


@cache
def _long_convertible() -> CharacterSet:
    from searchlib.text.tables import CharacterSet

    return CharacterSet(convertible())


@cache
def _long_characters() -> CharacterTable:
    from searchlib.text.tables import CharacterTable

    return CharacterTable(_characters())


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _characters() -> dict[int, int]:
    """Return the simplified form of single characters."""
    rules = _rules("TSCharacters.txt")
    return {ord(key): ord(first) for key, first in rules if len(key) == 1 == len(first)}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """Return the rules for phrases, the longest first: a pattern for each length, and the simplified
    forms.
    """
    phrases = {key: first for key, first in _rules("TSPhrases.txt") if len(key) == len(first)}
    by_length: dict[int, dict[str, str]] = {}
    for key in sorted(phrases, key=len, reverse=True):
        by_length.setdefault(len(key), {})[key] = phrases[key]
    return tuple((re.compile("|".join(map(re.escape, own))), own) for own in by_length.values())


@cache
def convertible() -> frozenset[str]:
    """Return every character that some rule of t2s changes; a text without them is simplified already."""
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


def conversions(name: str) -> list[tuple[str, list[str]]]:
    """Return a dictionary of OpenCC: each key and all its conversions, the usual one first."""
    rows = (line.partition("\t") for line in _dictionary(name).splitlines())
    return [(key, said.split(" ")) for key, tab, said in rows if key and tab and said]


def _rules(name: str) -> list[tuple[str, str]]:
    """Read a dictionary of OpenCC: each key and its first conversion."""
    return _RULE.findall(_dictionary(name))


def _dictionary(name: str) -> str:
    path = _DICTIONARIES / name
    if not path.is_file():
        raise MissingExtra("extra.other-opencc", file=name, requirement="opencc-python-reimplemented==0.1.7")
    return path.read_text(encoding="utf-8")
