"""``searchlib show``: print a statement, or a clause with its neighbours."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import click

import searchlib
from searchlib.cli.citing import Citing, cite_option
from searchlib.cli.manner import told
from searchlib.cli.options import FOUND, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import look_of, write_lines
from searchlib.errors import NoSuchClause, NotInIndex
from searchlib.model import Document
from searchlib.render import json_values
from searchlib.render.cited_values import clause_json
from searchlib.render.csv_json import columns_of
from searchlib.render.document import part_lines, reference_lines, statement_lines
from searchlib.search.lookup import Located
from searchlib.search.suggest import similar_ids
from searchlib.text.running import key

_AROUND = 2
_MOST_TITLED = 8
"""Ids in the message about a title of several documents."""


@click.command("show")
@click.argument("identifier", metavar="ID|TITLE", nargs=-1, required=True)
@click.option(
    "--around",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show N clauses before and after the clause (default 2).",
)
@cite_option
@index_option
@rows_options
def command(
    identifier: tuple[str, ...],
    around: int | None,
    citing: Citing,
    index: Path,
    form: Format,
    byte_order_mark: bool,
) -> int:
    """Read a statement, or a clause with its neighbours.

    ID is the id of a statement, or of a clause: the id of its statement, # and the path of the clause. The
    path of a section (6, where the clauses are 6.1 and 6.2) shows all clauses of the section. A title, also
    a short one, and an article's number do as well; several versions are listed and the latest is shown.
    Words of a title do if only one title has them; otherwise the documents that have them are named.

    \b
    Examples:
      searchlib show 2015-05-22-cn-pe-joint-statement
      searchlib show 2015-05-22-cn-pe-joint-statement#8 --around 1
      searchlib show 中秘2015年联合声明第八条
      searchlib show 秘鲁 政府联合声明
      searchlib show 中秘2015年联合声明第八条 --cite gbt7714
    """
    found = _located(index, " ".join(identifier))
    if around is not None and not found.clauses:
        raise click.UsageError(told("--around goes with the id of a clause, such as ID#8."))
    document, shown = found.document, found.shown(_AROUND if around is None else around)
    asked = None if found.clause is None else found.clause.id
    look = look_of(sys.stdout)
    if form is Format.TEXT and citing.style is not None:
        clauses = [(clause, document) for clause in found.clauses]
        write_lines(citing.lines(clauses or [document]))
    elif form is Format.TEXT:
        lines = part_lines(document, shown, look, asked) if found.clauses else statement_lines(document, look)
        write_lines(chain(reference_lines(found.reference, look), lines))
    else:
        pairs = [(clause, document) for clause in shown]
        rows = list(citing.rows(lambda pair: clause_json(*pair), pairs))
        whole = {**json_values.show_json(document, (), asked, found.reference), "clauses": rows}
        export(Export(whole, rows, citing.columns(columns_of("ClauseJson"))), form, byte_order_mark)
    return FOUND


def _located(index: Path, identifier: str) -> Located:
    """Locate ``identifier`` in the index: an id, a title, or words of the title of one document.

    Raises NotInIndex, which names the documents of whose titles it is a part, or similar ids.
    """
    with searchlib.open(index) as library:
        try:
            return library.lookup(identifier)
        except NoSuchClause:
            raise
        except NotInIndex as error:
            documents = library.documents()
            titled = titled_with(identifier, documents)
            if len(titled) == 1:
                return library.lookup(titled[0].id)
            if titled:
                shown = tuple(each.id for each in titled[:_MOST_TITLED])
                raise NotInIndex("document.several", title=identifier, count=len(titled), ids=shown) from None
            near = similar_ids(identifier.rpartition("#")[0] or identifier, [each.id for each in documents])
            raise (error.with_remedy("alike", alike=tuple(near)) if near else error) from None


def titled_with(text: str, documents: Iterable[Document]) -> list[Document]:
    """Return the documents whose titles hold every word of ``text``; all that are called just so, if any
    are."""
    words = [key(word) for word in text.split()]
    if not words:
        return []
    titled = [(key(each.title or ""), each) for each in documents]
    found = [(title, each) for title, each in titled if all(word in title for word in words)]
    called = [each for title, each in found if title == key(text)]
    return called or [each for _, each in found]
