"""How the program speaks: quietly or not, in colour or not, through which pager, in which language.

The options and the environment say so once for a run; what is written asks here.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from searchlib.errors import CHINESE, ENGLISH, TRADITIONAL
from searchlib.render.messages import said

PROGRAM_LANGUAGES = (ENGLISH, CHINESE, TRADITIONAL)
_TRADITIONAL_REGIONS = frozenset({"tw", "hk", "mo", "hant"})


@dataclass(frozen=True, slots=True)
class Manner:
    """``colour`` None means: on a terminal only. ``pager`` is a command, empty for none; None means that of
    the environment."""

    quiet: bool = False
    colour: bool | None = None
    pager: str | None = None
    language: str = ENGLISH


_manner: ContextVar[Manner] = ContextVar("manner", default=Manner())  # noqa: B039 - it is frozen


def manner() -> Manner:
    """Return how the program speaks."""
    return _manner.get()


def speak(how: Manner) -> None:
    """Speak so from now on."""
    _manner.set(how)


def told(text: str, /, **values: object) -> str:
    """Return a message, which is English, in the language of the program; see :func:`said`."""
    return said(text, manner().language, **values)


def language_of(locale: str) -> str:
    """Return the language of a locale: Chinese in the characters of its region, otherwise English.

    >>> [language_of(each) for each in ("zh_CN.UTF-8", "zh_TW.UTF-8", "zh-Hant", "C.UTF-8", "de_DE@euro", "")]
    ['zh', 'zh-Hant', 'zh-Hant', 'en', 'en', 'en']
    """
    name = locale.replace("-", "_").partition(".")[0].partition("@")[0]
    language, *parts = name.casefold().split("_")
    if language != CHINESE:
        return ENGLISH
    return TRADITIONAL if _TRADITIONAL_REGIONS.intersection(parts) else CHINESE
