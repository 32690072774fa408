"""Plan the tiers of a query. Plans are remembered, since every page of an answer needs them again.

``exact`` holds the clauses in which every keyword stands contiguously; ``words`` those that hold all jieba
words of the query instead; ``some``, asked only where those hold few, those that hold a part of it
(:mod:`searchlib.query.partial`).
A clause belongs to the first tier that selects it, and by relevance a clause that is only a title or heading
comes after all others of its tier. In the first two BM25 over words decides, so that a
keyword standing as a word outranks the same characters inside another word; in the last, whose clauses hold
different parts of the query, all that :func:`searchlib.query.ranking.ranked_by` returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeAlias

from searchlib.model import Needle, Tier
from searchlib.projects import Registry
from searchlib.query.ast import And, Has, Keyword, Not, Phrase, Query, all_of
from searchlib.query.partial import partial_tier
from searchlib.query.ranking import Scoring, ranked_by, ranked_by_words
from searchlib.query.rewrite import exact, forms, needles_to_mark, scoring, words
from searchlib.query.wildcards import parse_name
from searchlib.text.analyzer import Analyzer
from searchlib.text.fields import CLAUSE_PART, HEADING

_REMEMBERED = 256
"""Queries and names."""

_HEADINGS = Has(CLAUSE_PART, (HEADING,))


@dataclass(frozen=True, slots=True)
class TierPlan:
    """The query that selects a tier, the terms that score it, and what to mark in its hits.

    ``levels`` are disjoint queries that together select what ``query`` does: by relevance
    all hits of the first come before those of the second. A tier with ``asked_below`` is left out where those
    above it hold that many clauses.
    """

    tier: Tier
    query: Query
    scoring: Scoring
    needles: tuple[Needle, ...]
    levels: tuple[Query, ...]
    asked_below: int | None = None

    def without_prior(self) -> TierPlan:
        """Return the same plan, scored without citations."""
        return replace(self, scoring=replace(self.scoring, prior=False))


def texts_first(*levels: Query) -> tuple[Query, ...]:
    """Return the texts of each level, then the titles and headings of each."""
    texts = (all_of((level, Not(_HEADINGS))) for level in levels)
    return (*texts, *(all_of((level, _HEADINGS)) for level in levels))


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
    terms = ranked_by_words(query, analyzer, names_of)
    exactly = exact(query, names_of)
    needles = needles_to_mark(exactly)
    plans = [TierPlan(Tier.EXACT, exactly, terms, needles, texts_first(exactly))]
    if only_exact:
        return tuple(plans)
    above: tuple[Query, ...] = (exactly,)
    relaxed = words(query, analyzer, names_of)
    if relaxed != exactly:
        marked = (*needles, *_worth_marking(term for term, _ in terms.words))
        wanted = And((relaxed, Not(exactly)))
        plans.append(TierPlan(Tier.WORDS, wanted, terms, marked, texts_first(wanted)))
        above = (exactly, relaxed)
    last = partial_tier(query, analyzer, names_of, above)
    if last is not None:
        content = all_of((*last.parts, *_unrelaxed(query)))
        scored = ranked_by(content, query, analyzer, names_of).with_prior()
        marked = (*needles, *_worth_marking(term for term, _ in scoring(content, analyzer, names_of)))
        levels = texts_first(*(last.levels or (last.query,)))
        plans.append(TierPlan(Tier.SOME, last.query, scored, marked, levels, last.asked_below))
    return tuple(plans)


def _unrelaxed(query: Query) -> Iterator[Query]:
    """Yield the operands of ``query`` that the last tier asks for as they are."""
    operands = query.operands if isinstance(query, And) else (query,)
    return (operand for operand in operands if not isinstance(operand, Keyword))


def _worth_marking(terms: Iterable[str]) -> tuple[str, ...]:
    """Return terms of two characters and more; single ones (的, 和) only if there are no others."""
    marked = tuple(terms)
    return tuple(term for term in marked if len(term) > 1) or marked
