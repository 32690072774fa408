"""Words with wildcards: which can be searched for, and names that are asked for as a whole."""

from __future__ import annotations

import re
import unicodedata

from searchlib.errors import QueryError
from searchlib.query.ast import Phrase, Query, Wildcards
from searchlib.query.characters import WILDCARDS, half_width, pattern_parts
from searchlib.query.lexer import QueryToken, TokenKind
from searchlib.query.limits import MAX_WILDCARDS
from searchlib.query.scanner import scan
from searchlib.text.running import key, without_unseen

_ESCAPED = re.compile(r"\\([?*？＊])")


def parse_name(name: str) -> Query:
    """Return the leaf that asks for ``name``: as a whole, whatever blanks and operators there are in it.

    It may have wildcards (a backslash before one makes it text), or be ``="…"``.

    >>> str(parse_name("two?ocean railway")), str(parse_name('="6日"')), str(parse_name("A OR B"))
    ('two?ocean railway', '="6日"', '"A OR B"')
    """
    seen, _ = without_unseen(name)
    found = scan(seen)
    if len(found) == 1 and found[0].as_typed:
        return Phrase(found[0].text, as_typed=True)
    places = [match.start() - done for done, match in enumerate(_ESCAPED.finditer(seen))]
    text = _ESCAPED.sub(r"\1", seen)
    if not set(WILDCARDS).intersection(half_width(text)):
        return Phrase(text)
    parts = pattern_parts(text, places, end_marks=WILDCARDS)
    if len(parts) == 1:
        return Phrase(parts[0])
    check_wildcards(QueryToken(TokenKind.WORD, name, 0, parts=parts))
    return Wildcards(parts)


def check_wildcards(token: QueryToken) -> None:
    """Raise QueryError for a pattern that cannot be searched for."""
    if not token.parts:
        return
    if token.kind is TokenKind.PROJECT or (token.kind is TokenKind.FILTER and token.name != "title"):
        raise QueryError("query.wildcards-misplaced", token.column)
    count = sum(map(len, token.parts[1::2]))
    if count > MAX_WILDCARDS:
        raise QueryError(
            "query.too-many-wildcards", token.column, pattern=token.text, n=count, most=MAX_WILDCARDS
        )
    if not any(map(_is_telling, token.parts[::2])):
        raise QueryError("query.vague-pattern", token.column, pattern=token.text)


def _is_telling(text: str) -> bool:
    """Return whether ``text`` is rare enough to be looked for beside wildcards."""
    looked_for = key(text)
    return len(looked_for) > 1 or unicodedata.category(looked_for or " ") == "Lo"
