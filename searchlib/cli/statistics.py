"""``searchlib stats``: the contents of the index, counted."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.render import report_values
from searchlib.render.csv_json import columns_of
from searchlib.render.tables import statistics_tables


@click.command("stats")
@index_option
@rows_options
def command(index: Path, form: Format, byte_order_mark: bool) -> int:
    """What is in the index, counted.

    Documents by kind, year, country, publisher and script; when and from which folder the index was built;
    and the files that could not be read.

    \b
    Examples:
      searchlib stats
      searchlib stats --format csv > counts.csv
    """
    with searchlib.open(index) as library:
        found = library.statistics()
    if form is Format.TEXT:
        write_lines(statistics_tables(found, look_of(sys.stdout)))
    else:
        rows = report_values.statistics_rows(found)
        whole = report_values.statistics_json(found)
        export(Export(whole, rows, columns_of("FacetRowJson")), form, byte_order_mark)
    return FOUND
