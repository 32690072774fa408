"""Plan the tiers of a query. Plans are remembered, since every page of an answer needs them again.

``exact`` holds the clauses in which every keyword stands contiguously; ``words`` those that hold all jieba
words of the query instead; ``some``, for long sentence-like queries only, those that hold any of them.
A clause belongs to the first tier that selects it. Within a tier BM25 over words decides, so that a keyword
standing as a word outranks the same characters inside another word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeAlias

from searchlib.model import Needle, Tier
from searchlib.projects import Registry
from searchlib.query.ast import And, Not, Phrase, Query
from searchlib.query.rewrite import exact, forms, needles_to_mark, scoring, some, words
from searchlib.query.wildcards import parse_name
from searchlib.text.analyzer import Analyzer

_REMEMBERED = 256
"""Queries and names."""


@dataclass(frozen=True, slots=True)
class TierPlan:
    """The query that selects a tier, the terms that score it, and what to mark in its hits."""

    tier: Tier
    query: Query
    scoring: tuple[tuple[str, float], ...]
    needles: tuple[Needle, ...]


Forms: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""Operands that are looked for in other spellings too, and these spellings."""

Plan: TypeAlias = "tuple[str, tuple[TierPlan, ...], Forms]"
"""The canonical spelling of a query, its tiers, and how else its operands are written."""


def planner(
    analyzer: Analyzer, registry: Registry, read: Callable[[str, bool], Query]
) -> Callable[[str, bool], Plan]:
    """Return a function that plans a query, with its lower tiers or the exact one alone; it raises
    QueryError. ``read`` makes the tree of what was typed.
    """
    return lru_cache(_REMEMBERED)(partial(_plan, analyzer, registry, read))


def _plan(
    analyzer: Analyzer,
    registry: Registry,
    read: Callable[[str, bool], Query],
    query: str,
    only_exact: bool,
) -> Plan:
    tree = read(query, only_exact)
    names_of = registry.names_of
    return str(tree), tiers(tree, analyzer, names_of, only_exact), forms(tree, names_of)


@lru_cache(_REMEMBERED)
def phrase_needles(text: str) -> tuple[Needle, ...]:
    """Return everything that counts as ``text``: without blanks between Han, numerals in every spelling.

    >>> tuple(map(str, phrase_needles("第八條")[:2]))
    ('第八条', '第8条')
    """
    return needles_to_mark(exact(Phrase(text), lambda name: (name,)))


@lru_cache(_REMEMBERED)
def name_needles(name: str) -> tuple[Needle, ...]:
    """Return everything that counts as a mention of ``name``, which may have wildcards, or be ``="…"`` for
    numerals as typed. Raises QueryError.

    >>> tuple(map(str, name_needles("两?铁路"))), name_needles('="6日"')
    (('两?铁路',), ('6日',))
    """
    return needles_to_mark(exact(parse_name(name), lambda name: (name,)))


def tiers(
    query: Query, analyzer: Analyzer, names_of: Callable[[str], tuple[str, ...]], only_exact: bool = False
) -> tuple[TierPlan, ...]:
    """Return the tiers that ``query`` can have, best first."""
    terms = scoring(query, analyzer, names_of)
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
            plans.append(TierPlan(tier, And((relaxed, *map(Not, above))), terms, marked))
            above = (*above, relaxed)
    return tuple(plans)


def _worth_marking(terms: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    """Return terms of two characters and more; single ones (的, 和) only if there are no others."""
    long = tuple(term for term, _ in terms if len(term) > 1)
    return long or tuple(term for term, _ in terms)
