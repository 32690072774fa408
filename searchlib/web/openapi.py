"""The OpenAPI 3.1 description of the API: parameters, limits and the schema of every answer."""

from __future__ import annotations

from searchlib import __version__
from searchlib.model import Scope, Sort
from searchlib.query.limits import MAX_DEPTH, MAX_OPERANDS, MAX_QUERY, MAX_TEXT
from searchlib.render.json_schema import Schema
from searchlib.render.json_values import Json
from searchlib.search.count_by import By
from searchlib.text.quotations import QuotedBy
from searchlib.web.limits import (
    DEFAULT_AROUND,
    DEFAULT_HITS,
    DEFAULT_ROWS,
    DEFAULT_WIDTH,
    LAST,
    LONGEST_NAME,
    LONGEST_PATH,
    LONGEST_QUERY,
    MOST,
    WIDEST,
)
from searchlib.web.shapes import ref, schemas

API_PATH = "/api/v1"

_PROBLEMS = {
    "400": "A parameter or the query cannot be used.",
    "404": "There is no such statement, clause or address.",
    "405": "Only GET and HEAD are answered.",
    "414": "The address is too long.",
    "421": "The server does not answer under this host name.",
    "500": "The server failed.",
    "503": "The server is busy, the answer took too long, or the index cannot be read; see Retry-After.",
}


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
        f"{API_PATH}/search": _get(
            "search",
            "Search clauses, exact matches first.",
            ("Search", "Counts"),
            "Hit or Count",
            _search_parameters(),
        ),
        f"{API_PATH}/mentions": _get(
            "mentions",
            "Every mention of a name or project.",
            ("Mentions", "MentionsBy"),
            "Mention or Count",
            _mention_parameters(),
        ),
        f"{API_PATH}/quotations": _get(
            "quotations",
            "Where quotations stand, and how they differ.",
            ("Quotations",),
            "Quoted",
            _quotation_parameters(),
        ),
        f"{API_PATH}/statements": _get(
            "statements",
            "The documents in the index, or those that satisfy a query as whole texts.",
            ("Statements", "Matching", "Counts"),
            "Document, Match or Count",
            [_query_text(required=False), _by(), *_window(DEFAULT_ROWS)],
        ),
        f"{API_PATH}/statements/{{document_id}}": _get(
            "statement",
            "A document, or a clause of it with its neighbours.",
            ("Statement",),
            "Clause",
            _statement_parameters(),
        ),
        f"{API_PATH}/projects": _get(
            "projects",
            "The known projects and how often each is mentioned.",
            ("Projects",),
            "Project",
            [_form()],
        ),
        f"{API_PATH}/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This description.",
                "responses": {
                    "200": {
                        "description": "OpenAPI 3.1.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    },
                    **_problems(),
                },
            }
        },
    }


def _get(name: str, summary: str, shapes: tuple[str, ...], row: str, parameters: list[Json]) -> Schema:
    schema: Schema = ref(shapes[0]) if len(shapes) == 1 else {"oneOf": [ref(each) for each in shapes]}
    link: Json = {
        "description": "The address of the next rows (rel=next), if there are any.",
        "schema": {"type": "string"},
    }
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": "The answer.",
                    "headers": {"Link": link},
                    "content": {
                        "application/json": {"schema": schema},
                        "application/jsonl": {
                            "schema": {
                                "type": "string",
                                "description": f"One {row} a line, without a limit.",
                            }
                        },
                    },
                },
                **_problems(),
            },
        }
    }


def _problems() -> Schema:
    retry: Schema = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    return {
        status: {
            "description": text,
            "content": {"application/problem+json": {"schema": ref("Problem")}},
            **({"headers": {"Retry-After": retry}} if status == "503" else {}),
        }
        for status, text in _PROBLEMS.items()
    }


def _query(name: str, description: str, schema: Schema, required: bool = False) -> Json:
    return {"name": name, "in": "query", "description": description, "required": required, "schema": schema}


