"""Turn the lexemes of a query into tokens: decide which are operators and which are text.

``docs/query-syntax.md`` has the rules, each tested. In short: a parenthesis groups where it stands free or
encloses an operator, quotation marks quote where they stand free, a minus, ``@`` or filter name counts at the
beginning of an operand only. Everything else is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from searchlib.errors import QueryError
from searchlib.query.characters import (
    OPERATOR,
    half_width,
    is_blank,
    pattern_parts,
    plain_blanks,
    split_blanks,
)
from searchlib.query.scanner import Lexeme, LexemeKind, scan


class TokenKind(Enum):
    """The role of a token; operands come first, connectives after them."""

    WORD = auto()
    PHRASE = auto()
    PROJECT = auto()
    FILTER = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    OPEN = auto()
    CLOSE = auto()


OPERANDS = frozenset({TokenKind.WORD, TokenKind.PHRASE, TokenKind.PROJECT, TokenKind.FILTER})


@dataclass(frozen=True, slots=True)
class QueryToken:
    """A token at code point ``column``. ``text`` is the text of an operand or the spelling of an operator;
    ``name`` is the field of a filter.

    ``parts`` are text and wildcards in turn where there are wildcards. ``as_typed`` belongs to a phrase.
    """

    kind: TokenKind
    text: str
    column: int
    name: str = ""
    parts: tuple[str, ...] = ()
    as_typed: bool = False


_ITEM_NUMBER = re.compile("[0-9〇○零一二三四五六七八九十百千]+")
_GAPS = frozenset({LexemeKind.BLANK, LexemeKind.BAR})
_FREE = _GAPS | {LexemeKind.OPEN, LexemeKind.CLOSE}
_PREFIXES = frozenset({LexemeKind.MINUS, LexemeKind.AT, LexemeKind.FIELD})


_PLAIN = re.compile("[\u4e00-\u9fff]+(?: (?:OR )?[\u4e00-\u9fff]+)*")
"""Words of Han with a space or OR between them, as most queries are: nothing in them has another meaning."""

_PLAIN_TOKEN = re.compile("[^ ]+")


def tokens(query: str) -> list[QueryToken]:
    """Return the tokens of ``query``; raise QueryError for an unclosed or an empty part."""
    if _PLAIN.fullmatch(query):
        return [
            QueryToken(TokenKind.OR if match[0] == "OR" else TokenKind.WORD, match[0], match.start())
            for match in _PLAIN_TOKEN.finditer(query)
        ]
    return _Lexer(query).read()


class _Lexer:
    """Reads one query; ``_pieces`` are the lexemes of the word being assembled, ``_escaped`` the offsets in
    it of characters that are text whatever they are."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._seen = half_width(query)
        self._lexemes = scan(query)
        self._partners = _partners(self._lexemes)
        self._operators = self._count_operators()
        self._groups: set[int] = set()
        self._pieces: list[str] = []
        self._escaped: set[int] = set()
        self._first = 0
        self._prefix: Lexeme | None = None
        self._tokens: list[QueryToken] = []

    def read(self) -> list[QueryToken]:
        """Return every token in order."""
        for index, lexeme in enumerate(self._lexemes):
            self._take(index, lexeme)
        self._end_word(len(self._query))
        return self._tokens

    def _take(self, index: int, lexeme: Lexeme) -> None:
        match lexeme.kind:
            case LexemeKind.BLANK:
                self._end_word(lexeme.start)
            case LexemeKind.BAR:
                self._emit(TokenKind.OR, lexeme)
            case LexemeKind.OPEN | LexemeKind.CLOSE:
                self._take_parenthesis(index, lexeme)
            case LexemeKind.QUOTATION if not self._pieces:
                self._quote(lexeme)
            case LexemeKind.UNCLOSED if not self._pieces:
                raise QueryError("query.unclosed-quotation", lexeme.start, mark=self._query[lexeme.start])
            case LexemeKind.MINUS if not self._pieces:
                self._emit(TokenKind.NOT, lexeme)
            case LexemeKind.AT | LexemeKind.FIELD if not self._pieces:
                self._prefix = lexeme
            case LexemeKind.TEXT | LexemeKind.UNCLOSED:
                self._add(index, lexeme.text, lexeme.escaped)
            case _:
                self._add_as_typed(index, lexeme)

    def _take_parenthesis(self, index: int, lexeme: Lexeme) -> None:
        groups = self._opens(index) if lexeme.kind is LexemeKind.OPEN else self._closes(index)
        if groups:
            self._emit(TokenKind.OPEN if lexeme.kind is LexemeKind.OPEN else TokenKind.CLOSE, lexeme)
            return
        if self._is_operator_word():
            self._end_word(lexeme.start)
        self._add(index, self._query[lexeme.start : lexeme.end])

    def _opens(self, index: int) -> bool:
        """Return whether the opening parenthesis at ``index`` groups."""
        free_before = not self._pieces or self._is_operator_word()
        partner = self._partners[index]
        if partner is None:
            if free_before or self._kind(index + 1) in _GAPS:
                raise self._unpaired(index, "query.unclosed-parenthesis")
            return False
        groups = self._operators[partner] > self._operators[index] or (
            free_before and not self._is_item_number(index, partner) and self._is_free_after(partner)
        )
        if groups:
            self._groups.update((index, partner))
        return groups

    def _closes(self, index: int) -> bool:
        """Return whether the closing parenthesis at ``index`` ends a group."""
        if self._partners[index] is not None:
            return index in self._groups
        if not self._pieces or self._kind(index + 1) in _GAPS:
            raise self._unpaired(index, "query.unopened-parenthesis")
        return False

    def _unpaired(self, index: int, code: str) -> QueryError:
        at = self._lexemes[index].start
        return QueryError(code, at, mark=self._query[at])

    def _is_item_number(self, index: int, partner: int) -> bool:
        """Return whether the parentheses hold the number of an item, as in （一） and (2), which is text."""
        inside = self._seen[self._lexemes[index].end : self._lexemes[partner].start]
        return _ITEM_NUMBER.fullmatch(inside) is not None

    def _is_free_after(self, index: int) -> bool:
        """Return whether a group may end at ``index``: a gap, a parenthesis or an operator follows."""
        if self._kind(index + 1) in _FREE:
            return True
        return self._is_operator(index + 1) and self._kind(index + 2) in _FREE

    def _kind(self, index: int) -> LexemeKind:
        """Return the kind of a lexeme; before the first and after the last one it is a blank."""
        return self._lexemes[index].kind if 0 <= index < len(self._lexemes) else LexemeKind.BLANK

    def _is_operator(self, index: int) -> bool:
        if self._kind(index) is not LexemeKind.TEXT or self._kind(index - 1) in _PREFIXES:
            return False
        lexeme = self._lexemes[index]
        return OPERATOR.fullmatch(self._seen[lexeme.start : lexeme.end]) is not None

    def _count_operators(self) -> list[int]:
        """Count for each lexeme the operators between operands up to it."""
        counts = []
        count = 0
        for index, lexeme in enumerate(self._lexemes):
            after_blank = self._kind(index - 1) is LexemeKind.BLANK
            count += (
                lexeme.kind is LexemeKind.BAR
                or (lexeme.kind is LexemeKind.MINUS and after_blank)
                or (self._is_operator(index) and (after_blank or self._kind(index + 1) is LexemeKind.BLANK))
            )
            counts.append(count)
        return counts

    def _is_operator_word(self) -> bool:
        """Return whether the word being assembled is an operator so far."""
        return len(self._pieces) == 1 and not self._prefix and self._is_operator(self._first)

    def _add(self, index: int, text: str, escaped: Iterable[int] = ()) -> None:
        if not self._pieces:
            self._first = index
        length = sum(map(len, self._pieces))
        self._escaped.update(length + at for at in escaped)
        self._pieces.append(text)

    def _add_as_typed(self, index: int, lexeme: Lexeme) -> None:
        """Add a quotation or prefix inside a word as text; blanks in it end words as everywhere."""
        start = lexeme.start
        for part in split_blanks(self._query[lexeme.start : lexeme.end]):
            if start > lexeme.start:
                self._end_word(start)
            if part:
                self._add(index, part)
            start += len(part) + 1

    def _quote(self, lexeme: Lexeme) -> None:
        if is_blank(lexeme.text):
            raise QueryError("query.empty-quotation", lexeme.start)
        said = plain_blanks(lexeme.text)
        if self._prefix:
            self._pieces.append(said)
            self._escaped.update(range(len(said)))
            self._end_word(lexeme.end)
        else:
            self._tokens.append(QueryToken(TokenKind.PHRASE, said, lexeme.start, as_typed=lexeme.as_typed))

    def _emit(self, kind: TokenKind, lexeme: Lexeme) -> None:
        self._end_word(lexeme.start)
        self._tokens.append(QueryToken(kind, self._query[lexeme.start : lexeme.end], lexeme.start))

    def _end_word(self, at: int) -> None:
        """Turn the pieces into a token; ``at`` is where they end."""
        if self._prefix:
            self._tokens.append(self._prefixed(self._prefix, at))
        elif self._is_operator_word():
            text = half_width(self._pieces[0])
            kind = TokenKind.NEAR if text.startswith("NEAR") else TokenKind[text]
            self._tokens.append(QueryToken(kind, text, self._lexemes[self._first].start))
        elif self._pieces:
            self._tokens.append(self._operand(TokenKind.WORD, self._lexemes[self._first].start))
        self._pieces = []
        self._escaped = set()
        self._prefix = None

    def _operand(self, kind: TokenKind, column: int, name: str = "") -> QueryToken:
        """Return the token of the word that is assembled."""
        parts = pattern_parts("".join(self._pieces), self._escaped)
        return QueryToken(kind, "".join(parts), column, name, parts if len(parts) > 1 else ())

    def _prefixed(self, prefix: Lexeme, at: int) -> QueryToken:
        value = "".join(self._pieces)
        if prefix.kind is LexemeKind.AT:
            if not value:
                raise QueryError("query.no-project-name", at)
            return self._operand(TokenKind.PROJECT, prefix.start)
        if not value:
            typed = self._query[prefix.start : prefix.end]
            raise QueryError("query.no-filter-value", at, typed=typed)
        return self._operand(TokenKind.FILTER, prefix.start, prefix.text)


def _partners(found: list[Lexeme]) -> list[int | None]:
    """Return for each parenthesis the index of its partner, by nesting."""
    partners: list[int | None] = [None] * len(found)
    open_ones: list[int] = []
    for index, lexeme in enumerate(found):
        if lexeme.kind is LexemeKind.OPEN:
            open_ones.append(index)
        elif lexeme.kind is LexemeKind.CLOSE and open_ones:
            partner = open_ones.pop()
            partners[index], partners[partner] = partner, index
    return partners
