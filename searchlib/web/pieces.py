"""Pieces of pages that stand on a page many times: titles, bylines, citations, the values of a facet.

A template calls these as it would its own macros. They are written here because a page of hits has a hundred
of them: a call of a template's macro takes ten times as long as what it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup, escape

from searchlib.model import Document, Script, Span
from searchlib.render.html import marked_html
from searchlib.web.facets import FacetValue
from searchlib.web.messages import Messages

_LANGUAGES = MappingProxyType({Script.HANS: "zh-Hans", Script.HANT: "zh-Hant", Script.MIXED: "zh"})
_NAMED = frozenset({"kind", "script", "level"})
"""Facets whose values have a name in the language of the page."""

_UNMARKED: Mapping[str, Sequence[Span]] = MappingProxyType({})


def safe(text: str) -> str:
    """Return ``text`` escaped for HTML; most texts are letters and digits alone, which need nothing."""
    return text if text.isalnum() else escape(text)


def text_tag(document: Document) -> str:
    """Return the BCP 47 tag of a document's text, by which browsers choose the glyphs."""
    return _LANGUAGES[document.script] if document.script else "zh"


def titled(t: Messages, document: Document, spans: Mapping[str, Sequence[Span]] = _UNMARKED) -> Markup:
    """Return the title of a document, marked where ``spans`` has marks of it, or that it has none."""
    title = document.title
    if not title:
        return escape(t("no_title"))
    marked = marked_html(title, spans.get(title, ()))
    return Markup(f'<bdi lang="{text_tag(document)}">{marked}</bdi>')


def byline(t: Messages, document: Document) -> Markup:
    """Return date, parties and publisher of a document."""
    day = document.date
    parts = ['<span class="byline">\n<time']
    if day is not None:
        parts.append(f' datetime="{day.isoformat()}"')
    parts.append(f">{safe(t.day(day))}</time>\n")
    if document.parties:
        parties = (f'<span title="{safe(code)}">{safe(t.country(code))}</span>' for code in document.parties)
        parts.append(f'<span class="parties">{" · ".join(parties)}</span>')
    if document.publisher:
        parts.append(f"<bdi>{safe(document.publisher)}</bdi>")
    parts.append("</span>\n")
    return Markup("".join(parts))


def citation_box(label: str, text: str, lang: str, copy: str, copied: str) -> Markup:
    """Return a citation that a button copies: ``label`` says of what it is, ``lang`` is the language of
    ``text``, ``copy`` and ``copied`` stand on the button before and after."""
    return Markup(
        f'<div class="citation">\n<span class="label">{safe(label)}</span>\n'
        f'<q class="cited" lang="{lang}" data-copy-source>{safe(text)}</q>\n'
        f'<button type="button" data-copy hidden data-done="{safe(copied)}">{safe(copy)}</button>\n'
        "</div>\n"
    )


def choices(t: Messages, field: str, listed: Iterable[FacetValue]) -> Markup:
    """Return values of a facet, each with its box, which sends ``field:value``, and its number of clauses."""
    rows = [
        f'<li><label><input type="checkbox" name="pick" value="{field}:{safe(each.value)}"'
        f"{' checked' if each.is_chosen else ''}><span>{safe(_named(t, field, each.value))}</span> "
        f'<span class="count">{each.clauses:,}</span></label></li>\n'
        for each in listed
    ]
    return Markup(f"<ul>\n{''.join(rows)}</ul>\n")


def _named(t: Messages, field: str, value: str) -> str:
    """Return a value as readers call it."""
    if field == "country":
        return t.country(value)
    return t(f"{field}.{value}") if field in _NAMED else value
