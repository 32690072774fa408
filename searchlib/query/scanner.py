"""The first look at a query: where blanks, parentheses, quotations and prefixes stand.

Atoms cover the query without a gap. Whether a parenthesis groups or is text, and whether a prefix means
something, depends on what stands around it; :mod:`searchlib.query.lexer` decides that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from searchlib.query.characters import (
    BLANK,
    CORNER_QUOTES,
    DOUBLE_QUOTES,
    ESCAPE,
    FIELDS,
    OPERATOR,
    narrow,
    split_blanks,
    unescape,
)


class AtomKind(Enum):
    """What a stretch of the query looks like."""

    BLANK = auto()
    BAR = auto()
    OPEN = auto()
    CLOSE = auto()
    TEXT = auto()
    QUOTATION = auto()
    """``text`` is what stands between the marks."""
    UNCLOSED = auto()
    """Text beginning with a quotation mark that has no partner."""
    MINUS = auto()
    AT = auto()
    FIELD = auto()
    """``text`` is the name of the filter."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch ``query[start:end]``; ``text`` is what it says, without escapes."""

    kind: AtomKind
    start: int
    end: int
    text: str = ""


_TEXT = re.compile(f"(?:{ESCAPE.pattern}|[^{BLANK}|()])++")
_GAP = re.compile(f"(?![^{BLANK}|()])")
_ESCAPED_OPERATOR = re.compile(f"\\\\(?:{OPERATOR.pattern}){_GAP.pattern}")
_FIELD = re.compile(f"({'|'.join(FIELDS)}):", re.IGNORECASE | re.ASCII)
_MINUS = re.compile(f"-(?=[^{BLANK}|)-])")
_AT = re.compile(f"@(?=[^{BLANK}|)])")
_SIMPLE = (
    (AtomKind.BLANK, re.compile(f"[{BLANK}]+")),
    (AtomKind.BAR, re.compile(r"\|+")),
    (AtomKind.OPEN, re.compile(r"\(")),
    (AtomKind.CLOSE, re.compile(r"\)")),
)
_CLOSING = MappingProxyType(
    {
        opening: re.compile(f"[{closing}]")
        for opening, closing in (*((mark, DOUBLE_QUOTES) for mark in DOUBLE_QUOTES), *CORNER_QUOTES.items())
    }
)
_REVERSED = "”〞〟"
"""Marks that open a quotation only where nothing but a blank or a prefix stands before them."""


@dataclass(frozen=True, slots=True)
class _Views:
    """A query as typed, narrow, and narrow with blanked escapes: three texts of one length."""

    typed: str
    narrow: str
    marks: str


def atoms(query: str) -> list[Atom]:
    """The atoms of ``query`` in order; total and linear in its length."""
    seen = narrow(query)
    views = _Views(query, seen, ESCAPE.sub("  ", seen))
    found: list[Atom] = []
    at = 0
    while at < len(query):
        atom = _simple(seen, at) or _prefix(seen, at, found) or _wordlike(views, at, found)
        found.append(atom)
        at = atom.end
    return found


def _simple(seen: str, at: int) -> Atom | None:
    for kind, pattern in _SIMPLE:
        if match := pattern.match(seen, at):
            return Atom(kind, at, match.end())
    return None


def _prefix(seen: str, at: int, before: list[Atom]) -> Atom | None:
    """A minus, ``@`` or filter name, which only an operand may begin with."""
    if before and before[-1].kind in (AtomKind.TEXT, AtomKind.UNCLOSED, AtomKind.AT, AtomKind.FIELD):
        return None
    if match := _MINUS.match(seen, at):
        return Atom(AtomKind.MINUS, at, match.end())
    if match := _AT.match(seen, at):
        return Atom(AtomKind.AT, at, match.end())
    if match := _FIELD.match(seen, at):
        return Atom(AtomKind.FIELD, at, match.end(), FIELDS[match[1].lower()])
    return None


def _wordlike(views: _Views, at: int, before: list[Atom]) -> Atom:
    """A quotation, or a run of characters that ends at a blank, bar or parenthesis."""
    kind = AtomKind.TEXT
    mark = views.marks[at]
    if mark in _CLOSING and _may_open(mark, before):
        closing = _CLOSING[mark].search(views.marks, at + 1)
        if closing is None:
            kind = AtomKind.UNCLOSED
        elif not _is_glued(views.narrow, at, closing.end()):
            said = unescape(views.typed[at + 1 : closing.start()])
            return Atom(AtomKind.QUOTATION, at, closing.end(), said)
    match = _TEXT.match(views.narrow, at)
    end = match.end() if match else len(views.typed)
    escaped = _ESCAPED_OPERATOR.match(views.narrow, at)
    return Atom(kind, at, end, views.typed[at + 1 : end] if escaped else unescape(views.typed[at:end]))


def _may_open(mark: str, before: list[Atom]) -> bool:
    return mark not in _REVERSED or not before or before[-1].kind not in (AtomKind.OPEN, AtomKind.CLOSE)


def _is_glued(seen: str, start: int, end: int) -> bool:
    """Whether a quotation without blanks runs on into text: “一带一路”倡议 is one piece of running text."""
    return _GAP.match(seen, end) is None and len(split_blanks(seen[start:end])) == 1
