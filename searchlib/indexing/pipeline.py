"""The pipeline from entries of a corpus to engine parts and catalogue rows, batch by batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from searchlib.corpus.citations import citable_name
from searchlib.corpus.limits import LimitReached, can_interrupt, interrupted
from searchlib.engine.base import GatheredBatch
from searchlib.engine.choose import EMBEDDED, engine_named
from searchlib.errors import MetadataError
from searchlib.indexing.prepare import Entry, Prepared, batches, documents_in, prepare, size_in_bytes
from searchlib.indexing.workers import Workers
from searchlib.model import Document, FileCount, Progress, Skipped
from searchlib.storage.catalogue import UNKNOWN, DocumentRow, FileRow, document_row
from searchlib.text.analyzer import Analyzer

Namer = Callable[[Document], str]
"""Returns the id of a document in the index; called once for each, in order."""

WORTH_WORKERS = 3
"""Number of batches from which starting worker processes pays."""

_SMALL = 3 << 20
"""Bytes of files, up to which they are read in this process: none of them can take much memory."""

_PATIENCE, _GROWTH = 5.0, 1 << 30
"""Seconds of work and bytes of memory that a batch may take in this process."""


_READING, _WRITING = "reading and analysing files", "writing the index"
"""Stages of a build, as they are shown."""


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
        self._tell(_READING, 0, total)
        waiting = batches(entries)
        first = list(islice(waiting, WORTH_WORKERS))
        every, count = chain(first, waiting), os.cpu_count() or 1
        if _is_done_here(first, count):
            yield from self._accepted(self._here(every), total)
        else:
            with Workers(min(count, 8), self._root, self._words, self._engine) as workers:
                yield from self._accepted(workers.prepare(every), total)
        self._tell(_WRITING, 0, 0)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._progress:
            self._progress(stage, done, total)

    def _here(self, every: Iterator[Sequence[Entry]]) -> Iterator[tuple[Sequence[Entry], Prepared]]:
        """Prepare batches in this process, until one takes so long that a process of its own must do it."""
        for batch in every:
            limit = interrupted(_PATIENCE, _GROWTH) if _has_files(batch) else nullcontext()
            try:
                with limit:
                    prepared = prepare(documents_in(batch, self._root), self._analyzer, self._engine)
            except LimitReached:
                with Workers(1, self._root, self._words, self._engine) as workers:
                    yield from workers.prepare(chain((batch,), every))
                return
            yield batch, prepared

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
            self._tell(_READING, min(done, total) if total else done, total)
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


def _is_done_here(first: Sequence[Sequence[Entry]], count: int) -> bool:
    """Whether a build is done in this process: one without files, or of few that can be interrupted."""
    few = len(first) < WORTH_WORKERS
    if not any(map(_has_files, first)):
        return few or count < 2
    return (
        few and can_interrupt() and sum(size_in_bytes(entry) for batch in first for entry in batch) <= _SMALL
    )


def _has_files(batch: Sequence[Entry]) -> bool:
    return any(isinstance(entry, Path) for entry in batch)
