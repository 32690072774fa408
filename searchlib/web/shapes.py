"""The schemas of the API: the shapes of its answers, and of problem details."""

from __future__ import annotations

from searchlib.render.analysis_shapes import ComparisonJson, LineageJson
from searchlib.render.dossier_shapes import DossierJson
from searchlib.render.facet_shapes import FacetsJson, SuggestionsJson, TimelineJson
from searchlib.render.formula_shapes import BoilerplateJson, FormulaJson
from searchlib.render.group_shapes import CountsJson, MentionsByJson
from searchlib.render.json_schema import Schema, name_of, schema_of, shapes_in
from searchlib.render.kwic_shapes import CollocatesJson, ConcordanceJson, NeighboursJson, SpreadJson
from searchlib.render.name_shapes import UnlistedNamesJson
from searchlib.render.quotation_shapes import QuotationsJson
from searchlib.render.shapes import (
    HitJson,
    MatchingJson,
    MentionsJson,
    ProjectsJson,
    SearchJson,
    StatementJson,
    StatementsJson,
)

_WHERE = "#/components/schemas/{}"


def ref(name: str) -> Schema:
    """Return a reference to one of :func:`schemas`."""
    return {"$ref": _WHERE.format(name)}


def schemas() -> Schema:
    """Return every schema by its name."""
    found = shapes_in(
        SearchJson,
        HitJson,
        CountsJson,
        MentionsJson,
        MentionsByJson,
        QuotationsJson,
        StatementsJson,
        MatchingJson,
        StatementJson,
        ProjectsJson,
        FacetsJson,
        TimelineJson,
        SuggestionsJson,
        ConcordanceJson,
        NeighboursJson,
        CollocatesJson,
        SpreadJson,
        DossierJson,
        FormulaJson,
        BoilerplateJson,
        UnlistedNamesJson,
        ComparisonJson,
        LineageJson,
    )
    return {name_of(shape): schema_of(shape, _WHERE) for shape in found} | {"Problem": _problem()}


def _problem() -> Schema:
    return {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "column": {"type": ["integer", "null"], "description": "of the query, from 1"},
            "parameter": {"type": "string", "description": "the one that cannot be used"},
            "code": {"type": "string", "description": "stable name of what is wrong, such as query.empty"},
        },
        "required": ["type", "title", "status", "detail"],
    }
