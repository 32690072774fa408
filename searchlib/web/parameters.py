"""Strict parsing of query strings: bounded length, each name once, valid UTF-8, integers within range."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import parse_qsl

from searchlib.errors import SearchlibError
from searchlib.web.limits import MOST_PARAMETERS

Option = TypeVar("Option", bound=StrEnum)

PICK = "pick"
"""The one parameter that may be given several times."""

_YES, _NO = ("1", "true"), ("", "0", "false")


class BadParameter(SearchlibError, ValueError):
    """A parameter is invalid; ``name`` says which, and the message repeats nothing of the request.

    ``instead`` is the address of the page without the invalid parameters, if there is one.
    """

    def __init__(self, code: str, name: str = "", **values: object) -> None:
        super().__init__(code, name=name, **values)
        self.name = name
        self.instead = ""


class Parameters:
    """The parameters of one request."""

    def __init__(self, values: Mapping[str, str], picks: tuple[str, ...] = ()) -> None:
        self._values = MappingProxyType(dict(values))
        self.picks = picks
        """The values of ``pick``, which the boxes of a form send as often as they are ticked."""

    @classmethod
    def read(cls, query_string: bytes) -> Parameters:
        """Decode a query string; raises BadParameter if it is not valid."""
        try:
            pairs = parse_qsl(
                query_string.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MOST_PARAMETERS,
            )
        except UnicodeDecodeError:
            raise BadParameter("parameter.encoding") from None
        except ValueError:
            raise BadParameter("parameter.too-many", most=MOST_PARAMETERS) from None
        picks = tuple(value for name, value in pairs if name == PICK)
        values = dict(pairs)
        if len(values) + max(0, len(picks) - 1) < len(pairs):
            raise BadParameter("parameter.twice")
        return cls(values, picks)

    def only(self, *known: str) -> None:
        """Raise BadParameter unless every parameter is one of ``known``."""
        if not self._values.keys() <= set(known):
            raise BadParameter("parameter.unknown" if known else "parameter.none-taken", known=known)

    def as_given(self) -> dict[str, str]:
        """Return every parameter as it was sent."""
        return dict(self._values)

    def text(self, name: str, longest: int) -> str:
        """Return a text of at most ``longest`` code points; empty if it is absent."""
        value = self._values.get(name, "")
        if len(value) > longest:
            raise BadParameter("parameter.too-long", name, most=longest)
        return value

    def required(self, name: str, longest: int) -> str:
        """Return a required text."""
        if name not in self._values:
            raise BadParameter("parameter.missing", name)
        return self.text(name, longest)

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Return an integer from ``low`` to ``high``."""
        return default if (found := self.given(name, low, high)) is None else found

    def given(self, name: str, low: int, high: int) -> int | None:
        """Return an integer from ``low`` to ``high``, None if it is absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high:
            return int(value)
        raise BadParameter("parameter.not-whole", name, low=low, high=high)

    def choice(self, name: str, default: Option) -> Option:
        """Return a member of the enumeration of ``default``."""
        value = self._values.get(name)
        if value is None:
            return default
        for known in type(default):
            if value == known.value:
                return known
        raise BadParameter("parameter.not-a-choice", name, known=tuple(filter(None, type(default))))

    def flag(self, name: str) -> bool:
        """Return a flag: ``1`` and ``true`` are true; ``0``, ``false`` and an absent parameter are false."""
        value = self._values.get(name, "")
        if value in _YES or value in _NO:
            return value in _YES
        raise BadParameter("parameter.not-a-flag", name)
