"""Every compiled regular expression of the package, with the ways in which it is used."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import searchlib

_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "match": "match",
        "fullmatch": "fullmatch",
        **dict.fromkeys(("search", "finditer", "findall", "sub", "subn", "split", "scanner"), "search"),
    }
)
"""Method of a pattern → which of three methods takes as long in the worst case."""

_BOUNDED: Mapping[str, int] = MappingProxyType(
    {
        "corpus.formats.html_furniture._FURNITURE_TAIL": 80,
        "corpus.closing._HEADED": 40,
    }
)
"""Patterns that are only given so many characters, by whoever calls them."""

_PREFIX = f"{searchlib.__name__}."


@dataclass(frozen=True, slots=True)
class Expression:
    """A pattern, its name, how it is used, and the most characters that it is given; 0 for any number."""

    name: str
    pattern: re.Pattern[str]
    how: str
    most: int = 0

    @property
    def work(self) -> Callable[[str], object]:
        """What the pattern does with a text."""
        found: Callable[[str], object] = getattr(self.pattern, self.how)
        return found


def expressions(below: str = "") -> Iterator[Expression]:
    """Yield every pattern in the modules of the package, or below a package in it, once for each way."""
    named: dict[re.Pattern[str], str] = {}
    uses: dict[re.Pattern[str], set[str]] = {}
    others: dict[
        re.Pattern[str], set[str]
    ] = {}  # of what is no pattern by name, such as a variable of a loop
    for module in _modules():
        place = module.__name__.removeprefix(_PREFIX)
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        direct = {name for name, value in vars(module).items() if isinstance(value, re.Pattern)}
        anywhere = _uses_of(tree, {*direct, "re"}, of_others=True)
        for name, value in vars(module).items():
            for pattern in _patterns_in(value, 3):
                named.setdefault(pattern, f"{place}.{name}")
                ways = _uses_of(tree, {name}) if name in direct else anywhere
                uses.setdefault(pattern, set()).update(ways)
                others.setdefault(pattern, set()).update(anywhere)
        for pattern, way, line in _written_out(tree):
            if way is None and pattern in named:  # compiled under a name
                continue
            named.setdefault(pattern, f"{place}, line {line}")
            uses.setdefault(pattern, set()).update({way} if way else anywhere)
    for pattern, name in named.items():
        if name.startswith(below):
            for how in sorted(uses[pattern] or others.get(pattern) or {"search"}):
                yield Expression(name, pattern, how, _BOUNDED.get(name, 0))


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(searchlib.__path__, _PREFIX):
        if not module.name.endswith("__main__"):
            yield importlib.import_module(module.name)


def _patterns_in(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    """Patterns that a value of a module is or holds, also in containers and dataclasses."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _patterns_in(each, depth - 1)
    elif depth and isinstance(value, Mapping):
        for pair in value.items():
            yield from _patterns_in(pair, depth)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _patterns_in(getattr(value, field.name, None), depth - 1)
    elif isinstance(value, type) and value.__module__.startswith(_PREFIX):
        for each in vars(value).values():
            if isinstance(each, re.Pattern):
                yield from _patterns_in(each, 0)


def _uses_of(tree: ast.AST, names: Container[str], of_others: bool = False) -> set[str]:
    """The ways in which a module uses patterns by their names, or all that have other names or none."""
    return {
        _WAYS[node.attr]
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in _WAYS
        and (isinstance(node.value, ast.Name) and node.value.id in names) is not of_others
    }


def _written_out(tree: ast.AST) -> Iterator[tuple[re.Pattern[str], str | None, int]]:
    """Patterns in calls of ``re`` whose source is written out there, the way, and the line."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        source = node.args[0]
        if isinstance(source, ast.Constant) and isinstance(source.value, str):
            flags = [
                each for each in (*node.args[1:], *(key.value for key in node.keywords)) if _is_flag(each)
            ]
            value = eval(ast.unparse(flags[-1]), {"re": re}) if flags else 0
            yield re.compile(source.value, value), _WAYS.get(node.func.attr), node.lineno


def _is_flag(node: ast.expr) -> bool:
    """Whether an argument is made of the flags of ``re`` alone."""
    if isinstance(node, ast.BinOp):
        return _is_flag(node.left) and _is_flag(node.right)
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "re"
        and node.attr.isupper()
    )
