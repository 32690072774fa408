"""What is in an index, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from searchlib.model import Document, Skipped
from searchlib.storage.meta import IndexMeta

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is in an index.

    ``characters`` are code points of clause texts. The ``by_…`` fields count documents by value, most
    frequent first, and ``by_year`` in order of years. ``index``, ``corpus`` and ``analyzer`` are digests.
    """

    documents: int
    clauses: int
    characters: int
    by_kind: Counts
    by_year: Counts
    by_country: Counts
    by_publisher: Counts
    by_level: Counts
    by_issuer: Counts
    by_script: Counts
    built: datetime
    index: str
    corpus: str
    analyzer: str
    skipped: tuple[Skipped, ...]


def statistics(documents: Iterable[Document], meta: IndexMeta) -> Statistics:
    """Count ``documents`` by each of their facts; everything else comes from ``meta``."""
    held = tuple(documents)
    return Statistics(
        documents=len(held),
        clauses=meta.clauses,
        characters=meta.characters,
        by_kind=_count(str(document.kind) for document in held),
        by_year=tuple(sorted(_count(str(document.date.year) for document in held if document.date))),
        by_country=_count(party for document in held for party in document.parties),
        by_publisher=_count(document.publisher for document in held if document.publisher),
        by_level=_count(str(document.level) for document in held if document.level),
        by_issuer=_count(issuer for document in held for issuer in document.issuers),
        by_script=_count(str(document.script) for document in held if document.script),
        built=datetime.fromisoformat(meta.built),
        index=meta.digest,
        corpus=meta.corpus,
        analyzer=meta.analyzer,
        skipped=meta.skipped,
    )


def _count(values: Iterable[str]) -> Counts:
    return tuple(sorted(Counter(values).items(), key=lambda row: (-row[1], row[0])))
