"""The OpenAPI 3.1 description of the API: parameters, limits and the schema of every answer."""

from __future__ import annotations

from searchlib import __version__
from searchlib.model import Scope, Sort
from searchlib.render.json_schema import Schema
from searchlib.render.json_values import Json
from searchlib.search.count_by import By
from searchlib.text.quotations import QuotedBy
from searchlib.web.limits import (
    DEFAULT_AROUND,
    DEFAULT_HITS,
    DEFAULT_ROWS,
    DEFAULT_WIDTH,
    LONGEST_NAME,
    LONGEST_PATH,
    LONGEST_QUERY,
    MOST,
    WIDEST,
)
from searchlib.web.openapi_analysis import analysis_paths
from searchlib.web.openapi_comparison import comparison_paths
from searchlib.web.openapi_parts import (
    flag_parameter,
    form_parameter,
    operation,
    parameter,
    problems,
    query_parameter,
    window_parameters,
)
from searchlib.web.shapes import schemas

API_PATH = "/api/v1"


def openapi() -> dict[str, Json]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "searchlib",
            "version": __version__,
            "description": (
                "Complete, citable search in Chinese official texts. Answers have the shapes of the command "
                "line; absent values are null. Texts are in their original characters, offsets count code "
                "points. Unknown parameters are refused."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {"schemas": schemas()},
    }


def _paths() -> dict[str, Json]:
    return {
        f"{API_PATH}/search": operation(
            "search",
            "Search clauses, exact matches first.",
            ("Search", "Counts"),
            "Hit or Count",
            _search_parameters(),
            cited=True,
        ),
        f"{API_PATH}/mentions": operation(
            "mentions",
            "Every mention of a name or project.",
            ("Mentions", "MentionsBy"),
            "Mention or Count",
            _mention_parameters(),
            cited=True,
        ),
        f"{API_PATH}/quotations": operation(
            "quotations",
            "Where quotations stand, and how they differ.",
            ("Quotations",),
            "Quoted",
            _quotation_parameters(),
        ),
        **_statement_paths(),
        **{f"{API_PATH}{path}": found for path, found in analysis_paths().items()},
        **comparison_paths(API_PATH),
        f"{API_PATH}/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This description.",
                "responses": {
                    "200": {
                        "description": "OpenAPI 3.1.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    },
                    **problems(),
                },
            }
        },
    }


def _statement_paths() -> Schema:
    return {
        f"{API_PATH}/statements": operation(
            "statements",
            "The documents in the index, or those that satisfy a query as whole texts.",
            ("Statements", "Matching", "Counts"),
            "Document, Match or Count",
            [query_parameter(required=False), _by(), *window_parameters(DEFAULT_ROWS, cited=True)],
            cited=True,
        ),
        f"{API_PATH}/statements/{{document_id}}": operation(
            "statement",
            "A document, or a clause of it with its neighbours.",
            ("Statement",),
            "Clause",
            _statement_parameters(),
            cited=True,
        ),
        f"{API_PATH}/projects": operation(
            "projects",
            "The known projects and how often each is mentioned.",
            ("Projects",),
            "Project",
            [form_parameter()],
        ),
    }


def _by() -> Json:
    return parameter(
        "by",
        "Count what is found by groups; of a search, the clauses of the first tier that holds any.",
        {"type": "string", "enum": ["", *By], "default": ""},
    )


def _search_parameters() -> list[Json]:
    return [
        query_parameter(required=True),
        flag_parameter("exact", "Only clauses with every keyword exactly as written."),
        parameter(
            "sort",
            "The order within a tier.",
            {"type": "string", "enum": [str(each) for each in Sort], "default": "relevance"},
        ),
        parameter(
            "group",
            "Keep a statement's hits together; the limit then counts statements.",
            {"type": "string", "enum": ["", "statement"], "default": ""},
        ),
        flag_parameter(
            "flat",
            "Do not fold: by relevance, unless grouped, a JSON document has only the first hits of each "
            "statement, and one hit for all that have its text. JSON lines are never folded.",
        ),
        flag_parameter("explain", "Say of each hit of a JSON document what its score is made of."),
        flag_parameter(
            "no_prior",
            "Do not put documents that others cite first, where clauses hold only some of the words.",
        ),
        parameter(
            "in",
            "What must hold every keyword: one clause, or one statement anywhere.",
            {"type": "string", "enum": [str(each) for each in Scope], "default": "clause"},
        ),
        _by(),
        *window_parameters(DEFAULT_HITS, cited=True),
    ]


def _mention_parameters() -> list[Json]:
    return [
        parameter(
            "name",
            "A project by any of its names, or any text.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
            required=True,
        ),
        parameter(
            "width",
            "Characters of context on each side.",
            {"type": "integer", "minimum": 0, "maximum": WIDEST, "default": DEFAULT_WIDTH},
        ),
        _by(),
        *window_parameters(DEFAULT_ROWS, cited=True),
    ]


def _quotation_parameters() -> list[Json]:
    return [
        parameter(
            "text",
            "The quotation, or a text with several.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY},
            required=True,
        ),
        parameter(
            "by",
            "What to check: the whole text, what stands in quotation marks in it, or each of its lines.",
            {"type": "string", "enum": [str(each) for each in QuotedBy], "default": "whole"},
        ),
        form_parameter(),
    ]


def _statement_parameters() -> list[Json]:
    return [
        {"name": "document_id", "in": "path", "required": True, "schema": {"type": "string"}},
        parameter(
            "clause",
            "The path of a clause or section, such as 8.",
            {"type": "string", "maxLength": LONGEST_PATH},
        ),
        parameter(
            "around",
            "Clauses before and after the one asked for.",
            {"type": "integer", "minimum": 0, "maximum": MOST, "default": DEFAULT_AROUND},
        ),
        form_parameter(cited=True),
    ]
