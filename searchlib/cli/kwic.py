"""``searchlib kwic``: a concordance of a query, and what is counted in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import click

import searchlib
from searchlib.analysis.collocates import collocates_of, neighbours_of
from searchlib.analysis.concordance import concordance_in_batches
from searchlib.analysis.dispersion import spread_of
from searchlib.cli.arguments import QueryCommand
from searchlib.cli.manner import told
from searchlib.cli.options import (
    FOUND,
    NOTHING,
    Export,
    Format,
    export,
    index_option,
    limit_option,
    rows_options,
    time_option,
)
from searchlib.cli.pictures import picture_option, write_picture
from searchlib.cli.streams import look_of, note, write_lines
from searchlib.render import kwic, kwic_pictures, kwic_values
from searchlib.render.csv_json import columns_of
from searchlib.render.json_values import mention_json
from searchlib.render.terminal import Look
from searchlib.search.library import Library
from searchlib.search.place_answers import FoundPlaces

_WIDTH = 20


class Shown(StrEnum):
    """What of a concordance is shown."""

    LINES = "lines"
    NEIGHBOURS = "neighbours"
    COLLOCATES = "collocates"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted in a concordance: as an export, as text, and as a picture."""

    export: Export
    lines: Callable[[Look], Iterator[str]]
    picture: Callable[[str], str]


@click.command("kwic", cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--sort", "order", metavar="LEVELS", default="", help="Up to three of L1 … L5, R1 … R5, date, party."
)
@click.option(
    "--width",
    type=click.IntRange(min=0),
    help="Show N characters on each side (default 20; on a terminal what fits).",
    metavar="N",
)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Draw N lines at random.")
@click.option(
    "--seed", type=int, default=0, metavar="N", help="Of the sample: the same seed draws the same lines."
)
@limit_option("lines, or rows of a table")
@click.option(
    "--show",
    type=click.Choice([str(each) for each in Shown]),
    default=str(Shown.LINES),
    help="The lines; what stands directly beside; words near it; the spread over statements and years.",
)
@click.option(
    "--reach", type=click.IntRange(1, 50), default=10, metavar="N", help="Characters that are near."
)
@click.option(
    "--least", type=click.IntRange(min=1), default=3, metavar="N", help="Fewest occurrences of a near word."
)
@picture_option("Draw what is counted into FILE, .svg or .png.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="en", help="The language of a picture.")
@index_option
@rows_options
@time_option
def command(
    query: tuple[str, ...],
    order: str,
    width: int | None,
    sample: int | None,
    seed: int,
    limit: int | None,
    show: str,
    reach: int,
    least: int,
    picture: Path | None,
    language: str,
    index: Path,
    form: Format,
    byte_order_mark: bool,
) -> int:
    """A concordance of any query, and what is counted in it.

    Each place that the query marks is a line. --sort takes up to three levels, first the first: R1 is the
    character directly right of the match, L2 the second to the left; date and party are those of the
    statement. Chinese characters are in the order of GB 18030, the commonest by pinyin. --show neighbours
    counts the strings directly beside the matches, collocates the words near them with log-likelihood, Dice
    and logDice, spread their dispersion over statements and their frequency by year.

    \b
    Examples:
      searchlib kwic 铁路 --sort "R1 R2 R3"
      searchlib kwic 合作 --sample 20 --seed 7
      searchlib kwic 铁路 --show collocates --picture words.svg
      searchlib kwic 铁路 country:秘鲁 --show spread --format csv
    """
    asked = " ".join(query)
    with searchlib.open(index) as library:
        if show == Shown.LINES:
            if picture is not None:
                raise click.UsageError(
                    told("Lines are no picture; add --show neighbours, collocates or spread.")
                )
            look = look_of(sys.stdout)
            context = max(_WIDTH, (look.columns or 0) // 2) if width is None else width
            found, lines = concordance_in_batches(
                library, asked, order=order, width=context, sample=sample, seed=seed, limit=limit or None
            )
            if form is Format.TEXT and found.total:
                fitted = look if width is None else replace(look, columns=None)
                write_lines(kwic.concordance_lines(replace(found, lines=tuple(lines)), fitted))
            elif form is not Format.TEXT:
                whole = kwic_values.concordance_json(found, found.certificate or library.certificate())
                rows, columns = map(mention_json, lines), columns_of("MentionJson")
                export(Export(whole, rows, columns, rows_key="lines"), form, byte_order_mark)
            total = found.total
        else:
            places = library.places(asked)
            counted = _counted(library, asked, places, Shown(show), reach, least, limit)
            if picture is not None:
                write_picture(picture, counted.picture(language))
            if form is Format.TEXT and len(places):
                write_lines(counted.lines(look_of(sys.stdout)))
            elif form is not Format.TEXT:
                export(counted.export, form, byte_order_mark)
            total = len(places)
    if total:
        return FOUND
    note(told("no text holds what is sought: {query}", query=asked))
    return NOTHING


def _counted(
    library: Library, asked: str, places: FoundPlaces, show: Shown, reach: int, least: int, limit: int | None
) -> _Counted:
    """Return what is counted in the places, ready to be written."""
    if show is Shown.NEIGHBOURS:
        beside = neighbours_of(library, places, _most(limit, 10))
        return _Counted(
            _export(kwic_values.neighbours_json(asked, places, beside), "neighbours", "NeighbourJson"),
            lambda look: kwic.neighbours_lines(places, beside, look),
            lambda language: kwic_pictures.neighbours_svg(places.asked, beside, language),
        )
    if show is Shown.COLLOCATES:
        near = collocates_of(library, places, reach=reach, least=least, most=_most(limit, 20))
        return _Counted(
            _export(kwic_values.collocates_json(asked, places, reach, near), "collocates", "CollocateJson"),
            lambda look: kwic.collocates_lines(places, reach, near, look),
            lambda language: kwic_pictures.collocates_svg(places.asked, near, language),
        )
    spread = spread_of(library, places, asked)
    return _Counted(
        _export(kwic_values.spread_json(asked, places, spread), "by_year", "YearFrequencyJson"),
        lambda look: kwic.spread_lines(places, spread, look),
        lambda language: kwic_pictures.spread_svg(places.asked, spread, language),
    )


def _most(limit: int | None, usual: int) -> int:
    """Return how many rows of a table are shown; 0 is all."""
    return usual if limit is None else limit or sys.maxsize


def _export(whole: Mapping[str, object], rows: str, shape: str) -> Export:
    found = whole[rows]
    return Export(whole, found if isinstance(found, list) else (), columns_of(shape))
