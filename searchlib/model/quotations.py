"""What becomes of a quotation when it is compared with the texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from searchlib.model.documents import Clause, Document
from searchlib.model.texts import Span


class Verdict(StrEnum):
    """How a quotation compares with the texts."""

    VERBATIM = "verbatim"
    """It stands there, in either script; blanks and line ends beside Chinese do not count."""
    DIFFERS = "differs"
    """Most of it stands there, and the differences are known."""
    NOT_FOUND = "not-found"
    """No clause holds most of it."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """Characters that differ: ``quoted`` at ``quoted_span`` of the quotation, ``printed`` at ``span`` of the
    clause's text. Either may be empty.
    """

    quoted: str
    printed: str
    quoted_span: Span
    span: Span


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """The part ``quoted_span`` of a quotation beside ``span`` of the text of a clause."""

    clause: Clause
    document: Document
    quoted_span: Span
    span: Span
    deviations: tuple[Deviation, ...] = ()

    @property
    def printed(self) -> str:
        """The text of the clause that was quoted, in its original characters."""
        return self.clause.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation and where it is from. ``text`` stands at ``start`` of what was checked, in line ``line``.

    ``parts`` are the clauses it is from, in its order, one unless it goes over several; if it was not found,
    the nearest clause. ``likeness`` is the share of its characters that stand there; ``elsewhere`` is how
    many further places have it verbatim.
    """

    text: str
    verdict: Verdict
    parts: tuple[QuotedPart, ...] = ()
    likeness: float = 0.0
    elsewhere: int = 0
    start: int = 0
    line: int = 1


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """Every quotation of a text, in its order."""

    quotations: tuple[Quotation, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many quotations have ``verdict``."""
        return sum(quotation.verdict is verdict for quotation in self.quotations)

    def __iter__(self) -> Iterator[Quotation]:
        return iter(self.quotations)

    def __len__(self) -> int:
        return len(self.quotations)
