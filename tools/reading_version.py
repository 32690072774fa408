"""Record which sources the version of the rules of reading stands for.

usage: python tools/reading_version.py [--keep]

An index remembers the version of the rules of reading that made its documents; when the version is raised,
the next build reads every file again. The rules are the modules that reading imports, directly or not, with
their tables. ``searchlib/corpus/reading_version.py`` holds the version and the digest of those sources, and a
test compares the two. This command raises the version and records the digest; with ``--keep`` it records the
digest only, for a change after which every file yields the same documents as before.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "searchlib"
ENTRANCE = "searchlib.corpus.load"
"""The module through which every file is read."""

RECORD = Path("corpus", "reading_version.py")
"""The file that holds version and digest; it is no part of the sources."""

_TABLES = {".toml", ".txt"}


Modules = dict[str, tuple[Path, ast.Module]]
"""Dotted name → file and syntax tree."""


def modules(package: Path, entrance: str = ENTRANCE) -> Modules:
    """Return the modules that ``entrance`` imports, directly or not, and itself, in order of their names.

    ``searchlib/__init__.py`` has only the public names and is left out.
    """
    found: Modules = {}
    waiting = [entrance]
    while waiting:
        name = waiting.pop()
        path = _file(package, name)
        if path is None or name in found or name == package.name or path == package / RECORD:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        found[name] = path, tree
        parents = name.split(".")[:-1]
        waiting += [".".join(parents[:count]) for count in range(1, len(parents) + 1)]
        waiting += _imported(tree)
    return dict(sorted(found.items()))


def libraries(package: Path) -> set[str]:
    """Return the top-level names of the third-party packages that those modules import."""
    trees = (tree for _, tree in modules(package).values())
    names = {name.partition(".")[0] for tree in trees for name in _imported(tree)}
    return names - sys.stdlib_module_names - {package.name}


def sources_digest(package: Path) -> str:
    """Return the SHA-256 of those modules, comments, docstrings and layout aside, and of their tables."""
    digest = hashlib.sha256()
    for name, (path, tree) in modules(package).items():
        digest.update(f"{name}\n{''.join(_dumped(tree))}\n".encode("utf-8", "surrogatepass"))
        for table in _tables(tree, path.parent):
            digest.update(f"{table.name}\n".encode() + table.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def record(package: Path, keep: bool) -> str:
    """Write the digest and, unless ``keep``, the next version into the record; return what was written."""
    path = package / RECORD
    text = path.read_text("utf-8")
    version = int(re.findall(r"^READING_VERSION = (\d+)$", text, re.MULTILINE)[0]) + (not keep)
    digest = sources_digest(package)
    text = re.sub(r"^READING_VERSION = \d+$", f"READING_VERSION = {version}", text, flags=re.MULTILINE)
    text = re.sub(r'^SOURCES = "\w*"$', f'SOURCES = "{digest}"', text, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    return f"version {version}, sources {digest}"


def _file(package: Path, name: str) -> Path | None:
    """Return the file of a module of this project; None for other names."""
    first, *rest = name.split(".")
    if first != package.name:
        return None
    for path in (package.joinpath(*rest, "__init__.py"), package.joinpath(*rest).with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the names of imports anywhere in the module, which may be modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _tables(tree: ast.Module, folder: Path) -> list[Path]:
    """Return the tables beside a module that its strings name."""
    names = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
    }
    return [path for path in sorted(folder.iterdir()) if path.suffix in _TABLES and path.name in names]


def _dumped(node: ast.AST) -> Iterator[str]:
    """Yield the pieces of a description of ``node`` that is the same under every Python.

    Bare strings (docstrings) are left out, and so are empty fields, of which newer Pythons have more.
    """
    yield f"({type(node).__name__}"
    for name, value in ast.iter_fields(node):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
                continue
            if isinstance(each, ast.AST):
                yield f" {name}="
                yield from _dumped(each)
            elif each is not None:
                yield f" {name}={each!r}"
    yield ")"


def main(arguments: list[str]) -> int:
    """Write the record and print it."""
    if arguments not in ([], ["--keep"]):
        print(__doc__, file=sys.stderr)
        return 2
    print(record(PACKAGE, keep=bool(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
