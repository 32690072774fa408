"""Plan the last tier: clauses that hold some of a query.

Two or three keywords typed with blanks are counted, question words left out: first come the clauses with all
of them (each as written or by its words), then those with all but one, and so on, then those that hold only a
word or two neighbouring characters. Of a text without blanks and of more keywords, which are like a sentence,
the score alone decides: there the rare words say more than the number of words. Quoted text, names of
projects and what else is joined by AND stays required, as do filters and exclusions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from searchlib.query.ast import And, AtLeast, Exact, Keyword, Not, Query, Word, all_of, any_of
from searchlib.query.forms import needles
from searchlib.query.questions import content_parts
from searchlib.query.rewrite import (
    NamesOf,
    WordCutter,
    exact,
    longest_terms,
    needed_words,
    scored_texts,
)
from searchlib.text.running import key

FEW = 10
"""Fewer clauses than this in the tiers above are few: less than a first page."""

_MOST_COUNTED = 3
"""The most keywords that are counted; a query of more, or of more words, is like a sentence: its pieces are
of interest also where few clauses hold all."""

_HAN_RUN = re.compile(r"[^\W\x00-\u02ff]{2,}")
"""Characters that are no Latin letters; pairs of those would be in every English text."""


@dataclass(frozen=True, slots=True)
class Partial:
    """The last tier. ``levels``, if there are any, are disjoint queries that together select what ``query``
    does, best first.

    ``parts`` are the texts that choose, ``asked_below`` is how many clauses in the tiers above are enough to
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

    A query of few words is only answered by its pieces if no clause holds all of them.
    """
    operands = query.operands if isinstance(query, And) else (query,)
    keywords = [operand for operand in operands if isinstance(operand, Keyword)]
    parts = _parts(keywords)
    if not parts:
        return None
    required = [exact(operand, names_of) for operand in operands if not isinstance(operand, Keyword)]
    rest = (*required, *map(Not, above))
    content = tuple(map(Keyword, parts))
    found = tuple(_pieces(scored_texts(all_of(content), names_of), analyzer))
    counted = _is_counted(keywords)
    units = tuple(_unit(part, analyzer) for part in parts) if counted or not found else ()
    pieces = any_of((*units, *found))
    levels = [_level(units, held) for held in range(len(units), 0, -1)] if counted else []
    if levels and found:
        levels.append(And((pieces, Not(any_of(units)))))
    return Partial(
        query=all_of((pieces, *rest)),
        levels=tuple(all_of((level, *rest)) for level in levels),
        parts=content,
        asked_below=1 if _word_count(parts, analyzer) <= _MOST_COUNTED else FEW,
    )


def _is_counted(keywords: list[Keyword]) -> bool:
    """Return whether the number of these keywords that a clause holds counts for its place."""
    return 1 < sum(bool(content_parts(keyword.text)) for keyword in keywords) <= _MOST_COUNTED


def _word_count(parts: tuple[str, ...], analyzer: WordCutter) -> int:
    """Return how many words ``parts`` have: of two characters and more, or one for a part without these."""
    terms = [longest_terms(dict.fromkeys(analyzer.words(part))) for part in parts]
    return sum(max(1, sum(len(term) > 1 for term in own)) for own in terms)


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


def _pieces(texts: Iterable[str], analyzer: WordCutter) -> Iterator[Query]:
    """Yield the words of two characters and more, and any two neighbouring characters, of ``texts``.

    Words of one character (的, 在) are in almost every clause; names that no dictionary has are found by
    pairs.
    """
    pairs: dict[str, None] = {}
    words: dict[str, None] = {}
    for text in texts:
        words |= dict.fromkeys(term for term in analyzer.words(text) if len(term) > 1)
        for run in _HAN_RUN.findall(key(text)):
            pairs |= dict.fromkeys(one + other for one, other in pairwise(run))
    yield from map(Word, words)
    if pairs:
        yield Exact(tuple(pairs), zones=("text",))
