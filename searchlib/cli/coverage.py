"""``searchlib coverage``: is every character of every file in a clause, or left out for a stated reason?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.manner import told
from searchlib.cli.options import FOUND, NOTHING, Export, Folder, Format, export, index_option, whole_option
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import complain, look_of, write_lines
from searchlib.render import report_values
from searchlib.render.coverage import coverage_lines


@click.command("coverage")
@click.argument("file", required=False)
@click.option(
    "--corpus",
    type=Folder(),
    metavar="DIR",
    help="The folder with the texts (default: the one the index was built from).",
)
@index_option
@whole_option
def command(file: str | None, corpus: Path | None, index: Path, form: Format) -> int:
    """Account for every character of every file.

    Chinese characters, letters and digits count; with FILE, those of that file of the corpus. Each is in
    one clause, by the clause's place in the file, or in a piece left out, which is listed with its reason:
    markup, page furniture, a running header, a repeated title. Anything else is listed as not accounted
    for, and the exit status is 1.

    \b
    Examples:
      searchlib coverage
      searchlib coverage --corpus statements
      searchlib coverage 2015/lima.html
    """
    with progress_bar() as progress:
        found = searchlib.coverage(index, corpus, file=file, progress=progress)
    if form is Format.TEXT:
        write_lines(coverage_lines(found, look_of(sys.stdout)))
    else:
        export(Export(report_values.coverage_json(found)), form)
    if found.ok:
        return FOUND
    complain(told("a reader loses text; please report the files and places listed"))
    return NOTHING
