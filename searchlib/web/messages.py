"""The texts of the interface in Chinese, in both scripts, and English; the choice for a request."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import ClassVar

from searchlib.errors import TRADITIONAL
from searchlib.facts.countries import country_names
from searchlib.render.citation import day_chinese, day_english
from searchlib.traditional import traditional, traditional_citation, traditional_words


class Language(str):
    """A language of the interface. As a string it is the language of its words, ``zh`` or ``en``; ``tag`` is
    the BCP 47 tag, which says the script of Chinese too, ``named`` is its name in itself.

    >>> Language.TRADITIONAL == Language.CHINESE == "zh", Language.TRADITIONAL.tag
    (True, 'zh-Hant')
    """

    __slots__ = ("named", "tag")

    CHINESE: ClassVar[Language]
    TRADITIONAL: ClassVar[Language]
    ENGLISH: ClassVar[Language]

    tag: str
    named: str

    def __new__(cls, words: str, tag: str, named: str) -> Language:
        """Make a language of the language of its words, its tag and its name."""
        language = super().__new__(cls, words)
        language.tag, language.named = tag, named
        return language

    @property
    def written(self) -> str:
        """The language as :mod:`searchlib.render` names it: ``en``, ``zh`` or ``zh-Hant``."""
        return TRADITIONAL if self.tag == TRADITIONAL else str(self)


Language.CHINESE = Language("zh", "zh-Hans", "简体")
Language.TRADITIONAL = Language("zh", "zh-Hant", "繁體")
Language.ENGLISH = Language("en", "en", "English")

LANGUAGES = (Language.CHINESE, Language.TRADITIONAL, Language.ENGLISH)

_RANGE = re.compile(
    r"\s*([a-z*]+)((?:-[a-z0-9]+)*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE
)
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def negotiated(accepted: str) -> Language:
    """Return the language for an ``Accept-Language`` header (RFC 9110): the one named first among those with
    the highest weight; English for readers who name other languages only, Chinese for those who name none.

    >>> [negotiated(said).tag for said in ("en-GB,en;q=0.9,zh;q=0.8", "zh-TW,zh;q=0.9", "zh", "ja", "")]
    ['en', 'zh-Hant', 'zh-Hans', 'en', 'zh-Hans']
    """
    best, weight, others = None, 0.0, False
    for part in accepted[:1000].split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        language, said = _language(found[1].lower(), found[2].lower()), float(found[3] or 1)
        others |= language is None and found[1] != "*" and said > 0
        if language is not None and said > weight:
            best, weight = language, said
    return best or (Language.ENGLISH if others else Language.CHINESE)


def _language(name: str, subtags: str) -> Language | None:
    """Return the language of a range: ``zh`` with the script or region of ``subtags``, ``en``, or None."""
    if name == "zh":
        parts = frozenset(subtags.split("-"))
        is_traditional = bool(parts & _TRADITIONAL) and "hans" not in parts
        return Language.TRADITIONAL if is_traditional else Language.CHINESE
    return Language.ENGLISH if name == "en" else None


@dataclass(frozen=True, slots=True)
class Messages:
    """The texts of the interface in one language."""

    language: Language
    table: Mapping[str, tuple[str, str]]

    def __call__(self, key: str, count: int | None = None, **values: object) -> str:
        """Return the text of ``key`` with its placeholders filled from ``values`` and ``{n}`` from ``count``;
        one has a form of its own."""
        one, many = self.table[key]
        if count is not None:
            values["n"] = f"{count:,}"
        return (one if count == 1 else many).format_map(values) if values else many

    def script(self, words: str) -> str:
        """Return Chinese words of ours in the script of the language, what they quote as it is; English ones
        are returned unchanged."""
        return traditional_words(words) if self.language is Language.TRADITIONAL else words

    def citation(self, cited: str) -> str:
        """Return a citation in the script of the language: neither its title nor the id at its end."""
        return traditional_citation(cited) if self.language is Language.TRADITIONAL else cited

    def country(self, code: str) -> str:
        """Return the name of a country, for Traditional characters as Taiwan has it; else its code."""
        tag = self.language.tag if self.language is Language.TRADITIONAL else str(self.language)
        return country_names(tag).get(code, code)

    def day(self, day: date | None) -> str:
        """Return a date as it is written in the language."""
        if day is None:
            return self("no_date")
        return day_chinese(day) if self.language == Language.CHINESE else day_english(day)


def load_messages(title: str = "") -> Mapping[str, Messages]:
    """Return the texts of every language by its tag, read from ``messages.toml``; ``title`` is the name of
    the collection, if it has one."""
    rows = tomllib.loads(files("searchlib.web").joinpath("messages.toml").read_text("utf-8"))
    chinese = {key: (row[0], row[0]) for key, row in rows.items()}
    converted = {key: (traditional(text), traditional(text)) for key, (text, _) in chinese.items()}
    english = {key: (row[-1], row[1]) for key, row in rows.items()}
    if title:
        for table in (chinese, converted, english):
            table["site"] = (title, title)
    tables = zip(LANGUAGES, (chinese, converted, english), strict=True)
    return MappingProxyType({language.tag: Messages(language, table) for language, table in tables})
