"""Plan the tiers of a query. Plans are remembered, since every page of an answer needs them again.

``exact`` holds the clauses in which every keyword stands contiguously; ``words`` those that hold all jieba
words of the query instead; ``some``, for long sentence-like queries only, those that hold any of them.
A clause belongs to the first tier that selects it. Within a tier BM25 over words decides, so that a keyword
standing as a word outranks the same characters inside another word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeAlias

from searchlib.model import Tier
from searchlib.projects import Registry
from searchlib.query.ast import And, Not, Phrase, Query
from searchlib.query.parser import parse
from searchlib.query.ranking import Scoring, ranked_by
from searchlib.query.rewrite import exact, needles_to_mark, some, words
from searchlib.text.analyzer import Analyzer

_REMEMBERED = 256
"""Queries and names."""


@dataclass(frozen=True, slots=True)
class TierPlan:
    """The query that selects a tier, the terms that score it, and the folded strings to mark in its hits."""

    tier: Tier
    query: Query
    scoring: Scoring
    needles: tuple[str, ...]

    def without_prior(self) -> TierPlan:
        """Return the same plan, scored without citations."""
        return replace(self, scoring=replace(self.scoring, prior=False))


Plan: TypeAlias = "tuple[str, tuple[TierPlan, ...]]"
"""The canonical spelling of a query, and its tiers."""


def planner(analyzer: Analyzer, registry: Registry) -> Callable[[str, bool], Plan]:
    """Return a function that plans a query, with its lower tiers or the exact one alone; it raises
    QueryError.
    """
    return lru_cache(_REMEMBERED)(partial(_plan, analyzer, registry))


def _plan(analyzer: Analyzer, registry: Registry, query: str, only_exact: bool) -> Plan:
    tree = parse(query)
    return str(tree), tiers(tree, analyzer, registry.names_of, only_exact)


@lru_cache(_REMEMBERED)
def phrase_needles(text: str) -> tuple[str, ...]:
    """Return the folded strings that count as ``text``: without blanks between Han, numerals in every
    spelling.

    >>> phrase_needles("第八條")[:2]
    ('第八条', '第8条')
    """
    return needles_to_mark(exact(Phrase(text), lambda name: (name,)))


def tiers(
    query: Query, analyzer: Analyzer, names_of: Callable[[str], tuple[str, ...]], only_exact: bool = False
) -> tuple[TierPlan, ...]:
    """Return the tiers that ``query`` can have, best first."""
    terms = ranked_by(query, analyzer, names_of)
    exactly = exact(query, names_of)
    needles = needles_to_mark(exactly)
    plans = [TierPlan(Tier.EXACT, exactly, terms, needles)]
    if only_exact:
        return tuple(plans)
    marked = (*needles, *_worth_marking(terms))
    above: tuple[Query, ...] = (exactly,)
    for tier, relaxed in (
        (Tier.WORDS, words(query, analyzer, names_of)),
        (Tier.SOME, some(query, analyzer, names_of)),
    ):
        if relaxed is not None and relaxed not in above:
            scored = terms.with_prior() if tier is Tier.SOME else terms
            plans.append(TierPlan(tier, And((relaxed, *map(Not, above))), scored, marked))
            above = (*above, relaxed)
    return tuple(plans)


def _worth_marking(scoring: Scoring) -> tuple[str, ...]:
    """Return terms of two characters and more; single ones (的, 和) only if there are no others."""
    terms = [term for term, _ in scoring.all_words]
    return tuple(term for term in terms if len(term) > 1) or tuple(terms)
