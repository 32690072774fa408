"""``searchlib stats``: the contents of the index, counted."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, Export, Format, export, index_option, whole_option
from searchlib.cli.streams import look_of, write_lines
from searchlib.render import report_values
from searchlib.render.tables import statistics_tables


@click.command("stats")
@index_option
@whole_option
def command(index: Path, form: Format) -> int:
    """What is in the index, counted.

    Documents by kind, year, country, publisher and script; when and from which folder the index was built;
    and the files that could not be read.

    \b
    Example:
      searchlib stats
    """
    with searchlib.open(index) as library:
        found = library.statistics()
    if form is Format.TEXT:
        write_lines(statistics_tables(found, look_of(sys.stdout)))
    else:
        export(Export(report_values.statistics_json(found)), form)
    return FOUND
