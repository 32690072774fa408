"""The shapes of JSON answers as JSON Schema and as the tables of ``docs/output.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import EnumType, StrEnum
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from searchlib.render import (
    analysis_shapes,
    dossier_shapes,
    explanation_shapes,
    facet_shapes,
    formula_shapes,
    group_shapes,
    kwic_shapes,
    lead_shapes,
    name_shapes,
    quotation_shapes,
    report_shapes,
    shapes,
)
from searchlib.render.shapes import Meaning

Schema = dict[str, Any]

SHAPES: Mapping[str, type] = MappingProxyType(
    {
        "search": shapes.SearchJson,
        "taken": shapes.TakenJson,
        "forms": shapes.FormsJson,
        "totals": shapes.TotalsJson,
        "alternative": shapes.AlternativeJson,
        "reference": shapes.ReferenceJson,
        "place": shapes.PlaceJson,
        "hit": shapes.HitJson,
        "listed hit": shapes.ListedHitJson,
        "copy": shapes.CopyJson,
        "explanation": explanation_shapes.ExplanationJson,
        "part": explanation_shapes.PartJson,
        "term": explanation_shapes.TermJson,
        "lead": lead_shapes.LeadJson,
        "left out": lead_shapes.LeftOutJson,
        "quote": quotation_shapes.QuotationsJson,
        "quotation": quotation_shapes.QuotationJson,
        "quoted part": quotation_shapes.QuotedPartJson,
        "deviation": quotation_shapes.DeviationJson,
        "quoted": quotation_shapes.QuotedJson,
        "mentions": shapes.MentionsJson,
        "in longer": shapes.InLongerJson,
        "mentions by": group_shapes.MentionsByJson,
        "certificate": shapes.CertificateJson,
        "mention": shapes.MentionJson,
        "counts": group_shapes.CountsJson,
        "count": group_shapes.CountJson,
        "facets": facet_shapes.FacetsJson,
        "facet": facet_shapes.FacetJson,
        "facet value": facet_shapes.FacetValueJson,
        "timeline": facet_shapes.TimelineJson,
        "period": facet_shapes.PeriodJson,
        "suggestions": facet_shapes.SuggestionsJson,
        "suggestion": facet_shapes.SuggestionJson,
        "statements": shapes.MatchingJson,
        "match": shapes.MatchJson,
        "source": shapes.SourceJson,
        "kwic": kwic_shapes.ConcordanceJson,
        "kwic neighbours": kwic_shapes.NeighboursJson,
        "neighbour": kwic_shapes.NeighbourJson,
        "kwic collocates": kwic_shapes.CollocatesJson,
        "collocate": kwic_shapes.CollocateJson,
        "kwic spread": kwic_shapes.SpreadJson,
        "year frequency": kwic_shapes.YearFrequencyJson,
        "dossier": dossier_shapes.DossierJson,
        "portion": dossier_shapes.PortionJson,
        "group portion": dossier_shapes.GroupPortionJson,
        "statement portion": dossier_shapes.StatementPortionJson,
        "silent": dossier_shapes.SilentJson,
        "formula": formula_shapes.FormulaJson,
        "variant": formula_shapes.VariantJson,
        "boilerplate": formula_shapes.BoilerplateJson,
        "own words": formula_shapes.OwnWordsJson,
        "stretch": formula_shapes.StretchJson,
        "cited": shapes.CitedJson,
        "names": name_shapes.UnlistedNamesJson,
        "unlisted name": name_shapes.UnlistedNameJson,
        "list": shapes.StatementsJson,
        "document": shapes.DocumentJson,
        "show": shapes.StatementJson,
        "clause": shapes.ClauseJson,
        "projects": shapes.ProjectsJson,
        "project": shapes.ProjectJson,
        "compare": analysis_shapes.ComparisonJson,
        "compared": analysis_shapes.ComparedJson,
        "edit": analysis_shapes.EditJson,
        "compared row": analysis_shapes.ComparedRowJson,
        "lineage": analysis_shapes.LineageJson,
        "formula line": analysis_shapes.FormulaLineJson,
        "formula stage": analysis_shapes.FormulaStageJson,
        "formula text": analysis_shapes.FormulaTextJson,
        "formula row": analysis_shapes.FormulaRowJson,
        "index": report_shapes.BuildReportJson,
        "document change": report_shapes.DocumentChangeJson,
        "answer change": report_shapes.AnswerChangeJson,
        "cited clause": report_shapes.CitedClauseJson,
        "save": report_shapes.SavedQueriesJson,
        "saved query": report_shapes.SavedQueryJson,
        "check": report_shapes.CheckReportJson,
        "cluster": report_shapes.ClusterStateJson,
        "finding": report_shapes.FindingJson,
        "skipped": report_shapes.SkippedJson,
        "stats": report_shapes.StatisticsJson,
        "facet row": report_shapes.FacetRowJson,
        "coverage": report_shapes.CoverageJson,
        "piece": report_shapes.PieceJson,
        "verify": report_shapes.VerificationJson,
        "difference": report_shapes.DifferenceJson,
    }
)
"""Every shape by the name that ``docs/output.md`` calls it."""

_NAMES = {shape: name for name, shape in SHAPES.items()}
_SIMPLE: Mapping[object, tuple[str, Schema]] = MappingProxyType(
    {
        str: ("string", {"type": "string"}),
        int: ("integer", {"type": "integer", "minimum": 0}),
        float: ("number", {"type": "number"}),
        bool: ("true or false", {"type": "boolean"}),
        NoneType: ("null", {"type": "null"}),
        dict[str, int]: ("counts", {"type": "object", "additionalProperties": {"type": "integer"}}),
        dict[str, str]: ("texts", {"type": "object", "additionalProperties": {"type": "string"}}),
        Meaning.DAY: ("day", {"type": "string", "format": "date"}),
        Meaning.SPAN: (
            "span",
            {
                "type": "array",
                "items": {"type": "integer", "minimum": 0},
                "minItems": 2,
                "maxItems": 2,
                "description": "half-open, in code points",
            },
        ),
    }
)
"""The name of a type in the documents, and its schema."""


def schema_of(shape: type, where: str) -> Schema:
    """Return the schema of an object that has all keys of ``shape`` and no other.

    ``where`` is the address of a shape that it refers to, with ``{}`` for its name.
    """
    properties: Schema = {}
    for key, hint in _hints(shape).items():
        kind, meaning = _parts(hint)
        properties[key] = _schema(kind, where) | ({"description": meaning} if meaning else {})
    return {
        "type": "object",
        "description": shape.__doc__,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def name_of(shape: type) -> str:
    """Return the name of a shape in a schema."""
    return shape.__name__.removesuffix("Json")


def shapes_in(*roots: type) -> list[type]:
    """Return ``roots`` and every shape that they are made of, each once."""
    found = dict.fromkeys(roots)
    waiting = list(roots)
    while waiting:
        for hint in _hints(waiting.pop()).values():
            for each in _within(hint):
                if each not in found:
                    found[each] = None
                    waiting.append(each)
    return list(found)


def rows_of(shape: type) -> list[tuple[str, str, str]]:
    """Return key, type and meaning of each value, as ``docs/output.md`` prints them."""
    return [(key, _name(_parts(hint)[0]), _parts(hint)[1]) for key, hint in _hints(shape).items()]


def _hints(shape: type) -> Mapping[str, Any]:
    return get_type_hints(shape, include_extras=True)


def _parts(hint: Any) -> tuple[Any, str]:
    """Return the bare type, what it stands for, and the meaning of the key."""
    if get_origin(hint) is not Annotated:
        return hint, ""
    kind, *notes = get_args(hint)
    meaning = [note for note in notes if not isinstance(note, Meaning | EnumType)]
    for note in notes:
        if isinstance(note, Meaning | EnumType):
            kind = Annotated[kind, note]
    return kind, "".join(meaning)


def _stands_for(kind: Any) -> Any:
    """Return the plain type, :class:`Meaning` or enumeration of an annotated type."""
    return get_args(kind)[1] if get_origin(kind) is Annotated else kind


def _schema(kind: Any, where: str) -> Schema:
    if get_origin(kind) in (UnionType, Union):
        options = [_schema(each, where) for each in get_args(kind)]
        if any("$ref" in each for each in options):
            return {"oneOf": options}
        merged = options[0] | {"type": [each["type"] for each in options]}
        return merged | ({"enum": [*merged["enum"], None]} if "enum" in merged else {})
    if get_origin(kind) is list:
        return {"type": "array", "items": _schema(get_args(kind)[0], where)}
    meant = _stands_for(kind)
    if isinstance(meant, type) and issubclass(meant, StrEnum):
        return {"type": "string", "enum": [str(each) for each in meant]}
    if is_typeddict(meant):
        return {"$ref": where.format(name_of(meant))}
    return dict(_SIMPLE[meant][1])


def _name(kind: Any) -> str:
    if get_origin(kind) in (UnionType, Union):
        return " or ".join(_name(each) for each in get_args(kind))
    if get_origin(kind) is list:
        return f"list of {_name(get_args(kind)[0])}"
    meant = _stands_for(kind)
    if isinstance(meant, type) and issubclass(meant, StrEnum):
        return "string"
    return f"`{_NAMES[meant]}`" if is_typeddict(meant) else _SIMPLE[meant][0]


def _within(hint: Any) -> Iterator[type]:
    if is_typeddict(hint):
        yield hint
    for each in get_args(hint):
        yield from _within(each)
