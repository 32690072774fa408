"""The output schemas of the tools: the shapes of all answers, and the keys that tools add."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.mcp.following import CallJson, FollowedJson
from searchlib.render.explanation_shapes import ExplanationJson
from searchlib.render.group_shapes import CountJson
from searchlib.render.json_schema import Schema, name_of, schema_of, shapes_in
from searchlib.render.lead_shapes import LeadJson, LeftOutJson
from searchlib.render.quotation_shapes import DeviationJson, QuotationJson, QuotationsJson, QuotedPartJson
from searchlib.render.shapes import (
    AlternativeJson,
    CertificateJson,
    ClauseJson,
    CopyJson,
    DocumentJson,
    FormsJson,
    InLongerJson,
    ListedHitJson,
    MatchingJson,
    MatchJson,
    MentionJson,
    MentionsJson,
    ProjectJson,
    ProjectsJson,
    ReferenceJson,
    SearchJson,
    SourceJson,
    StatementJson,
    StatementsJson,
    TakenJson,
    TotalsJson,
)

_WHERE = "#/$defs/{}"
_PROPOSALS = (TakenJson, LeadJson, AlternativeJson)


class RowCitation(TypedDict):
    """The keys that every row of a tool has."""

    citation: Annotated[str, "to quote the row with, in the language asked for"]


class _Text(RowCitation):
    """The window of a clause's text that is shown."""

    source: SourceJson | None
    text_start: int
    text_end: int
    characters: Annotated[int, "of the whole clause"]


class EndOfAnswer(TypedDict):
    """The keys at the end of every answer."""

    next_offset: Annotated[int | None, "the offset of the next rows; null at the end"]
    certificate: CertificateJson


class _Counted(TypedDict):
    """The counts by groups, if they were asked for."""

    by: Annotated[str | None, "what was counted by; null if nothing was"]
    counts: Annotated[list[CountJson], "of everything found"]
    unknown: Annotated[CountJson | None, "of statements that do not say, such as those without a date"]


class _Tier(TypedDict):
    """Which tier was counted."""

    counted_tier: Annotated[str | None, "the first tier that holds clauses; null if nothing was counted"]


class _Total(TypedDict):
    """The number of rows."""

    total: int


class _Suggested(TypedDict):
    """Suggestions when nothing was found."""

    did_you_mean: list[AlternativeJson]


def search_schema() -> Schema:
    """Return the schema of the answers of ``search``."""
    return _answer("hits", (ListedHitJson, _Text), SearchJson, _Counted, _Tier)


def mentions_schema() -> Schema:
    """Return the schema of the answers of ``mentions``."""
    return _answer("mentions", (MentionJson, RowCitation), MentionsJson, _Suggested, _Counted)


def statements_schema() -> Schema:
    """Return the schema of the answers of ``statements``."""
    schema = _answer("statements", (MatchJson, RowCitation), MatchingJson)
    counted = schema_of(_Counted, _WHERE)["properties"]
    schema["properties"] |= {"counts_by": counted.pop("counts"), **counted}
    schema["required"] = list(schema["properties"])
    return schema


def quote_schema() -> Schema:
    """Return the schema of the answers of ``quote``."""
    schema = _answer("quotations", (QuotationJson, RowCitation), QuotationsJson)
    named = shapes_in(QuotedPartJson, DeviationJson)
    return schema | {"$defs": schema["$defs"] | {name_of(each): schema_of(each, _WHERE) for each in named}}


def show_schema() -> Schema:
    """Return the schema of the answers of ``show``."""
    schema = _answer("clauses", (ClauseJson, _Text), StatementJson, _Total)
    schema["properties"]["document"] = merged_schema(DocumentJson, RowCitation)
    return schema


def list_schema() -> Schema:
    """Return the schema of the answers of ``list``."""
    return _answer("documents", (DocumentJson, RowCitation), StatementsJson, _Total, _Counted)


def projects_schema() -> Schema:
    """Return the schema of the answers of ``projects``."""
    return _answer("projects", (ProjectJson,), ProjectsJson, _Total)


def _answer(rows: str, row: tuple[type, ...], *shapes: type) -> Schema:
    """Return an answer with all keys of ``shapes``, whose ``rows`` have the shape ``row``."""
    schema = merged_schema(*shapes, EndOfAnswer)
    schema["properties"][rows] = {"type": "array", "items": merged_schema(*row)}
    named = shapes_in(
        AlternativeJson,
        CertificateJson,
        CopyJson,
        CountJson,
        ExplanationJson,
        FormsJson,
        InLongerJson,
        LeadJson,
        LeftOutJson,
        ReferenceJson,
        SourceJson,
        TakenJson,
        TotalsJson,
    )
    defined = {name_of(each): schema_of(each, _WHERE) for each in (*named, CallJson)}
    followed = {name_of(each): merged_schema(each, FollowedJson) for each in _PROPOSALS}
    return schema | {"$defs": defined | followed}


def merged_schema(*shapes: type) -> Schema:
    """Return one object with the keys of all ``shapes``."""
    schemas = [schema_of(shape, _WHERE) for shape in shapes]
    properties = {key: value for schema in schemas for key, value in schema["properties"].items()}
    return schemas[0] | {"properties": properties, "required": list(properties)}


def with_named_shapes(schema: Schema, *shapes: type) -> Schema:
    """Return ``schema`` with the definitions of every shape that ``shapes`` are made of."""
    named = [each for each in shapes_in(*shapes) if each not in shapes or each.__name__ == "MentionJson"]
    return schema | {"$defs": {name_of(each): schema_of(each, _WHERE) for each in named}}
