"""``remote.json``: which indices of which cluster hold a generation, and what they must hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from searchlib.engine.opensearch.config import REMOTE
from searchlib.engine.opensearch.mapping import VERSION
from searchlib.errors import IndexDamaged


@dataclass(frozen=True, slots=True)
class Sums:
    """The number of clauses and documents, and the sums of their lengths over all clauses."""

    clauses: int = 0
    documents: int = 0
    characters: int = 0
    words: int = 0
    context_words: int = 0

    def minus(self, other: Sums) -> Sums:
        """Return the sums without what ``other`` has."""
        return Sums(*(getattr(self, each.name) - getattr(other, each.name) for each in fields(Sums)))

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Sums)))


@dataclass(frozen=True, slots=True)
class Scales:
    """The average lengths by which the values of ``w``, ``c`` and ``p`` were computed, and ``b``."""

    words: float
    context_words: float
    characters: float
    b: float


@dataclass(frozen=True, slots=True)
class Remote:
    """The indices of a generation.

    ``name`` is what both begin with; ``cluster`` and the uuids say that they are the very ones that were
    built. ``next_document`` is the number of the next document that is added, ``digits`` how many digits the
    greatest frequency in a document has. ``owner`` begins the names of all indices of an index folder;
    ``folder`` is the name of the generation they were written for, which later ones may share.
    """

    url: str
    cluster: str
    owner: str
    folder: str
    name: str
    clauses_uuid: str
    documents_uuid: str
    sums: Sums
    scales: Scales
    next_document: int
    digits: int
    version: int = VERSION

    @property
    def clauses(self) -> str:
        """The index of clauses."""
        return f"{self.name}-clauses"

    @property
    def documents(self) -> str:
        """The index of documents."""
        return f"{self.name}-documents"

    def write(self, folder: Path) -> None:
        """Write it into ``folder``; what is there may be a link and is replaced."""
        path = folder / REMOTE
        path.unlink(missing_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")


def read_remote(folder: Path) -> Remote:
    """Read ``remote.json`` in ``folder``; raises IndexDamaged if it is missing or invalid."""
    path = folder / REMOTE
    try:
        values: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        nested = {"sums": Sums(**values["sums"]), "scales": Scales(**values["scales"])}
        return Remote(**{**values, **nested})
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexDamaged("index.damaged-catalogue", file=path, problem=str(error)) from None
