"""The previous index: what a build finds, and whether it can be updated."""

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
        """Wait for the verification and return what is damaged; None if it is intact."""
        try:
            self.integrity.confirm()
        except IndexDamaged as error:
            return error.reason
        return None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue; raises IndexDamaged."""
        return read_catalogue(self.folder)


def previous_index(index: Path) -> tuple[PreviousIndex | None, str | None]:
    """Return the index in folder ``index`` if it can be read, else why it cannot."""
    try:
        return open_visible(index, PreviousIndex), None
    except IndexMissing:
        return None, None
    except IndexStale:
        return None, "it was made by another version of searchlib"
    except IndexDamaged as error:
        return None, error.reason
