"""From what a reader types to what an engine is asked, remembered: every page of an answer asks again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TypeAlias

from searchlib.analyzer import Analyzer
from searchlib.projects import Registry
from searchlib.query.ast import Phrase
from searchlib.query.parse import parse
from searchlib.query.rewrite import exact, needles_to_mark
from searchlib.ranking import TierPlan, tiers

_REMEMBERED = 256
"""Queries and names."""

Plan: TypeAlias = "tuple[str, tuple[TierPlan, ...]]"
"""What is understood of a query, and the tiers it has."""


def planner(analyzer: Analyzer, registry: Registry) -> Callable[[str, bool], Plan]:
    """Plans a query, with its lower tiers or only the exact one; what it gives raises QueryError."""
    return lru_cache(_REMEMBERED)(partial(_plan, analyzer, registry))


def _plan(analyzer: Analyzer, registry: Registry, query: str, only_exact: bool) -> Plan:
    tree = parse(query)
    return str(tree), tiers(tree, analyzer, registry.names_of, only_exact)


@lru_cache(_REMEMBERED)
def needles_of(text: str) -> tuple[str, ...]:
    """The folded strings that count as ``text``: without blanks between Han, numerals both ways.

    >>> needles_of("第八條")[:2]
    ('第八条', '第8条')
    """
    return needles_to_mark(exact(Phrase(text), lambda name: (name,)))
