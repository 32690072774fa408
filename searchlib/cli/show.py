"""``searchlib show``: read a statement, or a clause among its neighbours."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.cli.suggestions import did_you_mean, similar_ids
from searchlib.errors import NotInIndex
from searchlib.model import Clause, Document
from searchlib.render import wire
from searchlib.render.export import CLAUSE_COLUMNS
from searchlib.render.reading import neighbour_lines, neighbours, statement_lines

_AROUND = 2


@click.command("show")
@click.argument("identifier", metavar="ID")
@click.option(
    "--around",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show N clauses before and after the one asked for (default 2).",
)
@index_option
@rows_options
def command(identifier: str, around: int | None, index: Path, form: Format, byte_order_mark: bool) -> int:
    """Read a statement, or a clause with its neighbours.

    ID is the id of a statement, or of a clause: the statement's, a # and the clause's path.

    \b
    Examples:
      searchlib show 2015-05-22-cn-pe-joint-statement
      searchlib show 2015-05-22-cn-pe-joint-statement#8 --around 1
    """
    if around is not None and "#" not in identifier:
        raise click.UsageError("--around goes with the id of a clause, such as ID#8.")
    document, clause = _found(index, identifier)
    look = look_of(sys.stdout)
    if clause is None:
        shown, lines = document.clauses, statement_lines(document, look)
    else:
        beside = _AROUND if around is None else around
        shown = neighbours(document, clause, beside)
        lines = neighbour_lines(document, clause, beside, look)
    if form is Format.TEXT:
        write_lines(lines)
    else:
        whole = wire.show(document, shown, None if clause is None else clause.id)
        export(Export(whole, map(wire.clause, shown), CLAUSE_COLUMNS), form, byte_order_mark)
    return FOUND


def _found(index: Path, identifier: str) -> tuple[Document, Clause | None]:
    """The document with its clauses and, for a clause's id, the clause; NotInIndex names similar ones."""
    with searchlib.open(index) as library:
        try:
            if "#" not in identifier:
                return library.document(identifier), None
            clause, document = library.clause(identifier)
            return document, clause
        except NotInIndex as error:
            asked = identifier.rpartition("#")[0] or identifier
            known = [each.id for each in library.documents()]
            near = [] if asked in known else similar_ids(asked, known)
            raise NotInIndex(f"{error}{did_you_mean(near)}") from error
