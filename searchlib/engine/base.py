"""The engine protocol: a store of analysed clauses that selects and scores them by typed queries.

Engines know nothing of Chinese, source files or rendering. Texts arrive folded, queries as the engine nodes
of :mod:`searchlib.query.ast`; an answer is record numbers with scores. A record number is the engine's own
name for a clause, valid while the engine is open.

**Needles.** What is looked for is a string, or a pattern: strings with gaps of so many characters between
them, and characters that may not stand beside them. :func:`searchlib.text.needle.find_needle` says where a
needle occurs in a text; nothing reaches over the end of a text.

**Order.** Relevance is score descending, then the corpus order ascending. The corpus order is
``(day, document id, ordinal)`` with day 0 (unknown) last. Date order is newest first: day descending,
unknown last, then document id and ordinal ascending. All three are total.

**Score.** :class:`~searchlib.query.ranking.Scoring` has the terms. With ``pool`` 0, as in the tiers ``exact``
and ``words``, there is one pass:

``score = sum over words of weight * (bm25(word, text, B) + CONTEXT_WEIGHT * bm25(word, context, B))``

Otherwise, as in the tier ``some``, there are two, so that what is in almost every record is looked at in few
of them. For a record ``c`` of a document ``d``:

``first = sum over words of weight * bm25(word, text, B) + sum over pairs of bm25(pair, characters, B)``

The ``pool`` best by it, ties in corpus order, are scored again; all others keep it, and none of them is above
one of the pool, since the second pass only adds:

``S = first + sum over late words of weight * bm25(word, text, B)``
``+ CHARACTER_WEIGHT * sum over characters of bm25(character, characters, B)``
``+ DOCUMENT_WEIGHT * sum over all words of weight * bm25(word, document, DOCUMENT_B)``
``+ POOL_CONTEXT_WEIGHT * sum over all words of weight * bm25(word, context, B)``

``score = S * (1 + PRIOR_WEIGHT * (1 - C) * ln(1 + citations of d))`` with the prior, otherwise ``S``

``bm25 = idf * tf * (K1 + 1) / (tf + K1 * (1 - b + b * length / average length))`` and ``idf = ln(1 + (N - df
+ 0.5) / (df + 0.5))`` in a *field*: ``text`` are the words of a record, ``context`` those of its headings and
title, ``characters`` its folded text, counted in code points with every place where a string begins,
``document`` the words of all records of the document as one text, with ``N`` and ``df`` in documents. Only
records that are not deleted count. ``C`` is the greatest share, in the pool, of ``weight * idf(text)`` of all
words that one record holds in its text: 1 if a record holds them all, or if there are no words.

BM25: Robertson and Zaragoza 2009, with Lucene's idf, which is never negative. The document as evidence for
its passages: Callan 1994. Evidence that no query changes, as a logarithm: Craswell, Robertson, Zaragoza and
Taylor 2005. The gate ``1 - C`` is this project's own. Weights: ``docs/relevance.md``. Engines agree to
rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from searchlib.model import AnalyzedBatch, Clause, ClusterState, Document, Explanation, Needle, Sort
from searchlib.query.ast import Query
from searchlib.query.ranking import Scoring

K1 = 1.0
B = 0.75
DOCUMENT_B = 0.3
CHARACTER_WEIGHT = 0.5
DOCUMENT_WEIGHT = 0.5
CONTEXT_WEIGHT = 0.2
POOL_CONTEXT_WEIGHT = 0.1
PRIOR_WEIGHT = 0.1

NO_SCORING = Scoring(pool=0)
"""Every score is 0."""


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """What to select, how to score it, and which slice of the ordered answer to return.

    ``limit`` None returns everything from ``offset`` on.
    """

    query: Query
    scoring: Scoring = NO_SCORING
    sort: Sort = Sort.RELEVANCE
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Matches:
    """The exact number of matching records, and the requested slice of them, in order.

    ``numbers``, ``scores`` and ``documents`` are parallel; equal ``documents`` values mean the same
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
    of the needle. Overlapping occurrences are included; a pattern has one for each place where it can begin.
    """

    numbers: Sequence[int] = field(default_factory=tuple)
    starts: Sequence[int] = field(default_factory=tuple)
    ends: Sequence[int] = field(default_factory=tuple)
    needles: Sequence[int] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class ValueCount:
    """The number of matching records, and of their documents, that have a value of a field.

    ``occurrences`` and ``characters`` are 0 unless they were asked for.
    """

    value: str
    clauses: int
    documents: int
    occurrences: int = 0
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Matching records, counted.

    ``first`` and ``last`` are the earliest and the latest day (``yyyymmdd``) among their documents, 0 if none
    has one. ``fields`` has, for each field asked for, the values that occur, those with most records first,
    ties by value; ``without`` has the counts of documents that have no value of the field.
    """

    clauses: int
    documents: int
    first: int = 0
    last: int = 0
    fields: Mapping[str, tuple[ValueCount, ...]] = field(default_factory=dict)
    without: Mapping[str, ValueCount] = field(default_factory=dict)

    @property
    def undated(self) -> int:
        """The number of records of documents without a date, if the field ``year`` was asked for."""
        return self.clauses - sum(each.clauses for each in self.fields["year"])


