"""From a typed query to tokens: which parts are operators, and which are text however they look.

The rules, each tested, are written down for readers in ``docs/query-syntax.md``. In short: a parenthesis
groups where it stands free or encloses an operator, quotation marks quote where they stand free, a minus,
``@`` or filter name counts at the beginning of an operand only. Everything else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from searchlib.errors import QueryError
from searchlib.query.characters import OPERATOR, is_blank, narrow, plain_blanks, split_blanks
from searchlib.query.scanner import Atom, AtomKind, atoms


class TokenKind(Enum):
    """What a token does; operands come first, connectives after them."""

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
class Token:
    """A token at code point ``column``. ``text`` is what an operand says or an operator is typed as;
    ``name`` is the field of a filter."""

    kind: TokenKind
    text: str
    column: int
    name: str = ""


_ITEM_NUMBER = re.compile("[0-9〇○零一二三四五六七八九十百千]+")
_GAPS = frozenset({AtomKind.BLANK, AtomKind.BAR})
_FREE = _GAPS | {AtomKind.OPEN, AtomKind.CLOSE}
_PREFIXES = frozenset({AtomKind.MINUS, AtomKind.AT, AtomKind.FIELD})


_PLAIN = re.compile("[\u4e00-\u9fff]+(?: (?:OR )?[\u4e00-\u9fff]+)*")
"""Words of Han with a space or OR between them, as most queries are: nothing in them has another meaning."""

_PLAIN_TOKEN = re.compile("[^ ]+")


def tokens(query: str) -> list[Token]:
    """The tokens of ``query``; raises QueryError for what is opened and not closed, or says nothing."""
    if _PLAIN.fullmatch(query):
        return [
            Token(TokenKind.OR if match[0] == "OR" else TokenKind.WORD, match[0], match.start())
            for match in _PLAIN_TOKEN.finditer(query)
        ]
    return _Lexer(query).read()


class _Lexer:
    """One reading of one query; ``_pieces`` are the atoms of the word being put together."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._seen = narrow(query)
        self._atoms = atoms(query)
        self._partners = _partners(self._atoms)
        self._operators = self._count_operators()
        self._groups: set[int] = set()
        self._pieces: list[str] = []
        self._first = 0
        self._prefix: Atom | None = None
        self._tokens: list[Token] = []

    def read(self) -> list[Token]:
        """Every token in order."""
        for index, atom in enumerate(self._atoms):
            self._take(index, atom)
        self._end_word(len(self._query))
        return self._tokens

    def _take(self, index: int, atom: Atom) -> None:
        match atom.kind:
            case AtomKind.BLANK:
                self._end_word(atom.start)
            case AtomKind.BAR:
                self._emit(TokenKind.OR, atom)
            case AtomKind.OPEN | AtomKind.CLOSE:
                self._take_parenthesis(index, atom)
            case AtomKind.QUOTATION if not self._pieces:
                self._quote(atom)
            case AtomKind.UNCLOSED if not self._pieces:
                raise QueryError("query.unclosed-quotation", atom.start, mark=self._query[atom.start])
            case AtomKind.MINUS if not self._pieces:
                self._emit(TokenKind.NOT, atom)
            case AtomKind.AT | AtomKind.FIELD if not self._pieces:
                self._prefix = atom
            case AtomKind.TEXT | AtomKind.UNCLOSED:
                self._add(index, atom.text)
            case _:
                self._add_as_typed(index, atom)

    def _take_parenthesis(self, index: int, atom: Atom) -> None:
        groups = self._opens(index) if atom.kind is AtomKind.OPEN else self._closes(index)
        if groups:
            self._emit(TokenKind.OPEN if atom.kind is AtomKind.OPEN else TokenKind.CLOSE, atom)
            return
        if self._is_operator_word():
            self._end_word(atom.start)
        self._add(index, self._query[atom.start : atom.end])

    def _opens(self, index: int) -> bool:
        """Whether the opening parenthesis at ``index`` groups."""
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
        """Whether the closing parenthesis at ``index`` ends a group."""
        if self._partners[index] is not None:
            return index in self._groups
        if not self._pieces or self._kind(index + 1) in _GAPS:
            raise self._unpaired(index, "query.unopened-parenthesis")
        return False

    def _unpaired(self, index: int, code: str) -> QueryError:
        at = self._atoms[index].start
        return QueryError(code, at, mark=self._query[at])

    def _is_item_number(self, index: int, partner: int) -> bool:
        """（一） and (2) number the items of a text and are searched for as such."""
        inside = self._seen[self._atoms[index].end : self._atoms[partner].start]
        return _ITEM_NUMBER.fullmatch(inside) is not None

    def _is_free_after(self, index: int) -> bool:
        """Whether a group may end at ``index``: a gap, a parenthesis or an operator follows."""
        if self._kind(index + 1) in _FREE:
            return True
        return self._is_operator(index + 1) and self._kind(index + 2) in _FREE

    def _kind(self, index: int) -> AtomKind:
        """The kind of an atom; beyond both ends of the query it is blank."""
        return self._atoms[index].kind if 0 <= index < len(self._atoms) else AtomKind.BLANK

    def _is_operator(self, index: int) -> bool:
        if self._kind(index) is not AtomKind.TEXT or self._kind(index - 1) in _PREFIXES:
            return False
        atom = self._atoms[index]
        return OPERATOR.fullmatch(self._seen[atom.start : atom.end]) is not None

    def _count_operators(self) -> list[int]:
        """For each atom, how many operators that separate operands stand up to it."""
        counts = []
        count = 0
        for index, atom in enumerate(self._atoms):
            after_blank = self._kind(index - 1) is AtomKind.BLANK
            count += (
                atom.kind is AtomKind.BAR
                or (atom.kind is AtomKind.MINUS and after_blank)
                or (self._is_operator(index) and (after_blank or self._kind(index + 1) is AtomKind.BLANK))
            )
            counts.append(count)
        return counts

    def _is_operator_word(self) -> bool:
        """Whether the word being put together is an operator so far."""
        return len(self._pieces) == 1 and not self._prefix and self._is_operator(self._first)

    def _add(self, index: int, text: str) -> None:
        if not self._pieces:
            self._first = index
        self._pieces.append(text)

    def _add_as_typed(self, index: int, atom: Atom) -> None:
        """A quotation or prefix inside a word is text; blanks in it end words as everywhere."""
        start = atom.start
        for part in split_blanks(self._query[atom.start : atom.end]):
            if start > atom.start:
                self._end_word(start)
            if part:
                self._add(index, part)
            start += len(part) + 1

    def _quote(self, atom: Atom) -> None:
        if is_blank(atom.text):
            raise QueryError("query.empty-quotation", atom.start)
        said = plain_blanks(atom.text)
        if self._prefix:
            self._pieces.append(said)
            self._end_word(atom.end)
        else:
            self._tokens.append(Token(TokenKind.PHRASE, said, atom.start))

    def _emit(self, kind: TokenKind, atom: Atom) -> None:
        self._end_word(atom.start)
        self._tokens.append(Token(kind, self._query[atom.start : atom.end], atom.start))

    def _end_word(self, at: int) -> None:
        """Turn the pieces into a token; ``at`` is where they end."""
        if self._prefix:
            self._tokens.append(self._prefixed(self._prefix, at))
        elif self._is_operator_word():
            text = narrow(self._pieces[0])
            kind = TokenKind.NEAR if text.startswith("NEAR") else TokenKind[text]
            self._tokens.append(Token(kind, text, self._atoms[self._first].start))
        elif self._pieces:
            self._tokens.append(Token(TokenKind.WORD, "".join(self._pieces), self._atoms[self._first].start))
        self._pieces = []
        self._prefix = None

    def _prefixed(self, prefix: Atom, at: int) -> Token:
        value = "".join(self._pieces)
        if prefix.kind is AtomKind.AT:
            if not value:
                raise QueryError("query.no-project-name", at)
            return Token(TokenKind.PROJECT, value, prefix.start)
        if not value:
            typed = self._query[prefix.start : prefix.end]
            raise QueryError("query.no-filter-value", at, typed=typed)
        return Token(TokenKind.FILTER, value, prefix.start, prefix.text)


def _partners(found: list[Atom]) -> list[int | None]:
    """For each parenthesis the index of its partner, by nesting."""
    partners: list[int | None] = [None] * len(found)
    open_ones: list[int] = []
    for index, atom in enumerate(found):
        if atom.kind is AtomKind.OPEN:
            open_ones.append(index)
        elif atom.kind is AtomKind.CLOSE and open_ones:
            partner = open_ones.pop()
            partners[index], partners[partner] = partner, index
    return partners
