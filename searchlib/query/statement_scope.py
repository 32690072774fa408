"""Queries over whole statements: which statements satisfy a query whose texts may stand in any clause.

Each text, each NEAR and each ``clause:`` filter holds for a statement in which it holds for some clause; the
other filters are facts of statements. AND, OR and NOT then connect statements, not clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from searchlib.model import Tier
from searchlib.query.ast import (
    And,
    Exact,
    Filter,
    InDocument,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    ProjectName,
    Query,
    all_of,
    any_of,
    negation,
)
from searchlib.query.filters import resolve
from searchlib.query.planner import TierPlan, texts_first
from searchlib.query.ranking import ranked_by_words
from searchlib.query.rewrite import NamesOf, WordCutter, exact, needles_to_mark, words
from searchlib.text.fields import BY_NAME


def in_statements(query: Query, leaf: Callable[[Query], Query]) -> Query:
    """Return the engine query of all clauses of the statements that satisfy ``query``.

    ``leaf`` rewrites a text or NEAR as an engine query of clauses.
    """
    match query:
        case And(operands):
            return all_of(in_statements(operand, leaf) for operand in operands)
        case Or(operands):
            return any_of(in_statements(operand, leaf) for operand in operands)
        case Not(operand):
            return negation(in_statements(operand, leaf))
        case Filter(name):
            return InDocument(resolve(query)) if BY_NAME[name].of_path else resolve(query)
        case _:
            return InDocument(leaf(query))


def wanted(query: Query) -> Iterator[Query]:
    """Yield the texts and NEARs that are not excluded, from left to right."""
    match query:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from wanted(operand)
        case Keyword() | Phrase() | ProjectName() | Near():
            yield query


def in_text(leaf: Query, names_of: NamesOf) -> Query:
    """Return the engine query of the clauses whose own text, not heading or title, holds a leaf."""
    found = exact(leaf, names_of)
    return Exact(found.needles, zones=("text",)) if isinstance(found, Exact) else found


def statement_tiers(
    query: Query, analyzer: WordCutter, names_of: NamesOf, only_exact: bool = False
) -> tuple[TierPlan, ...]:
    """Return the tiers of a search at the level of the statement: clauses that hold one of the texts, of
    statements that satisfy the query; all clauses of these where it wants no text.

    In the tier below exact every text may be relaxed to its words.
    """
    terms = ranked_by_words(query, analyzer, names_of)
    exactly = holding(query, lambda leaf: exact(leaf, names_of))
    needles = needles_to_mark(exact(query, names_of))
    plans = [TierPlan(Tier.EXACT, exactly, terms, needles, texts_first(exactly))]
    relaxed = holding(query, lambda leaf: words(leaf, analyzer, names_of))
    if not only_exact and relaxed != exactly:
        marked = (*needles, *(term for term, _ in terms.words if len(term) > 1))
        below = And((relaxed, Not(exactly)))
        plans.append(TierPlan(Tier.WORDS, below, terms, marked, texts_first(below)))
    return tuple(plans)


def holding(query: Query, leaf: Callable[[Query], Query]) -> Query:
    """Return the engine query of the clauses that hold one of the texts of ``query``, of statements that
    satisfy it; of all clauses of these where it wants no text.
    """
    texts = [leaf(each) for each in wanted(query)]
    statements = in_statements(query, leaf)
    return all_of((statements, any_of(texts))) if texts else statements
