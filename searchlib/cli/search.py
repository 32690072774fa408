"""``searchlib search``: the clauses that match a query, exact matches first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

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
    rows_options,
    time_option,
)
from searchlib.cli.streams import look_of, note, write_lines
from searchlib.model import Scope, SearchRequest, SearchResults, Sort
from searchlib.query.parser import parse
from searchlib.render.hits import CAPTIONS, reference_line, search_lines
from searchlib.render.leads import did_you_mean, lead_lines, left_out_lines, offered
from searchlib.render.terminal import on_one_line

_FOLDED = (Format.TEXT, Format.JSON)
"""Formats in which clauses may be folded below others; in files of rows every clause has its own."""


@click.command("search", cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show at most N hits (default 10), grouped: N statements; 0 is --all.",
)
@click.option("--all", "everything", is_flag=True, help="Show every hit, none folded.")
@click.option(
    "--flat",
    is_flag=True,
    help="Do not fold: list further clauses of a statement and copies of a text as hits of their own.",
)
@click.option("--exact", is_flag=True, help="Only clauses with every keyword exactly as written.")
@click.option(
    "--sort",
    type=click.Choice([str(each) for each in Sort]),
    default=str(Sort.RELEVANCE),
    show_default=True,
    help="By relevance, newest first (date), or oldest first (corpus).",
)
@click.option(
    "--group",
    type=click.Choice(["statement"]),
    help="Keep a statement's hits together; --limit counts statements.",
)
@click.option(
    "--no-prior",
    is_flag=True,
    help="Do not put documents that others cite first, where clauses hold only some of the words.",
)
@click.option("--explain", is_flag=True, help="Say below each hit what its score is made of.")
@click.option(
    "--in",
    "scope",
    type=click.Choice([str(each) for each in Scope]),
    default=str(Scope.CLAUSE),
    show_default=True,
    help="What must hold every keyword: one clause, or one statement anywhere.",
)
@cite_option
@by_option("Count the clauses of the first tier that holds any, instead of listing them.")
@index_option
@rows_options
@time_option
def command(
    query: tuple[str, ...],
    limit: int | None,
    everything: bool,
    flat: bool,
    exact: bool,
    sort: str,
    group: str | None,
    no_prior: bool,
    explain: bool,
    scope: str,
    by: str | None,
    citing: Citing,
    index: Path,
    form: Format,
    byte_order_mark: bool,
) -> int:
    """Search clauses, exact matches first.

    Keywords are literal: each must occur in the clause, its headings or its title. Numerals are found in
    every spelling (3年, 三年), and not inside longer ones; ="…" takes them as typed. Inside a keyword ? is
    one character and * up to ten (两?铁路), \\? the character itself; there are no regular expressions. "…"
    is an exact phrase, OR means either, -word or NOT excludes a word (put -- before a word of ASCII letters),
    NEAR/10 finds two near each other, @name a project by any of its names; country:秘鲁 year:2013..2016
    kind:law restrict the search. Simplified and Traditional, full and half width make no difference.

    Where few clauses hold everything, those with most of it follow, and the answer says which is
    missing, how many clauses each part finds alone and what a filter left out. A text longer than any query
    finds the clauses it comes from.

    A title and a number (公司法第十五条, 中秘2015年联合声明第八条) name an article: it comes first, in all
    its versions, before the clauses that mention it. --in statement looks for clauses of the statements that
    hold every keyword somewhere; searchlib statements lists these statements.

    By relevance, at most three clauses of a statement are listed, with the number of those folded below them,
    and a text that stands in several statements once; titles and headings come after the clauses of the text.
    --flat and --all, JSON lines and CSV list every clause by itself.

    As text, matches are coloured on a terminal and printed between 【 and 】 elsewhere, and long clauses are
    cut to the text around the matches; the other formats contain every clause whole.

    \b
    Examples:
      searchlib search 两洋铁路 可行性
      searchlib search '"全面战略伙伴关系" country:秘鲁' --all --format csv > hits.csv
      searchlib search 铁路 -两洋铁路
      searchlib search 公路法第八条
      searchlib search 两洋铁路 联合国宪章 --in statement
      searchlib search 铁路 --by year --format csv > years.csv
      searchlib search 两洋铁路 --all --cite bibtex > railway.bib
    """
    if citing.style is not None and (by is not None or explain):
        raise click.UsageError(told("--cite goes neither with --by nor with --explain."))
    everything = _is_all(everything, limit)
    if explain and (by is not None or form not in (Format.TEXT, Format.JSON)):
        raise click.UsageError(told("--explain is for hits in --format text or json."))
    asked = " ".join(query)
    request = SearchRequest(
        asked,
        None if everything else limit or 10,
        exact=exact,
        sort=Sort(sort),
        group=group is not None,
        scope=Scope(scope),
        prior=not no_prior,
        fold=form in _FOLDED and not (flat or everything),
    )
    given = click.get_current_context().meta.get(GIVEN_INDEX)
    with searchlib.open(index) as library:
        if by is not None:
            return _count(library, asked, by, exact, scope, form, byte_order_mark)
        results = library.answer(request)
        explained = library.explain(request) if explain else ()
        others = library.alternatives(asked, exact)
    if form is not Format.TEXT:
        from searchlib.render import json_values  # loaded, like all that follows, where it is asked for
        from searchlib.render.csv_json import columns_of

        rows = list(citing.rows(json_values.hit_json, results.hits))
        listed = list(citing.cited(json_values.listed_json(results.hits, explained), results.hits))
        whole = {**json_values.search_json(replace(results, hits=()), others), "hits": listed}
        columns = citing.columns(columns_of("HitJson"))
        export(Export(whole, rows, columns, _markdown(results, form)), form, byte_order_mark)
    elif citing.style is not None:
        write_lines(citing.lines(results.hits))
    elif results.hits:
        look, grouped = look_of(sys.stdout), group is not None
        lines = search_lines(
            results,
            look,
            others=others,
            group=grouped,
            exact=exact,
            index=given,
            explained=explained,
            scope=request.scope,
        )
        write_lines(lines)
    if results.hits or results.totals.clauses:
        return FOUND
    language = manner().language
    note(_nothing(results, exact) + did_you_mean(offered(others, language), language))
    for line in (
        *left_out_lines(results.left_out, given, request.scope, language),
        *lead_lines(results.leads, given, request.scope, language),
    ):
        note(line)
    return NOTHING


def _markdown(results: SearchResults, form: Format) -> Iterator[str] | None:
    if form is not Format.MARKDOWN:
        return None
    from searchlib.render.markdown_answers import search_as_markdown  # loaded where it is asked for

    return search_as_markdown(results, look_of(sys.stdout))


def _is_all(everything: bool, limit: int | None) -> bool:
    """Return whether every hit is asked for; what the command line says outweighs file and environment."""
    source = click.get_current_context().get_parameter_source
    limited = limit is not None and source("limit") is ParameterSource.COMMANDLINE
    if everything and limited and source("everything") is ParameterSource.COMMANDLINE:
        raise click.UsageError(told("--all and --limit exclude each other."))
    return limit == 0 if limited else everything or limit == 0


def _count(
    library: searchlib.Library,
    asked: str,
    by: str,
    exact: bool,
    scope: str,
    form: Format,
    byte_order_mark: bool,
) -> int:
    """Write the counts of a search and return the exit status."""
    from searchlib.render import group_values
    from searchlib.render.csv_json import columns_of
    from searchlib.render.tables import counts_table

    tier, counts = library.search_counts(asked, by, exact=exact, scope=scope)
    understood = str(parse(asked))
    whole = group_values.counts_json(asked, understood, tier, counts, library.certificate())
    if form is Format.TEXT:
        look = look_of(sys.stdout)
        lines = [
            on_one_line(look.say("understood: {query}", query=understood)),
            look.say("counted: {tier}", tier=look.say(CAPTIONS[tier])),
            "",
        ]
        if counts.rows:
            write_lines([*(lines if look.notes else []), *counts_table(counts, look)])
    else:
        export(Export(whole, group_values.group_rows(counts), columns_of("CountJson")), form, byte_order_mark)
    if not counts.rows:
        note(told("nothing found, understood as: {query}", query=understood))
    return FOUND if counts.rows else NOTHING


def _nothing(results: SearchResults, exact: bool) -> str:
    """Return the message for an empty answer: the query as understood, and suggestions."""
    found = [reference_line(each, manner().language) for each in results.references]
    missing = "".join(f"{told('; ')}{each}" for each in found)
    advice = told("; without --exact, clauses with the words of the query are found too") if exact else ""
    return told("nothing found, understood as: {query}", query=results.understood) + advice + missing
