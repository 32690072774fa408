"""Countries: their ISO 3166-1 alpha-2 codes and their names in Chinese and in English.

Short names in all languages come from Unicode CLDR (Babel's ``zh``, ``zh_Hant``, ``zh_Hant_HK``, ``en``);
long official names, former states (ISO 3166-3), single-character abbreviations and leaders from
``countries.toml``. Names are compared folded, so both scripts match.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from babel import Locale

from searchlib.text.views import fold, other_script

_LOCALES = ("zh", "zh_Hant", "zh_Hant_HK", "en")
_NOT_STATES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})

_ENGLISH_PREFIX = re.compile(
    r"^the |^(?:the )?(?:[a-z' ]+ )?(?:republic|kingdom|state|commonwealth|union) of (?:the )?"
)


@dataclass(frozen=True, slots=True)
class CountryNames:
    """Codes by folded name; ``states`` finds Chinese names in a folded text, ``pattern`` leaders too."""

    codes: dict[str, str]
    in_text: dict[str, str]
    official: re.Pattern[str]
    states: re.Pattern[str]
    pattern: re.Pattern[str]
    abbreviations: dict[str, tuple[str, ...]]


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Return names by two-letter code, also of former states; ``language`` is ``zh``, ``zh-Hant`` (with the
    names that Taiwan has) or ``en``.

    >>> [country_names(language)["LA"] for language in ("zh", "zh-Hant", "en")]
    ['老挝', '寮國', 'Laos']
    """
    territories = Locale.parse(language, sep="-").territories
    names = {code: name for code, name in territories.items() if re.fullmatch("[A-Z]{2}", code)}
    table = _table()
    own = table["english" if language == "en" else "former"]
    script = other_script if language == "zh-Hant" else str
    return MappingProxyType(names | {code: script(own[code][0]) for code in table["former"]})


def former_codes() -> frozenset[str]:
    """Return the codes of states that are no more: ``SU``, ``YU``."""
    return frozenset(_table()["former"])


def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a code, a Chinese name in either script or an English name.

    >>> [country_code(name) for name in ("秘鲁", "秘魯共和國", "Peru", "pe", "吉爾吉斯", "Atlantis")]
    ['PE', 'PE', 'PE', 'PE', 'KG', None]
    """
    key = fold(name.strip())
    codes = names_in_texts().codes
    if key in codes:
        return codes[key]
    return codes.get(_ENGLISH_PREFIX.sub("", key))


def official_names() -> re.Pattern[str]:
    """Return the pattern of the long official names (秘鲁共和国), for folded text."""
    return names_in_texts().official


@cache
def names_in_texts() -> CountryNames:
    """Return the tables of all names, read once."""
    table = _table()
    chinese: dict[str, str] = {}
    english: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_STATES:
                (english if locale == "en" else chinese).setdefault(fold(name), code)
                english.setdefault(code.lower(), code)
    official = _by_name(table["official"])
    leaders = _by_name(table["leaders"])
    chinese |= _by_name(table["also"]) | _by_name(table["former"]) | official
    english |= _by_name(table["english"]) | {code.lower(): code for code in table["former"]}
    return CountryNames(
        codes=english | chinese,
        in_text=leaders | chinese,
        official=_longest_first(official),
        states=_longest_first(chinese),
        pattern=_longest_first(chinese | leaders),
        abbreviations={fold(short): tuple(codes) for short, codes in table["abbreviations"].items()},
    )


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = files("searchlib.facts").joinpath("countries.toml").read_text("utf-8")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return table


def _by_name(codes: dict[str, list[str]]) -> dict[str, str]:
    return {fold(name): code for code, names in codes.items() for name in names}


def _longest_first(names: dict[str, str]) -> re.Pattern[str]:
    """A pattern of the names; 苏联 is none in 中苏联合公报."""
    written = (re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile("|".join(f"{name}(?!合)" if name.endswith("联") else name for name in written))
