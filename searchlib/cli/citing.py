"""``--cite STYLE``: citations of what is found, instead of it or beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from searchlib.cli.options import Command
from searchlib.render.citation_styles import CitationStyle

if TYPE_CHECKING:  # what writes citations is loaded where they are asked for
    from searchlib.render.citation_works import Citable
    from searchlib.render.json_values import Json

Cited = TypeVar("Cited", bound="Citable")
_ACCESSED = "searchlib.accessed"
"""The key under which click's context holds the day of ``--accessed``."""


@dataclass(frozen=True, slots=True)
class Citing:
    """A style of citations, none if none is asked for, and the day on which addresses were opened."""

    style: CitationStyle | None = None
    accessed: date | None = None

    def lines(self, items: Iterable[Citable]) -> Iterator[str]:
        """Yield the citations of ``items`` as lines; there must be a style."""
        from searchlib.render.citing import citation_lines

        return citation_lines(items, CitationStyle(self.style or CitationStyle.GBT7714), "zh", self.accessed)

    def rows(
        self, row_of: Callable[[Cited], Mapping[str, Json]], items: Iterable[Cited]
    ) -> Iterator[Mapping[str, Json]]:
        """Yield the rows of ``items``, with their citations if there is a style."""
        from searchlib.render.citing import cited_row

        return (cited_row(row_of(item), item, self.style, "zh", self.accessed) for item in items)

    def cited(
        self, rows: Iterable[Mapping[str, Json]], items: Iterable[Citable]
    ) -> Iterator[Mapping[str, Json]]:
        """Yield ready rows with the citations of their ``items``, if there is a style."""
        from searchlib.render.citing import cited_row

        pairs = zip(rows, items, strict=True)
        return (cited_row(row, item, self.style, "zh", self.accessed) for row, item in pairs)

    def columns(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Return the columns of such rows."""
        return columns if self.style is None or "citation" in columns else (*columns, "citation")


def cite_option(command: Command) -> Command:
    """``--cite STYLE`` and ``--accessed DAY``: the parameter ``citing``."""

    def remember(context: click.Context, _option: click.Parameter, day: datetime | None) -> None:
        context.meta[_ACCESSED] = None if day is None else day.date()

    def chosen(context: click.Context, _option: click.Parameter, style: str | None) -> Citing:
        return Citing(None if style is None else CitationStyle(style), context.meta.get(_ACCESSED))

    accessed = click.option(
        "--accessed",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DAY",
        callback=remember,
        is_eager=True,
        expose_value=False,
        help="With --cite: the day on which the addresses were opened.",
    )
    cite = click.option(
        "--cite",
        "citing",
        type=click.Choice([str(each) for each in CitationStyle]),
        callback=chosen,
        help="Give citations instead; in the other formats, a citation with each row.",
    )
    return cite(accessed(command))
