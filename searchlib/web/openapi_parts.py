"""Parts of the OpenAPI description: operations, parameters and problems."""

from __future__ import annotations

from searchlib.query.limits import MAX_DEPTH, MAX_OPERANDS, MAX_QUERY, MAX_TEXT
from searchlib.render.citing import MEDIA_TYPES, CitationStyle
from searchlib.render.json_schema import Schema
from searchlib.render.json_values import Json
from searchlib.web.limits import LAST, LONGEST_QUERY, MOST
from searchlib.web.shapes import ref

_PROBLEMS = {
    "400": "A parameter or the query cannot be used.",
    "404": "There is no such statement, clause or address.",
    "405": "Only GET and HEAD are answered.",
    "414": "The address is too long.",
    "421": "The server does not answer under this host name.",
    "500": "The server failed.",
    "503": "The server is busy, the answer took too long, or the index cannot be read; see Retry-After.",
}


def operation(
    name: str,
    summary: str,
    shapes: tuple[str, ...],
    row: str,
    parameters: list[Json],
    cited: bool = False,
) -> Schema:
    """Return the description of one address that is read with GET; with ``cited``, rows come as citations
    too."""
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
                        **(_citations() if cited else {}),
                    },
                },
                **problems(),
            },
        }
    }


def _citations() -> Schema:
    """Return the content types of citations, without the parameters of the types."""
    content: Schema = {"schema": {"type": "string", "description": "Citations of the rows."}}
    return {media_type.partition(";")[0]: content for media_type in MEDIA_TYPES.values()}


def problems() -> Schema:
    """Return the problem responses by status."""
    retry: Schema = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    return {
        status: {
            "description": text,
            "content": {"application/problem+json": {"schema": ref("Problem")}},
            **({"headers": {"Retry-After": retry}} if status == "503" else {}),
        }
        for status, text in _PROBLEMS.items()
    }


def parameter(name: str, description: str, schema: Schema, required: bool = False) -> Json:
    """Return the description of a parameter of the query string."""
    return {"name": name, "in": "query", "description": description, "required": required, "schema": schema}


def form_parameter(cited: bool = False) -> Json:
    """Return the parameter ``format``; with ``cited``, also as citations."""
    styles = [str(style) for style in CitationStyle] if cited else []
    also = "; or citations of the rows, each document once, in one of the styles" if cited else ""
    return parameter(
        "format",
        f"One JSON document, or JSON lines: a row on each, streamed, without a limit of their own{also}.",
        {"type": "string", "enum": ["json", "jsonl", *styles], "default": "json"},
    )


def window_parameters(default: int, cited: bool = False) -> list[Json]:
    """Return ``limit``, ``offset`` and ``format``; ``default`` rows are given unless asked otherwise."""
    limit: Schema = {
        "type": "integer",
        "minimum": 1,
        "anyOf": [
            {"title": "format=json", "maximum": MOST},
            {"title": "format=jsonl", "maximum": LAST},
        ],
    }
    return [
        parameter(
            "limit",
            f"How many rows: with format=json {default} unless given, and {MOST:,} at most; "
            f"with the other formats all of them unless given, and any number.",
            limit,
        ),
        parameter(
            "offset",
            "How many rows to leave out.",
            {"type": "integer", "minimum": 0, "maximum": LAST, "default": 0},
        ),
        form_parameter(cited),
    ]


def flag_parameter(name: str, description: str) -> Json:
    """Return a parameter that is true or false."""
    return parameter(name, description, {"type": "boolean", "default": False})


def query_parameter(required: bool) -> Json:
    """Return the parameter ``q``."""
    return parameter(
        "q",
        f"The query: at most {MAX_QUERY:,} characters (code points), {MAX_TEXT} of them text, "
        f"{MAX_OPERANDS} operands, {MAX_DEPTH} levels; or a longer text, whose clauses are found.",
        {"type": "string", "maxLength": LONGEST_QUERY if required else MAX_QUERY},
        required=required,
    )
