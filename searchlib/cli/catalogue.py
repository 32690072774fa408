"""``searchlib list``: the documents in the index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.citing import Citing, cite_option
from searchlib.cli.options import FOUND, NOTHING, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.render import json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.tables import documents_table


@click.command("list")
@cite_option
@index_option
@rows_options
def command(citing: Citing, index: Path, form: Format, byte_order_mark: bool) -> int:
    """The documents in the index.

    Oldest first; values that a text does not state (its date, its parties) are left empty.

    \b
    Examples:
      searchlib list
      searchlib list --format csv > documents.csv
      searchlib list --cite ris > documents.ris
    """
    with searchlib.open(index) as library:
        documents = library.documents()
    if form is Format.TEXT and citing.style is not None:
        write_lines(citing.lines(documents))
    elif form is Format.TEXT:
        write_lines(documents_table(documents, look_of(sys.stdout)))
    else:
        rows = list(citing.rows(json_values.document_json, documents))
        columns = citing.columns(columns_of("DocumentJson"))
        export(Export({"documents": rows}, rows, columns), form, byte_order_mark)
    return FOUND if documents else NOTHING
