"""Documents, clauses and sections to read, and what is in the index: the part of a library that shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from searchlib.engine.base import Engine, EngineRequest
from searchlib.errors import NoSuchClause, NotInIndex
from searchlib.model import Clause, Document, Reference, Sort, how_many
from searchlib.query.ast import Has
from searchlib.search.lookup import Located, located, lookup, no_document
from searchlib.search.reference_table import ReferenceTable
from searchlib.search.statistics import Statistics, statistics
from searchlib.storage.integrity import Integrity, from_sound_files
from searchlib.storage.meta import IndexMeta


class DocumentAnswers:
    """What a :class:`~searchlib.search.library.Library` shows of single documents."""

    engine: Engine
    meta: IndexMeta
    integrity: Integrity
    _references: ReferenceTable

    def __repr__(self) -> str:
        held = f"{how_many(self.meta.documents, 'document')}, {how_many(self.meta.clauses, 'clause')}"
        name = Path(self.meta.folder).name if self.meta.folder else "of ready-made documents"
        return f"<Library {name}: {held}>"

    @from_sound_files
    def documents(self) -> tuple[Document, ...]:
        """Return every document without its clauses, in corpus order."""
        return tuple(self.engine.documents())

    @from_sound_files
    def references(self, query: str) -> tuple[Reference, ...]:
        """Return the articles that ``query`` names by title and number, or what it names by id.

        Raises QueryError.
        """
        return self._references.references(query)

    @from_sound_files
    def lookup(self, identifier: str, path: str = "") -> Located:
        """Locate a document, a clause or a section by its id, by the id of its document and its path, or by
        its title, which may be short, and number (公司法第十五条).

        Of several versions or texts of one title the latest is located. Raises NotInIndex; see
        :func:`searchlib.search.lookup.lookup`.
        """
        try:
            return lookup(self._document, identifier, path)
        except NoSuchClause:
            raise
        except NotInIndex:
            references = () if path else self._references.named(identifier)
            if not references:
                raise
            return located(self._document, references[0])

    @from_sound_files
    def document(self, document_id: str) -> Document:
        """Return a document with its clauses; raises NotInIndex."""
        if (found := self._document(document_id)) is None:
            raise no_document(document_id)
        return found

    def clause(self, clause_id: str) -> tuple[Clause, Document]:
        """Return one clause, and its document with all its clauses; raises NotInIndex."""
        document_id, _, path = clause_id.rpartition("#")
        found = self.lookup(document_id, path)
        if found.clause is None:
            raise NoSuchClause(document_id, path)
        return found.clause, found.document

    @from_sound_files
    def statistics(self) -> Statistics:
        """Count what is in the index."""
        return statistics(self.engine.documents(), self.meta)

    def _document(self, document_id: str) -> Document | None:
        found = self.engine.search(EngineRequest(Has("document", (document_id,)), sort=Sort.CORPUS))
        rows = self.engine.fetch(found.numbers)
        return replace(rows[0][1], clauses=tuple(clause for clause, _ in rows)) if rows else None
