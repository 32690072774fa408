"""Plan the last tier: clauses that hold some of a query, those that hold most of its keywords first.

A *unit* is what is counted: a keyword of several typed with blanks, or a word of a short text without them,
question words left out. The levels of the tier are the clauses with all units (each as written or by its
words), with all but one, and so on; then those that hold only a word or two neighbouring characters of the
query. Quoted text, names of projects and what else is joined by AND stays required, as do filters and
exclusions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from searchlib.query.ast import And, AtLeast, Exact, Keyword, Not, Query, Word, all_of, any_of
from searchlib.query.forms import needles
from searchlib.query.questions import content_parts
from searchlib.query.rewrite import NamesOf, WordCutter, exact, longest_terms, needed_words
from searchlib.text.running import key

FEW = 10
"""Fewer clauses than this in the tiers above are few: less than a first page."""

_SENTENCE = 4
"""Units of a query that is like a sentence: its pieces are of interest also where few clauses hold all."""

_COUNTED_WORDS = 4
"""The most words of a text without blanks that are counted; in longer ones the score alone decides."""

_HAN_RUN = re.compile(r"[^\W\x00-\u02ff]{2,}")
"""Characters that are no Latin letters; pairs of those would be in every English text."""


@dataclass(frozen=True, slots=True)
class Partial:
    """The last tier. ``levels`` are disjoint queries that together select what ``query`` does, best first.

    ``parts`` are the texts that score, ``asked_below`` is how many clauses in the tiers above are enough to
    do without this one.
    """

    query: Query
    levels: tuple[Query, ...]
    parts: tuple[Keyword, ...]
    asked_below: int


def partial_tier(
    query: Query, analyzer: WordCutter, names_of: NamesOf, above: tuple[Query, ...]
) -> Partial | None:
    """Return the last tier of ``query`` without what ``above`` selects; None without a keyword to relax.

    A query of few units is only answered by its pieces if no clause holds all of them.
    """
    operands = query.operands if isinstance(query, And) else (query,)
    keywords = [operand for operand in operands if isinstance(operand, Keyword)]
    parts = _parts(keywords)
    if not parts:
        return None
    required = [exact(operand, names_of) for operand in operands if not isinstance(operand, Keyword)]
    rest = (*required, *map(Not, above))
    units = tuple(_unit(part, analyzer) for part in units_of(keywords, analyzer))
    pieces = any_of((*units, *_pieces(parts, analyzer)))
    levels = [_level(units, held) for held in range(len(units), 0, -1)] if units else []
    if levels and pieces not in units:
        levels.append(And((pieces, Not(any_of(units)))))
    return Partial(
        query=all_of((pieces, *rest)),
        levels=tuple(all_of((level, *rest)) for level in levels),
        parts=tuple(map(Keyword, parts)),
        asked_below=1 if 0 < len(units) < _SENTENCE else FEW,
    )


def units_of(keywords: list[Keyword], analyzer: WordCutter) -> tuple[str, ...]:
    """Return the texts that are counted; none for one long text, of which hardly a clause has every word."""
    parts = _parts(keywords)
    if len([keyword for keyword in keywords if content_parts(keyword.text)]) > 1:
        return parts
    terms = longest_terms(dict.fromkeys(term for part in parts for term in analyzer.words(part)))
    long = tuple(term for term in terms if len(term) > 1)
    if len(long) > _COUNTED_WORDS:
        return ()
    return long if len(long) > 1 else parts


def _parts(keywords: list[Keyword]) -> tuple[str, ...]:
    """Return what ``keywords`` ask for besides question words; these themselves if there is nothing else.

    One character left over (判几年) counts only if no other part is longer.
    """
    typed = {key(keyword.text) for keyword in keywords}
    parts = dict.fromkeys(part for keyword in keywords for part in content_parts(keyword.text))
    kept = [part for part in parts if len(part) > 1 or part in typed]
    whole = [text for text in typed if any(character.isalnum() for character in text)]
    return tuple(kept or parts or sorted(whole))


def _unit(part: str, analyzer: WordCutter) -> Query:
    """Return the query of the clauses that hold ``part``, as written or by its words."""
    held: list[Query] = [Exact(needles(part))]
    if terms := needed_words(analyzer.words(part)):
        held.append(all_of(map(Word, terms)))
    return any_of(held)


def _level(units: tuple[Query, ...], held: int) -> Query:
    if held == len(units):
        return AtLeast(units, held)
    return And((AtLeast(units, held), Not(AtLeast(units, held + 1))))


def _pieces(parts: Iterable[str], analyzer: WordCutter) -> Iterator[Query]:
    """Yield the words of two characters and more, and any two neighbouring characters, of ``parts``.

    Words of one character (的, 在) are in almost every clause; names that no dictionary has are found by
    pairs.
    """
    pairs: dict[str, None] = {}
    for part in parts:
        yield from (Word(term) for term in analyzer.words(part) if len(term) > 1)
        for run in _HAN_RUN.findall(part):
            pairs |= dict.fromkeys(one + other for one, other in pairwise(run))
    if pairs:
        yield Exact(tuple(pairs), zones=("text",))
