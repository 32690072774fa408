"""Parse a query into a tree.

Grammar, loosest first: ``OR``; ``AND`` or nothing between two operands; ``NOT``; ``NEAR/n``. Errors carry
the column, a code point of the whole query counted from 0.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import lru_cache

from searchlib.errors import QueryError
from searchlib.query.ast import (
    SPOKEN,
    And,
    Filter,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    ProjectName,
    Query,
    Wildcards,
    all_of,
    any_of,
    negation,
)
from searchlib.query.filters import resolve
from searchlib.query.lexer import OPERANDS, QueryToken, TokenKind, tokens
from searchlib.query.limits import MAX_DEPTH, MAX_DISTANCE, MAX_OPERANDS, MAX_QUERY, MAX_TEXT
from searchlib.query.wildcards import check_wildcards
from searchlib.text.running import key, without_unseen

_REMEMBERED = 256
"""Queries: one page needs several answers to the same one."""

_STARTS = OPERANDS | {TokenKind.OPEN, TokenKind.NOT}


@lru_cache(_REMEMBERED)
def parse(text: str) -> Query:
    """Return the query that ``text`` asks for, made of spoken leaves; filter values are checked.

    Raises QueryError and nothing else, for any ``str``.

    >>> str(parse("（两洋铁路｜钱凯港） -国家：巴西"))
    '(两洋铁路 OR 钱凯港) AND NOT country:巴西'
    """
    _check_characters(text)
    found = _tokens_of_visible(text)
    _check_size(found)
    query = _Parser(found).whole()
    _check_depth(query)
    return query


def _tokens_of_visible(text: str) -> list[QueryToken]:
    """Return the tokens of what is seen of ``text``, with their columns in the whole."""
    seen, places = without_unseen(text)
    try:
        return [replace(token, column=places[token.column]) for token in tokens(seen)]
    except QueryError as error:
        if error.column is None:
            raise
        raise QueryError.because_of(error, places[error.column]) from None


def _check_characters(text: str) -> None:
    if len(text) > MAX_QUERY:
        raise QueryError("query.too-long", MAX_QUERY, n=len(text), most=MAX_QUERY)
    if not key(text):
        raise QueryError("query.empty", 0)
    for column, character in enumerate(text):
        category = unicodedata.category(character)
        if category == "Cs":
            raise QueryError("query.not-utf8", column)
        if category == "Cc" and not character.isspace():
            raise QueryError("query.control-character", column, character=f"U+{ord(character):04X}")


def _check_size(found: list[QueryToken]) -> None:
    operands = [token for token in found if token.kind in OPERANDS]
    if len(operands) > MAX_OPERANDS:
        column = operands[MAX_OPERANDS].column
        raise QueryError("query.too-many-operands", column, n=len(operands), most=MAX_OPERANDS)
    length = 0
    for operand in operands:
        length += len(operand.text)
        if length > MAX_TEXT:
            raise QueryError("query.too-much-text", operand.column, most=MAX_TEXT)


def _check_depth(query: Query) -> None:
    level: tuple[Query, ...] = (query,)
    for _ in range(MAX_DEPTH + 1):
        level = tuple(below for one in level for below in _operands(one))
    for deep in level:
        raise _too_deep(_column(deep))


def _column(query: Query) -> int | None:
    """Return where the first leaf of ``query`` begins."""
    while operands := _operands(query):
        query = operands[0]
    return query.column if isinstance(query, SPOKEN) else None


def _too_deep(column: int | None) -> QueryError:
    return QueryError("query.too-deep", column, most=MAX_DEPTH)


def _operands(query: Query) -> tuple[Query, ...]:
    match query:
        case And(operands) | Or(operands):
            return operands
        case Not(operand):
            return (operand,)
        case Near(left, right):
            return left, right
        case _:
            return ()


class _Parser:
    """Parses the tokens of one query."""

    def __init__(self, found: list[QueryToken]) -> None:
        self._tokens = found
        self._at = 0

    def whole(self) -> Query:
        """Parse all tokens as one query."""
        query = self._alternatives(0)
        self._check_end()
        return query

    def _peek(self) -> QueryToken | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next_is(self, *kinds: TokenKind) -> bool:
        token = self._peek()
        return token is not None and token.kind in kinds

    def _take(self, kind: TokenKind) -> QueryToken | None:
        """Consume and return the next token if it is of this kind."""
        token = self._peek()
        if token is None or token.kind is not kind:
            return None
        self._at += 1
        return token

    def _alternatives(self, depth: int) -> Query:
        operands = [self._conjunction(depth)]
        while self._take(TokenKind.OR):
            operands.append(self._conjunction(depth))
        return any_of(operands)

    def _conjunction(self, depth: int) -> Query:
        operands = [self._negatable(depth)]
        while self._take(TokenKind.AND) or self._next_is(*_STARTS):
            operands.append(self._negatable(depth))
        return all_of(operands)

    def _negatable(self, depth: int) -> Query:
        negated = False
        tight = False
        while token := self._take(TokenKind.NOT):
            negated = not negated
            tight = token.text != "NOT"
        query = self._primary(depth) if tight else self._proximity(depth)
        return negation(query) if negated else query

    def _proximity(self, depth: int) -> Query:
        left = self._primary(depth)
        operator = self._take(TokenKind.NEAR)
        if operator is None:
            return left
        near = Near(left, self._primary(depth), _distance(operator))
        if self._next_is(TokenKind.NEAR):
            raise QueryError("query.near-chain", self._tokens[self._at].column, operator=operator.text)
        for side in (near.left, near.right):
            if not _is_text(side):
                raise QueryError(
                    "query.near-operand", operator.column, operator=operator.text, side=str(side)
                )
        return near

    def _primary(self, depth: int) -> Query:
        token = self._peek()
        if token is None or token.kind not in OPERANDS | {TokenKind.OPEN}:
            raise self._missing_operand(token)
        self._at += 1
        if token.kind is TokenKind.OPEN:
            if depth == MAX_DEPTH:
                raise _too_deep(token.column)
            query = self._alternatives(depth + 1)
            self._check_end()
            self._at += 1  # the parenthesis: the lexer has seen to it that every group is closed
            return query
        return _leaf(token)

    def _check_end(self) -> None:
        """Raise QueryError for a NEAR that is left over because no operand can stand before it."""
        operator = self._take(TokenKind.NEAR)
        if operator is not None:
            raise QueryError("query.near-after-minus", operator.column, operator=operator.text)

    def _missing_operand(self, token: QueryToken | None) -> QueryError:
        before = self._tokens[self._at - 1] if self._at else None
        if before is not None and before.kind is TokenKind.OPEN and self._next_is(TokenKind.CLOSE):
            return QueryError("query.empty-parentheses", before.column)
        if before is not None and before.kind not in (TokenKind.OPEN, TokenKind.CLOSE):
            return QueryError("query.no-operand-after", before.column, operator=before.text)
        operator = token or self._tokens[-1]
        return QueryError("query.no-operand-before", operator.column, operator=operator.text)


def _leaf(token: QueryToken) -> Query:
    check_wildcards(token)
    match token.kind:
        case TokenKind.WORD if token.parts:
            return Wildcards(token.parts, token.column)
        case TokenKind.WORD:
            return Keyword(token.text, token.column)
        case TokenKind.PHRASE:
            return Phrase(token.text, token.column, token.as_typed)
        case TokenKind.PROJECT:
            return ProjectName(token.text, token.column)
        case _:
            leaf = Filter(token.name, token.text, token.column, token.parts)
            resolve(leaf)
            return leaf


def _distance(operator: QueryToken) -> int:
    distance = int(operator.text.removeprefix("NEAR/"))
    if distance > MAX_DISTANCE:
        raise QueryError("query.near-too-far", operator.column, most=MAX_DISTANCE)
    return distance


def _is_text(query: Query) -> bool:
    match query:
        case Or(operands):
            return all(map(_is_text, operands))
        case _:
            return isinstance(query, Keyword | Phrase | Wildcards | ProjectName)
