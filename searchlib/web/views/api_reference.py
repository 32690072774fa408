"""The reference of the API as a page: every address with its parameters, examples and the shapes of answers.

It is made of the same description as ``openapi.json``, and needs no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from starlette.responses import Response

from searchlib.web.api_examples import examples_of
from searchlib.web.context import RequestContext
from searchlib.web.openapi import openapi
from searchlib.web.openapi_parts import API_PATH

_REFERENCE = "#/components/schemas/"
_CODE = re.compile(r"``?(.+?)``?")


@dataclass(frozen=True, slots=True)
class ValueKind:
    """The kind of a value: words, each with the name of the shape that it is, if it is one."""

    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter as the page shows it; ``choices`` are all of its values, if they are few."""

    name: str
    required: bool
    kind: str
    bounds: str
    choices: tuple[str, ...]
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address as the page shows it: examples as links with what to read, and the shapes of its answers."""

    path: str
    name: str
    title: str
    meaning: str
    parameters: tuple[ParameterRow, ...]
    examples: tuple[tuple[str, str], ...]
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShapeTable:
    """A shape with its keys: name, kind and meaning, which is plain text and code in alternation."""

    name: str
    meaning: str
    rows: tuple[tuple[str, ValueKind, tuple[str, ...]], ...]


def api_page(context: RequestContext) -> Response:
    """Answer ``/api/v1/``."""
    described = openapi(examples_of(context.cached), str(context.messages.language))
    addresses: dict[str, list[Address]] = {tag["name"]: [] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        addresses[methods["get"]["tags"][0]].append(_address(path, methods["get"]))
    shapes = tuple(_shape(name, each) for name, each in described["components"]["schemas"].items())
    return context.page("api.html", groups=addresses, shapes=shapes)


def to_api_page(_context: RequestContext) -> Response:
    """Send those who leave out the version or the slash to the page."""
    return Response(None, 308, {"Location": f"{API_PATH}/"})


def _address(path: str, described: dict[str, Any]) -> Address:
    content = described["responses"]["200"]["content"]["application/json"]["schema"]
    return Address(
        path,
        described["operationId"],
        described["summary"],
        described["description"],
        tuple(map(_parameter, described["parameters"])),
        tuple((each, unquote_plus(each)) for each in described["x-examples"]),
        tuple(name for _, name in _words(content) if name),
    )


def _parameter(each: dict[str, Any]) -> ParameterRow:
    schema = each["schema"]
    choices = tuple(schema.get("enum", ()))
    default = schema.get("default", "")
    return ParameterRow(
        each["name"],
        each["required"],
        "" if choices else schema["type"],
        "" if choices else _bounds(schema),
        tuple(filter(None, choices)),
        ("true" if default else "") if isinstance(default, bool) else str(default),
        each["description"],
    )


def _bounds(schema: dict[str, Any]) -> str:
    """Return the range of a number, or the longest text."""
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']:,}…{schema['maximum']:,}"
    return f"≤ {schema['maxLength']:,}" if "maxLength" in schema else ""


def _shape(name: str, schema: dict[str, Any]) -> ShapeTable:
    rows = tuple(
        (key, ValueKind(tuple(_words(each))), _marked(each.get("description", "")))
        for key, each in schema["properties"].items()
    )
    return ShapeTable(name, schema["description"], rows)


def _words(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the words that name the kind of a value, each with the name of a shape or none."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REFERENCE)
        yield name, name
    elif "oneOf" in schema:
        for at, each in enumerate(schema["oneOf"]):
            if at:
                yield " | ", ""
            yield from _words(each)
    elif schema["type"] == "array":
        yield "[ ", ""
        yield from _words(schema["items"])
        yield " ]", ""
    else:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        yield " | ".join(kinds) + (f" ({schema['format']})" if "format" in schema else ""), ""


def _marked(text: str) -> tuple[str, ...]:
    """Return plain text and code in alternation.

    >>> _marked("one of `a` and `b`")
    ('one of ', 'a', ' and ', 'b', '')
    """
    return tuple(_CODE.split(text))
