"""``searchlib watch``: keep the index up to date while files change."""

from __future__ import annotations

from pathlib import Path

import click

import searchlib
from searchlib.cli import GIVEN_INDEX
from searchlib.cli.options import FOUND, Folder, index_option
from searchlib.cli.streams import complain, write_lines
from searchlib.errors import Audience, CorpusMissing, SearchlibError, worded
from searchlib.model import BuildReport
from searchlib.render.reports import build_lines


@click.command("watch")
@click.argument("corpus", default="corpus", type=Folder())
@index_option
def command(corpus: Path, index: Path) -> int:
    """Follow a folder, and keep the index up to date.

    The index is built or updated at once, and again within a second or two whenever files below CORPUS
    change; several changes at a time make one update. A failed update is reported and tried again; an empty
    folder is watched until it has files. Ctrl-C ends the watch. Needs the extra: pip install
    'searchlib[watch]'.

    \b
    Examples:
      searchlib watch
      searchlib watch statements --index statements.index
    """
    skipped: set[tuple[str, str]] = set()
    for number, outcome in enumerate(searchlib.watch(corpus, index)):
        if not isinstance(outcome, BuildReport):
            if number == 0 and isinstance(outcome, CorpusMissing) and not corpus.is_dir():
                raise outcome
            complain(_told(outcome, click.get_current_context()))
            continue
        for each in outcome.skipped:
            if (each.file, each.reason) not in skipped:
                complain(f"skipped {each.file}: {each.reason}")
        skipped = {(each.file, each.reason) for each in outcome.skipped}
        write_lines([*build_lines(outcome), ""])
    return FOUND


def _told(error: SearchlibError | OSError, context: click.Context) -> str:
    if isinstance(error, SearchlibError):
        return worded(error, audience=Audience.COMMAND, index=context.meta.get(GIVEN_INDEX))
    return str(error)
