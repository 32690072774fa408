"""``searchlib compare``: two texts side by side, clause by clause and word by word."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.analysis.comparison import ShownRows
from searchlib.cli.options import FOUND, Export, Format, export, index_option, rows_options, time_option
from searchlib.cli.streams import look_of, write_lines
from searchlib.render.analysis_values import compared_rows, comparison_json
from searchlib.render.comparison import comparison_lines
from searchlib.render.csv_json import columns_of

_COLUMNS = 120


@click.command("compare")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", default="")
@click.option(
    "--show",
    type=click.Choice([str(each) for each in ShownRows]),
    default=str(ShownRows.CHANGES),
    show_default=True,
    help="What differs or moved; all; or only what stands on one side.",
)
@click.option("--columns", "beside", is_flag=True, help="The two texts beside each other, as text.")
@index_option
@rows_options
@time_option
def command(
    before: str, after: str, show: str, beside: bool, index: Path, form: Format, byte_order_mark: bool
) -> int:
    """Two texts side by side, clause by clause.

    A and B are ids or titles of documents; of a law alone, its latest two versions are compared. Clauses are
    aligned by what they say, not by their numbers, so that what moved, was split or merged is found again;
    the rest is new or dropped. What went stands between [- and -], what came between {+ and +}, by words.

    \b
    Examples:
      searchlib compare 中吉2018年联合声明 中吉2019年联合声明
      searchlib compare 中秘2015年联合声明 中秘2016年联合声明 --show one-side
      searchlib compare 中秘2015年联合声明 中秘2016年联合声明 --format csv > comparison.csv
    """
    with searchlib.open(index) as library:
        found = searchlib.compare(library, before, after)
    rows = found.shown(ShownRows(show))
    if form is Format.TEXT:
        look = look_of(sys.stdout)
        write_lines(comparison_lines(found, rows, look, (look.columns or _COLUMNS) if beside else None))
    else:
        whole = comparison_json(found, rows)
        export(
            Export(whole, compared_rows(found, rows), columns_of("ComparedRowJson")), form, byte_order_mark
        )
    return FOUND
