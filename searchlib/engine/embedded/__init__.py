"""The default engine: a Whoosh index whose postings are memory-mapped NumPy arrays.

These functions are what :class:`searchlib.engine.base.EngineFunctions` asks of an engine. They import what
they need when called: searching needs NumPy but no Whoosh, and loading Whoosh takes longer than a search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchlib.engine.embedded.engine import EmbeddedEngine
    from searchlib.engine.embedded.segment.buffer import SegmentBuffer
    from searchlib.model import AnalyzedBatch, Document


def gather_batch(batch: AnalyzedBatch) -> SegmentBuffer:
    """Invert the clauses of ``batch``; raises ValueError for metadata that cannot be indexed."""
    from searchlib.engine.embedded.segment.inverter import invert_batch

    return invert_batch(batch)


def rename_documents(gathered: SegmentBuffer, documents: Sequence[Document], name: str) -> SegmentBuffer:
    """Return ``gathered`` as if its documents had had the ids of ``documents``."""
    from searchlib.engine.embedded.segment.rewrite import rename_buffer

    return rename_buffer(gathered, documents, name)


def build_index(folder: Path, gathered: Iterable[SegmentBuffer]) -> int:
    """Write an index into ``folder``, which must be empty; return the number of clauses."""
    from searchlib.engine.embedded.whoosh import writer

    return writer.build_segments(folder, gathered)


def update_index(folder: Path, remove: Set[str], gathered: Iterable[SegmentBuffer]) -> int:
    """Remove documents from the index in ``folder`` and add batches; return the number of clauses."""
    from searchlib.engine.embedded.whoosh import writer

    return writer.update_segments(folder, remove, gathered)


def check_index(folder: Path) -> Iterator[str]:
    """Return the structural faults of the index in ``folder``."""
    from searchlib.engine.embedded.segment.check import structural_faults

    return structural_faults(folder)


def lost_index(folder: Path) -> str | None:  # noqa: ARG001
    """Return None: the index is in its folder."""
    return None


def describe_index(folder: Path) -> None:
    """Return None: the index is in its folder."""


def remove_index(folder: Path) -> None:
    """Do nothing: the index is in its folder, which goes with it."""


def open_index(folder: Path, citations: Mapping[str, int] | None = None) -> EmbeddedEngine:
    """Open the index in ``folder``; ``citations`` has, by document id, how many clauses of others cite it."""
    from searchlib.engine.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(folder, citations)
