"""What is cited: documents, each once, with all the places in it that an answer names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from searchlib.facts.countries import country_names
from searchlib.model import Clause, Document, Hit, Kind, Mention, StatementMatch
from searchlib.render.places import place_in, place_of
from searchlib.render.terminal import on_one_line

Citable: TypeAlias = Hit | Mention | StatementMatch | Document | tuple[Clause, Document]
"""What has a citation: a clause with its document, or a document as a whole."""

_BETWEEN_STATES = frozenset({Kind.JOINT_STATEMENT, Kind.COMMUNIQUE})


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A document with the places cited in it, in words and in the order of the answer; no places for the
    whole document."""

    document: Document
    places: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title on one line; the id where there is none."""
        return on_one_line(self.document.title or self.document.id)

    @property
    def published(self) -> date | None:
        """The day of publication or, failing that, the document's date."""
        return self.document.published or self.document.date

    def authors(self, language: str) -> tuple[str, ...]:
        """Return who answers for the text: the countries of a statement; nobody where that is not known."""
        document = self.document
        if document.kind not in _BETWEEN_STATES:
            return ()
        names = country_names(language)
        return tuple(names.get(code, code) for code in document.parties)


def cited_works(items: Iterable[Citable], language: str = "zh") -> tuple[CitedWork, ...]:
    """Return the documents of ``items``, in the order of their first mention, with their places, each once.

    A document that is cited as a whole too keeps its places.
    """
    documents: dict[str, Document] = {}
    places: dict[str, dict[str, None]] = {}
    for document, place in _places(items, language):
        documents.setdefault(document.id, document)
        places.setdefault(document.id, {})
        if place:
            places[document.id][place] = None
    return tuple(CitedWork(document, tuple(places[name])) for name, document in documents.items())


def _places(items: Iterable[Citable], language: str) -> Iterator[tuple[Document, str]]:
    for item in items:
        if isinstance(item, Document):
            yield item, ""
        elif isinstance(item, StatementMatch):
            yield item.document, ""
        elif isinstance(item, Mention):
            yield item.document, _unless_title(item.clause, place_of(item, language))
        else:
            clause, document = item if isinstance(item, tuple) else (item.clause, item.document)
            yield document, _unless_title(clause, place_in(clause, document, language))


def _unless_title(clause: Clause, place: str) -> str:
    return "" if clause.path == "title" else place
