"""The texts that the code says, found in its source: what a table of translations must have."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import searchlib
from searchlib.render.csv_json import columns_of

PACKAGE = Path(searchlib.__file__).parent
SAYING = {"said", "say", "told"}
"""Functions whose first argument is a text in English."""


def calls(functions: set[str], position: int = 0) -> Iterator[ast.expr]:
    """The arguments at ``position`` in calls of ``functions``; dossiers have a table of their own."""
    paths = sorted(path for folder in ("cli", "render") for path in (PACKAGE / folder).rglob("*.py"))
    for path in paths:
        if path.parent.name == "render" and path.name.startswith("dossier"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) <= position:
                continue
            if getattr(node.func, "attr", getattr(node.func, "id", "")) in functions:
                yield node.args[position]


def said_in_source() -> set[str]:
    """The literal texts in the first argument of a call that says something."""
    return {text for argument in calls(SAYING) for text in literals(argument)}


def quantified_in_source() -> set[str]:
    """The nouns of quantities."""
    return {text for argument in calls({"quantity"}, 1) for text in literals(argument)}


def headers_in_source() -> set[str]:
    """The headers of tables: the tuples of texts that are passed to ``table_lines``."""
    return {
        element.value
        for argument in calls({"table_lines"})
        if isinstance(argument, ast.Tuple)
        for element in argument.elts
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    }


def literals(node: ast.expr) -> Iterator[str]:
    """The strings that an expression may be: itself, or a branch of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def strings_in_source() -> set[str]:
    """Every string of the package, those of which texts are made included."""
    return {
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def tables_in_source() -> list[tuple[str, ...]]:
    """The columns of every table that the program writes: those of its shapes of rows, and of names in a
    workbook."""
    shapes = {text for text in strings_in_source() if re.fullmatch(r"\w+Json", text)}
    written = [columns_of(shape) for shape in sorted(shapes)]
    return [*written, ("name", "mentions")]
