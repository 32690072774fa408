"""The structure of the package: who may import whom, which library is known where, how large things are."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import searchlib
from tests.support.source import MODULES, PACKAGE, defined, imported_files, imports, place, tree
from tools import update_architecture
from tools.layers import EMBEDDED, LAYERS

CONFINED = {
    "opencc": ("text/views.py", "traditional.py"),
    "jieba": ("text/tokenizer.py",),
    "rjieba": ("text/tokenizer.py",),
    "whoosh": ("engine/embedded/whoosh/",),
    "opensearchpy": ("engine/opensearch/",),
    "numpy": (
        *("engine/embedded/", "engine/opensearch/", "text/tables.py"),
        *("audit/coverage.py", "analysis/clause_alignment.py"),
    ),
    "click": ("cli/",),
    "rich": ("render/", "cli/"),
    "babel": ("facts/", "corpus/sidecar.py", "render/citation.py"),
    "yaml": ("corpus/",),
    "filelock": ("storage/",),
    "xxhash": ("storage/",),
    "watchfiles": ("indexing/watch.py",),
    "pypdf": ("corpus/formats/pdf.py",),
    "docx": ("corpus/formats/docx.py", "render/blocks_docx.py"),
    "resvg_py": ("render/png.py",),
    "starlette": ("web/",),
    "uvicorn": ("web/server.py", "web/protocol.py"),
    "jinja2": ("web/templating.py",),
    "markupsafe": ("web/",),
    "pygal": ("web/chart.py",),
    "xlsxwriter": ("render/xlsx.py",),
    "mcp": ("mcp/server.py", "mcp/lines.py"),
    "mcp_types": ("mcp/server.py", "mcp/lines.py"),
    "anyio": ("mcp/server.py", "mcp/lines.py"),
    "pydantic": ("mcp/",),
}
"""Third-party package → the only places that may know it."""

SAME_NAME = {
    "command": "the click command of each module of `cli`, found under this name by `cli.COMMANDS`",
    "T": "a type variable, which means nothing outside the signature it stands in",
}
"""Names that several modules define on purpose, with the reason."""

EMBEDDED_FOLDER = PACKAGE / "engine" / "embedded"
EVERY_MODULE = pytest.mark.parametrize("path", MODULES, ids=place)


def height(layers: tuple[tuple[str, ...], ...], name: str) -> int:
    """Return the layer that ``name`` is in, 0 the lowest; what is in none is above them all."""
    found = [at for at, names in enumerate(layers) if name in names]
    return found[0] if found else len(layers)


def upward(layers: tuple[tuple[str, ...], ...], folder: Path, path: Path) -> set[str]:
    """Return what a module below ``folder`` imports from its own layer, or from one above."""

    def part(file: Path) -> str:
        return file.relative_to(folder).parts[0].removesuffix(".py")

    own = part(path)
    used = {part(file) for file in imported_files(path) if file.is_relative_to(folder)} - {own}
    return {other for other in used if height(layers, other) >= height(layers, own)}


@EVERY_MODULE
def test_imports_go_downward_only(path: Path) -> None:
    """No package knows a package above it or beside it, not even within a function or for type checkers."""
    assert upward(LAYERS, PACKAGE, path) == set()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parent.parent == EMBEDDED_FOLDER], ids=place
)
def test_imports_within_the_embedded_engine_go_downward_only(path: Path) -> None:
    """Columns know no segments, segments no queries, and none of them the modules above."""
    assert upward(EMBEDDED, EMBEDDED_FOLDER, path) == set()


def test_there_are_at_most_15_layers() -> None:
    """And every package and module of the root is in one of them."""
    there = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    listed = [name for names in LAYERS for name in names]

    packages = {path.parent.name for path in EMBEDDED_FOLDER.glob("*/__init__.py")}

    assert len(LAYERS) <= 15
    assert {name for names in EMBEDDED for name in names} == packages
    assert sorted(listed) == sorted(there)


def test_no_circle_between_files() -> None:
    """Imports within functions and imports for type checkers count."""
    graph = {path: imported_files(path) for path in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(place(path) for path in error.args[1]))

    assert sum(map(len, graph.values())) > len(MODULES)


@EVERY_MODULE
def test_libraries_stay_in_their_places(path: Path) -> None:
    """Each third-party package is known to named places only."""
    used = {module.split(".")[0] for module, _ in imports(path)}
    wrong = {name for name in used & CONFINED.keys() if not place(path).startswith(CONFINED[name])}

    assert wrong == set()


def test_every_confined_library_is_used_where_it_may_be() -> None:
    """A place that no longer needs a library is taken off the list."""
    used = {
        (name, allowed)
        for path in MODULES
        for name in {module.split(".")[0] for module, _ in imports(path)} & CONFINED.keys()
        for allowed in CONFINED[name]
        if place(path).startswith(allowed)
    }

    assert used == {(name, allowed) for name, places in CONFINED.items() for allowed in places}


@EVERY_MODULE
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    """A module has one idea, told in its docstring, and at most 320 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320
    assert ast.get_docstring(tree(path))


@EVERY_MODULE
def test_functions_fit_on_a_screen(path: Path) -> None:
    """No function is longer than 60 lines, its docstring aside."""
    long = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            if body[-1].end_lineno - body[0].lineno + 1 > 60:
                long.append(node.name)

    assert long == []


def test_no_public_name_is_used_for_two_things() -> None:
    """A class, function, constant or type that two modules define under one name is two things."""
    places = defaultdict(list)
    for path in MODULES:
        for name in defined(path):
            places[name].append(place(path))
    shared = {name: where for name, where in sorted(places.items()) if len(where) > 1}

    assert {name: where for name, where in shared.items() if name not in SAME_NAME} == {}
    assert shared.keys() >= SAME_NAME.keys()


def test_public_names_are_the_same_for_people_and_type_checkers() -> None:
    """The table that fetches a public name and the imports that type checkers read agree."""
    (checked,) = (
        node for node in tree(PACKAGE / "__init__.py").body if isinstance(node, ast.If) and node.body
    )
    declared = {}
    for node in checked.body:
        if isinstance(node, ast.ImportFrom):
            declared |= {each.asname or each.name: f"{node.module}:{each.name}" for each in node.names}
        elif isinstance(node, ast.Assign):
            (target,) = node.targets
            declared[target.id] = declared.pop(node.value.id)  # a name that a builtin has, such as `open`

    assert declared == searchlib._PLACES
    assert all(getattr(searchlib, name) is not None for name in searchlib.__all__)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import searchlib` defines names and nothing else."""
    heavy = {"jieba", "rjieba", "opencc", "whoosh", "numpy", "babel", "rich"}
    code = f"import sys, searchlib; print(sorted({heavy} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"


def test_the_tables_of_architecture_are_those_of_the_code() -> None:
    """Row by row: the layers, and each module with the first paragraph of its docstring (`make docs`)."""
    page = update_architecture.PAGE.read_text(encoding="utf-8")
    rows = page.splitlines()
    renewed = update_architecture.updated(page).splitlines()

    assert [row for row in rows if row not in renewed] == []
    assert [row for row in renewed if row not in rows] == []
    assert rows == renewed


def test_every_package_has_its_table_in_architecture() -> None:
    """Each folder of modules is listed once, and the layers are."""
    page = update_architecture.PAGE.read_text(encoding="utf-8")
    marked = re.findall(r"^<!-- make docs: modules of ([\w/]+) -->$", page, re.MULTILINE)

    assert sorted(marked) == update_architecture.packages()
    assert page.count("<!-- make docs: layers -->") == 1
