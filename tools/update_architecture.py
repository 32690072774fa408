"""Write the tables of ARCHITECTURE.md: the layers, and the modules of each package with what they are for.

usage: python tools/update_architecture.py

A comment ``<!-- make docs: … -->`` precedes each table and names its content.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.layers import LAYERS  # noqa: E402 - the project is not installed when this runs as a program

PAGE = ROOT / "ARCHITECTURE.md"
TABLE = re.compile(r"^<!-- make docs: (\w+)(?: of ([\w/]+))? -->\n(?:\|.*\n)*", re.MULTILINE)


def summary(path: Path) -> str:
    """Return the first paragraph of a module's docstring on one line, fit for a cell of a table."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split()).replace("``", "`").replace("|", "\\|")


def packages() -> list[str]:
    """Return the folders of modules that the tables must list, in the order of their paths."""
    folders = {path.parent for top in ("searchlib", "faults") for path in (ROOT / top).rglob("*.py")}
    return sorted(folder.relative_to(ROOT).as_posix() for folder in folders)


def modules(folder: str) -> list[str]:
    """Return the table of the modules of one package; its head has the package's own summary."""
    names = sorted(path.name for path in (ROOT / folder).glob("*.py") if path.name != "__init__.py")
    rows = [f"| `{name}` | {summary(ROOT / folder / name)} |" for name in names]
    return [f"| `{folder}` | {summary(ROOT / folder / '__init__.py')} |", "|---|---|", *rows]


def layers() -> list[str]:
    """Return the table of the layers, lowest last; packages that are reserved have no link to a path."""
    rows = []
    for height, names in reversed([*enumerate(LAYERS, start=1)]):
        rows.append(f"| {height} | {', '.join(map(cell, names))} |")
    return ["| layer | imports from lower layers only |", "|---|---|", *rows]


def cell(name: str) -> str:
    """Return a package or module of a layer as the table shows it."""
    for path in (f"searchlib/{name}.py", f"searchlib/{name}"):
        if (ROOT / path).exists():
            return f"`{path}`"
    return f"{name} (reserved)"


def updated(page: str) -> str:
    """Return ``page`` with every marked table written anew."""

    def renew(found: re.Match[str]) -> str:
        marker = found[0].partition("\n")[0]
        table = layers() if found[1] == "layers" else modules(found[2])
        return "\n".join([marker, *table]) + "\n"

    return TABLE.sub(renew, page)


def main() -> None:
    """Rewrite ARCHITECTURE.md in place."""
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
