"""Rewrite the query of a reader as queries of an engine: pure functions from query to query.

``exact`` keeps the meaning; ``words`` relaxes it for the second tier, :mod:`searchlib.query.partial` for the
last. An excluded operand is never relaxed: ``-两洋铁路`` excludes this name, not every clause that holds 两洋
and 铁路.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeAlias

from searchlib.errors import NotInIndex, QueryError
from searchlib.query.ast import (
    And,
    Exact,
    Filter,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    ProjectName,
    Query,
    Word,
    all_of,
    any_of,
    negation,
)
from searchlib.query.filters import resolve
from searchlib.query.forms import needles

NamesOf: TypeAlias = Callable[[str], tuple[str, ...]]
"""The names of a project; raises NotInIndex or QueryError for an unknown one."""

PART_WEIGHT = 0.5
"""The weight of 铁路 beside 两洋铁路; chosen on two test sets, see ``docs/relevance.md``."""


class WordCutter(Protocol):
    """The part of an analyzer that rewriting needs."""

    def words(self, text: str) -> tuple[str, ...]:
        """Return the engine query of the words tier: every keyword that is not excluded needs only its
        words.
        """


def exact(query: Query, names_of: NamesOf) -> Query:
    """Return the engine query of the exact tier: text as folded substrings, filters as metadata."""
    return _rewrite(query, names_of, lambda keyword: _exact_leaf(keyword, names_of))


def words(query: Query, analyzer: WordCutter, names_of: NamesOf) -> Query:
    """Return the engine query of the words tier: every keyword that is not excluded needs only its words.

    A word that is made of others needs only these: 可行性研究 finds 可行性基础研究.
    """

    def relax(keyword: Keyword) -> Query:
        simple = needed_words(analyzer.words(keyword.text))
        return all_of(map(Word, simple)) if simple else _exact_leaf(keyword, names_of)

    return _rewrite(query, names_of, relax)


def needed_words(terms: Iterable[str]) -> list[str]:
    """Return the distinct ``terms`` without those that are made of others."""
    distinct = dict.fromkeys(terms)
    return [term for term in distinct if not _is_made_of(term, distinct)]


def scoring(query: Query, analyzer: WordCutter, names_of: NamesOf) -> tuple[tuple[str, float], ...]:
    """Return the terms that rank, with weights: 1 from each leaf, among those not excluded, that holds the
    term, :data:`PART_WEIGHT` where it is part of a longer term of that leaf.

    A leaf counts for every way of writing it: a project for all its names, 第8条 for 第八条 too.
    """
    weights: dict[str, float] = {}
    for leaf in _wanted(query):
        terms = dict.fromkeys(term for text in _spellings(leaf, names_of) for term in analyzer.words(text))
        whole = set(longest_terms(terms))
        for term in terms:
            weights[term] = weights.get(term, 0.0) + (1.0 if term in whole else PART_WEIGHT)
    return tuple(weights.items())


def scored_texts(query: Query, names_of: NamesOf) -> tuple[str, ...]:
    """Return the texts of the leaves that are not excluded, in every way of writing them."""
    return tuple(dict.fromkeys(text for leaf in _wanted(query) for text in _spellings(leaf, names_of)))


def needles_to_mark(exact_query: Query) -> tuple[str, ...]:
    """Return the needles of an engine query that are marked in a clause's text: those that are not
    excluded.
    """
    leaves = (leaf for leaf in _wanted(exact_query) if isinstance(leaf, Exact) and "text" in leaf.zones)
    return tuple(dict.fromkeys(needle for leaf in leaves for needle in leaf.needles))


def _rewrite(query: Query, names_of: NamesOf, relax: Callable[[Keyword], Query]) -> Query:
    """Return the tree with engine leaves; ``relax`` rewrites the keywords that are not excluded."""
    match query:
        case And(operands):
            return all_of(_rewrite(operand, names_of, relax) for operand in operands)
        case Or(operands):
            return any_of(_rewrite(operand, names_of, relax) for operand in operands)
        case Not(operand):
            return negation(exact(operand, names_of))
        case Near(left, right, distance):
            return Near(_in_text(left, names_of), _in_text(right, names_of), distance)
        case Keyword():
            return relax(query)
        case Filter():
            return resolve(query)
        case Phrase() | ProjectName():
            return _exact_leaf(query, names_of)
        case _:
            return query


def _in_text(side: Query, names_of: NamesOf) -> Query:
    """Return an operand of Near: all its needles in one leaf, looked for in the clause's text only."""
    leaves = (_exact_leaf(leaf, names_of) for leaf in _wanted(side))
    return Exact(tuple(dict.fromkeys(needle for leaf in leaves for needle in leaf.needles)), zones=("text",))


def _exact_leaf(leaf: Query, names_of: NamesOf) -> Exact:
    match leaf:
        case Keyword(text) | Phrase(text):
            said: tuple[str, ...] = (text,)
        case ProjectName():
            said = _names(leaf, names_of)
        case Exact():
            return leaf
        case _:
            raise TypeError(f"not a text leaf: {leaf!r}")
    found = tuple(dict.fromkeys(needle for text in said for needle in needles(text)))
    if not found:
        raise QueryError("query.nothing-to-find", leaf.column, operand=str(leaf))
    return Exact(found)


def _names(leaf: ProjectName, names_of: NamesOf) -> tuple[str, ...]:
    """Return the names of a project; raises QueryError, with its column, for one that is not known."""
    try:
        return names_of(leaf.name)
    except NotInIndex as error:
        raise QueryError.because_of(error, leaf.column) from error


def _spellings(leaf: Query, names_of: NamesOf) -> tuple[str, ...]:
    match leaf:
        case Keyword(text) | Phrase(text):
            return (text, *needles(text)[1:])
        case ProjectName():
            return _names(leaf, names_of)
        case _:
            return ()


def _wanted(query: Query) -> Iterator[Query]:
    """Yield the leaves that are not excluded, from left to right."""
    match query:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _wanted(operand)
        case Near(left, right):
            yield from _wanted(left)
            yield from _wanted(right)
        case Not():
            return
        case _:
            yield query


def _is_made_of(term: str, terms: Iterable[str]) -> bool:
    """Return whether shorter ones of ``terms`` cover every character of ``term``."""
    covered: set[int] = set()
    for part in terms:
        if len(part) < len(term):
            covered.update(*(range(at, at + len(part)) for at in _starts(part, term)))
    return len(covered) == len(term)


def _starts(part: str, whole: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)


def longest_terms(terms: Iterable[str]) -> list[str]:
    """Return the terms that are not part of another one: 可行性研究 comes with 可行, 研究 and 可行性."""
    known = list(terms)
    return [term for term in known if not any(term != other and term in other for other in known)]
