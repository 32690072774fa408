"""``searchlib save``: saved queries, whose changed answers every update reports."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.arguments import QueryCommand
from searchlib.cli.manner import told
from searchlib.cli.options import FOUND, NOTHING, Export, Format, export, index_option, whole_option
from searchlib.cli.streams import look_of, write_lines
from searchlib.render import report_values
from searchlib.render.reports import saved_lines


@click.command("save", cls=QueryCommand)
@click.argument("name", required=False)
@click.argument("query", required=False)
@click.option("--delete", is_flag=True, help="Delete the query called NAME.")
@index_option
@whole_option
def command(name: str | None, query: str | None, delete: bool, index: Path, form: Format) -> int:
    """Save a query and report when its answer changes.

    `searchlib index` then lists the saved queries whose exact answers changed, with the clauses that were
    added and removed. Saving under an existing name replaces that query. Without arguments, the saved queries
    are listed.

    \b
    Examples:
      searchlib save railway '两洋铁路 可行性'
      searchlib save
      searchlib save railway --delete
    """
    if delete:
        if name is None or query is not None:
            raise click.UsageError(told("--delete takes the NAME of a saved query and nothing else."))
        searchlib.delete_query(name, index)
    elif name is not None and query is not None:
        searchlib.save_query(name, query, index)
    queries = searchlib.saved_queries(index)
    if name is not None and query is None and not delete:
        queries = {known: asked for known, asked in queries.items() if known == name}
    with searchlib.open(index) as library:
        rows = [
            (known, asked, library.search(asked, limit=1, exact=True)) for known, asked in queries.items()
        ]
    found = [(known, asked, results.totals.exact) for known, asked, results in rows]
    if form is Format.TEXT:
        write_lines(saved_lines(found, look_of(sys.stdout)))
    else:
        export(Export(report_values.saved_json(found)), form)
    return FOUND if found or delete else NOTHING
