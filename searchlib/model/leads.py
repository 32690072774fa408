"""Where a question may go on: what its parts find, what a filter left out, what may have been meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LeadIs(StrEnum):
    """What a lead is in relation to the query that was asked."""

    PART = "part"
    """One keyword, or one word of a text without blanks, alone."""
    TOGETHER = "together"
    """The most keywords that stand in one clause."""
    WITHOUT = "without"
    """The query without one of its filters or exclusions."""
    MEANT = "meant"
    """What may have been meant: a filter that is spelled otherwise, a day or a range of years."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A query to ask instead, and how many clauses it finds exactly. ``without`` is what it leaves out of the
    query that was asked.
    """

    kind: LeadIs
    query: str
    clauses: int
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Clauses that hold the words of a query, but whose statements do not say what a filter asks for.

    ``query`` finds them; it is empty where no query can.
    """

    filter: str
    clauses: int
    statements: int
    query: str = ""


@dataclass(frozen=True, slots=True)
class InLonger:
    """Occurrences of a name inside longer numerals, which are not mentions of it, with up to a few of these;
    ``name`` is how to ask for all occurrences as typed."""

    name: str
    occurrences: int
    examples: tuple[str, ...]