def _form() -> Json:
    return _query(
        "format",
        "One JSON document, or JSON lines: a row on each, streamed, without a limit of their own.",
        {"type": "string", "enum": ["json", "jsonl"], "default": "json"},
    )


def _window(default: int) -> list[Json]:
    limit: Schema = {
        "type": "integer",
        "minimum": 1,
        "anyOf": [
            {"title": "format=json", "maximum": MOST},
            {"title": "format=jsonl", "maximum": LAST},
        ],
    }
    return [
        _query(
            "limit",
            f"How many rows: with format=json {default} unless given, and {MOST:,} at most; "
            f"with format=jsonl all of them unless given, and any number.",
            limit,
        ),
        _query(
            "offset",
            "How many rows to leave out.",
            {"type": "integer", "minimum": 0, "maximum": LAST, "default": 0},
        ),
        _form(),
    ]


def _flag(name: str, description: str) -> Json:
    return _query(name, description, {"type": "boolean", "default": False})


def _query_text(required: bool) -> Json:
    return _query(
        "q",
        f"The query: at most {MAX_QUERY:,} characters (code points), {MAX_TEXT} of them text, "
        f"{MAX_OPERANDS} operands, {MAX_DEPTH} levels; or a longer text, whose clauses are found.",
        {"type": "string", "maxLength": LONGEST_QUERY if required else MAX_QUERY},
        required=required,
    )


def _by() -> Json:
    return _query(
        "by",
        "Count what is found by groups; of a search, the clauses of the first tier that holds any.",
        {"type": "string", "enum": ["", *By], "default": ""},
    )


def _search_parameters() -> list[Json]:
    return [
        _query_text(required=True),
        _flag("exact", "Only clauses with every keyword exactly as written."),
        _query(
            "sort",
            "The order within a tier.",
            {"type": "string", "enum": [str(each) for each in Sort], "default": "relevance"},
        ),
        _query(
            "group",
            "Keep a statement's hits together; the limit then counts statements.",
            {"type": "string", "enum": ["", "statement"], "default": ""},
        ),
        _flag(
            "flat",
            "Do not fold: by relevance, unless grouped, a hit of a JSON document stands for its statement, "
            "and limit and offset count statements. JSON lines are never folded.",
        ),
        _flag("explain", "Say of each hit of a JSON document what its score is made of."),
        _flag(
            "no_prior",
            "Do not put documents that others cite first, where clauses hold only some of the words.",
        ),
        _query(
            "in",
            "What must hold every keyword: one clause, or one statement anywhere.",
            {"type": "string", "enum": [str(each) for each in Scope], "default": "clause"},
        ),
        _by(),
        *_window(DEFAULT_HITS),
    ]


def _mention_parameters() -> list[Json]:
    return [
        _query(
            "name",
            "A project by any of its names, or any text.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
            required=True,
        ),
        _query(
            "width",
            "Characters of context on each side.",
            {"type": "integer", "minimum": 0, "maximum": WIDEST, "default": DEFAULT_WIDTH},
        ),
        _by(),
        *_window(DEFAULT_ROWS),
    ]


def _quotation_parameters() -> list[Json]:
    return [
        _query(
            "text",
            "The quotation, or a text with several.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY},
            required=True,
        ),
        _query(
            "by",
            "What to check: the whole text, what stands in quotation marks in it, or each of its lines.",
            {"type": "string", "enum": [str(each) for each in QuotedBy], "default": "whole"},
        ),
        _form(),
    ]


def _statement_parameters() -> list[Json]:
    return [
        {"name": "document_id", "in": "path", "required": True, "schema": {"type": "string"}},
        _query(
            "clause",
            "The path of a clause or section, such as 8.",
            {"type": "string", "maxLength": LONGEST_PATH},
        ),
        _query(
            "around",
            "Clauses before and after the one asked for.",
            {"type": "integer", "minimum": 0, "maximum": MOST, "default": DEFAULT_AROUND},
        ),
        _form(),
    ]
