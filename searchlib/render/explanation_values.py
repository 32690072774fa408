"""Explanations as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.model import Explanation, ScorePart

if TYPE_CHECKING:
    from searchlib.render import explanation_shapes


def explanation_json(found: Explanation) -> explanation_shapes.ExplanationJson:
    """Return what a score is made of."""
    return {
        "score": found.score,
        "sum": sum(part.total for part in found.parts),
        "factor": found.factor,
        "parts": [_part(part) for part in found.parts if part.terms],
        "refined": found.refined,
        "citations": found.citations,
        "share": found.share,
    }


def _part(part: ScorePart) -> explanation_shapes.PartJson:
    return {
        "kind": str(part.kind),
        "weight": part.weight,
        "total": part.total,
        "terms": [{"term": term, "value": value} for term, value in part.terms],
    }
