"""Parts of the OpenAPI description: operations, parameters and problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from searchlib.query.limits import MAX_QUERY
from searchlib.render.citation_styles import MEDIA_TYPES, CitationStyle
from searchlib.render.json_schema import Schema
from searchlib.render.json_values import Json
from searchlib.render.meanings import Meanings
from searchlib.web.limits import LAST, LONGEST_QUERY, MOST
from searchlib.web.shapes import ref

API_PATH = "/api/v1"

TAGS: Mapping[str, str] = {
    "search": "Find clauses, mentions, documents and quotations.",
    "read": "Read documents, and what is known about names.",
    "count": "What an answer is divided by.",
    "analysis": "What is read out of many answers.",
    "description": "What this interface is.",
}
"""The groups of operations, in the order of the page, with what they are for."""

_PROBLEMS = {
    "400": "A parameter or the query cannot be used.",
    "404": "There is no such statement, clause or address.",
    "405": "Only GET and HEAD are answered.",
    "414": "The address is too long.",
    "421": "The server does not answer under this host name.",
    "500": "The server failed.",
    "503": "The server is busy, the answer took too long, or the index cannot be read; see Retry-After.",
}

CallExample = Mapping[str, str]
"""A request: the values of parameters, those of the path included."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the description, in a language to be chosen; see :func:`in_words`."""

    text: Callable[[Meanings], str]


def in_words(value: Any, known: Meanings) -> Any:
    """Return a description whose every :class:`Said` is put into the words of ``known``."""
    if isinstance(value, Said):
        return value.text(known)
    if isinstance(value, dict):
        return {name: in_words(each, known) for name, each in value.items()}
    return [in_words(each, known) for each in value] if isinstance(value, list) else value


def operation(
    name: str,
    tag: str,
    shapes: tuple[str, ...],
    row: str,
    parameters: list[Schema],
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
            "tags": [tag],
            "summary": Said(lambda known: known.operations[name].title),
            "description": Said(lambda known: known.operations[name].description),
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": f"The answer; as JSON lines one {row} a line.",
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


def with_examples(path: str, described: Schema, examples: tuple[CallExample, ...]) -> Schema:
    """Return ``described``, the operations of ``path``, with requests that have an answer.

    The first gives each parameter its example; all are listed as addresses under ``x-examples``.
    """
    get = described["get"]
    given = {name: value for example in reversed(examples) for name, value in example.items()}
    parameters = [
        {**each, "example": typed(each["schema"], given[each["name"]])} if each["name"] in given else each
        for each in get["parameters"]
    ]
    addresses = [address_of(path, example) for example in examples]
    return {**described, "get": {**get, "parameters": parameters, "x-examples": addresses}}


def address_of(path: str, example: CallExample) -> str:
    """Return the address of a request.

    >>> address_of("/statements/{id}", {"id": "a b", "clause": "8"})
    '/statements/a%20b?clause=8'
    """
    rest = dict(example)
    for name in example:
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", quote(rest.pop(name), safe=""))
    return f"{path}?{urlencode(rest)}" if rest else path


def typed(schema: Schema, value: str) -> Json:
    """Return the value of an example as its schema has it."""
    if schema["type"] == "integer":
        return int(value)
    return value == "true" if schema["type"] == "boolean" else value


def _citations() -> Schema:
    """Return the content types of citations, without the parameters of the types."""
    plain: Schema = {"type": "string", "description": "Citations of the rows."}
    data: Schema = {"type": "array", "items": {"type": "object"}, "description": "CSL items of the rows."}
    types = (media_type.partition(";")[0] for media_type in MEDIA_TYPES.values())
    return {name: {"schema": data if name.endswith("json") else plain} for name in types}


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


def parameter(name: str, said: Said, schema: Schema, required: bool = False) -> Schema:
    """Return the description of a parameter of the query string."""
    return {"name": name, "in": "query", "description": said, "required": required, "schema": schema}


def meant(name: str, meaning: str, schema: Schema, required: bool = False) -> Schema:
    """Return the description of a parameter whose ``meaning`` is one of the shared ones."""
    return parameter(name, Said(lambda known: known.parameters[meaning]), schema, required)


def form_parameter(cited: bool = False) -> Schema:
    """Return the parameter ``format``; with ``cited``, also as citations."""
    styles = [str(style) for style in CitationStyle] if cited else []
    schema: Schema = {"type": "string", "enum": ["json", "jsonl", *styles], "default": "json"}
    return meant("format", "format.cited" if cited else "format", schema)


def window_parameters(default: int, cited: bool = False) -> list[Schema]:
    """Return ``limit``, ``offset`` and ``format``; ``default`` rows are given unless asked otherwise."""
    limit: Schema = {
        "type": "integer",
        "minimum": 1,
        "anyOf": [
            {"title": "format=json", "maximum": MOST},
            {"title": "format=jsonl", "maximum": LAST},
        ],
    }
    said = Said(lambda known: known.parameters["limit.json"].format(default=default, most=MOST))
    return [
        parameter("limit", said, limit),
        meant("offset", "offset", {"type": "integer", "minimum": 0, "maximum": LAST, "default": 0}),
        form_parameter(cited),
    ]


def flag_parameter(name: str, meaning: str) -> Schema:
    """Return a parameter that is true or false."""
    return meant(name, meaning, {"type": "boolean", "default": False})


def choice_parameter(name: str, meaning: str, values: list[str], default: str) -> Schema:
    """Return a parameter that is one of ``values``."""
    return meant(name, meaning, {"type": "string", "enum": [*values], "default": default})


def whole_parameter(name: str, meaning: str, low: int, high: int, default: int) -> Schema:
    """Return a parameter that is an integer."""
    return meant(name, meaning, {"type": "integer", "minimum": low, "maximum": high, "default": default})


def text_parameter(name: str, meaning: str, longest: int, required: bool = True) -> Schema:
    """Return a parameter that is a text; an empty one is refused where one is required."""
    schema: Schema = {"type": "string", "minLength": int(required), "maxLength": longest}
    return meant(name, meaning, schema, required)


def query_parameter(meaning: str = "query", required: bool = True) -> Schema:
    """Return the parameter ``q``; that of a search may be a longer text."""
    may_be_longer = meaning == "query"
    parts = (meaning, "query.limits", *(("query.pasted",) if may_be_longer else ()))
    said = Said(lambda known: " ".join(known.parameters[each] for each in parts))
    longest = LONGEST_QUERY if may_be_longer else MAX_QUERY
    return parameter("q", said, {"type": "string", "maxLength": longest}, required)
