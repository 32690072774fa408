"""The operations of comparisons and lineages in the OpenAPI description."""

from __future__ import annotations

from searchlib.analysis.comparison import ShownRows
from searchlib.analysis.lineage import FormulaUnit
from searchlib.render.json_schema import Schema
from searchlib.web.limits import LONGEST_NAME
from searchlib.web.openapi_parts import (
    choice_parameter,
    flag_parameter,
    form_parameter,
    operation,
    text_parameter,
)


def comparison_paths() -> Schema:
    """Return the description of each address, by its path below that of the API."""
    return {
        "/compare": operation(
            "compare",
            "analysis",
            ("Comparison",),
            "ComparedRow",
            [
                text_parameter("a", "before", LONGEST_NAME),
                text_parameter("b", "after", LONGEST_NAME, required=False),
                choice_parameter("show", "show.compare", [str(each) for each in ShownRows], "all"),
                form_parameter(),
            ],
        ),
        "/lineage": operation(
            "lineage",
            "analysis",
            ("Lineage",),
            "FormulaRow",
            [
                text_parameter("of", "of", LONGEST_NAME),
                choice_parameter("unit", "unit", ["", *(str(each) for each in FormulaUnit)], ""),
                flag_parameter("all", "all"),
                form_parameter(),
            ],
        ),
    }
