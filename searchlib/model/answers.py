"""What a reader asks for and what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import overload

from searchlib.model.documents import Clause, Document
from searchlib.model.leads import Lead, LeftOut
from searchlib.model.needles import Needle
from searchlib.model.presenting import Presented, how_many, shortened
from searchlib.model.texts import Span


class Tier(StrEnum):
    """How a hit matched; tiers are never mixed in one ranking.

    ``REFERENCE`` has the clauses that a query names (公司法第十五条). They come first, each once, and have no
    total: those of the other tiers count every clause that matches, the named ones too.
    """

    REFERENCE = "reference"
    EXACT = "exact"
    WORDS = "words"
    SOME = "some"


class Scope(StrEnum):
    """What must hold all that a query asks for: one clause, or one statement in any of its clauses."""

    CLAUSE = "clause"
    STATEMENT = "statement"


class Sort(StrEnum):
    """In which order hits are listed."""

    RELEVANCE = "relevance"
    DATE = "date"
    CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader asks for. ``limit`` counts hits, or statements when they are grouped; None means all.

    Of each statement at most ``most`` hits of a tier are given, when grouped. With ``prior``, documents that
    others cite come earlier in the last tier. With ``fold``, of each statement only the first few hits of a
    ranked tier are given, see :mod:`searchlib.search.folding`, and of hits of different statements with the
    same text one; it does not matter for a grouped answer. Raises ValueError for a negative ``limit``,
    ``offset`` or ``most``.
    """

    query: str
    limit: int | None = 10
    offset: int = 0
    exact: bool = False
    sort: Sort = Sort.RELEVANCE
    group: bool = False
    most: int | None = None
    scope: Scope = Scope.CLAUSE
    prior: bool = True
    fold: bool = False

    def __post_init__(self) -> None:
        for name, value in (("limit", self.limit), ("offset", self.offset), ("most", self.most)):
            if value is not None and value < 0:
                raise ValueError(f"{name} is {value}; it cannot be negative")


@dataclass(frozen=True, slots=True)
class Copy:
    """A clause with the same text as a hit, in another document, and how many more hits of the tier are
    there."""

    clause: Clause
    document: Document
    more: int


@dataclass(frozen=True, slots=True)
class Folded:
    """What is folded below a hit: how many ``more`` hits of its tier are in its statement, said of the last
    one given, and ``copies`` of its text. ``place`` counts what ``limit`` counts, from 0, over all tiers.
    """

    place: int
    more: int
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A clause that matched: its text, the spans to mark in it, how it matched and how well; of a folded
    answer also what is below it."""

    clause: Clause
    document: Document
    spans: tuple[Span, ...]
    tier: Tier
    score: float
    folded: Folded | None = None

    @property
    def text(self) -> str:
        """The clause's original text, which ``spans`` index."""
        return self.clause.text

    def __repr__(self) -> str:
        return f"<Hit {self.clause.id}, {self.tier} {self.score:.2f}: {shortened(self.text)}>"


@dataclass(frozen=True, slots=True)
class Totals:
    """How many clauses each tier holds, exactly; a tier that was not asked for counts 0."""

    exact: int = 0
    words: int = 0
    some: int = 0

    @property
    def clauses(self) -> int:
        """The clauses of all tiers."""
        return self.exact + self.words + self.some


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A document that a reference may mean, and the path in it, empty for the whole document.

    ``found`` tells whether the document has it; ``latest`` whether no other version in the index is later,
    where there are dated versions: the texts do not say which one is in force.
    """

    document: Document
    path: str
    found: bool
    latest: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference in a query names: ``title`` is the title that was recognised, shortened, ``number``
    the article as it is cited (第十五条), with paragraph and item if they were asked for.

    ``places`` are newest first: versions of one text or, if ``ambiguous``, different ones of that title.
    """

    title: str
    number: str
    places: tuple[NamedPlace, ...]
    ambiguous: bool = False
    paragraph: int | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Keywords that stand nowhere and were taken for a name of the registry: ``typed`` for ``query``, which
    is mentioned so many times.
    """

    typed: str
    query: str
    mentions: int


class Reason(StrEnum):
    """Why another query is offered."""

    NAME = "name"
    """Another name of the same thing."""
    REGION = "region"
    """The word for it in Taiwan, or on the Mainland."""
    SPELLING = "spelling"
    """What is nearest, among names and in the texts, to a keyword that stands nowhere."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another query, with the number of clauses that have an exact hit; never 0.

    ``text`` is what is new in it, ``query`` the whole in canonical spelling.
    """

    reason: Reason
    text: str
    query: str
    clauses: int


@dataclass(frozen=True, slots=True, repr=False)
class SearchResults(Presented):
    """The answer to a search: what was understood, exact totals, and the hits asked for.

    ``size`` is the length of the whole answer in what the request's ``limit`` counts: hits, of a folded one
    those not folded below others of their statement, or the statements of each tier when grouped.
    ``needles`` are what to mark in the hits of each tier, their headings and titles.
    Of a grouped answer ``held`` has, by tier and document id, how many clauses each statement shown holds.
    ``leads`` are what to ask instead, where no clause holds all of the query; ``left_out`` is what filters
    left out for want of a value.
    ``references`` are the articles that the query names; those that are in the index are the first hits.
    """

    query: str
    understood: str
    totals: Totals
    hits: tuple[Hit, ...]
    size: int = 0
    needles: Mapping[Tier, tuple[Needle, ...]] = field(default_factory=dict)
    held: Mapping[Tier, Mapping[str, int]] = field(default_factory=dict)
    leads: tuple[Lead, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    references: tuple[Reference, ...] = ()
    taken: tuple[Taken, ...] = ()
    forms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Operands that are looked for in other spellings of their numerals too, and these spellings."""
    folded: bool = False
    """Whether some tier is folded."""

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> SearchResults: ...
    def __getitem__(self, at: int | slice) -> Hit | SearchResults:
        return replace(self, hits=self.hits[at]) if isinstance(at, slice) else self.hits[at]

    def __repr__(self) -> str:
        totals = self.totals
        found = f"exact {totals.exact:,}, words {totals.words:,}, some {totals.some:,}"
        return (
            f"<SearchResults {shortened(self.understood)}: {found}; {how_many(len(self.hits), 'hit')} here>"
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a request: ``results`` without hits, and the ``rows`` hits that ``hits`` reads, once."""

    results: SearchResults
    rows: int
    hits: Iterator[Hit]
