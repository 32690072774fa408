"""``searchlib list``: the documents in the index, or those that satisfy a query."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import click

import searchlib
from searchlib.cli.arguments import ASKED, QueryCommand
from searchlib.cli.citing import Citing, cite_option
from searchlib.cli.manner import told
from searchlib.cli.options import (
    FOUND,
    NOTHING,
    Command,
    Export,
    Format,
    export,
    index_option,
    limit_option,
    rows_options,
)
from searchlib.cli.streams import look_of, note, write_lines
from searchlib.model import Document, Kind, Script
from searchlib.query.canonical import spell_phrase
from searchlib.render import json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.tables import documents_table
from searchlib.render.terminal import Style, paint
from searchlib.search.library import Library


class Order(StrEnum):
    """What documents are sorted by."""

    DATE = "date"
    NEWEST = "newest"
    TITLE = "title"
    CLAUSES = "clauses"
    KIND = "kind"
    ID = "id"


_KEYS: Mapping[Order, Callable[[Document], tuple[object, ...]]] = MappingProxyType(
    {
        Order.NEWEST: lambda each: (each.date is None, -(each.date.toordinal() if each.date else 0)),
        Order.TITLE: lambda each: (not each.title, each.title or ""),
        Order.CLAUSES: lambda each: (-each.clause_count,),
        Order.KIND: lambda each: (str(each.kind),),
        Order.ID: lambda each: (each.id,),
    }
)
"""The keys of orders other than that of the corpus, which is by date."""

_FILTERS = ("kind", "country", "year", "title", "publisher", "script")


def _filter_options(command: Command) -> Command:
    """One option for each filter that documents have; repeated ones are alternatives, but for titles."""
    choices: Mapping[str, list[str]] = {"kind": list(Kind), "script": list(Script)}
    helps = {
        "kind": "Only these kinds.",
        "country": "Only texts of this country, by name or code.",
        "year": "Only this year or range: 2015, 2013..2016.",
        "title": "Only with this text in the title; of several, all.",
        "publisher": "Only of this publisher.",
        "script": "Only in these characters.",
    }
    for name in reversed(_FILTERS):
        kind = click.Choice([str(each) for each in choices[name]]) if name in choices else click.STRING
        metavar = None if name in choices else name.upper()
        option = click.option(f"--{name}", name, multiple=True, type=kind, metavar=metavar, help=helps[name])
        command = option(command)
    return command


@click.command("list", cls=QueryCommand)
@click.argument("query", nargs=-1)
@_filter_options
@click.option(
    "--sort",
    type=click.Choice([str(each) for each in Order]),
    default=str(Order.DATE),
    show_default=True,
    help="Oldest first (date), newest first, by title, id or kind, or longest first (clauses).",
)
@limit_option("documents")
@cite_option
@index_option
@rows_options
def command(
    query: tuple[str, ...],
    sort: str,
    limit: int | None,
    citing: Citing,
    index: Path,
    form: Format,
    byte_order_mark: bool,
    **filters: tuple[str, ...],
) -> int:
    """The documents in the index.

    Oldest first; values that a text does not state (its date, its parties) are left empty. QUERY is that of
    searchlib statements, so that filters can be typed, or combined with words; the options are the same
    filters by name.

    \b
    Examples:
      searchlib list
      searchlib list --kind law --sort title
      searchlib list --country 秘鲁 --year 2013..2016 --limit 10
      searchlib list 'title:联合声明 -country:PE'
      searchlib list --format csv > documents.csv
      searchlib list --cite ris > documents.ris
    """
    asked = asked_for(query, filters)
    click.get_current_context().meta[ASKED] = asked
    with searchlib.open(index) as library:
        documents = _found(library, asked)
    if sort != Order.DATE:
        documents = sorted(documents, key=_KEYS[Order(sort)])
    shown = documents[: limit or None]
    if form is Format.TEXT and citing.style is not None:
        write_lines(citing.lines(shown))
    elif form is Format.TEXT and documents:
        look = look_of(sys.stdout)
        lines = documents_table(shown, look)
        if (more := len(documents) - len(shown)) and look.notes:
            rest = look.say("… {count} more: --limit 0 shows all", count=f"{more:,}")
            lines += ["", paint(rest, Style.QUIET, look)]
        write_lines(lines)
    elif form is not Format.TEXT:
        rows = list(citing.rows(json_values.document_json, shown))
        columns = citing.columns(columns_of("DocumentJson"))
        export(Export({"documents": rows}, rows, columns), form, byte_order_mark)
    if documents:
        return FOUND
    note(told("no document satisfies: {query}", query=asked) if asked else told("the index has no document"))
    return NOTHING


def asked_for(query: Iterable[str], filters: Mapping[str, Iterable[str]]) -> str:
    """Return the query that words and the values of filters make.

    >>> asked_for(["铁路"], {"kind": ["law", "report"], "title": ["联合 声明"], "year": []})
    '铁路 (kind:"law" OR kind:"report") title:"联合 声明"'
    """
    parts = list(query)
    for name, values in filters.items():
        each = [f"{name}:{spell_phrase(value)}" for value in values]
        if len(each) > 1 and name != "title":
            parts.append(f"({' OR '.join(each)})")
        else:
            parts += each
    return " ".join(parts)


def _found(library: Library, asked: str) -> Sequence[Document]:
    """Return the documents that satisfy a query, all for an empty one, in corpus order."""
    documents = library.documents()
    if not asked:
        return documents
    wanted = {each.document.id for each in library.statements(asked).statements}
    return tuple(document for document in documents if document.id in wanted)
