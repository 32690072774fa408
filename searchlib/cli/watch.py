"""``searchlib watch``: keep the index up to date while files change."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import searchlib
from searchlib.cli import GIVEN_INDEX
from searchlib.cli.manner import manner, told
from searchlib.cli.options import FOUND, Folder, index_option
from searchlib.cli.progress import progress_bar
from searchlib.cli.streams import complain, look_of, write_lines
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
    look = look_of(sys.stdout)
    with progress_bar() as progress:
        for number, outcome in enumerate(searchlib.watch(corpus, index, progress=progress)):
            if not isinstance(outcome, BuildReport):
                if number == 0 and isinstance(outcome, CorpusMissing) and not corpus.is_dir():
                    raise outcome
                complain(_worded(outcome, click.get_current_context()))
                continue
            for each in outcome.skipped:
                if (each.file, each.reason) not in skipped:
                    complain(told("skipped {file}: {reason}", file=each.file, reason=each.reason))
            skipped = {(each.file, each.reason) for each in outcome.skipped}
            if lines := build_lines(outcome, look):
                write_lines([*lines, ""])
    return FOUND


def _worded(error: SearchlibError | OSError, context: click.Context) -> str:
    if isinstance(error, SearchlibError):
        return worded(error, manner().language, Audience.COMMAND, context.meta.get(GIVEN_INDEX))
    return str(error)
