"""What a tool is, and how its answers end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from searchlib.mcp.arguments import ToolArguments
from searchlib.mcp.rows import Row
from searchlib.model import Certificate
from searchlib.render import json_values
from searchlib.render.json_schema import Schema
from searchlib.render.meanings import meanings
from searchlib.search.cached import CachedLibrary


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: the operation that it is, whose meaning the model reads, its arguments, and the function that
    answers. ``advice`` is what a model should do with the answer."""

    operation: str
    arguments: type[ToolArguments]
    schema: Callable[[], Schema]
    answer: Callable[[CachedLibrary, Any], Row]
    advice: str = ""

    @property
    def title(self) -> str:
        """What it does, in a few words."""
        return meanings("en").operations[self.operation].title

    @property
    def description(self) -> str:
        """What the answer is."""
        return f"{meanings('en').operations[self.operation].description} {self.advice}".strip()

    def input_schema(self) -> Schema:
        """Return the schema of the arguments, without what repeats their names."""
        schema: Schema = self.arguments.model_json_schema()
        properties = {
            name: {key: value for key, value in each.items() if key != "title"}
            for name, each in schema["properties"].items()
        }
        return {key: value for key, value in schema.items() if key not in ("title", "description")} | {
            "properties": properties
        }


def end_of_answer(
    cached: CachedLibrary, offset: int, shown: int, total: int, certificate: Certificate | None = None
) -> Row:
    """Return the keys at the end of an answer: the offset of the next rows, and the certificate."""
    after = offset + shown
    return {
        "next_offset": after if shown and after < total else None,
        "certificate": json_values.certificate_json(certificate or cached.library.certificate()),
    }
