"""``searchlib lineage``: how the wording moved through the statements of a country, or the versions of a
law."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.analysis.lineage import FormulaUnit
from searchlib.cli.options import FOUND, Export, Format, export, index_option, rows_options, time_option
from searchlib.cli.streams import look_of, write_lines
from searchlib.render.analysis_values import formula_rows, lineage_json
from searchlib.render.comparison import lineage_lines
from searchlib.render.csv_json import columns_of


@click.command("lineage")
@click.argument("asked", metavar="COUNTRY|STATEMENT")
@click.option(
    "--unit",
    type=click.Choice([str(each) for each in FormulaUnit]),
    help="What is followed: sentences (of statements, by default), or clauses (of laws).",
)
@click.option("--all", "everything", is_flag=True, help="Formulas that stay the same, too.")
@index_option
@rows_options
@time_option
def command(
    asked: str, unit: str | None, everything: bool, index: Path, form: Format, byte_order_mark: bool
) -> int:
    """How the wording moved through a series of texts.

    The series are the statements of China and a country, of the parties of a statement, or the versions of a
    law, in time order. For each formula (a sentence of a statement, an article of a law) it is said when it
    enters, changes, disappears and returns, and what changed.

    \b
    Examples:
      searchlib lineage 吉尔吉斯斯坦
      searchlib lineage 中秘2015年联合声明 --unit clause
      searchlib lineage PE --format csv > lineage.csv
    """
    with searchlib.open(index) as library:
        found = searchlib.lineage(library, asked, unit)
    lines = found.shown(everything)
    if form is Format.TEXT:
        write_lines(lineage_lines(found, lines, look_of(sys.stdout)))
    else:
        rows = formula_rows(found, lines)
        whole = lineage_json(found, lines)
        export(Export(whole, rows, columns_of("FormulaRowJson")), form, byte_order_mark)
    return FOUND
