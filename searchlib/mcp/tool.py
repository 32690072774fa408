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
from searchlib.search.cached import CachedLibrary


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its description for the model, its arguments, and the function that answers."""

    title: str
    description: str
    arguments: type[ToolArguments]
    schema: Callable[[], Schema]
    answer: Callable[[CachedLibrary, Any], Row]


def end_of_answer(
    cached: CachedLibrary, offset: int, shown: int, total: int, certificate: Certificate | None = None
) -> Row:
    """Return the keys at the end of an answer: the offset of the next rows, and the certificate."""
    after = offset + shown
    return {
        "next_offset": after if shown and after < total else None,
        "certificate": json_values.certificate_json(certificate or cached.library.certificate()),
    }
