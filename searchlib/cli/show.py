"""``searchlib show``: read a statement, or a clause among its neighbours."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.errors import NotInIndex
from searchlib.model import Clause, Document
from searchlib.render import json_values
from searchlib.render.csv_json import CLAUSE_COLUMNS
from searchlib.render.document import part_lines, statement_lines
from searchlib.search.library import Library
from searchlib.search.lookup import clauses_below, neighbours
from searchlib.search.suggest import similar_ids

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

    ID is the id of a statement, or of a clause: the statement's, a # and the clause's path. The path of a
    section (6, where the clauses are 6.1 and 6.2) shows all of its clauses.

    \b
    Examples:
      searchlib show 2015-05-22-cn-pe-joint-statement
      searchlib show 2015-05-22-cn-pe-joint-statement#8 --around 1
    """
    document, found = _found(index, identifier)
    if around is not None and not found:
        raise click.UsageError("--around goes with the id of a clause, such as ID#8.")
    asked = found[0] if len(found) == 1 else None
    shown = document.clauses
    if asked is not None:
        shown = neighbours(document, asked, _AROUND if around is None else around)
    elif found:
        shown = found
    look = look_of(sys.stdout)
    asked_id = None if asked is None else asked.id
    if form is Format.TEXT:
        lines = part_lines(document, shown, look, asked_id) if found else statement_lines(document, look)
        write_lines(lines)
    else:
        whole = json_values.show(document, shown, asked_id)
        export(Export(whole, map(json_values.clause, shown), CLAUSE_COLUMNS), form, byte_order_mark)
    return FOUND


def _found(index: Path, identifier: str) -> tuple[Document, tuple[Clause, ...]]:
    """The document with its clauses, and those asked for by a clause's or section's id, else none.

    Raises NotInIndex, which names similar ids.
    """
    with searchlib.open(index) as library:
        try:
            return _read(library, identifier)
        except NotInIndex as error:
            asked, _, path = identifier.rpartition("#")
            known = [each.id for each in library.documents()]
            if asked in known and (below := clauses_below(library.document(asked), path)):
                return library.document(asked), below
            near = [] if asked in known else similar_ids(asked or identifier, known)
            raise (error.with_remedy("alike", alike=tuple(near)) if near else error) from None


def _read(library: Library, identifier: str) -> tuple[Document, tuple[Clause, ...]]:
    """A document, or one with a clause of it; an id with a # in it may be either."""
    if "#" not in identifier:
        return library.document(identifier), ()
    with suppress(NotInIndex):
        return library.document(identifier), ()
    clause, document = library.clause(identifier)
    return document, (clause,)
