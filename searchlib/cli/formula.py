"""``searchlib formula``: the variants of a set phrase, or how much of a clause is boilerplate."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.analysis.boilerplate import DEFAULT_STRETCH, LONGEST_STRETCH, SHORTEST_STRETCH, own_words
from searchlib.analysis.formulas import LEAST_LIKENESS, formula
from searchlib.cli.manner import told
from searchlib.cli.options import (
    FOUND,
    NOTHING,
    Export,
    Format,
    export,
    index_option,
    rows_options,
    time_option,
)
from searchlib.cli.streams import look_of, note, write_lines
from searchlib.render.csv_json import columns_of
from searchlib.render.formula import boilerplate_lines, formula_lines
from searchlib.render.formula_values import boilerplate_json, formula_json


@click.command("formula")
@click.argument("text", metavar="TEXT|ID")
@click.option(
    "--of", "is_id", is_flag=True, help="TEXT is the id of a clause or statement: how much is boilerplate?"
)
@click.option(
    "--least",
    type=click.FloatRange(0.3, 1),
    default=LEAST_LIKENESS,
    show_default=True,
    metavar="L",
    help="The least likeness of a variant.",
)
@click.option(
    "--stretch",
    type=click.IntRange(SHORTEST_STRETCH, LONGEST_STRETCH),
    default=DEFAULT_STRETCH,
    show_default=True,
    metavar="N",
    help="With --of: the shortest stretch that counts.",
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Show the N most frequent variants.")
@index_option
@rows_options
@time_option
def command(
    text: str,
    is_id: bool,
    least: float,
    stretch: int,
    limit: int | None,
    index: Path,
    form: Format,
    byte_order_mark: bool,
) -> int:
    """The variants of a set phrase, and boilerplate.

    Each sentence of the texts that resembles TEXT is searched for the stretch nearest to it; a likeness of 1
    is the formula itself. Variants come with their counts by year and party, and the words that follow them.
    With --of, TEXT is the id of a clause or a statement: what of each clause stands, in stretches of 8
    characters and more, in other statements too, and how much is its own.

    \b
    Examples:
      searchlib formula 坚定奉行一个中国
      searchlib formula 构建人类命运共同体 --format csv > variants.csv
      searchlib formula --of 2019-06-13-cn-kg-joint-statement
    """
    with searchlib.open(index) as library:
        if is_id:
            own = own_words(library, text, least=stretch)
            if form is Format.TEXT:
                write_lines(boilerplate_lines(own, stretch, look_of(sys.stdout)))
            else:
                whole = boilerplate_json(text, stretch, own)
                export(Export(whole, whole["clauses"], columns_of("OwnWordsJson")), form, byte_order_mark)
            return FOUND if own else NOTHING
        found = formula(library, text, least=least, most=limit)
    if form is not Format.TEXT:
        value = formula_json(found)
        export(Export(value, value["variants"], columns_of("VariantJson")), form, byte_order_mark)
    elif found.places:
        write_lines(formula_lines(found, look_of(sys.stdout)))
    if found.places:
        return FOUND
    note(told("no text resembles: {query}", query=text))
    return NOTHING
