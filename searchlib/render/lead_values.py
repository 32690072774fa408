"""Leads as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.model import Lead, LeftOut

if TYPE_CHECKING:
    from searchlib.render import lead_shapes


def lead_json(lead: Lead) -> lead_shapes.LeadJson:
    """What to ask instead."""
    return {
        "kind": str(lead.kind),
        "query": lead.query,
        "clauses": lead.clauses,
        "without": list(lead.without),
    }


def left_out_json(each: LeftOut) -> lead_shapes.LeftOutJson:
    """What a filter left out for want of a value."""
    return {
        "filter": each.filter,
        "clauses": each.clauses,
        "statements": each.statements,
        "query": each.query or None,
    }
