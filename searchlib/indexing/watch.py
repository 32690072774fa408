"""Watch a corpus folder and update the index within a second or two of a change."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sized
from pathlib import Path

from searchlib.errors import MissingExtra, SearchlibError
from searchlib.indexing.build import build
from searchlib.model import BuildReport, Progress

_QUIET = 300
"""Milliseconds without a change that end a burst of changes."""
_LONGEST_BURST = 1500
"""Milliseconds after which a burst is indexed even if it goes on."""
_TICK = 1000
"""Milliseconds between looks at whether an earlier round is to be tried again."""
_SAFETY = 60
"""Ticks after which the folder is compared without a notification: some file systems send none."""

Notifier = Callable[..., Iterator[Sized]]
"""Yields the changes below a folder, burst by burst."""
Outcome = BuildReport | SearchlibError | OSError
"""The result of a round: a report, or the error that ended the round but not the watch."""


def watch(
    corpus: str | Path, index: str | Path = "index", *, progress: Progress | None = None
) -> Iterator[Outcome]:
    """Keep ``index`` up to date with the files below ``corpus``, for as long as somebody iterates.

    Yields the report of every round that changed something and the error of every round that failed. A failed
    round is repeated soon, and its error is yielded again only if it is another one; a missing folder is
    waited for. The first round runs at once, and its outcome is always yielded. ``progress`` is called with
    an empty stage when a round is over. Raises MissingExtra without the library ``watchfiles``.
    """
    changes_in = _notifier()
    outcome = _round(corpus, index, progress)
    yield outcome
    told = str(outcome) if isinstance(outcome, Exception) else None
    ticks = 0
    for changed in _ticks(changes_in, corpus, index):
        ticks = 0 if changed else ticks + 1
        if not changed and told is None and ticks < _SAFETY:
            continue
        ticks = 0
        outcome = _round(corpus, index, progress)
        if isinstance(outcome, BuildReport):
            if outcome.touched or told is not None:
                yield outcome
            told = None
        elif str(outcome) != told:
            told = str(outcome)
            yield outcome


def _notifier() -> Notifier:
    try:
        from watchfiles import watch as changes_in
    except ImportError:
        raise MissingExtra("extra.watch", requirement="searchlib[watch]") from None
    return changes_in


def _ticks(changes_in: Notifier, corpus: str | Path, index: str | Path) -> Iterator[bool]:
    """Yield at every tick and after each burst whether something in ``corpus`` may have changed, without end.

    A folder that appears or is replaced is watched from then on.
    """
    inside = os.path.realpath(index) + os.sep
    while True:
        followed, is_new = _identity(corpus), True
        try:
            for changes in changes_in(
                os.path.realpath(corpus),  # what changes is told under the name that is given here
                watch_filter=lambda _, path: not path.startswith(inside),
                debounce=_LONGEST_BURST,
                step=_QUIET,
                rust_timeout=_TICK,
                yield_on_timeout=True,
            ):
                yield bool(changes) or is_new  # what changed before is found at the first tick
                is_new = False
                if _identity(corpus) != followed:
                    break
        except FileNotFoundError:
            time.sleep(_TICK / 1000)
            yield False


def _identity(folder: str | Path) -> tuple[int, int] | None:
    """Device and inode; None for a folder that is not there."""
    try:
        facts = Path(folder).stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _round(corpus: str | Path, index: str | Path, progress: Progress | None) -> Outcome:
    try:
        return build(corpus, index, progress=progress)
    except (SearchlibError, OSError) as error:
        return error
    finally:
        if progress:
            progress("", 0, 0)
