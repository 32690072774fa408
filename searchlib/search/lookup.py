"""Resolve an id to a document, one of its clauses, or a section of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from searchlib.errors import NoSuchClause, NotInIndex
from searchlib.model import Clause, Document, Reference


@dataclass(frozen=True, slots=True)
class Located:
    """What an id names: ``document`` with all of its clauses, and those asked for.

    ``clauses`` is empty for the document as a whole, else one clause, or all of the section whose path is
    ``section``. ``reference`` is what was asked for by title and number, with its other versions.
    """

    document: Document
    clauses: tuple[Clause, ...] = ()
    section: str = ""
    reference: Reference | None = None

    @property
    def clause(self) -> Clause | None:
        """The clause that was asked for by its own path; None for a section or the whole document."""
        return self.clauses[0] if self.clauses and not self.section else None

    def shown(self, around: int) -> tuple[Clause, ...]:
        """Return the clauses to read: all, those of the section, or the clause with up to ``around``
        clauses before and after it."""
        if self.clause is None:
            return self.clauses or self.document.clauses
        at = self.document.clauses.index(self.clause)
        return self.document.clauses[max(0, at - around) : at + around + 1]


def lookup(find: Callable[[str], Document | None], identifier: str, path: str = "") -> Located:
    """Locate ``path`` in the document ``identifier``, or what ``identifier`` alone names.

    An id with a # in it is that of a document if there is one, else a document's, a # and the path of a
    clause or section. The path of a section (6, where the clauses are 6.1 and 6.2) names all of its clauses.
    ``find`` returns a document with its clauses by its id. Raises NoSuchClause for a path that the document
    does not have, NotInIndex for an unknown document.
    """
    if (document := find(identifier)) is not None:
        return _within(document, path) if path else Located(document)
    owner, hash_sign, rest = identifier.rpartition("#")
    if hash_sign and not path and (document := find(owner)) is not None:
        return _within(document, rest)
    missing = owner if hash_sign and not path else identifier
    raise no_document(missing)


def located(find: Callable[[str], Document | None], reference: Reference) -> Located:
    """Locate the first place of ``reference`` that is in the index; ``find`` is as in :func:`lookup`.

    Raises NoSuchClause where no text of the title has the article.
    """
    place = next((place for place in reference.places if place.found), reference.places[0])
    return replace(lookup(find, place.document.id, place.path), reference=reference)


def no_document(document_id: str) -> NotInIndex:
    """Return the error for an unknown document."""
    return NotInIndex("document.unknown", document=document_id)


def _within(document: Document, path: str) -> Located:
    for clause in document.clauses:
        if clause.path == path:
            return Located(document, (clause,))
    section = tuple(clause for clause in document.clauses if path and clause.path.startswith(f"{path}."))
    if not section:
        raise NoSuchClause(document.id, path)
    return Located(document, section, path)
