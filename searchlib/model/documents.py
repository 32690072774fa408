"""Documents and clauses, as they are read and as an engine receives them."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from searchlib.model.presenting import how_many, shortened
from searchlib.model.texts import Source, SourceMap


class Kind(StrEnum):
    """What sort of text a document is."""

    JOINT_STATEMENT = "joint-statement"
    COMMUNIQUE = "communique"
    REPORT = "report"
    LAW = "law"
    OTHER = "other"


class NormLevel(StrEnum):
    """Which level of norms a law is of, from the constitution down."""

    CONSTITUTION = "constitution"
    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative-regulation"
    SUPERVISORY_REGULATION = "supervisory-regulation"
    LOCAL_REGULATION = "local-regulation"
    AUTONOMOUS_REGULATION = "autonomous-regulation"
    JUDICIAL_INTERPRETATION = "judicial-interpretation"
    DEPARTMENTAL_RULE = "departmental-rule"
    LOCAL_RULE = "local-rule"


class DateIs(StrEnum):
    """Which date of a document ``Document.date`` is."""

    SIGNED = "signed"
    PUBLISHED = "published"


class Script(StrEnum):
    """Which characters a document is written in."""

    HANS = "hans"
    HANT = "hant"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, repr=False)
class Clause:
    """The unit of retrieval: a numbered item, an article or a paragraph of a document.

    ``path`` is unique in its document (``8``, ``2.3``, ``p2``, ``title``); ``number`` is what is printed
    (``八、``, ``第八条``, ``●``) and also begins ``text`` where it is printed there; ``headings`` are the
    headings above the clause, outermost first; ``source`` maps ``text`` to the document's file.
    """

    document_id: str
    path: str
    text: str
    number: str | None = None
    headings: tuple[str, ...] = ()
    source: SourceMap | None = None

    @property
    def id(self) -> str:
        """``<document id>#<path>``."""
        return f"{self.document_id}#{self.path}"

    def __repr__(self) -> str:
        return f"<Clause {self.id}: {shortened(self.text)}>"


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One statement, report or law.

    ``date`` is the day of signature or, failing that, of publication, and ``date_is`` tells which;
    ``parties`` are ISO 3166-1 alpha-2 codes in order of appearance; ``level`` and ``issuers`` are of laws:
    the level of norms, and the bodies that made it; ``digest`` is the SHA-256 of the content. In answers
    ``clauses`` is empty and ``clause_count`` tells how many there are.
    """

    id: str
    title: str | None
    kind: Kind = Kind.OTHER
    date: datetime.date | None = None
    date_is: DateIs | None = None
    published: datetime.date | None = None
    parties: tuple[str, ...] = ()
    place: str | None = None
    publisher: str | None = None
    url: str | None = None
    level: NormLevel | None = None
    issuers: tuple[str, ...] = ()
    script: Script | None = None
    source: Source | None = None
    digest: str = ""
    clause_count: int = 0
    clauses: tuple[Clause, ...] = ()

    def __repr__(self) -> str:
        held = how_many(self.clause_count or len(self.clauses), "clause")
        return f"<Document {self.id}: {shortened(self.title or 'untitled', 40)}, {held}>"


FilterValues = tuple[tuple[str, tuple[str, ...]], ...]
"""The values that filters compare: a tuple of strings for each field name."""


@dataclass(frozen=True, slots=True)
class AnalyzedClause:
    """A clause as an engine receives it: keys only, and the values to give back.

    ``text``, ``headings`` (joined by line feeds) and ``title`` are the keys exact leaves look into: folded,
    without the characters that do not count. ``words`` are the terms of the text, ``context_words`` those of
    headings and title, both with repetition, for ranking. ``metadata`` holds the filterable values: strings
    by field name, and ``day`` is the document's date as ``yyyymmdd`` (0 when unknown). ``ordinal`` is the
    clause's place in its document, from 0. ``document`` comes without its clauses. ``places`` has for each
    character of ``text`` its offset in the clause's own text; None where nothing is left out.
    """

    clause: Clause
    document: Document
    ordinal: int
    text: str
    headings: str
    title: str
    words: tuple[str, ...]
    context_words: tuple[str, ...]
    metadata: FilterValues
    day: int
    places: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of many texts: ``numbers`` of entries of ``terms``, of which each text has the next
    ``counts``; with repetition, in no particular order."""

    terms: Sequence[str]
    numbers: array[int]
    counts: array[int]


@dataclass(frozen=True, slots=True)
class AnalyzedBatch:
    """Many clauses as an engine receives them, column by column; see :class:`AnalyzedClause`.

    ``clauses``, ``owners`` (places in ``documents``), ``ordinals``, ``days``, ``lengths`` (of the indexed
    texts, in code points), ``contexts_of`` (places in ``contexts``) and ``metadata`` have one entry for each
    clause. ``originals`` and ``texts`` are all texts, original and indexed, one after another, each followed
    by one character that belongs to none; ``places`` has for each character of ``texts`` its offset in
    ``originals`` (ascending). A context is printed headings, the keys of headings and the key of the title;
    ``words`` has the terms of the clauses, ``context_words`` those of the contexts. ``document_metadata``
    holds for every clause of a document, beside its own ``metadata``.
    """

    documents: Sequence[Document]
    clauses: Sequence[Clause]
    owners: array[int]
    ordinals: array[int]
    days: array[int]
    lengths: array[int]
    originals: str
    texts: str
    places: array[int]
    words: Terms
    contexts: Sequence[tuple[tuple[str, ...], str, str]]
    contexts_of: array[int]
    context_words: Terms
    metadata: Sequence[FilterValues]
    document_metadata: Sequence[FilterValues]
