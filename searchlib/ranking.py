"""The three tiers of an answer, as engine queries that exclude one another.

``exact`` holds the clauses in which every keyword stands contiguously; ``words`` those that hold all jieba
words of the query instead; ``some``, for long sentence-like queries only, those that hold any of them.
A clause belongs to the first tier that selects it. Within a tier BM25 over words decides, so that a keyword
standing as a word outranks the same characters inside another word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from searchlib.analyzer import Analyzer
from searchlib.model import Tier
from searchlib.query.ast import And, Not, Query
from searchlib.query.rewrite import exact, needles_to_mark, scoring, some, words


@dataclass(frozen=True, slots=True)
class TierPlan:
    """What selects a tier, what scores it, and the folded strings to mark in its hits."""

    tier: Tier
    query: Query
    scoring: tuple[tuple[str, float], ...]
    needles: tuple[str, ...]


def tiers(
    query: Query, analyzer: Analyzer, names_of: Callable[[str], tuple[str, ...]], only_exact: bool = False
) -> tuple[TierPlan, ...]:
    """The tiers that ``query`` can have, best first."""
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
    """Terms of two characters and more; single ones (的, 和) only where there is nothing else."""
    long = tuple(term for term, _ in terms if len(term) > 1)
    return long or tuple(term for term, _ in terms)
