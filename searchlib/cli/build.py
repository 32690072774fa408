"""``searchlib index``: build or update the index of a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli.manner import told
from searchlib.cli.options import FOUND, NOTHING, Export, Folder, Format, export, index_option, whole_option
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import complain, look_of, note, write_lines
from searchlib.engine.choose import EMBEDDED, OPENSEARCH, EngineChoice
from searchlib.errors import EngineUnavailable


@click.command("index")
@click.argument("corpus", default="corpus", type=Folder())
@click.option("--rebuild", is_flag=True, help="Index every file again, changed or not.")
@click.option(
    "--full-check",
    is_flag=True,
    help="Read every file to find out what has changed, also those that by size and times nobody touched.",
)
@click.option(
    "--engine",
    type=click.Choice([EMBEDDED, OPENSEARCH]),
    help="Where the index is kept from now on: in its folder, or in a cluster.",
)
@click.option("--url", help="The address of the cluster; several with commas between them.")
@click.option("--shards", type=click.IntRange(1, 1024), help="Parts of an index in a cluster (default: 3).")
@click.option("--replicas", type=click.IntRange(0, 16), help="Further copies of each part (default: 1).")
@index_option
@whole_option
def command(
    corpus: Path,
    rebuild: bool,
    full_check: bool,
    engine: str | None,
    url: str | None,
    shards: int | None,
    replicas: int | None,
    index: Path,
    form: Format,
) -> int:
    """Build the index, or update it.

    CORPUS is the folder with the texts (default: corpus). Run the command again after adding, changing or
    removing files. Until it has finished, searches use the previous index. Files that cannot be read are
    listed, all others are indexed, and the exit status is 1.

    \b
    Examples:
      searchlib index
      searchlib index statements --index statements.index
      searchlib index --rebuild
      searchlib index --full-check
      searchlib index --engine opensearch --url https://search.example.org:9200
    """
    choice = _choice(engine, url, shards, replicas)
    with progress_bar() as progress:
        report = searchlib.build(
            corpus, index, rebuild=rebuild, full_check=full_check, progress=progress, engine=choice
        )
    for skipped in report.skipped:
        complain(told("skipped {file}: {reason}", file=skipped.file, reason=skipped.reason))
    if form is Format.TEXT:
        from searchlib.render.reports import build_lines  # only one of the two is needed

        write_lines(build_lines(report, look_of(sys.stdout)))
    else:
        from searchlib.render.report_values import build_report_json

        export(Export(build_report_json(report)), form)
    return NOTHING if report.skipped else FOUND


def _choice(
    engine: str | None, url: str | None, shards: int | None, replicas: int | None
) -> EngineChoice | None:
    """Return the engine that the options name; None if they name none. Raises EngineUnavailable."""
    if engine != OPENSEARCH:
        if (url, shards, replicas) != (None, None, None):
            raise EngineUnavailable("engine.needless-options")
        return None if engine is None else EngineChoice(engine)
    if not url:
        raise EngineUnavailable("engine.no-url")
    if replicas == 0:
        note(told("without replicas, the loss of one machine makes the index unanswerable"))
    usual = EngineChoice()
    return EngineChoice(
        engine,
        url,
        usual.shards if shards is None else shards,
        usual.replicas if replicas is None else replicas,
    )
