"""Divide a query into lexemes: blanks, parentheses, quotations, prefixes and text.

Lexemes cover the query without a gap. Whether a parenthesis groups or is text, and whether a prefix means
something, depends on what stands around it; :mod:`searchlib.query.lexer` decides that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from searchlib.query.characters import (
    AS_TYPED,
    BLANK_CLASS,
    CORNER_QUOTES,
    DOUBLE_QUOTES,
    ESCAPE,
    OPERATOR,
    half_width,
    remove_escapes,
    split_blanks,
)
from searchlib.text.fields import FIELD_NAMES


class LexemeKind(Enum):
    """The kinds of lexemes."""

    BLANK = auto()
    BAR = auto()
    OPEN = auto()
    CLOSE = auto()
    TEXT = auto()
    QUOTATION = auto()
    """``text`` is the text between the marks."""
    UNCLOSED = auto()
    """Text beginning with a quotation mark that has no partner."""
    MINUS = auto()
    AT = auto()
    FIELD = auto()
    """``text`` is the name of the filter."""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A stretch ``query[start:end]``; ``text`` is its content, without escapes.

    ``escaped`` are the offsets in ``text`` of characters that had a backslash.
    """

    kind: LexemeKind
    start: int
    end: int
    text: str = ""
    escaped: tuple[int, ...] = ()
    as_typed: bool = False


_TEXT = re.compile(f"(?:{ESCAPE.pattern}|[^{BLANK_CLASS}|()])++")
_GAP = re.compile(f"(?![^{BLANK_CLASS}|()])")
_ESCAPED_OPERATOR = re.compile(f"\\\\(?:{OPERATOR.pattern}){_GAP.pattern}")
_FIELD = re.compile(f"({'|'.join(FIELD_NAMES)}):", re.IGNORECASE | re.ASCII)
_MINUS = re.compile(f"-(?=[^{BLANK_CLASS}|)-])")
_AT = re.compile(f"@(?=[^{BLANK_CLASS}|)])")
_SIMPLE = (
    (LexemeKind.BLANK, re.compile(f"[{BLANK_CLASS}]+")),
    (LexemeKind.BAR, re.compile(r"\|+")),
    (LexemeKind.OPEN, re.compile(r"\(")),
    (LexemeKind.CLOSE, re.compile(r"\)")),
)
_CLOSING = MappingProxyType(
    {
        opening: re.compile(f"[{closing}]")
        for opening, closing in (*((mark, DOUBLE_QUOTES) for mark in DOUBLE_QUOTES), *CORNER_QUOTES.items())
    }
)
_BEGUN = frozenset({LexemeKind.TEXT, LexemeKind.UNCLOSED, LexemeKind.AT, LexemeKind.FIELD})
_REVERSED = "”〞〟"
"""Marks that open a quotation only where nothing but a blank or a prefix stands before them."""


@dataclass(frozen=True, slots=True)
class _Spellings:
    """A query as typed, in half width, and that with blanks for escapes: three texts of one length."""

    typed: str
    half_width: str
    marks: str


def scan(query: str) -> list[Lexeme]:
    """Return the lexemes of ``query`` in order; total, and linear in its length."""
    seen = half_width(query)
    spellings = _Spellings(query, seen, ESCAPE.sub("  ", seen))
    found: list[Lexeme] = []
    at = 0
    while at < len(query):
        lexeme = _simple(seen, at) or _prefix(seen, at, found) or _wordlike(spellings, at, found)
        found.append(lexeme)
        at = lexeme.end
    return found


def _simple(seen: str, at: int) -> Lexeme | None:
    for kind, pattern in _SIMPLE:
        if match := pattern.match(seen, at):
            return Lexeme(kind, at, match.end())
    return None


def _prefix(seen: str, at: int, before: list[Lexeme]) -> Lexeme | None:
    """Match a minus, ``@`` or filter name, which only an operand may begin with."""
    if _is_operand_begun(before):
        return None
    if match := _MINUS.match(seen, at):
        return Lexeme(LexemeKind.MINUS, at, match.end())
    if match := _AT.match(seen, at):
        return Lexeme(LexemeKind.AT, at, match.end())
    if match := _FIELD.match(seen, at):
        return Lexeme(LexemeKind.FIELD, at, match.end(), FIELD_NAMES[match[1].lower()])
    return None


def _wordlike(spellings: _Spellings, at: int, before: list[Lexeme]) -> Lexeme:
    """Match a quotation, or a run of characters that ends at a blank, bar or parenthesis."""
    kind = LexemeKind.TEXT
    as_typed = spellings.marks[at] == AS_TYPED and not _is_operand_begun(before)
    opening = at + as_typed
    mark = spellings.marks[opening : opening + 1]
    if mark in _CLOSING and _may_open(mark, before):
        closing = _CLOSING[mark].search(spellings.marks, opening + 1)
        if closing is None:
            kind = LexemeKind.UNCLOSED
        elif not _is_glued(spellings.half_width, opening, closing.end()):
            said, _ = remove_escapes(spellings.typed[opening + 1 : closing.start()])
            return Lexeme(LexemeKind.QUOTATION, at, closing.end(), said, as_typed=as_typed)
    match = _TEXT.match(spellings.half_width, at)
    end = match.end() if match else len(spellings.typed)
    if _ESCAPED_OPERATOR.match(spellings.half_width, at):
        return Lexeme(kind, at, end, spellings.typed[at + 1 : end])
    return Lexeme(kind, at, end, *remove_escapes(spellings.typed[at:end]))


def _is_operand_begun(before: list[Lexeme]) -> bool:
    """Return whether what comes next belongs to a word that has begun."""
    return bool(before) and before[-1].kind in _BEGUN


def _may_open(mark: str, before: list[Lexeme]) -> bool:
    return mark not in _REVERSED or not before or before[-1].kind not in (LexemeKind.OPEN, LexemeKind.CLOSE)


def _is_glued(seen: str, start: int, end: int) -> bool:
    """Return whether a quotation without blanks runs on into text, as in “一带一路”倡议."""
    return _GAP.match(seen, end) is None and len(split_blanks(seen[start:end])) == 1
