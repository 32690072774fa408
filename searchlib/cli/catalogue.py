"""``searchlib list``: the documents in the index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, NOTHING, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.render import json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.tables import documents_table


@click.command("list")
@index_option
@rows_options
def command(index: Path, form: Format, byte_order_mark: bool) -> int:
    """The documents in the index.

    Oldest first; values that a text does not state (its date, its parties) are left empty.

    \b
    Examples:
      searchlib list
      searchlib list --format csv > documents.csv
    """
    with searchlib.open(index) as library:
        documents = library.documents()
    if form is Format.TEXT:
        write_lines(documents_table(documents, look_of(sys.stdout)))
    else:
        rows = map(json_values.document_json, documents)
        export(
            Export(json_values.documents_json(documents), rows, columns_of("DocumentJson")),
            form,
            byte_order_mark,
        )
    return FOUND if documents else NOTHING
