"""The addresses of the API that answer what is read out of many answers, for the OpenAPI description."""

from __future__ import annotations

from searchlib.analysis.boilerplate import DEFAULT_STRETCH, LONGEST_STRETCH, SHORTEST_STRETCH
from searchlib.analysis.formulas import LEAST_LIKENESS
from searchlib.render.json_schema import Schema
from searchlib.web.limits import (
    DEFAULT_NAMES,
    DEFAULT_ROWS,
    DEFAULT_WIDTH,
    LARGEST_SAMPLE,
    LARGEST_SEED,
    LONGEST_NAME,
    MOST_NAMES,
    WIDEST,
    WIDEST_REACH,
)
from searchlib.web.openapi_parts import (
    choice_parameter,
    form_parameter,
    meant,
    operation,
    query_parameter,
    text_parameter,
    whole_parameter,
    window_parameters,
)


def analysis_paths() -> Schema:
    """Return the description of each address, by its path below that of the API."""
    return {
        "/kwic": operation(
            "kwic",
            "analysis",
            ("Concordance", "Neighbours", "Collocates", "Spread"),
            "Mention, Neighbour, Collocate or YearFrequency",
            _kwic_parameters(),
        ),
        "/dossier": operation(
            "dossier",
            "analysis",
            ("Dossier",),
            "Mention",
            [
                text_parameter("name", "name.dossier", LONGEST_NAME),
                _width(),
                *window_parameters(DEFAULT_ROWS),
            ],
        ),
        "/formula": operation(
            "formula",
            "analysis",
            ("Formula",),
            "Variant",
            [
                text_parameter("text", "text.formula", LONGEST_NAME),
                whole_parameter("least", "least", 30, 100, round(100 * LEAST_LIKENESS)),
                *window_parameters(DEFAULT_ROWS),
            ],
        ),
        "/boilerplate": operation(
            "boilerplate",
            "analysis",
            ("Boilerplate",),
            "OwnWords",
            [
                text_parameter("id", "id.boilerplate", LONGEST_NAME),
                whole_parameter("stretch", "stretch", SHORTEST_STRETCH, LONGEST_STRETCH, DEFAULT_STRETCH),
                form_parameter(),
            ],
        ),
        "/names": operation(
            "names",
            "analysis",
            ("UnlistedNames",),
            "UnlistedName",
            [
                text_parameter("name", "name.project", LONGEST_NAME),
                whole_parameter("limit", "limit.names", 1, MOST_NAMES, DEFAULT_NAMES),
                form_parameter(),
            ],
        ),
    }


def _kwic_parameters() -> list[Schema]:
    return [
        query_parameter("query.places"),
        choice_parameter("show", "show.kwic", ["lines", "neighbours", "collocates", "spread"], "lines"),
        meant("order", "order", {"type": "string", "maxLength": 40, "default": ""}),
        _width(),
        whole_parameter("sample", "sample", 0, LARGEST_SAMPLE, 0),
        whole_parameter("seed", "seed", 0, LARGEST_SEED, 0),
        whole_parameter("reach", "reach", 1, WIDEST_REACH, 10),
        *window_parameters(DEFAULT_ROWS),
    ]


def _width() -> Schema:
    return whole_parameter("width", "width", 0, WIDEST, DEFAULT_WIDTH)
