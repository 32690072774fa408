"""Which clauses of a document belong to one that is asked for."""

from __future__ import annotations

from searchlib.model import Clause, Document


def neighbours(document: Document, clause: Clause, around: int) -> tuple[Clause, ...]:
    """Return ``clause`` with up to ``around`` clauses of ``document`` before and after it."""
    at = next(at for at, each in enumerate(document.clauses) if each.id == clause.id)
    return document.clauses[max(0, at - around) : at + around + 1]


def clauses_below(document: Document, path: str) -> tuple[Clause, ...]:
    """Return the clauses of section ``path``: 6.1 and 6.2 for 6, where there is no clause 6 itself."""
    return tuple(clause for clause in document.clauses if clause.path.startswith(f"{path}."))
