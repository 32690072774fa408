"""Documents as text: a statement's header, its clauses, and one clause with its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchlib.facts.short_titles import short_titles
from searchlib.model import Clause, Document, Reference
from searchlib.render.columns import cells, pad
from searchlib.render.excerpt import LEFT_OUT
from searchlib.render.places import label_of
from searchlib.render.terminal import Look, Style, made_visible, on_one_line, paint
from searchlib.render.wording import day_shown, headings_line, quantity, title_shown

_ASKED = "▶"


def document_lines(document: Document, look: Look) -> Iterator[str]:
    """Return the header: everything that is known of a document, one line each."""
    yield paint(title_shown(document, look), Style.TITLE, look)
    facts = [(look.say(name), value) for name, value in _facts(document, look)] if look.notes else []
    widest = max((cells(name) for name, _ in facts), default=0)
    for name, value in facts:
        yield f"{paint(pad(name, widest), Style.QUIET, look)}  {on_one_line(value)}"


def reference_lines(reference: Reference | None, look: Look) -> Iterator[str]:
    """The versions or texts that a reference may mean, where there are several; the first one is shown."""
    if reference is None or len(reference.places) < 2 or not look.notes:
        return
    name = on_one_line(" ".join(filter(None, (reference.title, reference.number))))
    what = "text" if reference.ambiguous else "version"
    yield f"{name}{look.say(': ')}{quantity(len(reference.places), what, look.language)}"
    for place in reference.places:
        notes = [look.say("latest here")] if place.latest else []
        notes += [] if place.found else [look.say("has no {number}", number=on_one_line(reference.number))]
        identifier = f"{place.document.id}#{place.path}" if place.path else place.document.id
        yield "  " + " · ".join((day_shown(place.document, look), on_one_line(identifier), *notes))
    yield ""


def clause_lines(
    document: Document, clauses: Sequence[Clause], look: Look, asked: str | None = None
) -> Iterator[str]:
    """Return clauses of a document with their places on the left and headings where they change; the clause
    ``asked`` (an id) is highlighted."""
    labels = [label_of(clause, document) for clause in clauses]
    widest = max(map(cells, labels), default=0)
    trail, before = "", ""
    for clause, label in zip(clauses, labels, strict=True):
        yield ""
        above = headings_line(clause)
        if above != trail:
            trail = above
            if above and clause.headings[-1] != before:
                yield from (paint(above, Style.CAPTION, look), "")
        before = clause.text
        pointer = "" if asked is None else f"{_ASKED if clause.id == asked else ' '} "
        first, *rest = _printed(clause).split("\n")
        style = Style.MATCH if clause.id == asked else Style.QUIET
        yield f"{pointer}{paint(pad(label, widest), style, look)}  {first}"
        yield from (" " * (len(pointer) + widest + 2) + line for line in rest)


def statement_lines(document: Document, look: Look) -> Iterator[str]:
    """Return a whole document, header and clauses."""
    yield from document_lines(document, look)
    yield from clause_lines(document, document.clauses, look)


def part_lines(
    document: Document, shown: Sequence[Clause], look: Look, asked: str | None = None
) -> Iterator[str]:
    """Return consecutive clauses of a document, at least one; the clause ``asked`` (an id) is highlighted."""
    yield from document_lines(document, look)
    if shown[0].id != document.clauses[0].id:
        yield from ("", LEFT_OUT)
    yield from clause_lines(document, shown, look, asked)
    if shown[-1].id != document.clauses[-1].id:
        yield from ("", LEFT_OUT)


def _printed(clause: Clause) -> str:
    """Return the clause's text, preceded by its number unless a clause has the number in its text.

    Paragraphs of a section (path 6.2) have the section's number, which is printed before the first or above
    it.
    """
    text = made_visible(clause.text)
    if clause.number is None or "." in clause.path or text.lstrip().startswith(made_visible(clause.number)):
        return text
    return f"{on_one_line(clause.number)} {text}"


def _facts(document: Document, look: Look) -> list[tuple[str, str]]:
    facts = [
        ("id", document.id),
        ("short title", next(iter(short_titles(document)), "")),
        ("kind", look.say(str(document.kind))),
        ("date", _dated(document, look)),
        ("published", "" if document.published is None else document.published.isoformat()),
        ("parties", " ".join(document.parties)),
        ("place", document.place or ""),
        ("publisher", document.publisher or ""),
        ("level", str(document.level or "")),
        ("issuers", "、".join(document.issuers)),
        ("url", document.url or ""),
        ("source", _source(document, look)),
        ("clauses", f"{document.clause_count:,}"),
    ]
    return [(name, value) for name, value in facts if value]


def _dated(document: Document, look: Look) -> str:
    if document.date is None:
        return ""
    return document.date.isoformat() + (f" ({look.say(str(document.date_is))})" if document.date_is else "")


def _source(document: Document, look: Look) -> str:
    if document.source is None:
        return ""
    source = document.source
    return look.say(
        "{file}, characters {start} to {end}",
        file=source.file,
        start=f"{source.start:,}",
        end=f"{source.end:,}",
    )
