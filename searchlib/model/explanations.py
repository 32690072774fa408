"""Why a hit stands where it stands: the parts of its score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """What a part of a score looks at."""

    WORDS = "words"
    PAIRS = "pairs"
    CHARACTERS = "characters"
    DOCUMENT = "document"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A part of a score: what each term adds, ``weight`` included; 0 for terms that are not there."""

    kind: PartKind
    weight: float
    terms: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """The sum over the terms."""
        return sum(value for _, value in self.terms)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a score. ``score`` is their sum times ``factor``, to rounding.

    ``citations`` is how many clauses of other documents cite the document, None where that does not count;
    ``share`` the greatest share of the query that one record holds. A record that was not among the best by
    its words and pairs has only these parts and is not ``refined``.
    """

    parts: tuple[ScorePart, ...]
    factor: float
    score: float
    refined: bool
    citations: int | None = None
    share: float | None = None
