"""Check the files and the structure of an index without its corpus, and go back to an intact generation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from searchlib.corpus.citations import count_citations
from searchlib.engine.base import Engine
from searchlib.engine.choose import engine_of
from searchlib.errors import (
    EngineUnavailable,
    IndexDamaged,
    IndexError_,
    IndexMissing,
    IndexStale,
    SearchlibError,
)
from searchlib.model import CheckReport, Finding
from searchlib.search.opening import open_generation
from searchlib.search.saved import saved_queries
from searchlib.storage.catalogue import read_catalogue
from searchlib.storage.citations import CITATIONS, read_citations
from searchlib.storage.integrity import Integrity, Verified, verify_files
from searchlib.storage.lock import HOLDER
from searchlib.storage.manifest import MANIFEST
from searchlib.storage.meta import META, SAVED, IndexMeta, encode_meta, generation_folder, read_meta
from searchlib.storage.publish import generations, show, visible_generation, writing

_TRIES = 100


def check(index: str | Path = "index") -> CheckReport:
    """Look at every file and every part of the index in folder ``index``; nothing is changed.

    Compared are sizes and checksums of all files, the parts of the engine among themselves, and the documents
    in it with the catalogue. A generation that a build has cleared away meanwhile is no damage: then the
    visible one is looked at. Raises IndexMissing, IndexStale for an index of another version, and
    EngineUnavailable where it is in a cluster that does not answer.
    """
    folder = Path(index)
    for _ in range(_TRIES):
        try:
            meta = read_meta(folder)
        except IndexDamaged as error:
            known: Verified = {}
            finding = _finding(META, error, newest_whole(folder, known) is not None)
            return CheckReport("", 0, 0, 0, 0, (finding,), tuple(_beside(folder, None, known)))
        report = _report(folder, meta)
        if report.ok or visible_generation(folder) == meta.generation:
            return report
    raise IndexError_("index.changing-check", index=index)


def _report(folder: Path, meta: IndexMeta) -> CheckReport:
    """The generation that ``meta`` names, and what is kept beside it."""
    known: Verified = {}
    generation = folder / meta.generation
    sizes = list(_sizes(generation))
    damage = tuple(_damage(folder, meta, known))
    return CheckReport(
        generation=meta.generation,
        files=len(sizes),
        bytes=sum(sizes),
        documents=meta.documents,
        clauses=meta.clauses,
        damage=damage,
        warnings=tuple(_beside(folder, meta, known)),
        cluster=None
        if damage
        else engine_of(folder / meta.generation).describe_index(folder / meta.generation),
    )


def restore(index: str | Path = "index") -> str:
    """Make the newest intact generation the visible one; returns when it was built (ISO 8601).

    Raises IndexDamaged when there is none, IndexStale when there is none and another version made the index,
    IndexBusy while a build is running.
    """
    folder = Path(index)
    with writing(folder):
        found = newest_whole(folder)
        if found is None:
            with suppress(IndexDamaged, IndexMissing):
                read_meta(folder)
            raise IndexDamaged("index.none-whole", index=folder)
        show(folder, encode_meta(found))
    return found.built


def newest_whole(index: Path, known: Verified | None = None) -> IndexMeta | None:
    """Return the last published generation of ``index`` that is intact.

    Every file is read, except those in ``known``, to which the intact ones are added.
    """
    known = {} if known is None else known
    whole = [meta for folder in generations(index) if (meta := _if_whole(folder, known)) is not None]
    return max(whole, key=lambda meta: meta.number, default=None)


def _if_whole(generation: Path, known: Verified) -> IndexMeta | None:
    try:
        meta = read_meta(generation)
        verify_files(generation, meta, known)
    except (SearchlibError, OSError):
        return None
    return meta if meta.generation == generation.name else None


def _is_of_another_format(folder: Path) -> bool:
    """Tell whether an index, or one generation of it, was made by another version."""
    try:
        read_meta(folder)
    except IndexStale:
        return True
    except (SearchlibError, OSError):
        return False
    return False


def _sizes(generation: Path) -> Iterator[int]:
    """The sizes of its files in bytes, of those that are there."""
    for path in generation.glob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path.stat().st_size


def _damage(index: Path, meta: IndexMeta, known: Verified) -> Iterator[Finding]:
    """What is wrong with the generation that ``meta`` names, whichever is visible by now."""
    try:
        generation = generation_folder(index, meta)
        integrity = Integrity(generation, replace(meta, previous=None), known)
        integrity.confirm()
    except (IndexDamaged, OSError) as error:
        before = newest_whole(index, known)
        yield _finding(meta.generation, error, before is not None)
        return
    structural = list(engine_of(generation).check_index(generation))
    yield from (Finding(meta.generation, fault, ("rebuild",)) for fault in structural)
    try:
        with open_generation(generation, meta, integrity) as library:
            faults = list(_disagreements(library.engine, generation, meta))
    except (IndexError_, OSError) as error:
        if isinstance(error, EngineUnavailable) and not structural:
            raise
        faults = [_reason(error)]
    for fault in faults:
        yield Finding(meta.generation, fault, ("rebuild",))


def _disagreements(engine: Engine, generation: Path, meta: IndexMeta) -> Iterator[str]:
    """Where engine, catalogue and metadata differ."""
    rows = {row.id: (file, row) for file, row in read_catalogue(generation).documents()}
    held = {document.id: document for document in engine.documents()}
    for name in sorted(rows.keys() ^ held.keys()):
        where = "catalogue" if name in rows else "engine"
        yield f"the document {name} is in the {where} only"
    for name in sorted(rows.keys() & held.keys()):
        file, row = rows[name]
        document = held[name]
        source = document.source.file if document.source else ""
        if (row.digest, row.clauses, file) != (document.digest, document.clause_count, source):
            yield f"the catalogue and the engine do not agree on the document {name}"
    counted = count_citations((name, row.name, row.cited) for name, (_, row) in rows.items())
    if counted != read_citations(generation):
        yield f"{CITATIONS} does not have the citations that the catalogue says"
    counts = (len(held), engine.clause_count)
    if counts != (meta.documents, meta.clauses):
        yield (
            f"{META} counts {meta.documents:,} documents and {meta.clauses:,} clauses, "
            f"the engine {counts[0]:,} and {counts[1]:,}"
        )


def _beside(index: Path, meta: IndexMeta | None, known: Verified) -> Iterator[Finding]:
    """What is wrong with what is kept beside the visible generation."""
    is_building = (index / HOLDER).exists()
    for folder in generations(index):
        if is_building and not (folder / MANIFEST).exists():
            continue  # it is being written
        is_visible = meta is not None and folder.name == meta.generation
        if is_visible or _is_of_another_format(folder):
            continue  # the next build removes the latter
        if _if_whole(folder, known) is None and folder.exists():
            what = "an older generation, or one that was not finished, is not whole"
            yield Finding(folder.name, what, ("rebuild",))
    try:
        saved_queries(index)
    except IndexDamaged as error:
        yield Finding(SAVED, error.reason, error.remedies)


def _finding(where: str, error: Exception, way_back: bool) -> Finding:
    return Finding(where, _reason(error), ("rebuild", "restore") if way_back else ("rebuild",))


def _reason(error: Exception) -> str:
    return error.reason if isinstance(error, SearchlibError) else str(error)
