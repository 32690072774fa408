"""What a query string says, read strictly: bounded, each name once, UTF-8, whole numbers in their range."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import parse_qsl

from searchlib.errors import SearchlibError
from searchlib.web.limits import MOST_PARAMETERS

Option = TypeVar("Option", bound=StrEnum)

_YES, _NO = ("1", "true"), ("", "0", "false")


class BadParameter(SearchlibError, ValueError):
    """A parameter cannot be used; ``name`` says which, and the message holds nothing that was sent.

    ``instead`` is the address of the page without it, where there is one.
    """

    def __init__(self, code: str, name: str = "", **values: object) -> None:
        super().__init__(code, name=name, **values)
        self.name = name
        self.instead = ""


class Parameters:
    """The parameters of one request."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = MappingProxyType(dict(values))

    @classmethod
    def read(cls, query_string: bytes) -> Parameters:
        """Decode a query string; raises BadParameter where it is none."""
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
        values = dict(pairs)
        if len(values) < len(pairs):
            raise BadParameter("parameter.twice")
        return cls(values)

    def only(self, *known: str) -> None:
        """Raise BadParameter unless every parameter is one of ``known``."""
        if not self._values.keys() <= set(known):
            raise BadParameter("parameter.unknown" if known else "parameter.none-taken", known=known)

    def as_given(self) -> dict[str, str]:
        """Every parameter as it was given."""
        return dict(self._values)

    def text(self, name: str, longest: int) -> str:
        """A text of at most ``longest`` code points; empty where it is not given."""
        value = self._values.get(name, "")
        if len(value) > longest:
            raise BadParameter("parameter.too-long", name, most=longest)
        return value

    def required(self, name: str, longest: int) -> str:
        """A text that must be given."""
        if name not in self._values:
            raise BadParameter("parameter.missing", name)
        return self.text(name, longest)

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        return default if (found := self.given(name, low, high)) is None else found

    def given(self, name: str, low: int, high: int) -> int | None:
        """A whole number from ``low`` to ``high``, None where it is not given."""
        value = self._values.get(name)
        if value is None:
            return None
        if value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high:
            return int(value)
        raise BadParameter("parameter.not-whole", name, low=low, high=high)

    def choice(self, name: str, default: Option) -> Option:
        """One of the values of the enumeration that ``default`` belongs to."""
        value = self._values.get(name)
        if value is None:
            return default
        for known in type(default):
            if value == known.value:
                return known
        raise BadParameter("parameter.not-a-choice", name, known=tuple(filter(None, type(default))))

    def flag(self, name: str) -> bool:
        """``1`` or ``true``; ``0``, ``false`` and nothing are no."""
        value = self._values.get(name, "")
        if value in _YES or value in _NO:
            return value in _YES
        raise BadParameter("parameter.not-a-flag", name)
