"""The tools that read something out of many answers: concordances, dossiers, formulas and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from searchlib.analysis.collocates import collocates_of, neighbours_of
from searchlib.analysis.concordance import concordance
from searchlib.analysis.dispersion import spread_of
from searchlib.analysis.dossier import dossier
from searchlib.analysis.formulas import formula
from searchlib.analysis.unlisted import unlisted_names
from searchlib.mcp import analysis_schemas
from searchlib.mcp.analysis_arguments import (
    DossierArguments,
    FormulaArguments,
    KwicArguments,
    NamesArguments,
)
from searchlib.mcp.rows import Row, fitting, tool_mention
from searchlib.mcp.tool import Tool, end_of_answer
from searchlib.render import dossier_values, formula_values, kwic_values, name_values
from searchlib.search.cached import CachedLibrary

_Each = TypeVar("_Each")


def kwic_tool(cached: CachedLibrary, asked: KwicArguments) -> Row:
    """Return the lines of a concordance, or what is counted in it. Raises QueryError."""
    library = cached.library
    if asked.show == "lines":
        found = concordance(
            library,
            asked.query,
            order=asked.order,
            width=asked.width,
            sample=asked.sample or None,
            seed=asked.seed,
            offset=asked.offset,
            limit=asked.limit,
        )
        certificate = found.certificate or library.certificate()
        rows = fitting(tool_mention(each, asked) for each in found.lines)
        head: Row = {**kwic_values.concordance_json(found, certificate)}
        answer = analysis_schemas.NOTHING_COUNTED | head | {"lines": rows}
        return answer | end_of_answer(cached, asked.offset, len(rows), found.shown, certificate)
    places = library.places(asked.query)
    counted: Row = {
        **analysis_schemas.NOTHING_COUNTED,
        "order": [],
        "seed": None,
        "drawn": len(places),
        "lines": [],
    }
    if asked.show == "neighbours":
        beside = neighbours_of(library, places, asked.limit)
        counted |= kwic_values.neighbours_json(asked.query, places, beside)
    elif asked.show == "collocates":
        near = collocates_of(library, places, reach=asked.reach, most=asked.limit)
        counted |= kwic_values.collocates_json(asked.query, places, asked.reach, near)
        del counted["reach"]
    else:
        spread = kwic_values.spread_json(asked.query, places, spread_of(library, places, asked.query))
        head = {**kwic_values.neighbours_json(asked.query, places, ())}
        counted |= head | {"neighbours": None, "spread": spread}
    return counted | end_of_answer(cached, 0, 0, 0, places.certificate)


def dossier_tool(cached: CachedLibrary, asked: DossierArguments) -> Row:
    """Return the dossier of a name. Raises QueryError."""
    library = cached.library
    found = dossier(library, asked.name, width=asked.width, offset=asked.offset, limit=asked.limit)
    certificate = found.certificate or library.certificate()
    rows = fitting(tool_mention(each, asked) for each in found.mentions)
    answer: Row = {**dossier_values.dossier_json(found, certificate, ())}
    answer |= {
        "statements": _first(found.statements, dossier_values.statement_portion_json),
        "silent": _first(found.silent, dossier_values.silent_json),
        "silent_total": len(found.silent),
        "mentions": rows,
    }
    return answer | end_of_answer(cached, asked.offset, len(rows), found.whole.mentions, certificate)


def formula_tool(cached: CachedLibrary, asked: FormulaArguments) -> Row:
    """Return the variants of a formula. Raises QueryError."""
    found = formula(cached.library, asked.text, least=asked.least)
    shown = found.variants[asked.offset : asked.offset + asked.limit]
    rows = fitting({**formula_values.variant_json(each)} for each in shown)
    answer: Row = {**formula_values.formula_json(found), "variants": rows}
    return answer | end_of_answer(cached, asked.offset, len(rows), len(found.variants))


def names_tool(cached: CachedLibrary, asked: NamesArguments) -> Row:
    """Return names of a project that nobody has listed. Raises NotInIndex."""
    found = unlisted_names(cached.library, asked.name, most=asked.limit)
    rows = fitting({**name_values.unlisted_name_json(each)} for each in found.names)
    answer: Row = {**name_values.unlisted_names_json(found), "names": rows}
    return answer | end_of_answer(cached, 0, len(rows), len(rows))


ANALYSIS_TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        "kwic": Tool("kwic", KwicArguments, analysis_schemas.kwic_schema, kwic_tool),
        "dossier": Tool("dossier", DossierArguments, analysis_schemas.dossier_schema, dossier_tool),
        "formula": Tool("formula", FormulaArguments, analysis_schemas.formula_schema, formula_tool),
        "names": Tool("names", NamesArguments, analysis_schemas.names_schema, names_tool),
    }
)
"""These tools by their names; all of them only read."""

_MOST = 100
"""Statements of a dossier in one answer."""


def _first(found: Sequence[_Each], value_of: Callable[[_Each], object]) -> list[object]:
    return [value_of(each) for each in found[:_MOST]]
