"""The index that a build finds: what it was made of, and whether it can be built upon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from searchlib.errors import IndexDamaged, IndexMissing, IndexStale
from searchlib.storage.catalogue import Catalogue, read_catalogue
from searchlib.storage.integrity import Integrity
from searchlib.storage.meta import IndexMeta
from searchlib.storage.snapshot import open_visible


@dataclass(frozen=True)
class PreviousIndex:
    """The visible generation of an index, whose verification is under way."""

    folder: Path
    meta: IndexMeta
    integrity: Integrity

    def damage(self) -> str | None:
        """What is wrong with it, once all of it was verified; None when it is whole."""
        try:
            self.integrity.confirm()
        except IndexDamaged as error:
            return error.reason
        return None

    @cached_property
    def catalogue(self) -> Catalogue:
        """Which file gave which documents; raises IndexDamaged."""
        return read_catalogue(self.folder)


def previous_index(index: Path) -> tuple[PreviousIndex | None, str | None]:
    """The index in folder ``index``, if it can be read; where there is one that cannot, why not."""
    try:
        return open_visible(index, PreviousIndex), None
    except IndexMissing:
        return None, None
    except IndexStale:
        return None, "it was made by another version of searchlib"
    except IndexDamaged as error:
        return None, error.reason
