"""Write and publish one generation: from nothing, or from the previous one with what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from searchlib.corpus.citations import count_citations
from searchlib.corpus.digest import CorpusState, file_digests
from searchlib.corpus.identity import Ids
from searchlib.engine.choose import engine_named
from searchlib.errors import CorpusMissing, IndexError_, SearchlibError
from searchlib.indexing.job import BuildJob
from searchlib.indexing.pipeline import Namer, Pipeline
from searchlib.indexing.previous import PreviousIndex
from searchlib.model import Document, Skipped
from searchlib.storage.catalogue import CATALOGUE, UNKNOWN, Catalogue, DocumentRow, FileRow, in_order
from searchlib.storage.citations import CITATIONS, write_citations
from searchlib.storage.meta import FORMAT, IndexMeta
from searchlib.storage.publish import new_generation, publish


@dataclass(frozen=True, slots=True)
class Written:
    """A published generation: its metadata and its catalogue."""

    meta: IndexMeta
    catalogue: Catalogue


def write_documents(index: Path, job: BuildJob, documents: Iterable[Document]) -> Written:
    """Write a generation of ready-made documents, which keep their ids."""
    with new_generation(index) as folder:
        job.analyzer.write_dictionary(folder)
        pipeline = _ingest(job, lambda document: document.id)
        clauses = engine_named(job.engine).build_index(folder, pipeline.gathered(documents))
        catalogue = Catalogue(pipeline.rows(lambda _: UNKNOWN))
        return _publish(index, folder, job, catalogue, clauses)


def write_anew(index: Path, job: BuildJob) -> Written:
    """Write a generation of every file of the corpus, independent of any before it."""
    state = job.state
    with new_generation(index) as folder:
        job.analyzer.write_dictionary(folder)
        pipeline = _ingest(job, _admitting())
        paths = [state.path(file) for file in state.files]
        clauses = engine_named(job.engine).build_index(folder, pipeline.gathered(paths))
        catalogue = in_order(_rows(pipeline, state, state.files).items())
        return _publish(index, folder, job, catalogue, clauses)


def write_update(index: Path, job: BuildJob, previous: PreviousIndex) -> Written:
    """Write a generation that shares what has not changed with ``previous``."""
    state, rows = job.state, previous.catalogue.files
    kept = {file: row for file, row in rows.items() if state.files.get(file) == row.digest}
    reading = [file for file in state.files if file not in kept]
    linked = {
        name: entry
        for name, entry in previous.integrity.manifest.items()
        if name not in (CATALOGUE, CITATIONS)
    }
    with new_generation(index, previous.folder, linked) as folder:
        clauses = previous.meta.clauses
        gone = _ids(row for file, row in rows.items() if file not in kept)
        if gone or reading:
            pipeline = _ingest(job, _admitting(_ids(kept.values())))
            gathered = pipeline.gathered([state.path(file) for file in reading])
            clauses = engine_named(job.engine).update_index(folder, gone, gathered)
            kept |= _rows(pipeline, state, reading)
        catalogue = in_order(kept.items())
        misnamed = {file for file, row, right in _right_ids(catalogue) if row.id != right}
        if misnamed:
            clauses, catalogue = _renamed(folder, job, catalogue, misnamed)
        return _publish(index, folder, job, catalogue, clauses, previous)


def _renamed(folder: Path, job: BuildJob, catalogue: Catalogue, files: Set[str]) -> tuple[int, Catalogue]:
    """Read ``files`` again, whose documents must have other ids since copies of them came or went."""
    state = job.state
    right = {(file, row.own_id): name for file, row, name in _right_ids(catalogue) if file in files}
    gone = _ids(catalogue.files[file] for file in files)

    def name(document: Document) -> str:
        key = (document.source.file if document.source else "", document.id)
        if key not in right:
            raise SearchlibError("file.changed", file=key[0])
        return right[key]

    reading = [file for file in catalogue.files if file in files]
    pipeline = _ingest(job, name)
    gathered = pipeline.gathered([state.path(file) for file in reading])
    clauses = engine_named(job.engine).update_index(folder, gone, gathered)
    return clauses, in_order({**catalogue.files, **_rows(pipeline, state, reading)}.items())


def _ingest(job: BuildJob, name: Namer) -> Pipeline:
    return Pipeline(job.state.root, job.analyzer, job.registry.words(), name, job.progress, job.engine)


def _right_ids(catalogue: Catalogue) -> Iterator[tuple[str, DocumentRow, str]]:
    """Yield every document with its file and the id it must have in this catalogue."""
    ids = Ids()
    for file, row in catalogue.documents():
        yield file, row, ids.give(row.own_id, row.digest, file, row.start)


def _admitting(taken: Iterable[str] = ()) -> Namer:
    """Return a namer for documents in order of arrival; ``taken`` are the ids in use."""
    ids = Ids(taken)
    return lambda document: ids.admit(document).id


def _ids(rows: Iterable[FileRow]) -> set[str]:
    return {document.id for row in rows for document in row.documents}


def _rows(pipeline: Pipeline, state: CorpusState, files: Iterable[str]) -> dict[str, FileRow]:
    """Return the rows of ``files``; the next build reads those again that have changed meanwhile."""
    names = list(files)
    digests = file_digests(names, state.root)
    still = {file: now for file, now in zip(names, digests, strict=True) if now == state.files[file]}
    return pipeline.rows(lambda file: still.get(file, UNKNOWN))


def _publish(
    index: Path,
    folder: Path,
    job: BuildJob,
    catalogue: Catalogue,
    clauses: int,
    previous: PreviousIndex | None = None,
) -> Written:
    rows = [row for _, row in catalogue.documents()]
    skipped = sorted((*job.state.skipped, *catalogue.skipped()), key=lambda each: each.file)
    if not rows:
        raise _nothing_to_index(job.folder, skipped)
    if clauses != sum(row.clauses for row in rows) or len(rows) != len({row.id for row in rows}):
        raise IndexError_("index.inconsistent", index=index, clauses=clauses, documents=len(rows))
    catalogue.write(folder)
    write_citations(folder, count_citations((row.id, row.name, row.cited) for row in rows))
    settled = all(row.digest != UNKNOWN for row in catalogue.files.values())
    meta = IndexMeta(
        format=FORMAT,
        analyzer=job.analyzer.fingerprint(),
        reader=job.reader,
        generation=folder.name,
        corpus=catalogue.digest(),
        files=job.state.digest if settled else UNKNOWN,
        folder=job.folder,
        documents=len(rows),
        clauses=clauses,
        characters=sum(row.characters for row in rows),
        texts=sum(bool(row.documents) for row in catalogue.files.values()),
        read=sum(row.characters for row in catalogue.files.values()),
        left_out=sum(row.left_out for row in catalogue.files.values()),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        projects=job.registry.to_json(),
        registry=job.sources,
        skipped=tuple(skipped),
    )
    if previous is None:
        return Written(publish(index, meta), catalogue)
    return Written(publish(index, meta, previous.folder, previous.integrity.manifest), catalogue)


def _nothing_to_index(folder: str | None, skipped: list[Skipped]) -> CorpusMissing:
    if folder is None:
        return CorpusMissing("corpus.no-document")
    if not skipped:
        return CorpusMissing("corpus.empty", folder=folder)
    code = "corpus.unreadable" if len(skipped) == 1 else "corpus.all-unreadable"
    file, problem, more = skipped[0].file, skipped[0].reason, len(skipped) - 1
    return CorpusMissing(code, folder=folder, file=file, problem=problem, more=more)
