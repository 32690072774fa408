"""Memory that answers no longer need goes back to the system, where the C library keeps it otherwise.

The allocator of glibc has a part of memory of its own for each of many threads, and keeps what is freed in
each. With few parts, and asked for it now and then, it gives back what costly answers took.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from functools import cache
from typing import Any

_ARENA_MAX = -8
"""M_ARENA_MAX of ``malloc.h``."""

_ARENAS = 2

_SEARCHED_AFTER = 10_000
"""Objects, more made than given up, after which garbage is searched for: those of some twenty pages, of which
a template leaves about 500 in cycles each. By itself Python searches after 700, nearly once a page."""


def share_memory() -> None:
    """Let all threads of this process share few parts of memory; without effect where that is not known."""
    if (mallopt := _function("mallopt")) is not None:
        mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give what is free back to the system; without effect where that is not known."""
    if (trim := _function("malloc_trim")) is not None:
        trim(0)


def settle() -> None:
    """Keep what is there out of later searches for garbage, each of which stops every answer.

    What an open index holds stays for long, and there is so much of it that to look through it takes longer
    than most answers.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SEARCHED_AFTER)
    gc.collect()  # counts what is left: by that the collector tells when the next search is due


@cache
def _function(name: str) -> Callable[..., Any] | None:
    try:
        found: Callable[..., Any] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):  # another C library, or none that can be asked
        return None
    return found
