"""How answers show themselves in a notebook: as rows, as a data frame, as a table in HTML.

The rows are those of JSON and CSV, and what makes them is the package ``searchlib.render``, which lies above
this one. It is looked up by its name when an answer is first shown, as a plug-in is: nothing here knows it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

PRESENTER = "searchlib.render.notebook"
"""The module that presents answers."""


class Presenter(Protocol):
    """What that module offers."""

    def dicts_of(self, answer: object) -> list[dict[str, Any]]:
        """Return the rows of an answer."""

    def html_of(self, answer: object) -> str:
        """Return an answer as HTML."""

    def pandas_of(self, answer: object) -> Any:
        """Return the rows as a data frame of pandas."""

    def polars_of(self, answer: object) -> Any:
        """Return the rows as a data frame of polars."""


class Presented:
    """An answer that can be shown as rows; a base of answers, without state of its own."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dict for each row, with the keys of the JSON lines of the command line."""
        return _presenter().dicts_of(self)

    def to_pandas(self) -> Any:
        """Return the rows as a data frame of pandas, dates as such; raises MissingExtra without pandas."""
        return _presenter().pandas_of(self)

    def to_polars(self) -> Any:
        """Return the rows as a data frame of polars, dates as such; raises MissingExtra without polars."""
        return _presenter().polars_of(self)

    def _repr_html_(self) -> str:
        return _presenter().html_of(self)


def shortened(text: str, longest: int = 30) -> str:
    """Return the beginning of ``text`` on one line, for a short representation.

    >>> shortened("双方\\n推动", 3)
    '双方 …'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[:longest]}…"


def how_many(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _presenter() -> Presenter:
    module: Any = import_module(PRESENTER)
    presenter: Presenter = module
    return presenter
