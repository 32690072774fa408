"""The lines of a Markdown page and what each of them begins: a heading, an item, a table, a rule.

Indentation up to any depth is only indentation; what other readers take for code is text here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_QUOTE = re.compile(r"[ \t]*(?:>(?=[ \t>]|[^\d\s]|$)[ \t]?)+")
_RULE = re.compile(r"[ \t]*+([-*_])(?:[ \t]*+\1){2,}+[ \t]*+")
_UNDERLINE = re.compile(r" {0,3}(={2,}|-{2,})[ \t]*")
_DELIMITERS = re.compile(r"[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?")
# What Jekyll and kramdown replace: {% include … %}, {: .class }.
_DIRECTIVE = re.compile(r"[ \t]*(?:\{%.*%\}|\{:.*\})[ \t]*")

# Also without the blank: #标题. But #一带一路# is a hashtag.
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[\u3400-\u9fff][^#]*$)|$)")

DEFINITION = re.compile(r" {0,3}\[([^\[\]]{1,200})\]:[ \t]*<?(?:https?:|mailto:|[/#.])\S*(?:[ \t].*)?")
"""Where a link leads whose text stands elsewhere: [1]: https://…"""

FENCE = re.compile(r"[ \t]*+(`{3,}+(?![^\r\n`]*+`)|~{3,}+)")
"""The line before and after a stretch that is text without markup."""

ITEM = re.compile(r"[ \t]*(?:[-*+][ \t]+(?=\S)|(?=\d{1,9}[.)][ \t]))")
"""A list item: the sign is markup, a number is printed and belongs to the text."""

CELL = re.compile(r"(?:\\.|[^|\\]|\\$)+")
"""What stands between two bars of a table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: ``text[start:end]``, without quotation marks and line end.

    ``quotes`` is how deep it is quoted.
    """

    start: int
    end: int
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The text of a heading, ``line[start:end]``, and its level."""

    level: int
    start: int
    end: int


def lines_of(text: str) -> Iterator[Line]:
    """The lines of ``text``, with any of the three line ends."""
    for found in _LINE.finditer(text):
        start, end = found.span(1)
        if start == end == len(text):
            return
        quote = _QUOTE.match(text, start, end)
        quotes = text.count(">", start, quote.end()) if quote else 0
        yield Line(quote.end() if quote else start, end, quotes)


def is_silent(line: str) -> bool:
    """Whether a line shows no text: blank, a rule, a directive, a definition."""
    return not line.strip() or any(pattern.fullmatch(line) for pattern in (_RULE, _DIRECTIVE, DEFINITION))


def heading_in(line: str) -> Heading | None:
    """The heading that ``line`` is, without the signs that may also close it."""
    found = _HEADING.match(line)
    if found is None:
        return None
    text = line.rstrip(" \t")
    bare = text.rstrip("#")
    end = len(bare) if bare[-1:] in ("", " ", "\t") else len(text)
    return Heading(len(found[1]), found.end(), max(found.end(), end))


def underline_level(line: str) -> int:
    """The level of the heading that ``line`` underlines, 0 when it is no underline."""
    found = _UNDERLINE.fullmatch(line)
    return (1 if found[1][0] == "=" else 2) if found else 0


def is_table_head(line: str, following: str) -> bool:
    """Whether ``line`` is the head of a table: bars in it, and below it a line of dashes with bars."""
    return "|" in line and "|" in following and _DELIMITERS.fullmatch(following) is not None
