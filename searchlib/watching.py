"""Following a corpus folder: whatever changes in it is in the index a second or two later."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from searchlib.builder import build
from searchlib.errors import MissingExtra, SearchlibError
from searchlib.model import BuildReport

_QUIET = 300
"""Milliseconds without a change that end a burst of changes."""
_LONGEST_BURST = 1500
"""Milliseconds after which a burst is dealt with, even if it goes on."""
_TICK = 1000
"""Milliseconds between looks at whether an earlier round is to be tried again."""
_SAFETY = 60
"""Ticks after which the folder is looked at without having been told to: not every disk tells everything."""

Outcome = BuildReport | SearchlibError | OSError
"""What became of a round: a report, or the error that ended it and not the watch."""


def watch(corpus: str | Path, index: str | Path = "index") -> Iterator[Outcome]:
    """Keep ``index`` up to date with the files below ``corpus``, for as long as somebody iterates.

    Gives the report of every round that changed something, and the error of every round that failed; that
    one is tried again soon, and told again only when the error is another. The first round is at once, and
    its outcome is given in any case. Raises MissingExtra without the library ``watchfiles``.
    """
    try:
        from watchfiles import watch as changes_in
    except ImportError:
        raise MissingExtra(
            "watching a folder needs the library 'watchfiles'; "
            "install it with `pip install 'searchlib[watch]'`"
        ) from None
    outcome = _round(corpus, index)
    yield outcome
    told = str(outcome) if isinstance(outcome, Exception) else None
    inside = os.path.realpath(index) + os.sep
    ticks = _SAFETY - 1  # what changed before the watch began is found at the first tick
    for changes in changes_in(
        corpus,
        watch_filter=lambda _, path: not path.startswith(inside),
        debounce=_LONGEST_BURST,
        step=_QUIET,
        rust_timeout=_TICK,
        yield_on_timeout=True,
    ):
        ticks = 0 if changes else ticks + 1
        if not changes and told is None and ticks < _SAFETY:
            continue
        ticks = 0
        outcome = _round(corpus, index)
        if isinstance(outcome, BuildReport):
            if outcome.touched or told is not None:
                yield outcome
            told = None
        elif str(outcome) != told:
            told = str(outcome)
            yield outcome


def _round(corpus: str | Path, index: str | Path) -> Outcome:
    try:
        return build(corpus, index)
    except (SearchlibError, OSError) as error:
        return error
