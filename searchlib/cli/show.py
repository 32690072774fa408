"""``searchlib show``: print a statement, or a clause with its neighbours."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.errors import NoSuchClause, NotInIndex
from searchlib.render import json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.document import part_lines, reference_lines, statement_lines
from searchlib.search.lookup import Located
from searchlib.search.suggest import similar_ids

_AROUND = 2


@click.command("show")
@click.argument("identifier", metavar="ID")
@click.option(
    "--around",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show N clauses before and after the clause (default 2).",
)
@index_option
@rows_options
def command(identifier: str, around: int | None, index: Path, form: Format, byte_order_mark: bool) -> int:
    """Read a statement, or a clause with its neighbours.

    ID is the id of a statement, or of a clause: the id of its statement, # and the path of the clause. The
    path of a section (6, where the clauses are 6.1 and 6.2) shows all clauses of the section. A title, also
    a short one, and an article's number do as well; several versions are listed and the latest is shown.

    \b
    Examples:
      searchlib show 2015-05-22-cn-pe-joint-statement
      searchlib show 2015-05-22-cn-pe-joint-statement#8 --around 1
      searchlib show 中秘2015年联合声明第八条
    """
    found = _located(index, identifier)
    if around is not None and not found.clauses:
        raise click.UsageError("--around goes with the id of a clause, such as ID#8.")
    document, shown = found.document, found.shown(_AROUND if around is None else around)
    asked = None if found.clause is None else found.clause.id
    look = look_of(sys.stdout)
    if form is Format.TEXT:
        write_lines(reference_lines(found.reference))
        lines = part_lines(document, shown, look, asked) if found.clauses else statement_lines(document, look)
        write_lines(lines)
    else:
        whole = json_values.show_json(document, shown, asked, found.reference)
        rows = (json_values.clause_json(each, document) for each in shown)
        export(Export(whole, rows, columns_of("ClauseJson")), form, byte_order_mark)
    return FOUND


def _located(index: Path, identifier: str) -> Located:
    """Locate ``identifier`` in the index; raises NotInIndex, which names similar ids."""
    with searchlib.open(index) as library:
        try:
            return library.lookup(identifier)
        except NoSuchClause:
            raise
        except NotInIndex as error:
            near = similar_ids(
                identifier.rpartition("#")[0] or identifier, [each.id for each in library.documents()]
            )
            raise (error.with_remedy("alike", alike=tuple(near)) if near else error) from None
