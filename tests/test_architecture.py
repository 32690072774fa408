"""The map of the house is checked: who may import whom, and which library lives in which room."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "searchlib"

LAYERS = [
    {"errors", "settings", "model"},
    {"text"},
    {"facts", "projects"},
    {"corpus"},
    {"query"},
    {"engine"},
    {"storage"},
    {"search"},
    {"indexing", "audit"},
    {"analysis"},
    {"render"},
    {"web", "mcp"},
    {"cli"},
    {"__init__", "__main__"},
]
"""Lowest first; a package imports from lower layers and from itself only."""

CONFINED = {
    "opencc": ("text/views.py",),
    "jieba": ("text/tokenizer.py",),
    "rjieba": ("text/tokenizer.py",),
    "whoosh": (
        "engine/embedded/whoosh/",
        "engine/embedded/writer.py",
    ),
    "numpy": ("engine/embedded/", "text/tables.py"),
    "click": ("cli/", "cli.py"),
    "rich": ("render/", "cli/", "cli.py"),
    "babel": ("facts/", "corpus/sidecar.py"),
    "yaml": ("corpus/",),
    "filelock": ("storage/",),
    "xxhash": ("storage/",),
    "watchfiles": ("indexing/watch.py",),
    "pypdf": ("corpus/formats/pdf.py",),
    "docx": ("corpus/formats/docx.py",),
    "starlette": ("web/",),
    "uvicorn": ("web/server.py", "web/protocol.py"),
    "h11": ("web/protocol.py",),
    "jinja2": ("web/templating.py",),
    "markupsafe": ("web/",),
    "pygal": ("web/chart.py",),
    "xlsxwriter": ("render/xlsx.py",),
    "mcp": ("mcp/server.py",),
    "mcp_types": ("mcp/server.py",),
    "anyio": ("mcp/server.py",),
    "pydantic": ("mcp/",),
}
"""Third-party package → the only places that may know it."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The first step of a module's path below the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def layer(name: str) -> int:
    """How high a room stands."""
    return next(height for height, rooms in enumerate(LAYERS) if name in rooms)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_downward_only(path: Path) -> None:
    """No room knows a room above it or beside it."""
    own = room(path)
    used = {
        parts[1] for name in imports(path) if (parts := name.split("."))[0] == "searchlib" and len(parts) > 1
    }
    wrong = {other for other in used - {own} if other in set().union(*LAYERS) and layer(other) >= layer(own)}

    assert wrong == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    """Each third-party package is known to named places only."""
    place = path.relative_to(PACKAGE).as_posix()
    used = {name.split(".")[0] for name in imports(path)}
    wrong = {name for name in used & CONFINED.keys() if not place.startswith(CONFINED[name])}

    assert wrong == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rooms_are_small_and_say_what_they_are(path: Path) -> None:
    """A module has one idea, told in its first line, and about 300 lines at most."""
    source = path.read_text(encoding="utf-8")

    assert len(source.splitlines()) <= 320
    assert ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_functions_fit_on_a_screen(path: Path) -> None:
    """No function is longer than sixty lines, its docstring aside."""
    long = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            if body[-1].end_lineno - body[0].lineno + 1 > 60:
                long.append(node.name)

    assert long == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import searchlib` defines names and nothing else."""
    import subprocess
    import sys

    heavy = {"jieba", "rjieba", "opencc", "whoosh", "numpy", "babel", "rich"}
    code = f"import sys, searchlib; print(sorted({heavy} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"


def written(heading: str) -> list[list[str]]:
    """The rows of the table in ARCHITECTURE.md whose head begins so."""
    page = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\|\n((?:\|.*\|\n)+)", page, re.MULTILINE)
    assert found is not None, f"no table begins with {heading}"
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in found[1].splitlines()]


def test_the_heights_are_those_written() -> None:
    """ARCHITECTURE.md draws the same layers as this file, with the rooms that there are."""
    there = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/*.py")
    }
    drawn = {
        int(height): set(re.findall(r"`searchlib/(\w+?)(?:\.py)?`", rooms))
        for height, rooms in written("height")
    }

    assert drawn == {height: rooms & there for height, rooms in enumerate(LAYERS)}


@pytest.mark.parametrize(
    "folder",
    [
        "text",
        "corpus",
        "corpus/formats",
        "query",
        "engines/embedded",
        "generations",
        "render",
        "web",
        "web/views",
        "mcp",
        "cli",
    ],
)
def test_every_module_is_on_the_map(folder: str) -> None:
    """Each room's table names its modules, all of them and no other."""
    rows = written(f"module of `searchlib/{folder}`")
    named = [name for cell, _ in rows for name in re.findall(r"`(\w+\.py)`", cell)]
    there = {path.name for path in (PACKAGE / folder).glob("*.py")} - {"__init__.py"}

    assert sorted(named) == sorted(there)
