"""What is installed is what the package needs: its modules, its data files, its dependencies."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

import searchlib

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "searchlib"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PATTERNS = SETTINGS["tool"]["setuptools"]["package-data"]["searchlib"]
LEFT_BEHIND = {"__pycache__", ".DS_Store"}


def names(folder: Path, pattern: str = "**/*") -> set[str]:
    """The files below a folder that a pattern finds, byte code aside."""
    found = (path for path in folder.glob(pattern) if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found if LEFT_BEHIND.isdisjoint(path.parts)}


def imported() -> set[str]:
    """The top-level packages that our modules import, those of the standard library aside."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found - {"searchlib", *sys.stdlib_module_names}


def distribution(requirement: str) -> str:
    """The name a requirement begins with, as package indexes compare names."""
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_every_data_file_is_installed() -> None:
    """A file that is no module is in the wheel because a pattern names it."""
    data = {name for name in names(PACKAGE) if not name.endswith(".py")}

    assert data == set().union(*(names(PACKAGE, pattern) for pattern in PATTERNS))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_finds_something(pattern: str) -> None:
    """No pattern is left over from a file that has moved."""
    assert names(PACKAGE, pattern) != set()


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder without `__init__.py` would be left out of the wheel."""
    folders = {path.parent for path in PACKAGE.rglob("*.py")}

    assert {folder for folder in folders if not (folder / "__init__.py").is_file()} == set()


def test_every_import_is_declared() -> None:
    """Whoever installs the package gets what it imports, the extras' libraries by naming the extra."""
    project = SETTINGS["project"]
    extras = project["optional-dependencies"]
    needed = [extra for name, extra in extras.items() if name not in ("dev", "bench", "fuzz")]
    declared = {distribution(each) for each in (*project["dependencies"], *chain.from_iterable(needed))}
    homes = packages_distributions()
    found = {name: {distribution(home) for home in homes.get(name, [name])} for name in imported()}

    assert {name for name, homes_of in found.items() if homes_of.isdisjoint(declared)} == set()


def test_version_is_the_same_everywhere() -> None:
    """The number in the metadata is the one that the package tells."""
    assert SETTINGS["project"]["version"] == searchlib.__version__
