"""What a build and a verification have to tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be indexed, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Document counts, except ``clauses`` and ``seconds``."""

    documents: int
    clauses: int
    added: int
    changed: int
    removed: int
    skipped: tuple[Skipped, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the index and a plain scan disagree: the query, and how many each found."""

    query: str
    index: int
    scan: int
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of ``verify``: how many queries were compared, and every difference."""

    compared: int
    differences: tuple[Difference, ...]
    clauses: int
    by_kind: tuple[tuple[str, int], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the index answered every query as a plain scan does."""
        return not self.differences
