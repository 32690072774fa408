"""The write path: from a folder of files, or ready-made documents, to a visible index."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from searchlib.corpus.digest import CorpusState, corpus_state, reading_fingerprint
from searchlib.corpus.listing import check_corpus
from searchlib.corpus.names import REGISTRY
from searchlib.corpus.seen import SeenFiles
from searchlib.engine.choose import EngineChoice, choose_engine, engine_for, engine_of
from searchlib.errors import SearchlibError
from searchlib.facts.sources import registry_sources
from searchlib.indexing.job import BuildJob
from searchlib.indexing.previous import PreviousIndex, previous_index
from searchlib.model import BuildReport, Document, Progress
from searchlib.projects import Registry
from searchlib.storage.meta import IndexMeta, read_meta
from searchlib.storage.publish import writing
from searchlib.storage.seen_files import read_seen, write_seen
from searchlib.text.analyzer import Analyzer


def build(
    corpus: str | Path,
    index: str | Path = "index",
    *,
    rebuild: bool = False,
    full_check: bool = False,
    progress: Progress | None = None,
    engine: EngineChoice | None = None,
) -> BuildReport:
    """Make ``index`` answer for the files below ``corpus``.

    Only files whose contents have changed are read, and nothing is done when none has, unless ``rebuild``.
    Everything is read again, and the report says why, when the index was made with another dictionary, fold
    table or version, or is damaged. The answers are those of an index built from nothing either way.

    A file is taken for unchanged, and not read, if the system says that nobody has touched it since it was
    hashed (see `searchlib/corpus/seen.py` for what is relied on); with ``full_check`` every file is hashed.

    ``engine`` says where this index and its later versions are kept; by default, where they have been.

    A file that cannot be read is in the report's ``skipped``, the others are indexed. Until the moment the
    new index is complete, readers see the old one. Raises CorpusMissing when there is no document at all,
    IndexBusy when another build is running, MetadataError for a malformed registry.
    """
    started = time.monotonic()
    root, folder = Path(corpus), Path(index)
    check_corpus(root)
    resolved, reader = str(root.resolve()), reading_fingerprint()
    registry, sources = _registry(root, folder, reader)
    with writing(folder):
        if progress:
            progress("looking for changes", 0, 0)
        is_moved = engine is not None and choose_engine(folder, engine)
        previous, reason = previous_index(folder)
        known = {} if full_check or rebuild else read_seen(folder, resolved)
        seen = SeenFiles(root, known)
        state = corpus_state(root, seen)
        if (rows := seen.rows()) is not None:
            write_seen(folder, resolved, rows)
        analyzer = Analyzer(registry.words())
        job = BuildJob(state, resolved, reader, registry, analyzer, progress, engine_for(folder), sources)
        if previous:
            reason = previous.damage() or _why_anew(previous, job, is_moved)
            previous = None if previous.damage() else previous
        base = None if reason or rebuild else previous
        if base and _is_current(base, job):
            return _unchanged(base.meta, started)
        # Loaded when there is something to do; a build that has nothing to do is done before they would be.
        from searchlib.indexing.commit import write_anew, write_update
        from searchlib.indexing.report import report_of

        written = write_update(folder, job, base) if base else write_anew(folder, job)
        return report_of(folder, previous, written, None if rebuild else reason, started)


def build_documents(documents: Iterable[Document], index: str | Path = "index") -> BuildReport:
    """Make ``index`` answer for ready-made documents instead of files.

    Clauses must carry their document's id and a path unique in it; raises MetadataError otherwise.
    """
    from searchlib.indexing.commit import write_documents
    from searchlib.indexing.report import report_of

    started = time.monotonic()
    folder, registry = Path(index), Registry.load()
    with writing(folder):
        previous, _ = previous_index(folder)
        previous = None if previous and previous.damage() else previous
        nothing = CorpusState(Path(), {}, ())
        job = BuildJob(nothing, None, "", registry, Analyzer(registry.words()), None, engine_for(folder))
        written = write_documents(folder, job, documents)
        return report_of(folder, previous, written, None, started)


def _unchanged(meta: IndexMeta, started: float) -> BuildReport:
    return BuildReport(meta.documents, meta.clauses, 0, 0, 0, meta.skipped, time.monotonic() - started)


def _registry(root: Path, index: Path, reader: str) -> tuple[Registry, str]:
    """Return the registry of the corpus, and the digest of what it is made of.

    If ``index`` has one that was made of the same, it is that one: to make it takes a fifth of a second.
    """
    extra = root / REGISTRY
    sources = registry_sources(extra, reader)
    with suppress(SearchlibError, OSError):
        meta = read_meta(index)
        if sources and meta.registry == sources:
            return Registry.from_json(meta.projects), sources
    return Registry.load(extra if extra.is_file() else None), sources


def _why_anew(previous: PreviousIndex, job: BuildJob, is_moved: bool) -> str | None:
    """Why ``previous`` cannot be built upon, or None."""
    if is_moved:
        return "it is to be kept elsewhere"
    if previous.meta.folder is None:
        return "it was made of ready-made documents"
    if previous.meta.analyzer != job.analyzer.fingerprint():
        return "the dictionary, the names of projects or the fold table have changed"
    if previous.meta.reader != job.reader:
        return "the rules of reading have changed"
    return engine_of(previous.folder).lost_index(previous.folder)


def _is_current(previous: PreviousIndex, job: BuildJob) -> bool:
    meta = previous.meta
    return (
        meta.files == job.state.digest
        and meta.folder == job.folder
        and meta.projects == job.registry.to_json()
    )
