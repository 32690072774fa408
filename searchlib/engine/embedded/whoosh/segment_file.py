"""The array file of a segment, opened from a Whoosh storage, and the terms of its fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from searchlib.engine.embedded.columns.arrayfile import ArrayFile
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.engine.embedded.segment.segments import SegmentEntry
from searchlib.engine.embedded.whoosh.terms import FieldTerms, HolderTerms, ListedTerms, PairTerms

LISTED_FIELDS = "listed"
"""The fact in the file's directory that lists the fields written through Whoosh's own writer."""

INDEX_FIELDS = ("context_words", "headings", "metadata", "text", "title", "words")
"""The fields with terms of a built segment."""


def listed_name(field: str) -> str:
    """Return the name of the arrays of a listed field; no field of a built segment has such a name."""
    return f"listed/{field}"


class SegmentFile:
    """The fields of a segment; without an ``entry`` it was not built, and ``reader`` is None."""

    def __init__(self, arrays: ArrayFile, entry: SegmentEntry | None) -> None:
        self._arrays = arrays
        self.reader = None if entry is None else SegmentReader(arrays, entry)
        self._fields: dict[str, FieldTerms | None] = {}

    def field_names(self) -> list[str]:
        """Return the names of the fields with terms."""
        listed = self._arrays.facts.get(LISTED_FIELDS, [])
        names = list(listed) if isinstance(listed, list) else []
        return names if self.reader is None else [*names, *INDEX_FIELDS]

    def terms(self, name: str) -> FieldTerms | None:
        """Return the terms of a field, None if it has none."""
        if name not in self._fields:
            self._fields[name] = self._open_terms(name)
        return self._fields[name]

    def close(self) -> None:
        """Close the file."""
        self._fields.clear()
        self._arrays.close()

    def _open_terms(self, name: str) -> FieldTerms | None:
        if f"{listed_name(name)}.starts" in self._arrays:
            return ListedTerms(self._arrays, listed_name(name))
        if self.reader is None:
            return None
        match name:
            case "words" | "context_words" | "metadata":
                return HolderTerms(getattr(self.reader, name))
            case "text":
                return PairTerms(self.reader.text)
            case "headings" | "title":
                shared = getattr(self.reader, name)
                return PairTerms(shared.grams, shared.runs.all())
            case _:
                return None


def open_arrays(storage: Any, name: str) -> ArrayFile:
    """Map the file if the storage is a folder; read it otherwise (memory, compound files)."""
    path = Path(getattr(storage, "folder", ""), name)
    if path.is_file():
        return ArrayFile.open(path)
    with storage.open_file(name) as file:
        return ArrayFile(bytes(file.read()), name)
