"""The write path: from a folder of files, or ready-made documents, to a visible index."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from searchlib.analyzer import Analyzer
from searchlib.corpus.digest import corpus_state
from searchlib.corpus.identity import Ids, with_id
from searchlib.corpus.read import walk
from searchlib.engines.base import Part
from searchlib.engines.opening import engine_factory
from searchlib.errors import CorpusMissing, MetadataError, SearchlibError
from searchlib.generations import (
    FORMAT,
    IndexMeta,
    generation_folder,
    new_generation,
    publish,
    read_meta,
    writing,
)
from searchlib.intake import Entry, Prepared, batches, documents_in, prepare
from searchlib.model import BuildReport, Document, Skipped
from searchlib.projects import Registry
from searchlib.workers import Workers

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done and how much there is (0 when not known)."""

_WORTH_WORKERS = 3
"""Batches from which on starting worker processes pays."""


def build(
    corpus: str | Path,
    index: str | Path = "index",
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Make ``index`` answer for the files below ``corpus``.

    Does nothing when no file changed, unless ``rebuild``. A file that cannot be read is in the report's
    ``skipped``, the others are indexed. Until the moment the new index is complete, readers see the old one.
    Raises CorpusMissing when there is no document at all, IndexBusy when another build is running,
    MetadataError for a malformed registry.
    """
    started = time.monotonic()
    root, folder = Path(corpus), Path(index)
    state = corpus_state(root)
    registry = _registry(root)
    with writing(folder):
        old = _old_index(folder)
        origin = _Origin(root, str(root.resolve()), state.digest)
        analyzer = Analyzer(registry.words())
        if not rebuild and old and _is_current(old.meta, origin, analyzer, registry):
            return _unchanged(old.meta, started)
        held = {} if rebuild or not old or old.meta.folder != origin.folder else old.files
        intake = _Intake(walk(root), origin, Ids(held), _Progress(progress, state.files))
        return _report(_write(folder, intake, analyzer, registry), old, intake, started)


def build_documents(documents: Iterable[Document], index: str | Path = "index") -> BuildReport:
    """Make ``index`` answer for ready-made documents instead of files.

    Clauses must carry their document's id and a path unique in it; raises MetadataError otherwise.
    """
    started = time.monotonic()
    folder, registry = Path(index), Registry.load()
    with writing(folder):
        old = _old_index(folder)
        intake = _Intake(documents, _Origin(Path(), None, ""), None, _Progress(None, 0))
        return _report(_write(folder, intake, Analyzer(registry.words()), registry), old, intake, started)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where entries come from: the folder to read below, its full name, the digest of its files."""

    root: Path
    folder: str | None
    files: str


@dataclass(frozen=True, slots=True)
class _OldIndex:
    """What was there before: document id → content digest, and document id → file."""

    meta: IndexMeta
    digests: dict[str, str]
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Progress:
    """Tells the caller how many entries of ``total`` are done."""

    tell: Progress | None
    total: int

    def done(self, entries: int) -> None:
        if self.tell:
            self.tell("index", min(entries, self.total), self.total)


class _Intake:
    """Entries becoming parts, and what is to be said of them afterwards. ``ids`` None keeps ids as given."""

    def __init__(
        self, entries: Iterable[Entry], origin: _Origin, ids: Ids | None, progress: _Progress
    ) -> None:
        self._entries = entries
        self.origin = origin
        self._ids = ids
        self._progress = progress
        self.digests: dict[str, str] = {}
        self.skipped: list[Skipped] = []
        self.characters = 0

    def parts(self, analyzer: Analyzer, words: tuple[str, ...]) -> Iterator[Part]:
        """Everything ready for the engine, prepared by workers where there is enough to do."""
        waiting = batches(self._entries)
        first = list(islice(waiting, _WORTH_WORKERS))
        count = os.cpu_count() or 1
        if len(first) < _WORTH_WORKERS or count < 2:
            every = chain(first, waiting)
            alone = ((batch, prepare(documents_in(batch, self.origin.root), analyzer)) for batch in every)
            yield from self._accepted(alone, analyzer)
            return
        with Workers(min(count, 8), self.origin.root, words) as workers:
            yield from self._accepted(workers.prepare(chain(first, waiting)), analyzer)

    def _accepted(
        self, prepared: Iterable[tuple[Sequence[Entry], Prepared]], analyzer: Analyzer
    ) -> Iterator[Part]:
        done = 0
        for batch, found in prepared:
            admitted = self._admitted(batch, found, analyzer)
            for document in admitted.documents:
                if document.id in self.digests:
                    raise MetadataError(f"two documents have the id '{document.id}'; give one another")
                self.digests[document.id] = document.digest
            self.skipped.extend(admitted.skipped)
            self.characters += admitted.characters
            done += len(batch)
            self._progress.done(done)
            yield from admitted.parts

    def _admitted(self, batch: Sequence[Entry], found: Prepared, analyzer: Analyzer) -> Prepared:
        """``found`` itself, or prepared again under other ids where one was taken (by a copy of the text)."""
        if self._ids is None:
            return found
        names = [self._ids.admit(document).id for document in found.documents]
        if names == [document.id for document in found.documents]:
            return found
        given = iter(names)
        again = (
            document if isinstance(document, Skipped) else with_id(document, next(given))
            for document in documents_in(batch, self.origin.root)
        )
        return prepare(again, analyzer)


def _write(folder: Path, intake: _Intake, analyzer: Analyzer, registry: Registry) -> IndexMeta:
    with new_generation(folder) as generation:
        analyzer.write_dictionary(generation)
        clauses = engine_factory().build_parts(generation, intake.parts(analyzer, registry.words()))
        if not intake.digests:
            raise CorpusMissing(_nothing_to_index(intake))
        meta = IndexMeta(
            format=FORMAT,
            analyzer=analyzer.fingerprint(),
            generation=generation.name,
            corpus=_digest(intake.digests),
            files=intake.origin.files,
            folder=intake.origin.folder,
            documents=len(intake.digests),
            clauses=clauses,
            characters=intake.characters,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            projects=registry.to_json(),
            skipped=tuple(intake.skipped),
        )
        publish(folder, meta)
    return meta


def _registry(root: Path) -> Registry:
    extra = root / "projects.toml"
    return Registry.load(extra if extra.is_file() else None)


def _old_index(folder: Path) -> _OldIndex | None:
    """What was there before, as far as it can still be read; a damaged index is simply built anew."""
    try:
        meta = read_meta(folder)
        engine = engine_factory().open(generation_folder(folder, meta))
    except SearchlibError:
        return None
    try:
        documents = list(engine.documents())
    finally:
        engine.close()
    files = {document.id: document.source.file for document in documents if document.source}
    return _OldIndex(meta, {document.id: document.digest for document in documents}, files)


def _is_current(meta: IndexMeta, origin: _Origin, analyzer: Analyzer, registry: Registry) -> bool:
    return (
        meta.files == origin.files
        and meta.folder == origin.folder
        and meta.analyzer == analyzer.fingerprint()
        and meta.projects == registry.to_json()
    )


def _unchanged(meta: IndexMeta, started: float) -> BuildReport:
    return BuildReport(meta.documents, meta.clauses, 0, 0, 0, meta.skipped, time.monotonic() - started)


def _report(meta: IndexMeta, old: _OldIndex | None, intake: _Intake, started: float) -> BuildReport:
    before, now = old.digests if old else {}, intake.digests
    return BuildReport(
        documents=meta.documents,
        clauses=meta.clauses,
        added=len(now.keys() - before.keys()),
        changed=sum(before[known] != now[known] for known in now.keys() & before.keys()),
        removed=len(before.keys() - now.keys()),
        skipped=meta.skipped,
        seconds=time.monotonic() - started,
    )


def _nothing_to_index(intake: _Intake) -> str:
    where = f"'{intake.origin.folder}' holds no document" if intake.origin.folder else "there is no document"
    first = "".join(f"; {row.file}: {row.reason}" for row in intake.skipped[:1])
    more = f" (and {len(intake.skipped) - 1} more files)" if len(intake.skipped) > 1 else ""
    return f"{where} that could be indexed{first}{more}; the index is left as it was"


def _digest(digests: dict[str, str]) -> str:
    lines = "".join(f"{document} {digest}\n" for document, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()
