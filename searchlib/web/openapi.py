"""The OpenAPI 3.1 description of the API: parameters, limits and the schema of every answer."""

from __future__ import annotations

from searchlib import __version__
from searchlib.model import Scope, Sort
from searchlib.render.json_schema import Schema
from searchlib.render.meanings import meanings
from searchlib.search.count_by import By
from searchlib.text.quotations import QuotedBy
from searchlib.web.api_examples import DEMO, ApiExamples
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
    API_PATH,
    TAGS,
    Said,
    choice_parameter,
    flag_parameter,
    form_parameter,
    in_words,
    meant,
    operation,
    problems,
    query_parameter,
    text_parameter,
    whole_parameter,
    window_parameters,
    with_examples,
)
from searchlib.web.shapes import schemas


def openapi(examples: ApiExamples = DEMO, language: str = "en") -> Schema:
    """Return the whole description, with examples that have an answer in one index.

    ``language`` is that of what operations and parameters mean: ``en`` or ``zh``.
    """
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
        "servers": [{"url": "/", "description": "The server that this description is from."}],
        "tags": [{"name": name, "description": description} for name, description in TAGS.items()],
        "paths": {
            path: with_examples(path, described, examples.of(path.removeprefix(API_PATH)))
            for path, described in in_words(_paths(), meanings(language)).items()
        },
        "components": {"schemas": schemas()},
    }


def _paths() -> Schema:
    return {
        f"{API_PATH}{path}": described
        for path, described in (
            _search_paths() | _statement_paths() | _count_paths() | analysis_paths() | comparison_paths()
        ).items()
    } | {f"{API_PATH}/openapi.json": _own_path()}


def _own_path() -> Schema:
    return {
        "get": {
            "operationId": "openapi",
            "tags": ["description"],
            "summary": Said(lambda known: known.operations["openapi"].title),
            "description": Said(lambda known: known.operations["openapi"].description),
            "parameters": [],
            "responses": {
                "200": {
                    "description": "OpenAPI 3.1.",
                    "content": {"application/json": {"schema": {"type": "object"}}},
                },
                **problems(),
            },
        }
    }


def _search_paths() -> Schema:
    return {
        "/search": operation(
            "search", "search", ("Search", "Counts"), "Hit or Count", _search_parameters(), cited=True
        ),
        "/mentions": operation(
            "mentions",
            "search",
            ("Mentions", "MentionsBy"),
            "Mention or Count",
            [
                text_parameter("name", "name", LONGEST_NAME),
                whole_parameter("width", "width", 0, WIDEST, DEFAULT_WIDTH),
                _by(),
                *window_parameters(DEFAULT_ROWS, cited=True),
            ],
            cited=True,
        ),
        "/quotations": operation(
            "quotations",
            "search",
            ("Quotations",),
            "Quoted",
            [
                text_parameter("text", "text.quotation", LONGEST_QUERY),
                choice_parameter("by", "by.quotation", [str(each) for each in QuotedBy], "whole"),
                form_parameter(),
            ],
        ),
    }


def _statement_paths() -> Schema:
    return {
        "/statements": operation(
            "statements",
            "search",
            ("Statements", "Matching", "Counts"),
            "Document, Match or Count",
            [
                query_parameter("query.documents", required=False),
                _by(),
                *window_parameters(DEFAULT_ROWS, cited=True),
            ],
            cited=True,
        ),
        "/statements/{document_id}": operation(
            "show", "read", ("Statement",), "Clause", _statement_parameters(), cited=True
        ),
        "/projects": operation("projects", "read", ("Projects",), "Project", [form_parameter()]),
    }


def _count_paths() -> Schema:
    counted = [
        query_parameter("query.counted"),
        flag_parameter("exact", "exact"),
        _scope(),
        form_parameter(),
    ]
    return {
        "/facets": operation("facets", "count", ("Facets",), "Facet", counted),
        "/timeline": operation("timeline", "count", ("Timeline",), "Period", counted),
        "/suggestions": operation(
            "suggestions",
            "count",
            ("Suggestions",),
            "Suggestion",
            [query_parameter("query.typed"), form_parameter()],
        ),
    }


def _by() -> Schema:
    return choice_parameter("by", "by", ["", *By], "")


def _scope() -> Schema:
    return choice_parameter("in", "scope", [str(each) for each in Scope], "clause")


def _search_parameters() -> list[Schema]:
    return [
        query_parameter(),
        flag_parameter("exact", "exact"),
        choice_parameter("sort", "sort", [str(each) for each in Sort], "relevance"),
        choice_parameter("group", "group", ["", "statement"], ""),
        flag_parameter("flat", "flat"),
        flag_parameter("explain", "explain"),
        flag_parameter("no_prior", "no_prior"),
        _scope(),
        _by(),
        *window_parameters(DEFAULT_HITS, cited=True),
    ]


def _statement_parameters() -> list[Schema]:
    path = meant("document_id", "id.document", {"type": "string"}, required=True)
    return [
        {**path, "in": "path"},
        text_parameter("clause", "clause", LONGEST_PATH, required=False),
        whole_parameter("around", "around", 0, MOST, DEFAULT_AROUND),
        form_parameter(cited=True),
    ]