class Engine(Protocol):
    """An open index. Safe to share between threads; answers never change while it is open."""

    @property
    def clause_count(self) -> int:
        """The number of clauses."""

    def search(self, request: EngineRequest) -> Matches:
        """Select, score and order records; raises TypeError for a query that is not one of engine nodes."""

    def explain(self, request: EngineRequest, numbers: Sequence[int]) -> list[Explanation]:
        """Return the parts of the scores of these records, which ``request.query`` selects, in their order.

        The window and the sort of ``request`` do not matter.
        """

    def occurrences(self, needles: tuple[Needle, ...], within: Query | None = None) -> Occurrences:
        """Return every occurrence of each needle in the texts of clauses that match ``within``.

        Needles are folded; raises ValueError for an empty one.
        """

    def tally(
        self,
        query: Query,
        fields: tuple[str, ...] = (),
        *,
        occurrences: Occurrences | None = None,
        characters: bool = False,
    ) -> Tally:
        """Count the matching records and divide them by ``fields``.

        A field is a name of the metadata, or ``year`` for the year of the day in four digits. A document has
        the metadata and the day of its first clause, whichever of its clauses match. ``occurrences``, which
        must be in matching records, are divided by the fields as well, and so is, if ``characters``, the
        number of code points of the records' texts.
        """

    def clauses_by_document(self, query: Query) -> Mapping[int, int]:
        """Return the number of matching records of each document that has any, in any order.

        Documents are numbered as in :attr:`Matches.documents`.
        """

    def completions(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the ``limit`` commonest terms of texts that begin with ``prefix`` (folded), with the number
        of records that contain each, ties in the order of the terms."""

    def fetch(self, numbers: Sequence[int]) -> list[tuple[Clause, Document]]:
        """Return the stored clauses and documents of these records, in the order given."""

    def documents_of(self, numbers: Sequence[int]) -> list[Document]:
        """Return the stored document of each of these records, in the order given; no clause is read."""

    def documents(self) -> Iterator[Document]:
        """Return every document, without clauses, in corpus order."""

    def texts(self) -> Iterator[tuple[int, str]]:
        """Return record number and folded text of every clause, in corpus order, for a plain scan."""

    def texts_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the folded texts of these records, in the order given."""

    def close(self) -> None:
        """Release files; the engine is unusable afterwards."""


GatheredBatch: TypeAlias = Any
"""A batch of clauses that an engine has made ready for its own index: opaque to others, and picklable."""


class EngineFunctions(Protocol):
    """How an index comes into being, is changed, checked and opened: the functions of an engine's package.

    Batches are gathered first, possibly by other processes, and then written. All clauses of a document are
    in one batch.
    """

    def gather_batch(self, batch: AnalyzedBatch) -> GatheredBatch:
        """Make a batch of clauses ready for the index; raises ValueError for one that cannot be indexed."""

    def rename_documents(
        self, gathered: GatheredBatch, documents: Sequence[Document], name: str
    ) -> GatheredBatch:
        """Return ``gathered`` as if its documents had had the ids of ``documents``.

        ``documents`` are those of the batch in the same order; ``name`` is the metadata field that holds the
        id.
        """

    def build_index(self, folder: Path, gathered: Iterable[GatheredBatch]) -> int:
        """Write an index of batches, in their order, into the empty ``folder``; return the number of clauses.

        Raises FileExistsError if there is an index already.
        """

    def update_index(self, folder: Path, remove: Set[str], gathered: Iterable[GatheredBatch]) -> int:
        """Remove the documents with the ids ``remove`` from the index in ``folder`` and add batches.

        The files may be hard links to those of another index, so they are replaced or removed, never written
        to. Returns the number of clauses in the index, which then answers as one built anew does. Raises
        :class:`~searchlib.errors.IndexBusy` if another process is writing.
        """

    def check_index(self, folder: Path) -> Iterator[str]:
        """Return the structural faults of the index in ``folder``, each in one sentence; none if intact.

        Raises :class:`~searchlib.errors.EngineUnavailable` if nobody can say.
        """

    def lost_index(self, folder: Path) -> str | None:
        """Return why the index in ``folder`` is no longer where it was built, in one sentence; None if it is
        there. Raises :class:`~searchlib.errors.EngineUnavailable` if nobody can say."""

    def describe_index(self, folder: Path) -> ClusterState | None:
        """Return the state of the cluster that holds the index in ``folder``; None where none does."""

    def remove_index(self, folder: Path) -> None:
        """Remove what the index in ``folder`` has outside of it and shares with no other generation."""

    def open_index(self, folder: Path, citations: Mapping[str, int] | None = None) -> Engine:
        """Open the index in ``folder``; raises IndexMissing or IndexDamaged.

        ``citations`` has, by document id, how many clauses of others cite it; 0 for those it lacks.
        """
