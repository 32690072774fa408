"""What can be asked, and with what: each operation and each parameter in words, said once.

The description of the API, its page, and the tools for language models are made of it; the texts are in
``meanings.toml``. What answers consist of is said in :mod:`searchlib.render.shapes` and its neighbours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from searchlib.query.limits import MAX_DEPTH, MAX_OPERANDS, MAX_QUERY, MAX_TEXT

_LIMITS = {
    "MAX_QUERY": MAX_QUERY,
    "MAX_TEXT": MAX_TEXT,
    "MAX_OPERANDS": MAX_OPERANDS,
    "MAX_DEPTH": MAX_DEPTH,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked: its title, and what the answer is."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Meanings:
    """Every operation by its name, after which tools and addresses are named; every parameter by its name
    and, where the same name is of several things, by what it is of."""

    operations: Mapping[str, Operation]
    parameters: Mapping[str, str]


@lru_cache
def meanings(language: str = "en") -> Meanings:
    """Return all meanings in ``en`` or ``zh``."""
    at = ("en", "zh").index(language)
    rows: dict[str, dict[str, Any]] = tomllib.loads(
        files("searchlib.render").joinpath("meanings.toml").read_text("utf-8")
    )
    operations = {name: Operation(*(each[at] for each in row)) for name, row in rows["operations"].items()}
    parameters = {name: row[at] for name, row in rows["parameters"].items()}
    parameters["query.limits"] = parameters["query.limits"].format_map(_LIMITS)
    return Meanings(MappingProxyType(operations), MappingProxyType(parameters))
