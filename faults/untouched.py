"""Builds that rely on files being untouched, as those of large and old folders do, in small and new ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from searchlib.corpus import seen

_TICKS = 20 * 10**6
"""Nanoseconds; a few ticks of the clock that file times are taken from."""


@contextmanager
def relied_on() -> Iterator[None]:
    """Write down what was seen of a single file, and trust it as soon as times can tell a change."""
    usual = seen.WORTH_FILES, seen.SETTLED
    seen.WORTH_FILES, seen.SETTLED = 1, _TICKS
    try:
        yield
    finally:
        seen.WORTH_FILES, seen.SETTLED = usual
