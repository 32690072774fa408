"""The output schemas of the tools that read something out of many answers."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, TypedDict

from searchlib.mcp.schemas import EndOfAnswer, RowCitation, merged_schema, with_named_shapes
from searchlib.render.dossier_shapes import DossierJson
from searchlib.render.formula_shapes import FormulaJson
from searchlib.render.json_schema import Schema
from searchlib.render.kwic_shapes import CollocateJson, ConcordanceJson, NeighbourJson, SpreadJson
from searchlib.render.name_shapes import UnlistedNamesJson
from searchlib.render.shapes import MentionJson

NOTHING_COUNTED = MappingProxyType({"neighbours": None, "collocates": None, "spread": None})
"""The keys of what is counted in a concordance, where lines are asked for."""


class _CountedLines(TypedDict):
    """What is counted in a concordance; null unless it was asked for."""

    neighbours: list[NeighbourJson] | None
    collocates: list[CollocateJson] | None
    spread: SpreadJson | None


class _SilentTotal(TypedDict):
    """How many statements do not mention it."""

    silent_total: Annotated[int, "of `silent` and `statements` the first 100 are given"]


def kwic_schema() -> Schema:
    """Return the schema of the answers of ``kwic``."""
    return _schema("lines", ConcordanceJson, _CountedLines)


def dossier_schema() -> Schema:
    """Return the schema of the answers of ``dossier``."""
    return _schema("mentions", DossierJson, _SilentTotal)


def formula_schema() -> Schema:
    """Return the schema of the answers of ``formula``."""
    return with_named_shapes(merged_schema(FormulaJson, EndOfAnswer), FormulaJson, EndOfAnswer)


def names_schema() -> Schema:
    """Return the schema of the answers of ``names``."""
    return with_named_shapes(merged_schema(UnlistedNamesJson, EndOfAnswer), UnlistedNamesJson, EndOfAnswer)


def _schema(rows: str, *shapes: type) -> Schema:
    """Return an answer with all keys of ``shapes``, whose ``rows`` are cited mentions."""
    schema = merged_schema(*shapes, EndOfAnswer)
    schema["properties"][rows] = {"type": "array", "items": merged_schema(MentionJson, RowCitation)}
    return with_named_shapes(schema, *shapes, EndOfAnswer, MentionJson)
