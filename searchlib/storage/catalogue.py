"""The catalogue of an index: the documents of each file, and the digest of each file.

It is kept beside the engine's files in every generation. It tells what has changed in a corpus, and which ids
its documents must have, without reading a text again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from searchlib.errors import IndexDamaged
from searchlib.model import Document, Skipped

CATALOGUE = "catalogue.json"
UNKNOWN = ""
"""The digest of a file that changed while it was read: it equals no digest, so that it is read again."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of a file: its id, the id it would have if its file were alone, the digest of its content,
    where it begins in the file, its clauses, and the code points of their texts.

    ``name`` is what others cite it by, ``cited`` the names that its own clauses cite, with how many do.
    """

    id: str
    own_id: str
    digest: str
    start: int
    clauses: int
    characters: int
    name: str = ""
    cited: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: the digest of what it was, its documents in order, or why it has none; how many Chinese
    characters, letters and digits it has, and how many of them are in no clause."""

    digest: str
    documents: tuple[DocumentRow, ...] = ()
    skipped: str | None = None
    characters: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All files in corpus order. Ready-made documents stand under the file they name, or under ``""``."""

    files: Mapping[str, FileRow]

    def documents(self) -> Iterator[tuple[str, DocumentRow]]:
        """Every document with its file, in corpus order."""
        for file, row in self.files.items():
            for document in row.documents:
                yield file, document

    def skipped(self) -> Iterator[Skipped]:
        """The files that were given up when they were read."""
        for file, row in self.files.items():
            if row.skipped is not None:
                yield Skipped(file, row.skipped)

    def digest(self) -> str:
        """SHA-256 over ids and contents of all documents."""
        pairs = sorted((row.id, row.digest) for _, row in self.documents())
        lines = "".join(f"{document} {digest}\n" for document, digest in pairs)
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()

    def write(self, folder: Path) -> None:
        """Write the catalogue into ``folder``, which has none yet."""
        files = {
            file: [
                *(row.digest, row.skipped, [_values(document) for document in row.documents]),
                *(row.characters, row.left_out),
            ]
            for file, row in self.files.items()
        }
        with (folder / CATALOGUE).open("x", encoding="utf-8", errors="surrogatepass") as stream:
            # Not json.dump, which takes ten times as long.
            stream.write(json.dumps({"files": files}, ensure_ascii=False, separators=(",", ":")))


def read_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue in ``folder``; raises IndexDamaged if it is missing or invalid."""
    try:
        content = json.loads((folder / CATALOGUE).read_bytes().decode("utf-8", "surrogatepass"))
        return Catalogue({str(file): _file_row(row) for file, row in content["files"].items()})
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged("index.damaged-catalogue", file=folder / CATALOGUE, problem=str(error)) from None


def document_row(
    document: Document, characters: int, name: str = "", cited: Mapping[str, int] = MappingProxyType({})
) -> DocumentRow:
    """Return the row of a document under its own id; its clauses are not needed."""
    start = document.source.start if document.source else 0
    count = document.clause_count
    return DocumentRow(document.id, document.id, document.digest, start, count, characters, name, cited)


def in_order(rows: Iterable[tuple[str, FileRow]]) -> Catalogue:
    """Return a catalogue of ``rows`` in corpus order."""
    return Catalogue(dict(sorted(rows, key=lambda pair: pair[0])))


def _values(row: DocumentRow) -> list[object]:
    own = [row.id, row.own_id, row.digest, row.start, row.clauses, row.characters]
    return [*own, row.name, dict(row.cited)]


def _file_row(row: list[Any]) -> FileRow:
    digest, skipped, documents, characters, left_out = row
    rows = tuple(DocumentRow(*document) for document in documents)
    return FileRow(digest, rows, skipped, int(characters), int(left_out))
