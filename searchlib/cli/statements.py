"""``searchlib statements``: which statements satisfy a query, as whole texts."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

import searchlib
from searchlib.cli.arguments import QueryCommand
from searchlib.cli.citing import Citing, cite_option
from searchlib.cli.manner import told
from searchlib.cli.options import (
    FOUND,
    NOTHING,
    Export,
    Format,
    by_option,
    export,
    index_option,
    rows_options,
)
from searchlib.cli.streams import look_of, note, write_lines
from searchlib.render import group_values, json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.statements import matching_lines
from searchlib.render.tables import counts_table


@click.command("statements", cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@by_option("Count the statements instead of listing them.")
@cite_option
@index_option
@rows_options
def command(
    query: tuple[str, ...], by: str | None, citing: Citing, index: Path, form: Format, byte_order_mark: bool
) -> int:
    """The statements that satisfy a query.

    The query is that of searchlib search, but holds for whole statements: a keyword may stand in any clause,
    and AND, OR, NOT and -word connect statements. So one can ask which statements hold two texts, or which
    of a country do not mention something. Each statement comes with how many of its clauses hold each
    keyword; the last line says whether a plain scan of all texts found the same statements.

    \b
    Examples:
      searchlib statements 两洋铁路 联合国宪章
      searchlib statements 'country:秘鲁 -两洋铁路'
      searchlib statements '(铁路 OR 公路) kind:joint-statement' --by country
    """
    if citing.style is not None and by is not None:
        raise click.UsageError(told("--cite and --by exclude each other."))
    asked = " ".join(query)
    with searchlib.open(index) as library:
        answer = library.statements(asked, limit=None if by is None else 0)
        counts = None if by is None else library.statement_counts(asked, by)
    if counts is None:
        rows = list(citing.rows(json_values.match_json, answer))
        whole = {**json_values.matching_json(replace(answer, statements=())), "statements": rows}
        shown = Export(whole, rows, citing.columns(columns_of("MatchJson")))
    else:
        by_group = group_values.counts_json(asked, answer.understood, None, counts, answer.certificate)
        shown = Export(by_group, group_values.group_rows(counts), columns_of("CountJson"))
    if form is Format.TEXT and citing.style is not None and by is None:
        write_lines(citing.lines(answer))
    elif form is Format.TEXT:
        look = look_of(sys.stdout)
        table = None if counts is None else counts_table(counts, look)
        write_lines(matching_lines(answer, look, table))
    else:
        export(shown, form, byte_order_mark)
    if answer.total:
        return FOUND
    note(told("no statement satisfies: {query}", query=answer.understood))
    return NOTHING
