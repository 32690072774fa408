"""What an engine is: a store of analysed clauses that selects and scores them by typed queries.

Engines know nothing of Chinese, files or rendering. Text arrives folded, queries arrive as the engine
leaves of :mod:`searchlib.query.ast`, and an answer is record numbers with scores. A record number is the
engine's own name for a clause; it is valid as long as the engine is open and means nothing outside it.

**Needles.** What is looked for is a string, or a pattern: strings with gaps of so many characters between
them, and characters that may not stand beside them. :func:`searchlib.text.needle.find` says where a needle
occurs in a text; nothing reaches over the end of a text.

**Order.** Relevance is score descending, then the corpus order ascending. The corpus order is
``(day, document id, ordinal)`` with day 0 (unknown) last. Date order is newest first: day descending,
unknown last, then document id and ordinal ascending. All three are total.

**Score.** The sum over ``scoring`` of ``weight * (bm25(words) + CONTEXT_WEIGHT * bm25(context_words))``
with ``bm25 = idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average length))`` and
``idf = ln(1 + (N - df + 0.5) / (df + 0.5))`` per field (Robertson and Zaragoza 2009, with Lucene's idf,
which is never negative). Engines agree on it to rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from searchlib.model import AnalyzedBatch, AnalyzedClause, Clause, Document, Sort
from searchlib.query.ast import Query
from searchlib.text.needle import Needle

K1 = 1.2
B = 0.75
CONTEXT_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """What to select, how to score it, and which part of the ordered answer to give.

    ``scoring`` are ``(term, weight)`` pairs. ``limit`` None gives everything from ``offset`` on.
    """

    query: Query
    scoring: tuple[tuple[str, float], ...] = ()
    sort: Sort = Sort.RELEVANCE
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Matches:
    """The exact number of matching records, and the requested part of them, in order.

    ``numbers``, ``scores`` and ``documents`` run in parallel; equal ``documents`` values mean the same
    document.
    """

    total: int
    numbers: Sequence[int]
    scores: Sequence[float]
    documents: Sequence[int]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every occurrence of some needles in clause texts, by corpus order, then start, then needle.

    Four parallel columns: record number, code-point offsets of start and end in the clause's text, and index
    of the needle. Overlapping occurrences are all there; a pattern has one for each place where it can begin.
    """

    numbers: Sequence[int] = field(default_factory=tuple)
    starts: Sequence[int] = field(default_factory=tuple)
    ends: Sequence[int] = field(default_factory=tuple)
    needles: Sequence[int] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How many matching records, of how many documents, a value of a field has."""

    value: str
    clauses: int
    documents: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What the matching records come to.

    ``first`` and ``last`` are the earliest and the latest day (``yyyymmdd``) among their documents, 0 where
    none has one. ``fields`` divides them: for each field asked for, the values that occur, those with most
    records first, ties by value.
    """

    clauses: int
    documents: int
    first: int = 0
    last: int = 0
    fields: Mapping[str, tuple[ValueCount, ...]] = field(default_factory=dict)

    @property
    def undated(self) -> int:
        """How many records are of documents without a date, where the field ``year`` was asked for."""
        return self.clauses - sum(each.clauses for each in self.fields["year"])


class Engine(Protocol):
    """An open index. Safe to share between threads; answers never change while it is open."""

    @property
    def clause_count(self) -> int:
        """How many clauses there are."""

    def search(self, request: EngineRequest) -> Matches:
        """Select, score and order."""

    def occurrences(self, needles: tuple[Needle, ...], within: Query | None = None) -> Occurrences:
        """Every occurrence of each needle (folded, not empty) in the texts of clauses matching ``within``."""

    def tally(self, query: Query, fields: tuple[str, ...] = ()) -> Tally:
        """Count the matching records and divide them by ``fields``, without reading any.

        A field is a name of the metadata, or ``year`` for the year of the day in four digits. A document
        counts with the metadata and the day of its first clause, whichever of its clauses match.
        """

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The terms of texts that begin with ``prefix`` (folded) and how many records hold each: the
        ``limit`` commonest, ties in the order of the terms."""

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """The stored values of these records, in the order asked for."""

    def documents(self) -> Iterator[Document]:
        """Every document, without clauses, in corpus order."""

    def texts(self) -> Iterator[tuple[int, str]]:
        """Record number and folded text of every clause, in corpus order: what a plain scan reads."""

    def close(self) -> None:
        """Release files; the engine is unusable afterwards."""


Part: TypeAlias = Any
"""Some clauses made ready by an engine for its own index; opaque to everybody else, and picklable."""


class EngineFactory(Protocol):
    """How an engine comes into being: built into an empty folder once, then opened from it.

    ``build`` is ``build_parts`` of what ``gather`` gives; the two steps apart let other processes gather.
    """

    def build(self, folder: Path, clauses: Iterable[AnalyzedClause]) -> int:
        """Write an index into ``folder`` (existing, empty); gives the number of clauses."""

    def gather(self, clauses: Iterable[AnalyzedClause]) -> Iterator[Part]:
        """Clauses, made ready part by part."""

    def gather_batch(self, batch: AnalyzedBatch) -> Part:
        """A batch of clauses, made ready at once."""

    def rename(self, part: Part, documents: Sequence[Document], name: str) -> Part:
        """What :meth:`gather_batch` gave for a batch of ``documents``, had they had the ids that they have
        now; ``name`` is the metadata that holds the id."""

    def build_parts(self, folder: Path, parts: Iterable[Part]) -> int:
        """Write an index of gathered parts into ``folder``, in their order; gives the number of clauses."""

    def update_parts(self, folder: Path, remove: Set[str], parts: Iterable[Part]) -> int:
        """Take the documents with the ids ``remove`` out of the index in ``folder`` and add ``parts``.

        The files may be links to those of another index, so they are replaced or removed, never written into.
        Gives the number of clauses then there; afterwards the index answers as one built from nothing does.
        """

    def check(self, folder: Path) -> Iterator[str]:
        """What is wrong with the index in ``folder``, each fault in one sentence; nothing if it is whole."""

    def open(self, folder: Path) -> Engine:
        """Open what :meth:`build` wrote."""
