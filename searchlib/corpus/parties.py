"""Which states a text is between, read from its title and its opening: ISO 3166-1 alpha-2 codes.

Short names in all languages come from Unicode CLDR (Babel's ``zh``, ``zh_Hant``, ``zh_Hant_HK``, ``en``);
long official names, single-character abbreviations and leaders from ``countries.toml``. Names are compared
folded, so both scripts match.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale

from searchlib.text.variants import fold

_LOCALES = ("zh", "zh_Hant", "zh_Hant_HK", "en")
_NOT_STATES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_NOT_PARTIES = frozenset({"TW", "HK", "MO", "AQ"})
"""Named in many texts, but not what a statement between states is between."""

_ENGLISH_PREFIX = re.compile(
    r"^the |^(?:the )?(?:[a-z' ]+ )?(?:republic|kingdom|state|commonwealth|union) of (?:the )?"
)


@dataclass(frozen=True, slots=True)
class _Names:
    """Codes by folded name; ``pattern`` finds Chinese names and leaders in a folded text."""

    codes: dict[str, str]
    in_text: dict[str, str]
    official: re.Pattern[str]
    pattern: re.Pattern[str]
    abbreviations: dict[str, tuple[str, ...]]


def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of ``name``: a code, a Chinese name in either script, an English name.

    >>> [country_code(name) for name in ("秘鲁", "秘魯共和國", "Peru", "pe", "吉爾吉斯", "Atlantis")]
    ['PE', 'PE', 'PE', 'PE', 'KG', None]
    """
    key = fold(name.strip())
    codes = _names().codes
    if key in codes:
        return codes[key]
    return codes.get(_ENGLISH_PREFIX.sub("", key))


def parties_of(title: str, opening: str) -> tuple[str, ...]:
    """The states that ``title`` names, in order; where it names fewer than two, ``opening`` completes them.

    >>> parties_of("習近平：中秘要對接發展戰略", "")
    ('CN', 'PE')
    >>> parties_of("会见秘鲁总统", "国务院总理李克强同秘鲁总统会谈。")
    ('PE', 'CN')
    """
    named = _named(fold(title), fold(opening))
    if len(named) >= 2:
        return named
    return tuple(dict.fromkeys((*named, *_named(fold(opening), ""))))


def official_names() -> re.Pattern[str]:
    """Pattern of the long official names (秘鲁共和国), for folded text."""
    return _names().official


def _named(text: str, context: str) -> tuple[str, ...]:
    """Codes in order of appearance in the folded ``text``; ``context`` settles ambiguous abbreviations."""
    names = _names()
    found = [(match.start(), names.in_text[match[0]]) for match in names.pattern.finditer(text)]
    taken = {start for start, _ in found}
    mentioned = {code for _, code in found} | {names.in_text[m] for m in names.pattern.findall(context)}
    found += [pair for pair in _abbreviated(text, mentioned) if pair[0] not in taken]
    ordered = dict.fromkeys(code for _, code in sorted(found))
    return tuple(code for code in ordered if code not in _NOT_PARTIES)


def _abbreviated(text: str, mentioned: set[str]) -> Iterator[tuple[int, str]]:
    """中秘, 秘中, 中日韩: the offset of each character that stands for a state, and the code."""
    abbreviations = _names().abbreviations
    for china in re.finditer("中", text):
        partners = list(_partners(text, china.end(), mentioned))
        before = abbreviations.get(text[china.start() - 1 : china.start()], ())
        if not partners and len(before) == 1 and before[0] in mentioned:
            partners = [(china.start() - 1, before[0])]
        if partners:
            yield china.start(), "CN"
            yield from partners


def _partners(text: str, at: int, mentioned: set[str]) -> Iterator[tuple[int, str]]:
    """The states abbreviated from ``at`` on; any but a first unambiguous one must be named elsewhere."""
    names = _names()
    first = at
    while at < len(text):
        width = 2 if text[at : at + 2] in names.abbreviations else 1
        if width == 1 and names.pattern.match(text, at):
            return
        candidates = names.abbreviations.get(text[at : at + width], ())
        named = [code for code in candidates if code in mentioned]
        if not named and not (at == first and len(candidates) == 1 and _stands_alone(text, at + width)):
            return
        yield at, named[0] if named else candidates[0]
        at += width


def _stands_alone(text: str, end: int) -> bool:
    """Whether the two characters before ``end`` do not begin another word: 中美洲, 中新社, 中文版."""
    word = text[end - 2 : end + 1]
    return (
        word[:2] not in ("中文", "中西", "中南", "中亚", "中立", "中拉", "中以", "中意", "中比", "中安")
        and word != "中美洲"
    )


@cache
def _names() -> _Names:
    table = tomllib.loads(files("searchlib.corpus").joinpath("countries.toml").read_text("utf-8"))
    chinese: dict[str, str] = {}
    english: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_STATES:
                (english if locale == "en" else chinese).setdefault(fold(name), code)
                english.setdefault(code.lower(), code)
    official = _by_name(table["official"])
    leaders = _by_name(table["leaders"])
    chinese |= _by_name(table["also"]) | official
    english |= _by_name(table["english"])
    return _Names(
        codes=english | chinese,
        in_text=leaders | chinese,
        official=_longest_first(official),
        pattern=_longest_first(chinese | leaders),
        abbreviations={fold(short): tuple(codes) for short, codes in table["abbreviations"].items()},
    )


def _by_name(codes: dict[str, list[str]]) -> dict[str, str]:
    return {fold(name): code for code, names in codes.items() for name in names}


def _longest_first(names: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
