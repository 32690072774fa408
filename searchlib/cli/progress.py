"""The progress bar on standard error, shown on terminals only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from searchlib.cli.manner import manner, told
from searchlib.settings import read_settings

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Meter:
    """Shows what is being done: the stage from its first moment, and how much of it is done where that is
    known. It is called with ``(stage, done, total)``; an empty stage takes the bar away."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a stage, and how much of ``total`` (0: not known) is done."""
        if not stage:
            self.clear()
            return
        if self._bar is None or self._task is None:
            self._bar = _bar()
            self._task = self._bar.add_task(told(stage), total=None)
            self._bar.start()
        self._bar.update(self._task, description=told(stage), completed=done, total=total or None)

    def clear(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = None


@contextmanager
def progress_bar() -> Iterator[Meter | None]:
    """Yield what shows the progress, None if standard error is no terminal or the program is quiet.

    The bar disappears when the work is done.
    """
    if sys.stderr is None or not sys.stderr.isatty() or read_settings().dumb or manner().quiet:
        yield None
        return
    meter = Meter()
    try:
        yield meter
    finally:
        meter.clear()


def _bar() -> Progress:
    # Imported late: an update without changes is finished before rich is loaded.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Counted(ProgressColumn):
        """How much is done; nothing where the total is not known."""

        def render(self, task: Task) -> Text:
            """Return the two numbers."""
            return Text("" if task.total is None else f"{int(task.completed):,}/{int(task.total):,}")

    wanted = read_settings().colour if manner().colour is None else manner().colour
    console = Console(file=sys.stderr, no_color=wanted is False, markup=False, highlight=False)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        Counted(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
