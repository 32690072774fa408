"""Open an index, or one generation of it, as a library."""

from __future__ import annotations

from pathlib import Path

from searchlib.engine.choose import engine_of
from searchlib.errors import IndexStale
from searchlib.projects import Registry
from searchlib.search.library import Library
from searchlib.storage.citations import read_citations
from searchlib.storage.integrity import Integrity
from searchlib.storage.meta import IndexMeta
from searchlib.storage.snapshot import open_visible
from searchlib.text.analyzer import open_analyzer


def open_library(index: str | Path = "index") -> Library:
    """Open the index in folder ``index``.

    Every file is verified while the first query is being answered; a damaged index returns no answer.
    Raises IndexMissing, IndexStale when another version or dictionary built it, IndexDamaged.
    """
    return open_visible(Path(index), open_generation)


def open_generation(generation: Path, meta: IndexMeta, integrity: Integrity) -> Library:
    """Open one generation of an index, whose verification is under way."""
    registry = Registry.from_json(meta.projects)
    analyzer = open_analyzer(generation)
    try:
        if analyzer.fingerprint() != meta.analyzer:
            raise IndexStale("index.other-analyzer", index=generation.parent, corpus=meta.folder or "CORPUS")
        return Library(
            engine_of(generation).open_index(generation, read_citations(generation)),
            meta,
            analyzer,
            registry,
            integrity,
        )
    except BaseException:
        analyzer.close()
        raise
