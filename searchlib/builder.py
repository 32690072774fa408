"""The write path: from a folder of files, or ready-made documents, to a visible index."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from searchlib.analyzer import Analyzer
from searchlib.corpus.digest import corpus_state
from searchlib.corpus.load import load_corpus
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
from searchlib.model import AnalyzedClause, BuildReport, Document, Skipped
from searchlib.projects import Registry

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done and how much there is (0 when not known)."""


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
        analyzer = Analyzer(registry.words())
        if not rebuild and old and _is_current(old.meta, state.digest, analyzer, root, registry):
            return _unchanged(old.meta, started)
        intake = _Intake(load_corpus(root), progress or _silent, state.files)
        meta = _write(folder, intake, analyzer, registry, (str(root.resolve()), state.digest))
        return _report(meta, old, intake, started)


def build_documents(documents: Iterable[Document], index: str | Path = "index") -> BuildReport:
    """Make ``index`` answer for ready-made documents instead of files.

    Clauses must carry their document's id and a path unique in it; raises MetadataError otherwise.
    """
    started = time.monotonic()
    folder, registry = Path(index), Registry.load()
    with writing(folder):
        old = _old_index(folder)
        intake = _Intake(documents, _silent, 0)
        meta = _write(folder, intake, Analyzer(registry.words()), registry, (None, ""))
        return _report(meta, old, intake, started)


@dataclass(frozen=True, slots=True)
class _OldIndex:
    meta: IndexMeta
    digests: dict[str, str]


class _Intake:
    """The documents on their way into the index, and what is to be said of them afterwards."""

    def __init__(self, documents: Iterable[Document | Skipped], progress: Progress, total: int) -> None:
        self._documents = documents
        self._total = total
        self._progress = progress
        self.digests: dict[str, str] = {}
        self.skipped: list[Skipped] = []
        self.characters = 0

    def analyzed(self, analyzer: Analyzer) -> Iterator[AnalyzedClause]:
        """Every clause of every document, ready for an engine."""
        for document in self._documents:
            if isinstance(document, Skipped):
                self.skipped.append(document)
                continue
            self._check(document)
            self.digests[document.id] = document.digest
            head = replace(document, clauses=(), clause_count=len(document.clauses))
            for ordinal, clause in enumerate(document.clauses):
                self.characters += len(clause.text)
                yield analyzer.clause(clause, head, ordinal)
            self._progress("index", len(self.digests), self._total)

    def _check(self, document: Document) -> None:
        if document.id in self.digests:
            raise MetadataError(f"two documents have the id '{document.id}'; give one of them another")
        paths = {clause.path for clause in document.clauses if clause.document_id == document.id}
        if len(paths) != len(document.clauses):
            raise MetadataError(
                f"the clauses of '{document.id}' must carry that document id, and each a path of its own"
            )


def _write(
    folder: Path,
    intake: _Intake,
    analyzer: Analyzer,
    registry: Registry,
    origin: tuple[str | None, str],
) -> IndexMeta:
    with new_generation(folder) as generation:
        clauses = engine_factory().build(generation, intake.analyzed(analyzer))
        if not intake.digests:
            raise CorpusMissing(_nothing_to_index(origin[0], intake.skipped))
        meta = IndexMeta(
            format=FORMAT,
            analyzer=analyzer.fingerprint(),
            generation=generation.name,
            corpus=_digest(intake.digests),
            files=origin[1],
            folder=origin[0],
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
        return _OldIndex(meta, {document.id: document.digest for document in engine.documents()})
    finally:
        engine.close()


def _is_current(meta: IndexMeta, files: str, analyzer: Analyzer, root: Path, registry: Registry) -> bool:
    return (
        meta.files == files
        and meta.folder == str(root.resolve())
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


def _nothing_to_index(corpus: str | None, skipped: list[Skipped]) -> str:
    where = f"'{corpus}' holds no document" if corpus else "there is no document"
    first = "".join(f"; {row.file}: {row.reason}" for row in skipped[:1])
    more = f" (and {len(skipped) - 1} more files)" if len(skipped) > 1 else ""
    return f"{where} that could be indexed{first}{more}; the index is left as it was"


def _digest(digests: dict[str, str]) -> str:
    lines = "".join(f"{document} {digest}\n" for document, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def _silent(_stage: str, _done: int, _total: int) -> None:
    """No progress shown."""
