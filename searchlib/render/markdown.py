"""Answers as Markdown, for notes: every clause quoted, its matches in bold, with its citation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from searchlib.model import Hit, Mention, Mentions, SearchResults, Span
from searchlib.render.citation import citation
from searchlib.render.kwic import certificate_line
from searchlib.render.marks import on_one_line, visible
from searchlib.render.plain import CAPTIONS, NO_TITLE, totals_line
from searchlib.text.spans import merge, pieces

_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~&]")


def markdown_escaped(text: str) -> str:
    """``text`` so that Markdown shows it as it is.

    >>> markdown_escaped("*两洋* <b>")
    '\\\\*两洋\\\\* \\\\<b\\\\>'
    """
    return _SPECIAL.sub(r"\\\g<0>", text)


def search_markdown(results: SearchResults, hits: Iterable[Hit], language: str = "zh") -> Iterator[str]:
    """The answer piece by piece: how it was understood, the totals, then ``hits`` under their tiers."""
    yield f"# {markdown_escaped(on_one_line(results.understood))}\n\n{totals_line(results)}\n"
    tier = document = None
    for hit in hits:
        if hit.tier is not tier:
            tier, document = hit.tier, None
            yield f"\n## {CAPTIONS[hit.tier]}\n"
        if hit.document.id != document:
            document = hit.document.id
            yield f"\n### {markdown_escaped(on_one_line(hit.document.title or NO_TITLE))}\n"
        yield _quoted(hit, language)


def mentions_markdown(answer: Mentions, mentions: Iterable[Mention], language: str = "zh") -> Iterator[str]:
    """Every mention piece by piece, under its statement, after what vouches for their being all."""
    yield f"# {markdown_escaped(on_one_line(answer.name))}\n\n{markdown_escaped(certificate_line(answer))}\n"
    document = None
    for found in mentions:
        if found.document.id != document:
            document = found.document.id
            yield f"\n## {markdown_escaped(on_one_line(found.document.title or NO_TITLE))}\n"
        line = found.line
        before, match, after = (
            markdown_escaped(on_one_line(part)) for part in (line.before, line.match, line.after)
        )
        cited = markdown_escaped(citation(found.document, found.clause, language))
        yield f"\n> {before}**{match}**{after}\n>\n> — {cited}\n"


def _quoted(hit: Hit, language: str) -> str:
    lines = _bold(hit.text, hit.spans).split("\n")
    cited = markdown_escaped(citation(hit.document, hit.clause, language))
    quoted = "\n>\n".join(f"> {line}" for line in lines)
    return f"\n{quoted}\n>\n> — {cited}\n"


def _bold(text: str, spans: tuple[Span, ...]) -> str:
    parts = ((markdown_escaped(piece), inside) for piece, inside in pieces(visible(text), merge(spans)))
    return "".join(f"**{piece}**" if inside else piece for piece, inside in parts)
