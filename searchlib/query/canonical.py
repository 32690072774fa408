"""Write text in the canonical spelling of a query, which is parsed as the same text again.

Text stands bare if it is read as itself in any place; otherwise characters with a meaning get a backslash,
or the text is quoted.
"""

from __future__ import annotations

from functools import lru_cache

from searchlib.errors import QueryError
from searchlib.query.characters import (
    CORNER_QUOTES,
    DOUBLE_QUOTES,
    OPERATOR,
    escape,
    escape_marks,
    half_width,
    quote,
    split_blanks,
)
from searchlib.query.lexer import QueryToken, TokenKind, tokens

_PHRASES = [f"{mark}x{mark}" for mark in DOUBLE_QUOTES] + [f"{o}x{c}" for o, c in CORNER_QUOTES.items()]
_NEIGHBOURS = " ".join(_PHRASES)
"""Every quotation mark there is: a word that swallows one of them depends on where it stands."""


def spell_word(text: str) -> str:
    """Write a keyword: bare, with backslashes, or in quotation marks if it holds blanks.

    >>> spell_word("中国（上海）"), spell_word("中国（上海"), spell_word("OR")
    ('中国（上海）', '中国\\\\（上海', '\\\\OR')
    """
    if len(split_blanks(text)) > 1:
        return quote(text)
    if (text.isalnum() and not OPERATOR.fullmatch(half_width(text))) or _reads_as(text, TokenKind.WORD, text):
        return text
    return escape(text)


def spell_pattern(parts: tuple[str, ...]) -> str:
    """Write a word with wildcards; ``parts`` are text and wildcards in turn.

    >>> spell_pattern(("两", "?", "铁路")), spell_pattern(("(a)", "*", "?"))
    ('两?铁路', '\\\\(a\\\\)*\\\\?')
    """
    return "".join(part if place % 2 else escape_marks(part) for place, part in enumerate(parts))


def spell_value(prefix: str, text: str) -> str:
    """Write ``prefix`` (``@`` or a filter name with its colon) and its value, quoted where necessary.

    >>> spell_value("@", "两洋铁路"), spell_value("title:", "two oceans")
    ('@两洋铁路', 'title:"two oceans"')
    """
    kind = TokenKind.PROJECT if prefix == "@" else TokenKind.FILTER
    if text.isalnum() or _reads_as(f"{prefix}{text}", kind, text):
        return f"{prefix}{text}"
    return f"{prefix}{quote(text)}"


def spell_phrase(text: str) -> str:
    """Write quoted text."""
    return quote(text)


@lru_cache(512)
def _reads_as(typed: str, kind: TokenKind, text: str) -> bool:
    """Return whether ``typed`` is one token with this text, before and behind anything, inside
    parentheses.
    """
    try:
        found = tokens(f"({typed} {_NEIGHBOURS}) OR ({_NEIGHBOURS} {typed})")
    except QueryError:
        return False
    groups = [TokenKind.OPEN, *[TokenKind.PHRASE] * len(_PHRASES), TokenKind.CLOSE]
    expected = [groups[0], kind, *groups[1:], TokenKind.OR, *groups[:-1], kind, groups[-1]]
    said: list[QueryToken] = [token for token in found if token.kind is kind]
    read = {(token.text, token.parts) for token in said}
    return [token.kind for token in found] == expected and read == {(text, ())}
