"""``searchlib index``: build or update the index of a folder."""

from __future__ import annotations

from pathlib import Path

import click

import searchlib
from searchlib.cli.options import FOUND, NOTHING, Export, Folder, Format, export, index_option, whole_option
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import complain, write_lines
from searchlib.render.report_values import build_report_json
from searchlib.render.reports import build_lines


@click.command("index")
@click.argument("corpus", default="corpus", type=Folder())
@click.option("--rebuild", is_flag=True, help="Index every file again, changed or not.")
@index_option
@whole_option
def command(corpus: Path, rebuild: bool, index: Path, form: Format) -> int:
    """Build the index, or update it.

    CORPUS is the folder with the texts (default: corpus). Run the command again after adding, changing or
    removing files. Until it has finished, searches use the previous index. Files that cannot be read are
    listed, all others are indexed, and the exit status is 1.

    \b
    Examples:
      searchlib index
      searchlib index statements --index statements.index
      searchlib index --rebuild
    """
    with progress_bar() as progress:
        report = searchlib.build(corpus, index, rebuild=rebuild, progress=progress)
    for skipped in report.skipped:
        complain(f"skipped {skipped.file}: {skipped.reason}")
    if form is Format.TEXT:
        write_lines(build_lines(report))
    else:
        export(Export(build_report_json(report)), form)
    return NOTHING if report.skipped else FOUND
