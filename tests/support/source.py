"""The source of the package as data: its modules, what each imports, which names each defines."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "searchlib"
MODULES = sorted(PACKAGE.rglob("*.py"))
PLACES = {
    ".".join(("searchlib", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in MODULES
}
"""Dotted name → file of every module."""


def place(path: Path) -> str:
    """Return the path of a module within the package."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what a module imports, as (module, name), within functions and for type checkers too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}: relative import"
            yield from ((node.module or "", alias.name) for alias in node.names)


def imported_files(path: Path) -> set[Path]:
    """Return the modules of the package that a module imports from; a package is its `__init__.py`."""
    return {
        PLACES.get(f"{module}.{name}", PLACES.get(module, PACKAGE))
        for module, name in imports(path)
        if module.split(".")[0] == "searchlib"
    }


def defined(path: Path) -> set[str]:
    """Return the public names that a module defines at its top: classes, functions, constants, types."""
    return {name for name in _bound(tree(path).body) if not name.startswith("_")}


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (x.id for target in targets for x in ast.walk(target) if isinstance(x, ast.Name))
        elif isinstance(node, ast.If | ast.Try):
            yield from _bound([*node.body, *node.orelse])
