"""The addresses of the API that answer what is read out of many answers, for the OpenAPI description."""

from __future__ import annotations

from searchlib.analysis.boilerplate import DEFAULT_STRETCH, LONGEST_STRETCH, SHORTEST_STRETCH
from searchlib.analysis.formulas import LEAST_LIKENESS, LONGEST_FORMULA, SHORTEST_FORMULA
from searchlib.render.json_schema import Schema
from searchlib.render.json_values import Json
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
    form_parameter,
    operation,
    parameter,
    query_parameter,
    window_parameters,
)


def analysis_paths() -> dict[str, Json]:
    """Return the description of each address, by its path below that of the API."""
    return {
        "/kwic": operation(
            "kwic",
            "A concordance of a query, and what is counted in it.",
            ("Concordance", "Neighbours", "Collocates", "Spread"),
            "Mention, Neighbour, Collocate or YearFrequency",
            _kwic_parameters(),
        ),
        "/dossier": operation(
            "dossier",
            "Everything that the texts say of a name.",
            ("Dossier",),
            "Mention",
            [
                _name("A project by any of its names, any text, or a query."),
                _width(),
                *window_parameters(DEFAULT_ROWS),
            ],
        ),
        "/formula": operation(
            "formula", "The variants of a set phrase.", ("Formula",), "Variant", _formula_parameters()
        ),
        "/boilerplate": operation(
            "boilerplate",
            "How much of a clause, section or statement stands in other statements.",
            ("Boilerplate",),
            "OwnWords",
            _boilerplate_parameters(),
        ),
        "/names": operation(
            "names",
            "Names of a project that nobody has listed.",
            ("UnlistedNames",),
            "UnlistedName",
            [
                _name("A project, organisation or country by any of its names."),
                _whole("limit", "How many names.", 1, MOST_NAMES, DEFAULT_NAMES),
                form_parameter(),
            ],
        ),
    }


def _kwic_parameters() -> list[Json]:
    return [
        query_parameter(required=True),
        parameter(
            "show",
            "The lines; what stands directly beside; words near it; the spread over statements and years.",
            {"type": "string", "enum": ["lines", "neighbours", "collocates", "spread"], "default": "lines"},
        ),
        parameter(
            "order",
            "Up to three of L1 to L5, R1 to R5, date, party, statement and match, separated by blanks.",
            {"type": "string", "maxLength": 40, "default": ""},
        ),
        _width(),
        _whole("sample", "Draw so many lines at random; 0 for all.", 0, LARGEST_SAMPLE, 0),
        _whole("seed", "Of the sample: the same seed draws the same lines.", 0, LARGEST_SEED, 0),
        _whole("reach", "Characters on each side that are near.", 1, WIDEST_REACH, 10),
        *window_parameters(DEFAULT_ROWS),
    ]


def _formula_parameters() -> list[Json]:
    return [
        parameter(
            "text",
            f"The phrase: {SHORTEST_FORMULA} to {LONGEST_FORMULA} characters.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
            required=True,
        ),
        _whole("least", "The least likeness of a variant, in percent.", 30, 100, round(100 * LEAST_LIKENESS)),
        *window_parameters(DEFAULT_ROWS),
    ]


def _boilerplate_parameters() -> list[Json]:
    return [
        parameter(
            "id",
            "Of a document, or of a clause or section: document id, #, path.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
            required=True,
        ),
        _whole(
            "stretch",
            "Characters of the shortest stretch that counts.",
            SHORTEST_STRETCH,
            LONGEST_STRETCH,
            DEFAULT_STRETCH,
        ),
        form_parameter(),
    ]


def _name(text: str) -> Json:
    schema: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
    return parameter("name", text, schema, required=True)


def _width() -> Json:
    return _whole("width", "Characters of context on each side.", 0, WIDEST, DEFAULT_WIDTH)


def _whole(name: str, text: str, low: int, high: int, default: int) -> Json:
    return parameter(name, text, {"type": "integer", "minimum": low, "maximum": high, "default": default})
