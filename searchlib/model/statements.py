"""Answers at the level of the statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from searchlib.model.documents import Document
from searchlib.model.mentions import Certificate
from searchlib.model.presenting import Presented, shortened


@dataclass(frozen=True, slots=True)
class StatementMatch:
    """A statement that satisfies a query: in how many clauses each wanted text stands, by the text as
    understood, and in how many some of them."""

    document: Document
    counts: Mapping[str, int]
    clauses: int


@dataclass(frozen=True, slots=True, repr=False)
class Statements(Presented):
    """The statements that satisfy a query, in corpus order.

    ``statements`` are all of them, or the window asked for; ``total`` and ``counts``, the clauses in which
    each wanted text stands, are of the whole answer.
    """

    query: str
    understood: str
    total: int
    searched: int
    counts: Mapping[str, int]
    statements: tuple[StatementMatch, ...]
    certificate: Certificate

    def __repr__(self) -> str:
        return f"<Statements {shortened(self.understood)}: {self.total:,} of {self.searched:,}>"

    def __iter__(self) -> Iterator[StatementMatch]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)
