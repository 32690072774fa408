"""Prepare a batch for the engine: read, analyse and gather its documents.

This is the work on each single document, in this process or in a worker; a batch yields the same result in
either, so that an index has the same bytes from one process or many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from searchlib.corpus.citations import cited_names
from searchlib.corpus.collector import uncollected
from searchlib.corpus.identity import document_digest
from searchlib.corpus.load import LoadedFile, load_whole
from searchlib.engine.base import GatheredBatch
from searchlib.engine.choose import EMBEDDED, engine_named
from searchlib.errors import MetadataError
from searchlib.model import Document, FileCount, Skipped
from searchlib.text.analyzer import Analyzer
from searchlib.text.tables import count_characters

Entry: TypeAlias = "Path | Document | Skipped"
"""A file to read, a ready-made document, or a file that has been given up already."""

Loaded: TypeAlias = "Document | FileCount | Skipped"
"""A document, what is counted of a file behind its documents, or a file that was given up."""

BATCH = 2 << 20
"""Bytes of files, or of the texts of ready-made documents, that make a batch."""

_UNKNOWN_SIZE = 1 << 16
_BYTES = 3
"""Of a Chinese character in UTF-8."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared batch: its documents without clauses, what was skipped, the code points of each
    document's clause texts, the names that each cites, what is counted of each file, and the batch as the
    engine gathered it (none without clauses)."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    characters: tuple[int, ...]
    cited: tuple[dict[str, int], ...]
    counts: tuple[FileCount, ...]
    gathered: tuple[GatheredBatch, ...]


def batches(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ...]]:
    """Yield the entries in order, in batches of about :data:`BATCH`."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += size_in_bytes(entry)
        if size >= BATCH:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def documents_in(batch: Sequence[Entry], root: Path) -> Iterator[Loaded]:
    """Yield the documents of a batch, each with the id made of its content."""
    for entry in batch:
        if isinstance(entry, Document):
            yield entry
            continue
        loaded = load_whole(entry, root)
        if isinstance(loaded, Skipped):
            yield loaded
        else:
            yield from loaded.documents
            yield _counts_of(loaded)


def _counts_of(loaded: LoadedFile) -> FileCount:
    characters = count_characters(loaded.text.text)
    clauses = (clause.text for document in loaded.documents for clause in document.clauses)
    return FileCount(loaded.text.file, characters, max(0, characters - count_characters("".join(clauses))))


@uncollected()
def prepare(documents: Iterable[Loaded], analyzer: Analyzer, engine: str = EMBEDDED) -> Prepared:
    """Analyse and gather; raises MetadataError for a document whose clauses contradict it."""
    found: list[Document] = []
    skipped: list[Skipped] = []
    counts: list[FileCount] = []
    for document in documents:
        if isinstance(document, Skipped):
            skipped.append(document)
        elif isinstance(document, FileCount):
            counts.append(document)
        else:
            check_document(document)
            found.append(document if document.digest else replace(document, digest=document_digest(document)))
    batch = analyzer.batch(found)
    gathered = (engine_named(engine).gather_batch(batch),) if batch.clauses else ()
    characters = tuple(sum(len(clause.text) for clause in document.clauses) for document in found)
    cited = tuple(map(cited_names, found))
    return Prepared(tuple(batch.documents), tuple(skipped), characters, cited, tuple(counts), gathered)


def check_document(document: Document) -> None:
    """Raise MetadataError unless there are clauses, each with the document's id and a path of its own."""
    if not document.clauses:
        raise MetadataError("document.no-clause", document=document.id)
    paths = {clause.path for clause in document.clauses if clause.document_id == document.id}
    if len(paths) != len(document.clauses):
        raise MetadataError("document.foreign-clauses", document=document.id)


def size_in_bytes(entry: Entry) -> int:
    """Return the bytes of a file or of the texts of a document, as far as they are known."""
    if isinstance(entry, Document):
        return _BYTES * sum([len(clause.text) for clause in entry.clauses])
    if isinstance(entry, Skipped):
        return 0
    try:
        return entry.stat().st_size
    except OSError:  # also a member of an archive
        return _UNKNOWN_SIZE
