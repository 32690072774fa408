"""The operations of comparisons and lineages in the OpenAPI description."""

from __future__ import annotations

from searchlib.analysis.comparison import ShownRows
from searchlib.analysis.lineage import FormulaUnit
from searchlib.render.json_schema import Schema
from searchlib.render.json_values import Json
from searchlib.web.limits import LONGEST_NAME
from searchlib.web.openapi_parts import flag_parameter, form_parameter, operation, parameter


def comparison_paths(api: str) -> Schema:
    """Return the paths below ``api``, with their operations."""
    return {
        f"{api}/compare": operation(
            "compare",
            "Two documents side by side, clause by clause.",
            ("Comparison",),
            "ComparedRow",
            [
                _named("a", "The first document, by id or title.", required=True),
                _named("b", "The second; without it the last two versions of the law a.", required=False),
                parameter(
                    "show",
                    "Which rows: all, those that differ or moved, or those that stand on one side only.",
                    {"type": "string", "enum": [str(each) for each in ShownRows], "default": "all"},
                ),
                form_parameter(),
            ],
        ),
        f"{api}/lineage": operation(
            "lineage",
            "How the wording moved through the statements of a country, or the versions of a law.",
            ("Lineage",),
            "FormulaRow",
            [
                _named("of", "A country; or a document by id or title.", required=True),
                parameter(
                    "unit",
                    "What is followed; empty for sentences of statements and clauses of laws.",
                    {"type": "string", "enum": ["", *(str(each) for each in FormulaUnit)], "default": ""},
                ),
                flag_parameter("all", "Formulas that stay the same, too."),
                form_parameter(),
            ],
        ),
    }


def _named(name: str, description: str, required: bool) -> Json:
    schema: Schema = {"type": "string", "maxLength": LONGEST_NAME, "minLength": 1 if required else 0}
    return parameter(name, description, schema, required)
