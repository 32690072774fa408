"""Rewrite the query of a reader as queries of an engine: pure functions from query to query.

``exact`` keeps the meaning; ``words`` relaxes it for the second tier, :mod:`searchlib.query.partial` for the
last. An excluded operand is never relaxed: ``-两洋铁路`` excludes this name, not every clause that holds 两洋
and 铁路.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeAlias

from searchlib.errors import NotInIndex, QueryError
from searchlib.model import Needle
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
    Wildcards,
    Word,
    all_of,
    any_of,
    negation,
)
from searchlib.query.filters import resolve
from searchlib.query.forms import as_typed, needles, pattern_needles
from searchlib.text.borders import bare, bordered

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


def needles_to_mark(exact_query: Query) -> tuple[Needle, ...]:
    """Return the needles of an engine query that are marked in a clause's text: those that are not
    excluded.
    """
    leaves = (leaf for leaf in _wanted(exact_query) if isinstance(leaf, Exact) and "text" in leaf.zones)
    return tuple(dict.fromkeys(needle for leaf in leaves for needle in leaf.needles))


def forms(query: Query, names_of: NamesOf) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each leaf of ``query`` that is looked for in other spellings of its numerals too, and these.

    Excluded leaves are among them.

    >>> forms(Keyword("第8条"), lambda name: (name,))
    (('第8条', ('第八条',)),)
    """
    found = {}
    for leaf in _leaves(query):
        match resolve(leaf) if isinstance(leaf, Filter) else _exact_leaf(leaf, names_of):
            case Exact(needles):
                typed = _as_typed(leaf, names_of) or {bare(needles[0])}
                if also := tuple(other for other in dict.fromkeys(map(bare, needles)) if other not in typed):
                    found[str(leaf)] = also
    return tuple(found.items())


def _as_typed(leaf: Query, names_of: NamesOf) -> set[str]:
    """Return the keys of a leaf with its numerals as they are; nothing for a pattern."""
    match leaf:
        case Keyword(text) | Phrase(text) | Filter(value=text, parts=()):
            return set(as_typed(text))
        case ProjectName(name):
            return {each for text in names_of(name) for each in as_typed(text)}
        case _:
            return set()


def _leaves(query: Query) -> Iterator[Query]:
    match query:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _leaves(operand)
        case Near(left, right):
            yield from _leaves(left)
            yield from _leaves(right)
        case Not(operand):
            yield from _leaves(operand)
        case _:
            yield query


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
        case Phrase() | Wildcards() | ProjectName():
            return _exact_leaf(query, names_of)
        case _:
            return query


def _in_text(side: Query, names_of: NamesOf) -> Query:
    """Return an operand of Near: all its needles in one leaf, looked for in the clause's text only."""
    leaves = (_exact_leaf(leaf, names_of) for leaf in _wanted(side))
    return Exact(tuple(dict.fromkeys(needle for leaf in leaves for needle in leaf.needles)), zones=("text",))


def _exact_leaf(leaf: Query, names_of: NamesOf) -> Exact:
    if isinstance(leaf, Exact):
        return leaf
    if not isinstance(leaf, Keyword | Phrase | Wildcards | ProjectName):
        raise TypeError(f"not a text leaf: {leaf!r}")
    found = _needles(leaf, names_of)
    if not found:
        raise QueryError("query.nothing-to-find", leaf.column, operand=str(leaf))
    return Exact(found)


def _needles(leaf: Keyword | Phrase | Wildcards | ProjectName, names_of: NamesOf) -> tuple[Needle, ...]:
    match leaf:
        case Phrase(text, as_typed=True):
            return as_typed(text)
        case Keyword(text) | Phrase(text):
            return needles(text)
        case Wildcards(parts):
            return pattern_needles(parts)
        case ProjectName():
            found = (needle for text in _names(leaf, names_of) for needle in needles(text))
            return tuple(dict.fromkeys(map(bordered, found)))


def _names(leaf: ProjectName, names_of: NamesOf) -> tuple[str, ...]:
    """Return the names of a project; raises QueryError, with its column, for one that is not known."""
    try:
        return names_of(leaf.name)
    except NotInIndex as error:
        raise QueryError.because_of(error, leaf.column) from error


def _spellings(leaf: Query, names_of: NamesOf) -> tuple[str, ...]:
    match leaf:
        case Phrase(text, as_typed=True):
            return (text,)
        case Keyword(text) | Phrase(text):
            return (text, *map(str, needles(text)[1:]))
        case Wildcards(parts):
            return parts[::2]
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
