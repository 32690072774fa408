"""The array file of a segment as Whoosh opens it: out of a storage, with all kinds of fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from searchlib.engine.embedded.columns.arrayfile import ArrayFile
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.engine.embedded.segment.segments import SegmentEntry
from searchlib.engine.embedded.whoosh.fieldterms import FieldTerms, HolderTerms, ListedTerms, PairTerms

LISTED = "listed"
"""Name of the fact that lists the fields written through Whoosh's ordinary path."""

INDEX_FIELDS = ("context_words", "headings", "metadata", "text", "title", "words")
"""The fields of a built index."""


def listed_name(field: str) -> str:
    """The name of such a field's arrays, which no field of a built index has."""
    return f"listed/{field}"


class SegmentFile:
    """One segment's fields; ``view`` is None for a segment that was not built from parts (no ``entry``)."""

    def __init__(self, arrays: ArrayFile, entry: SegmentEntry | None) -> None:
        self._arrays = arrays
        self.view = None if entry is None else SegmentReader(arrays, entry)
        self._fields: dict[str, FieldTerms | None] = {}

    def field_names(self) -> list[str]:
        """The fields that have terms."""
        listed = self._arrays.facts.get(LISTED, [])
        names = list(listed) if isinstance(listed, list) else []
        return names if self.view is None else [*names, *INDEX_FIELDS]

    def terms(self, name: str) -> FieldTerms | None:
        """The terms of a field, None when it has none."""
        if name not in self._fields:
            self._fields[name] = self._open_terms(name)
        return self._fields[name]

    def close(self) -> None:
        """Let go of the file."""
        self._fields.clear()
        self._arrays.close()

    def _open_terms(self, name: str) -> FieldTerms | None:
        if f"{listed_name(name)}.starts" in self._arrays:
            return ListedTerms(self._arrays, listed_name(name))
        if self.view is None:
            return None
        match name:
            case "words" | "context_words" | "metadata":
                return HolderTerms(getattr(self.view, name))
            case "text":
                return PairTerms(self.view.text)
            case "headings" | "title":
                shared = getattr(self.view, name)
                return PairTerms(shared.grams, shared.runs.all())
            case _:
                return None


def open_arrays(storage: Any, name: str) -> ArrayFile:
    """Map the file where the storage is a folder, read it where it is not (memory, compound files)."""
    path = Path(getattr(storage, "folder", ""), name)
    if path.is_file():
        return ArrayFile.open(path)
    with storage.open_file(name) as file:
        return ArrayFile(bytes(file.read()), name)
