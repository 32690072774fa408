"""Answers as Markdown: every clause quoted, its matches in bold, with its citation.

Only characters that Markdown would take for markup at their place are escaped (CommonMark 0.31, and the
tildes of GitHub), so that addresses, ids and dates can be copied from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from searchlib.errors import ENGLISH
from searchlib.model import Clause, Document, Hit, Mention, Span, Tier
from searchlib.render.citation import citation
from searchlib.render.csv_json import flattened
from searchlib.render.excerpt import LEFT_OUT
from searchlib.render.heads import heads, in_script
from searchlib.render.json_values import Json
from searchlib.render.terminal import made_visible, on_one_line
from searchlib.text.spans import merge_spans, pieces

_INLINE = re.compile(r"[\\`*\[<~]|(?<!\w)_++|(?<!_)_++(?![^\W_])|&(?=#?\w+;)")
"""An underscore between letters or digits is one; brackets that no bracket opens are nothing."""

_OPENING = re.compile(r"#(?=#{0,5}(?:\s|$))|[-+](?=\s|$)|-(?=-)|>|(?<=\d)[.)](?=\s|$)")
_CLOSING = re.compile(r"(?:(?<=\s)|^)#+\s*$")
_ADDRESS = re.compile(r"https?://[^\s<>\\`\x00-\x20]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed texts of the output: the ``language`` of citations, the names of tiers, and the name of a
    document without a title."""

    language: str
    tiers: Mapping[Tier, str]
    untitled: str


def markdown_escaped(text: str) -> str:
    """Escape ``text`` so that Markdown shows it literally within a line.

    >>> markdown_escaped("*两洋* <b> 2014-07-17 a_b #1")
    '\\\\*两洋\\\\* \\\\<b> 2014-07-17 a_b #1'
    """
    return _INLINE.sub(lambda found: "".join(f"\\{each}" for each in found[0]), text)


def markdown_line(text: str) -> str:
    """Escape ``text`` as a whole line: no heading, list, quotation or indented code either.

    >>> markdown_line("1. 双方"), markdown_line("- 双方"), markdown_line("1.2 双方")
    ('1\\\\. 双方', '\\\\- 双方', '1.2 双方')
    """
    line = markdown_escaped(text.lstrip(" \t"))
    digits = len(line) - len(line.lstrip("0123456789"))
    opening = _OPENING.match(line, digits)
    return line if opening is None else f"{line[: opening.start()]}\\{line[opening.start() :]}"


def search_markdown(understood: str, totals: str, hits: Iterable[Hit], wording: Wording) -> Iterator[str]:
    """Yield the answer piece by piece: the query as understood, the totals, then ``hits`` under their
    tiers."""
    yield f"{_heading(1, understood)}\n{markdown_line(totals)}\n"
    tier = document = None
    for hit in hits:
        if hit.tier is not tier:
            tier, document = hit.tier, None
            yield f"\n{_heading(2, wording.tiers[hit.tier])}"
        if hit.document.id != document:
            document = hit.document.id
            yield f"\n{_heading(3, hit.document.title or wording.untitled)}"
        quoted = "\n>\n".join(f"> {line}" for line in _lines(hit.text, hit.spans))
        yield f"\n{quoted}\n{_cited(hit.document, hit.clause, wording.language)}"


def mentions_markdown(
    name: str, certificate: str, mentions: Iterable[Mention], wording: Wording
) -> Iterator[str]:
    """Yield every mention under its statement, after the certificate.

    Text of the clause beyond the line is marked by …, so that no part is taken for the whole.
    """
    yield f"{_heading(1, name)}\n{markdown_line(certificate)}\n"
    document = None
    for found in mentions:
        if found.document.id != document:
            document = found.document.id
            yield f"\n{_heading(2, found.document.title or wording.untitled)}"
        before, match, after = map(on_one_line, _in_context(found))
        quoted = f"{markdown_line(before)}**{markdown_escaped(match)}**{markdown_escaped(after)}"
        yield f"\n> {quoted}\n{_cited(found.document, found.clause, wording.language)}"


def markdown_table(
    rows: Iterable[Mapping[str, Json]], columns: Sequence[str], language: str = ENGLISH
) -> Iterator[str]:
    """Yield a table (GitHub's tables) under a header in ``language``, one row for each of ``rows``.

    A line end in a cell is a blank.

    >>> print(*markdown_table([{"id": "a|b", "n": 2}], ("id", "n")), sep="", end="")
    | id | n |
    | --- | --- |
    | a\\|b | 2 |
    """
    yield f"| {' | '.join(heads(columns, language))} |\n|{' --- |' * len(columns)}\n"
    for row in in_script(rows, columns, language):
        flat = flattened(row)
        cells = (
            markdown_escaped(on_one_line(flat.get(column, ""))).replace("|", "\\|") for column in columns
        )
        yield f"| {' | '.join(cells)} |\n"


def _in_context(found: Mention) -> tuple[str, str, str]:
    line = found.line
    is_begun = len(line.before) < found.span.start
    is_broken_off = found.span.end + len(line.after) < len(found.clause.text)
    return (
        f"{LEFT_OUT if is_begun else ''}{line.before}",
        line.match,
        f"{line.after}{LEFT_OUT if is_broken_off else ''}",
    )


def _heading(level: int, text: str) -> str:
    line = markdown_escaped(on_one_line(text))
    closing = _CLOSING.search(line)
    if closing is not None:
        line = f"{line[: closing.start()]}\\{line[closing.start() :]}"
    return f"{'#' * level} {line}\n"


def _lines(text: str, spans: tuple[Span, ...]) -> Iterator[str]:
    """Return the lines of ``text``, with the spans in bold."""
    line = ""
    for piece, inside in pieces(made_visible(text), merge_spans(spans)):
        first, *rest = piece.split("\n")
        line += _part(first, inside, at_start=not line)
        for part in rest:
            yield line
            line = _part(part, inside, at_start=True)
    yield line


def _part(text: str, inside: bool, at_start: bool) -> str:
    if inside:
        return f"**{markdown_escaped(text)}**" if text else ""
    return markdown_line(text) if at_start else markdown_escaped(text)


def _cited(document: Document, clause: Clause, language: str) -> str:
    """Return the citation; an address in it is a link as it stands."""
    cited, identifier = citation(document, clause, language), on_one_line(clause.id)
    url = on_one_line(document.url or "")
    if not _ADDRESS.fullmatch(url):
        return f">\n> — {markdown_escaped(cited)}\n"
    before, _, after = cited.removesuffix(identifier).rpartition(url)
    return f">\n> — {markdown_escaped(before)}<{url}>{markdown_escaped(after + identifier)}\n"
