"""The tools that compare texts, and follow formulas through a series of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypedDict

from searchlib.analysis.comparison import ShownRows, compare
from searchlib.analysis.lineage import lineage
from searchlib.mcp.arguments import CompareArguments, LineageArguments
from searchlib.mcp.rows import Row, fitting
from searchlib.mcp.schemas import EndOfAnswer, merged_schema, with_named_shapes
from searchlib.mcp.tool import Tool, end_of_answer
from searchlib.render.analysis_shapes import ComparisonJson, LineageJson
from searchlib.render.analysis_values import compared_json, comparison_json, formula_line_json, lineage_json
from searchlib.render.json_schema import Schema
from searchlib.search.cached import CachedLibrary


class _Total(TypedDict):
    """The number of rows."""

    total: Annotated[int, "all rows, or formulas, that were asked for"]


def compare_tool(cached: CachedLibrary, asked: CompareArguments) -> Row:
    """Compare two documents. Raises NotInIndex."""
    found = compare(cached.library, asked.before, asked.after)
    rows = found.shown(ShownRows(asked.show))
    part = rows[asked.offset : asked.offset + asked.limit]
    shown = fitting({**compared_json(row, found)} for row in part)
    answer: Row = {**comparison_json(found, ()), "rows": shown, "total": len(rows)}
    return answer | end_of_answer(cached, asked.offset, len(shown), len(rows), found.certificate)


def lineage_tool(cached: CachedLibrary, asked: LineageArguments) -> Row:
    """Follow the formulas of a series. Raises NotInIndex."""
    found = lineage(cached.library, asked.of, asked.unit)
    lines = found.shown(asked.all)
    part = lines[asked.offset : asked.offset + asked.limit]
    shown = fitting({**formula_line_json(line, found)} for line in part)
    answer: Row = {**lineage_json(found, ()), "formulas": shown, "total": len(lines)}
    return answer | end_of_answer(cached, asked.offset, len(shown), len(lines), found.certificate)


def compare_schema() -> Schema:
    """Return the schema of the answers of ``compare``."""
    shapes = (ComparisonJson, _Total, EndOfAnswer)
    return with_named_shapes(merged_schema(*shapes), *shapes)


def lineage_schema() -> Schema:
    """Return the schema of the answers of ``lineage``."""
    shapes = (LineageJson, _Total, EndOfAnswer)
    return with_named_shapes(merged_schema(*shapes), *shapes)


COMPARISON_TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        "compare": Tool("compare", CompareArguments, compare_schema, compare_tool),
        "lineage": Tool("lineage", LineageArguments, lineage_schema, lineage_tool),
    }
)
"""The tools by their names."""
