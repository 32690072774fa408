"""``searchlib mentions``: every mention of a name or project, with a certificate of completeness."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

import searchlib
from searchlib.cli import GIVEN_INDEX
from searchlib.cli.arguments import QueryCommand
from searchlib.cli.citing import Citing, cite_option
from searchlib.cli.options import (
    FOUND,
    NOTHING,
    Export,
    Format,
    by_option,
    export,
    index_option,
    rows_options,
    time_option,
)
from searchlib.cli.streams import complain, look_of, write_lines
from searchlib.model import Mentions
from searchlib.query.canonical import spell_word
from searchlib.query.limits import MAX_TEXT
from searchlib.render import group_values, json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.leads import lead_lines
from searchlib.render.mentions import certificate_line, heading_lines, in_longer_line, mention_lines
from searchlib.render.tables import counts_table
from searchlib.search.count_by import CountTable
from searchlib.search.suggest import did_you_mean, with_clauses

_WIDTH = 20
_LONGEST_SHOWN = 60


@click.command("mentions", cls=QueryCommand)
@click.argument("name")
@by_option("Count the mentions instead of listing them.")
@cite_option
@click.option(
    "--width", type=click.IntRange(min=0), metavar="N", help="Show N characters on each side (default 20)."
)
@index_option
@rows_options
@time_option
def command(
    name: str,
    by: str | None,
    citing: Citing,
    width: int | None,
    index: Path,
    form: Format,
    byte_order_mark: bool,
) -> int:
    """Every mention of a name or project.

    NAME is found as written, in either script and with its numerals in every spelling; ? in it is one
    character, * up to ten, and '="6日"' is exactly as typed, in 16日 too. A project is found by all of its
    names (see searchlib projects), and a line adds the name if the match alone does not show it. Each mention
    is listed on a line of its own under its statement. The last line is the certificate: how many mentions
    were found in how many clauses, and whether a plain scan of all texts found the same ones.

    \b
    Examples:
      searchlib mentions 两洋铁路
      searchlib mentions "two-ocean railway" --by year
      searchlib mentions 钱凯港 --format csv > mentions.csv
      searchlib mentions 两洋铁路 --cite footnote
    """
    if citing.style is not None and by is not None:
        raise click.UsageError("--cite and --by exclude each other.")
    context = _WIDTH if width is None else width
    with searchlib.open(index) as library:
        # There may be hundreds of thousands; only grouped output keeps them in memory.
        is_list = form is Format.JSON or (form is Format.TEXT and by is None)
        answer = library.mentions(name, width=context, limit=None if is_list else 0)
        others = () if answer.occurrences or len(name) > MAX_TEXT else library.alternatives(spell_word(name))
        if by is not None and (answer.occurrences or form is not Format.TEXT):
            _write_counts(answer, library.mention_counts(name, by), form, byte_order_mark)
        elif form is Format.TEXT and citing.style is not None:
            write_lines(citing.lines(answer))
        elif form is Format.TEXT:
            look = look_of(sys.stdout)
            write_lines(mention_lines(answer, look if width is None else replace(look, columns=None)))
        else:
            found = answer if is_list else library.each_mention(name, width=context)
            rows = citing.rows(json_values.mention_json, found)
            head = replace(answer, mentions=(), total=answer.occurrences)
            whole = {**json_values.mentions_json(head), "mentions": list(rows)} if is_list else None
            columns = citing.columns(columns_of("MentionJson"))
            export(Export(whole, rows, columns), form, byte_order_mark)
    if answer.occurrences:
        return FOUND
    shown = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
    complain(f"{shown} is not mentioned{did_you_mean(with_clauses(others))}")
    if answer.in_longer:
        complain(in_longer_line(answer.in_longer))
    for line in lead_lines(answer.leads, click.get_current_context().meta.get(GIVEN_INDEX)):
        complain(line)
    return NOTHING


def _write_counts(answer: Mentions, counts: CountTable, form: Format, byte_order_mark: bool) -> None:
    if form is Format.TEXT:
        look = look_of(sys.stdout)
        table = counts_table(counts, look)
        write_lines([*heading_lines(answer, look), "", *table, "", certificate_line(answer)])
        return
    whole = group_values.mentions_by_json(answer, counts)
    export(Export(whole, group_values.group_rows(counts), columns_of("CountJson")), form, byte_order_mark)
