"""Which texts make a series in time: the statements of one pair of countries, the versions of one law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from searchlib.errors import NotInIndex
from searchlib.facts.countries import country_code
from searchlib.model import Document, Kind
from searchlib.search.library import Library

_HOME = "CN"
_STATEMENTS = frozenset({Kind.JOINT_STATEMENT, Kind.COMMUNIQUE})


def series_of(library: Library, asked: str) -> tuple[Document, ...]:
    """Return the documents of the series, oldest first, without their clauses.

    ``asked`` is a country, whose statements with China alone are taken; or a document by id or title: of a
    law its versions, of a statement the statements of the same parties. Raises NotInIndex, also where fewer
    than two texts make the series.
    """
    code = country_code(asked)
    found = _of_parties(library, {_HOME, code}) if code and code != _HOME else _with(library, asked)
    if len(found) < 2:
        raise NotInIndex("lineage.too-few", asked=asked, found=len(found))
    return found


def versions_of(library: Library, document: Document) -> tuple[Document, ...]:
    """Return the dated versions of a text that are in the index, oldest first, itself among them."""
    reference = library.lookup(document.title).reference if document.title else None
    if reference is None or reference.ambiguous:
        return (document,)
    versions = {place.document.id: place.document for place in reference.places}
    return _in_time(versions.values()) if document.id in versions else (document,)


def is_statement(document: Document) -> bool:
    """Return whether a document is a statement of countries: a joint statement or a communiqué."""
    return document.kind in _STATEMENTS


def series_with(documents: Iterable[Document], document: Document) -> tuple[Document, ...]:
    """Return those of ``documents`` that are statements of the same parties as ``document``, oldest first."""
    if not is_statement(document) or not document.parties:
        return ()
    parties = set(document.parties)
    return _in_time(each for each in documents if is_statement(each) and set(each.parties) == parties)


def _with(library: Library, asked: str) -> tuple[Document, ...]:
    document = library.lookup(asked).document
    if document.kind is Kind.LAW:
        return versions_of(library, document)
    return _of_parties(library, set(document.parties)) if document.parties else (document,)


def _of_parties(library: Library, parties: set[str]) -> tuple[Document, ...]:
    statements = filter(is_statement, library.documents())
    return _in_time(each for each in statements if set(each.parties) == parties)


def _in_time(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(sorted(documents, key=lambda each: (each.date or date.max, each.id)))
