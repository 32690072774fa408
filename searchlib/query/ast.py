"""The query as an immutable tree, in two vocabularies.

What a reader writes becomes a tree of *spoken* nodes (:class:`Keyword`, :class:`Phrase`,
:class:`Wildcards`, :class:`ProjectName`, :class:`Filter`); ``rewrite`` turns its leaves into *engine* leaves
(:class:`Exact`, :class:`Word`, :class:`Has`, :class:`Between`), already folded, and :class:`AtLeast`, which
no reader writes: the only ones that an engine receives. The connectives (:class:`And`, :class:`Or`,
:class:`Not`, :class:`Near`) belong to both.

``str(node)`` is canonical: equal trees print equally, and parsing what is printed gives the tree again.
That holds for trees put together by :func:`all_of`, :func:`any_of` and :func:`negation`, which are flat,
without repeated operands and without double negation; the parser and ``rewrite`` make no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from searchlib.model import Needle
from searchlib.query.canonical import spell_pattern, spell_phrase, spell_value, spell_word
from searchlib.query.characters import AS_TYPED

Zone: TypeAlias = Literal["text", "headings", "title"]
"""Where an exact leaf looks: the text of the clause, the headings above it, the title of its document."""

ALL_ZONES: tuple[Zone, ...] = ("text", "headings", "title")


@dataclass(frozen=True, slots=True)
class Keyword:
    """Text as typed, to be found contiguously; relaxed to its words in the lower tiers."""

    text: str
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return spell_word(self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text: exactly this, spaces between Han characters ignored; never relaxed.

    ``as_typed`` takes numerals in the spelling that they have, and as text: ``="6日"`` is in 16日.
    """

    text: str
    column: int = field(default=0, compare=False)
    as_typed: bool = False

    def __str__(self) -> str:
        return f"{AS_TYPED if self.as_typed else ''}{spell_phrase(self.text)}"


@dataclass(frozen=True, slots=True)
class Wildcards:
    """A keyword with wildcards; never relaxed. ``parts`` are text and wildcards in turn, text at both ends.

    ``?`` is one character, ``*`` up to ten.
    """

    parts: tuple[str, ...]
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return spell_pattern(self.parts)


@dataclass(frozen=True, slots=True)
class ProjectName:
    """``@name``: a project of the registry, by any of its names."""

    name: str
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return spell_value("@", self.name)


@dataclass(frozen=True, slots=True)
class Filter:
    """``field:value``: restricts hits and never adds to their score. ``value`` is as typed.

    ``parts`` are those of :class:`Wildcards` where the value is a pattern.
    """

    name: str
    value: str
    column: int = field(default=0, compare=False)
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.parts:
            return f"{self.name}:{spell_pattern(self.parts)}"
        return spell_value(f"{self.name}:", self.value)


@dataclass(frozen=True, slots=True)
class And:
    """All operands hold."""

    operands: tuple[Query, ...]

    def __str__(self) -> str:
        return " AND ".join(map(_as_operand, self.operands))


@dataclass(frozen=True, slots=True)
class Or:
    """At least one operand holds."""

    operands: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(map(_as_operand, self.operands))


@dataclass(frozen=True, slots=True)
class Not:
    """The operand does not hold; alone it selects every other clause."""

    operand: Query

    def __str__(self) -> str:
        return f"NOT {_as_operand(self.operand)}"


@dataclass(frozen=True, slots=True)
class Near:
    """Both operands stand in the clause's text with at most ``distance`` characters between them,
    in either order; they may not overlap."""

    left: Query
    right: Query
    distance: int

    def __str__(self) -> str:
        return f"{_as_operand(self.left)} NEAR/{self.distance} {_as_operand(self.right)}"


@dataclass(frozen=True, slots=True)
class Exact:
    """Any of ``needles`` (folded, not empty) occurs in one of ``zones`` (folded)."""

    needles: tuple[Needle, ...]
    zones: tuple[Zone, ...] = ALL_ZONES

    def __str__(self) -> str:
        where = "" if self.zones == ALL_ZONES else f" in {'|'.join(self.zones)}"
        return f"exact({'|'.join(spell_phrase(str(each)) for each in self.needles)}{where})"


@dataclass(frozen=True, slots=True)
class Word:
    """``term`` is one of the clause's words, or of the words of its headings and title."""

    term: str

    def __str__(self) -> str:
        return f"word({self.term})"


@dataclass(frozen=True, slots=True)
class Has:
    """Metadata ``name`` has one of ``values``."""

    name: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}={'|'.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Between:
    """The integer metadata ``name`` lies in ``[low, high]``; clauses without it never match."""

    name: str
    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.name}={self.low}..{self.high}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``least`` of the operands (engine nodes) hold: the clauses that hold most of a query."""

    operands: tuple[Query, ...]
    least: int

    def __str__(self) -> str:
        return f"at least {self.least} of ({', '.join(map(str, self.operands))})"


@dataclass(frozen=True, slots=True)
class InDocument:
    """Some clause of the same document satisfies ``operand``."""

    operand: Query

    def __str__(self) -> str:
        return f"in-document({self.operand})"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every clause."""

    def __str__(self) -> str:
        return "everything"


Query: TypeAlias = (
    Keyword
    | Phrase
    | Wildcards
    | ProjectName
    | Filter
    | And
    | Or
    | Not
    | Near
    | Exact
    | Word
    | Has
    | Between
    | AtLeast
    | InDocument
    | Everything
)


SPOKEN = (Keyword, Phrase, Wildcards, ProjectName, Filter)
"""Leaves that a reader writes; each knows the column where it begins."""


def all_of(operands: Iterable[Query]) -> Query:
    """Return ``operands`` (at least one) joined by And, flat and without repetition.

    >>> str(all_of((Keyword("两洋"), all_of((Keyword("铁路"), Keyword("两洋"))))))
    '两洋 AND 铁路'
    """
    flat: list[Query] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, And) else (operand,))
    distinct = tuple(dict.fromkeys(flat))
    return distinct[0] if len(distinct) == 1 else And(distinct)


def any_of(operands: Iterable[Query]) -> Query:
    """Return ``operands`` (at least one) joined by Or, flat and without repetition."""
    flat: list[Query] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, Or) else (operand,))
    distinct = tuple(dict.fromkeys(flat))
    return distinct[0] if len(distinct) == 1 else Or(distinct)


def negation(query: Query) -> Query:
    """Return Not ``query``, or the operand of a query that is a negation itself."""
    return query.operand if isinstance(query, Not) else Not(query)


def _as_operand(query: Query) -> str:
    """Write ``query`` as an operand: connectives of two and more stand in parentheses."""
    return f"({query})" if isinstance(query, And | Or | Near) else str(query)
