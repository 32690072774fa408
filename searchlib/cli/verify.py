"""``searchlib verify``: compare the index with a plain scan of the corpus."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.manner import told
from searchlib.cli.options import ERROR, FOUND, Export, Folder, Format, export, index_option, whole_option
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import complain, look_of, write_lines
from searchlib.render import report_values
from searchlib.render.reports import verification_lines


@click.command("verify")
@click.option(
    "--corpus",
    type=Folder(),
    metavar="DIR",
    help="The folder with the texts (default: the folder that was indexed).",
)
@index_option
@whole_option
def command(corpus: Path | None, index: Path, form: Format) -> int:
    """Compare the index with a plain scan of the corpus.

    The files are read again and searched from beginning to end, without the index, for every project name,
    every character and a sample of phrases. Differences are listed, and the exit status is then 2.

    \b
    Examples:
      searchlib verify
      searchlib verify --corpus statements
    """
    with progress_bar() as progress:
        outcome = searchlib.verify(index, corpus, progress=progress)
    if form is Format.TEXT:
        write_lines(verification_lines(outcome, look_of(sys.stdout)))
    else:
        export(Export(report_values.verification_json(outcome)), form)
    if outcome.ok:
        return FOUND
    complain(told("the index and the corpus differ; build it again: searchlib index CORPUS --rebuild"))
    return ERROR
