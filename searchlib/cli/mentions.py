"""``searchlib mentions``: every mention of a name or project, with a certificate of completeness."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import click

import searchlib
from searchlib.cli import GIVEN_INDEX
from searchlib.cli.arguments import QueryCommand
from searchlib.cli.citing import Citing, cite_option
from searchlib.cli.manner import manner, told
from searchlib.cli.options import (
    FOUND,
    NOTHING,
    Export,
    Format,
    by_option,
    export,
    index_option,
    limit_option,
    rows_options,
    time_option,
)
from searchlib.cli.streams import look_of, note, write_lines
from searchlib.model import Mentions
from searchlib.query.canonical import spell_word
from searchlib.query.limits import MAX_TEXT
from searchlib.render import group_values, json_values
from searchlib.render.csv_json import columns_of
from searchlib.render.leads import did_you_mean, lead_lines, offered
from searchlib.render.mentions import (
    certificate_line,
    heading_lines,
    in_columns,
    in_longer_line,
    mention_lines,
)
from searchlib.render.tables import counts_table
from searchlib.search.count_by import CountTable

_WIDTH = 20
_LONGEST_SHOWN = 60
_CELLS = 2
"""Terminal cells of a Chinese character."""


@click.command("mentions", cls=QueryCommand)
@click.argument("name")
@by_option("Count the mentions instead of listing them.")
@cite_option
@click.option(
    "--width",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show N characters on each side (default 20; on a terminal what fits).",
)
@limit_option("mentions; the counts are of all")
@click.option("--names", "show_names", is_flag=True, help="List the names that are not found, too.")
@click.option("--check", is_flag=True, help="Compare with a plain scan of all texts, however long it takes.")
@index_option
@rows_options
@time_option
def command(
    name: str,
    by: str | None,
    citing: Citing,
    width: int | None,
    limit: int | None,
    show_names: bool,
    check: bool,
    index: Path,
    form: Format,
    byte_order_mark: bool,
) -> int:
    """Every mention of a name or project.

    NAME is found as written, in either script and with its numerals in every spelling; ? in it is one
    character, * up to ten, and '="6日"' is exactly as typed, in 16日 too. A project is found by all of its
    names (see searchlib projects), and a line adds the name if the match alone does not show it. Each mention
    is listed on a line of its own under its statement. The last line is the certificate: how many mentions
    were found in how many clauses, and whether a plain scan of all texts found the same ones. Where the texts
    are so long that a scan takes seconds, --check asks for it.

    \b
    Examples:
      searchlib mentions 两洋铁路
      searchlib mentions "two-ocean railway" --by year
      searchlib mentions 钱凯港 --format csv > mentions.csv
      searchlib mentions 两洋铁路 --cite footnote
    """
    if citing.style is not None and by is not None:
        raise click.UsageError(told("--cite and --by exclude each other."))
    look = look_of(sys.stdout)
    context = max(_WIDTH, (look.columns or 0) // _CELLS) if width is None else width
    scan = True if check else None
    with searchlib.open(index) as library:
        # There may be hundreds of thousands; only grouped output keeps them in memory.
        is_list = form is (Format.TEXT if by is None else Format.JSON)
        answer = library.mentions(name, width=context, scan=scan, limit=(limit or None) if is_list else 0)
        others = () if answer.occurrences or len(name) > MAX_TEXT else library.alternatives(spell_word(name))
        if by is not None and (answer.occurrences or form is not Format.TEXT):
            _write_counts(answer, library.mention_counts(name, by), form, byte_order_mark)
        elif form is Format.TEXT and citing.style is not None:
            write_lines(citing.lines(answer))
        elif form is Format.TEXT:
            shown = look if width is None else replace(look, columns=None)
            write_lines(mention_lines(answer, shown, show_names) if answer.occurrences or look.notes else ())
        else:
            found = islice(library.each_mention(name, width=context), limit or None)
            if form is Format.MARKDOWN:
                from searchlib.render.markdown_answers import mentions_as_markdown  # where it is asked for

                export(Export(None, markdown=mentions_as_markdown(answer, found, look)), form)
            else:
                rows = citing.rows(json_values.mention_json, found)
                head = replace(answer, mentions=(), total=answer.occurrences)
                whole = json_values.mentions_json(head)
                columns = citing.columns(columns_of("MentionJson"))
                export(Export(whole, rows, columns, rows_key="mentions"), form, byte_order_mark)
    if answer.occurrences:
        return FOUND
    language = manner().language
    asked = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
    note(told("{name} is not mentioned", name=asked) + did_you_mean(offered(others, language), language))
    if answer.in_longer:
        note(in_longer_line(answer.in_longer, language=language))
    for line in lead_lines(
        answer.leads, click.get_current_context().meta.get(GIVEN_INDEX), language=language
    ):
        note(line)
    return NOTHING


def _write_counts(answer: Mentions, counts: CountTable, form: Format, byte_order_mark: bool) -> None:
    if form is Format.TEXT:
        look = look_of(sys.stdout)
        above = [*heading_lines(answer, look), ""] if look.notes else []
        below = ["", *in_columns(certificate_line(answer, look.language), look)] if look.notes else []
        write_lines([*above, *counts_table(counts, look), *below])
        return
    whole = group_values.mentions_by_json(answer, counts)
    export(Export(whole, group_values.group_rows(counts), columns_of("CountJson")), form, byte_order_mark)
