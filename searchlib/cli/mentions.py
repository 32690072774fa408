"""``searchlib mentions``: every mention of a name or project, with what vouches for their being all."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, NOTHING, Export, Format, export, index_option, rows_options
from searchlib.cli.streams import complain, look_of, write_lines
from searchlib.model import Mentions
from searchlib.render import wire
from searchlib.render.counts import COUNT_COLUMNS, By, count_by, count_row
from searchlib.render.export import MENTION_COLUMNS
from searchlib.render.kwic import certificate_line, heading_lines, mention_lines
from searchlib.render.marks import Look
from searchlib.suggestions import did_you_mean, similar_projects

_WIDTH = 20
_LONGEST_SHOWN = 60


@click.command("mentions")
@click.argument("name")
@click.option(
    "--by", type=click.Choice([str(each) for each in By]), help="Count the mentions instead of listing them."
)
@click.option(
    "--width", type=click.IntRange(min=0), metavar="N", help="Show N characters on each side (default 20)."
)
@index_option
@rows_options
def command(
    name: str, by: str | None, width: int | None, index: Path, form: Format, byte_order_mark: bool
) -> int:
    """Every mention of a name or project.

    NAME is looked for exactly as written, in either script; a project is looked for by all of its names
    (see searchlib projects), and a line says which name it is where its characters do not. Every mention is
    listed, one a line under its statement. The last line is the certificate: how many were found, in how
    many clauses, and whether a plain scan of all texts found the same.

    \b
    Examples:
      searchlib mentions 两洋铁路
      searchlib mentions "two-ocean railway" --by year
      searchlib mentions 钱凯港 --format csv > mentions.csv
    """
    with searchlib.open(index) as library:
        answer = library.mentions(name, width=_WIDTH if width is None else width)
        near = [] if answer.occurrences else similar_projects(name, library.projects)
    if form is not Format.TEXT:
        export(_export(answer, None if by is None else By(by)), form, byte_order_mark)
    elif by is not None and answer.occurrences:
        _write_counts(answer, By(by), look_of(sys.stdout))
    else:
        look = look_of(sys.stdout)
        write_lines(mention_lines(answer, look if width is None else replace(look, columns=None)))
    if answer.occurrences:
        return FOUND
    shown = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
    complain(f"{shown} is not mentioned{did_you_mean(near)}")
    return NOTHING


def _export(answer: Mentions, by: By | None) -> Export:
    whole = wire.mentions(answer)
    if by is None:
        return Export(whole, map(wire.mention, answer.mentions), MENTION_COLUMNS)
    counts = [count_row(count) for count in count_by(answer.mentions, by)]
    whole |= {"by": str(by), "counts": list(counts)}
    return Export(whole, counts, COUNT_COLUMNS)


def _write_counts(answer: Mentions, by: By, look: Look) -> None:
    # rich's tables take longer to load than a list of mentions takes to find.
    from searchlib.render.tables import counts_table

    table = counts_table(count_by(answer.mentions, by), by, look)
    write_lines([*heading_lines(answer, look), "", *table, "", certificate_line(answer)])
