"""The pipeline from entries of a corpus to engine parts and catalogue rows, batch by batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from searchlib.corpus.citations import citable_name
from searchlib.engine.base import GatheredBatch
from searchlib.engine.choose import EMBEDDED, engine_named
from searchlib.errors import MetadataError
from searchlib.indexing.prepare import Entry, Prepared, batches, documents_in, prepare
from searchlib.indexing.workers import Workers
from searchlib.model import Document, FileCount, Progress, Skipped
from searchlib.storage.catalogue import UNKNOWN, DocumentRow, FileRow, document_row
from searchlib.text.analyzer import Analyzer

Namer = Callable[[Document], str]
"""Returns the id of a document in the index; called once for each, in order."""

WORTH_WORKERS = 3
"""Number of batches from which starting worker processes pays."""


class Pipeline:
    """Reads below ``root`` and analyses with the dictionary ``words``; ``name`` returns the ids, ``engine``
    is that of the index."""

    def __init__(
        self,
        root: Path,
        analyzer: Analyzer,
        words: tuple[str, ...],
        name: Namer,
        progress: Progress | None,
        engine: str = EMBEDDED,
    ) -> None:
        self._engine = engine
        self._root = root
        self._analyzer = analyzer
        self._words = words
        self._name = name
        self._progress = progress
        self._rows: dict[str, list[DocumentRow]] = {}
        self._taken: set[str] = set()
        self._counts: dict[str, FileCount] = {}
        self.skipped: list[Skipped] = []

    def gathered(self, entries: Sequence[Entry] | Iterable[Entry]) -> Iterator[GatheredBatch]:
        """Yield the batches as the engine gathered them, prepared by workers if there is enough to do."""
        total = len(entries) if isinstance(entries, Sequence) else 0
        waiting = batches(entries)
        first = list(islice(waiting, WORTH_WORKERS))
        count = os.cpu_count() or 1
        if len(first) < WORTH_WORKERS or count < 2:
            every = chain(first, waiting)
            alone = (
                (batch, prepare(documents_in(batch, self._root), self._analyzer, self._engine))
                for batch in every
            )
            yield from self._accepted(alone, total)
            return
        with Workers(min(count, 8), self._root, self._words, self._engine) as workers:
            yield from self._accepted(workers.prepare(chain(first, waiting)), total)

    def rows(self, digests: Callable[[str], str]) -> dict[str, FileRow]:
        """Return one catalogue row per file: its digest and its documents, or why it was skipped."""
        found = {}
        for file, rows in self._rows.items():
            counts = self._counts.get(file, FileCount(file, 0, 0))
            found[file] = FileRow(digests(file), tuple(rows), None, counts.characters, counts.left_out)
        for each in self.skipped:
            digest = UNKNOWN if each.passing else digests(each.file)
            found[each.file] = FileRow(digest, (), each.reason)
        return found

    def _accepted(
        self, prepared: Iterable[tuple[Sequence[Entry], Prepared]], total: int
    ) -> Iterator[GatheredBatch]:
        done = 0
        for batch, found in prepared:
            admitted = self._named(found)
            self.skipped.extend(admitted.skipped)
            self._counts.update((each.file, each) for each in admitted.counts)
            done += len(batch)
            if self._progress:
                self._progress("index", min(done, total) if total else done, total)
            yield from admitted.gathered

    def _named(self, found: Prepared) -> Prepared:
        """Return ``found`` with the ids of the index, which differ where a copy of a text has taken one."""
        names = [self._name(document) for document in found.documents]
        facts = zip(found.documents, names, found.characters, found.cited, strict=True)
        for document, name, characters, cited in facts:
            if name in self._taken:
                raise MetadataError("document.same-id", document=name)
            self._taken.add(name)
            row = document_row(document, characters, citable_name(document.title or ""), cited)
            file = document.source.file if document.source else ""
            self._rows.setdefault(file, []).append(replace(row, id=name))
        if names == [document.id for document in found.documents]:
            return found
        pairs = zip(found.documents, names, strict=True)
        heads = tuple(replace(document, id=name) for document, name in pairs)
        engine = engine_named(self._engine)
        gathered = (engine.rename_documents(own, heads, "document") for own in found.gathered)
        return replace(found, documents=heads, gathered=tuple(gathered))
