"""Open the visible generation while builds go on; one that is removed meanwhile is replaced by the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from searchlib.errors import IndexDamaged, IndexError_
from searchlib.storage.integrity import Integrity, with_way_back
from searchlib.storage.meta import IndexMeta, generation_folder, read_meta

T = TypeVar("T")

_TRIES = 100


def open_visible(index: Path, opener: Callable[[Path, IndexMeta, Integrity], T]) -> T:
    """Open the visible generation with ``opener``, which is given its folder, metadata and verification.

    A generation that a build has removed meanwhile is not damage: the visible one is tried again.
    Raises IndexMissing, IndexStale, IndexDamaged and what ``opener`` raises.
    """
    for _ in range(_TRIES):
        meta = read_meta(index)
        try:
            return _open(index, meta, opener)
        except (OSError, IndexError_):
            if read_meta(index).generation == meta.generation:
                raise
    raise IndexError_("index.changing-open", index=index)


def _open(index: Path, meta: IndexMeta, opener: Callable[[Path, IndexMeta, Integrity], T]) -> T:
    try:
        folder = generation_folder(index, meta)
        integrity = Integrity(folder, meta)
    except IndexDamaged as error:
        raise with_way_back(error, index, meta) from None
    try:
        return opener(folder, meta, integrity)
    except BaseException as error:
        if isinstance(error, Exception) and not isinstance(error, OSError):
            integrity.confirm()  # damage is the better reason
        integrity.close()
        raise
