"""Counts by group as JSON values."""

from __future__ import annotations

from searchlib.model import Certificate, Mentions, Tier
from searchlib.render.group_shapes import CountJson, CountsJson, GroupsJson, MentionsByJson
from searchlib.render.json_values import certificate_json, mentions_json
from searchlib.search.count_by import Count, CountTable


def count_json(found: Count) -> CountJson:
    """Return what was counted in one group."""
    return {
        "key": found.key,
        "label": found.label,
        "occurrences": found.occurrences,
        "clauses": found.clauses,
        "statements": found.statements,
        "of_clauses": found.extent.clauses,
        "of_statements": found.extent.statements,
        "of_characters": found.extent.characters,
        "per_clause": found.per_clause,
        "per_million_characters": found.per_million_characters,
    }


def group_rows(found: CountTable) -> list[CountJson]:
    """Return the counts of every group as rows, what the texts do not say last."""
    return list(map(count_json, found.rows))


def groups_json(found: CountTable) -> GroupsJson:
    """Return the counts of every group; what the texts do not say stands apart."""
    return {
        "by": str(found.by),
        "counts": [count_json(each) for each in found.rows if each.key is not None],
        "unknown": next((count_json(each) for each in found.rows if each.key is None), None),
    }


def mentions_by_json(answer: Mentions, found: CountTable) -> MentionsByJson:
    """Return the answer of ``mentions --by``."""
    return {**mentions_json(answer), **groups_json(found)}


def counts_json(
    query: str, understood: str, tier: Tier | None, found: CountTable, certificate: Certificate
) -> CountsJson:
    """Return the answer of ``search --by`` and ``statements --by``."""
    return {
        "query": query,
        "understood": understood,
        "tier": None if tier is None else str(tier),
        "measure": str(found.measure),
        **groups_json(found),
        "certificate": certificate_json(certificate),
    }
