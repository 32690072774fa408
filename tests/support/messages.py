"""The texts that the code says, found in its source: what a table of translations must have."""

import ast
from collections.abc import Iterator
from pathlib import Path

import searchlib

PACKAGE = Path(searchlib.__file__).parent
SAYING = {"said", "say", "told"}
"""Functions whose first argument is a text in English."""


def said_in_source() -> set[str]:
    """The literal texts in the first argument of a call that says something."""
    return {
        text
        for path in sorted([*(PACKAGE / "cli").rglob("*.py"), *(PACKAGE / "render").rglob("*.py")])
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in SAYING
        and node.args
        for text in literals(node.args[0])
    }


def literals(node: ast.expr) -> Iterator[str]:
    """The strings that an expression may be: itself, or a branch of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def quantified_in_source() -> set[str]:
    """The nouns of quantities."""
    return {
        text
        for path in sorted([*(PACKAGE / "cli").rglob("*.py"), *(PACKAGE / "render").rglob("*.py")])
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "quantity" and len(node.args) > 1
        for text in literals(node.args[1])
    }


def headers_in_source() -> set[str]:
    """The headers of tables: the tuples of texts that are passed to ``table_lines``."""
    return {
        element.value
        for path in sorted((PACKAGE / "render").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "table_lines"
        and node.args
        and isinstance(node.args[0], ast.Tuple)
        for element in node.args[0].elts
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    }
