"""The texts of the interface in two languages, and the choice of a language for a request."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType

from searchlib.render.citation import day_chinese, day_english


class Language(StrEnum):
    """A language of the interface."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        """Return the BCP 47 tag of the language."""
        return "zh-Hans" if self is Language.CHINESE else "en"


_RANGE = re.compile(r"\s*([a-z*]+)(?:-[a-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE)


def negotiated(accepted: str) -> Language:
    """Return the language for an ``Accept-Language`` header (RFC 9110); Chinese if it names neither.

    >>> negotiated("en-GB,en;q=0.9,zh;q=0.8"), negotiated("zh-TW,zh;q=0.9,en;q=0.5"), negotiated("es")
    (<Language.ENGLISH: 'en'>, <Language.CHINESE: 'zh'>, <Language.CHINESE: 'zh'>)
    """
    weights = dict.fromkeys(Language, 0.0)
    for part in accepted[:1000].split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        name, weight = found[1].lower(), float(found[2] or 1)
        if name in weights:
            weights[Language(name)] = max(weights[Language(name)], weight)
    return Language.ENGLISH if weights[Language.ENGLISH] > weights[Language.CHINESE] else Language.CHINESE


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

    def day(self, day: date | None) -> str:
        """Return a date as it is written in the language."""
        if day is None:
            return self("no_date")
        return day_chinese(day) if self.language is Language.CHINESE else day_english(day)


def load_messages() -> Mapping[Language, Messages]:
    """Return the texts of every language, read from ``messages.toml``."""
    rows = tomllib.loads(files("searchlib.web").joinpath("messages.toml").read_text("utf-8"))
    chinese = {key: (row[0], row[0]) for key, row in rows.items()}
    english = {key: (row[-1], row[1]) for key, row in rows.items()}
    return MappingProxyType(
        {
            Language.CHINESE: Messages(Language.CHINESE, chinese),
            Language.ENGLISH: Messages(Language.ENGLISH, english),
        }
    )
