"""A progress bar on standard error, for people only: a file or a pipe gets none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from searchlib.settings import read_settings


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """Gives what to call with ``(stage, done, total)``, or None where nobody would see it.

    The bar goes away when the work is done.
    """
    settings = read_settings()
    if sys.stderr is None or not sys.stderr.isatty() or settings.dumb:
        yield None
        return
    # A build that has nothing to do is done before this would be loaded.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr, no_color=settings.colour is False, markup=False, highlight=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, total: bar.update(
            task, description=stage, completed=done, total=total or None
        )
