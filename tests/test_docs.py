"""What the documents show is true: paths exist, examples run, output is what is printed."""

import doctest
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from searchlib.cli import COMMANDS, group
from tools.update_readme import PLAIN

ROOT = Path(__file__).resolve().parents[1]
READMES = ["README.md", "README.zh-CN.md"]
REAL = "docs/guide/real-texts.md"
"""Its examples need the real texts, and are run by a test of their own."""

GUIDE = sorted({path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/guide/*.md")} - {REAL})
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "searchlib").rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"`((?:searchlib|docs|tests|faults|bench|tools|corpus)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
SETUP = {"make", "git", "cd", "pip"}


@pytest.mark.parametrize("page", PAGES)
def test_paths_named_in_documents_exist(page: str) -> None:
    """A path in back quotes that begins like one of ours is there."""
    text = (ROOT / page).read_text(encoding="utf-8")

    assert [path for path in PATH.findall(text) if not (ROOT / path).exists()] == []


def test_paths_and_links_are_recognised() -> None:
    """The two tests beside this one look at something: documents name paths and lead to one another."""
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)

    assert len(PATH.findall(text)) > 100
    assert len(LINK.findall(text)) > 20


@pytest.mark.parametrize("page", PAGES)
def test_links_between_documents_lead_somewhere(page: str) -> None:
    """Relative links point at existing files."""
    path = ROOT / page
    targets = LINK.findall(path.read_text(encoding="utf-8"))

    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    """Every doctest passes."""
    results = doctest.testmod(importlib.import_module(name))

    assert results.attempted > 0
    assert results.failed == 0


def sessions(page: str) -> list[tuple[str, str]]:
    """Command and shown output of every console example of a page."""
    found = []
    for block in CONSOLE.findall((ROOT / page).read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if shlex.split(command)[0] not in SETUP:
                found.append((command, output))
    return found


@pytest.mark.parametrize("page", [*READMES, "docs/command-line.md", *GUIDE])
def test_readme_shows_real_output(page: str, demo_index: Path) -> None:
    """Each `searchlib …` example prints what the README shows, to the letter."""
    shown = sessions(page)
    environment = os.environ | PLAIN | {"SEARCHLIB_INDEX": str(demo_index)}

    assert shown
    for command, output in shown:
        program, *arguments = shlex.split(command)
        assert program == "searchlib"
        run = subprocess.run(
            [sys.executable, "-m", "searchlib", *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environment,
            check=False,
        )
        assert output.rstrip() == run.stdout.rstrip(), command


def command(name: str) -> click.Command:
    """The command of that name, with its help."""
    found = group.get_command(click.Context(group), name)
    assert found is not None, f"{name} is listed and cannot be loaded"
    return found


@pytest.mark.parametrize("page", READMES)
def test_readme_python_examples_run(page: str, tmp_path: Path) -> None:
    """The Python examples run as they stand, in a folder that has the demo corpus."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    text = (ROOT / page).read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)

    assert examples
    for example in examples:
        run = subprocess.run(
            [sys.executable, "-c", example],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
        )

        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.split()[-1] == "12"


@pytest.mark.parametrize("page", READMES)
def test_every_command_is_in_both_readmes(page: str) -> None:
    """No command is a secret."""
    text = (ROOT / page).read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"searchlib {name}" not in text] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    """Help is documentation: what the command does, and at least one way to call it."""
    help_text = command(name).help or ""
    found = re.findall(rf"^ *searchlib {name}\b.*$", help_text, re.MULTILINE)

    assert help_text.startswith(COMMANDS[name][1])
    assert found


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_in_help_can_be_called(name: str) -> None:
    """Arguments and options of every example are ones that the command takes."""
    examples = re.findall(rf"^ *searchlib {name}\b(.*)$", command(name).help or "", re.MULTILINE)

    assert examples
    for example in examples:
        arguments = shlex.split(example.partition(" > ")[0])
        with command(name).make_context(name, arguments) as context:
            assert context.params
