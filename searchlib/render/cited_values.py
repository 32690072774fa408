"""The JSON values of clauses: what cites them, in words and by ids, and where they stand in their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.model import Clause, Document, Source, Span
from searchlib.render.citation import citation
from searchlib.render.places import place_in
from searchlib.search.mentions import source_of

if TYPE_CHECKING:
    from searchlib.render import shapes


def cited_json(cited: Clause, parent: Document) -> shapes.CitedJson:
    """Return the keys that cite the place of a hit or a mention."""
    return {
        "clause_id": cited.id,
        "document_id": parent.id,
        "title": parent.title,
        "date": None if parent.date is None else parent.date.isoformat(),
        "parties": list(map(str, parent.parties)),
        "number": cited.number,
        "path": cited.path,
        "place": place_in(cited, parent),
        "headings": list(map(str, cited.headings)),
        "citation": citation(parent, cited, with_id=False),
    }


def clause_json(found: Clause, parent: Document) -> shapes.ClauseJson:
    """Return one clause of a document, which is given with its clauses."""
    return {
        "clause_id": found.id,
        "path": found.path,
        "place": place_in(found, parent),
        "number": found.number,
        "headings": list(map(str, found.headings)),
        "citation": citation(parent, found, with_id=False),
        "source": clause_source(found, parent),
        "text": found.text,
    }


def clause_source(found: Clause, parent: Document) -> shapes.SourceJson | None:
    """Return where the text of a clause stands in its file, None if that is unknown."""
    return source_json(source_of(found, parent, Span(0, len(found.text))))


def source_json(found: Source | None) -> shapes.SourceJson | None:
    """Return a place in a file of the corpus, None if it is unknown."""
    return None if found is None else {"file": found.file, "start": found.start, "end": found.end}
