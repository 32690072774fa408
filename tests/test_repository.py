"""What surrounds the code agrees with it: workflow, hooks, citation, templates, Makefile."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
YAML = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob(".github/**/*.yml"), ROOT / ".pre-commit-config.yaml", ROOT / "CITATION.cff"]
)


def read(name: str) -> Any:
    """Return what a YAML file of the project says."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", YAML)
def test_yaml_can_be_read(name: str) -> None:
    """A file with a slip in it would be ignored without a word."""
    assert isinstance(read(name), dict)


def test_the_workflow_runs_what_the_integration_run_does() -> None:
    """The same targets of the Makefile, on every Python that the classifiers claim."""
    job = read(".github/workflows/ci.yml")["jobs"]["check"]
    run = [step["run"] for step in job["steps"] if step.get("run", "").startswith("make ")]
    targets = [re.fullmatch(r"make ([a-z-]+) PYTHON=python", command)[1] for command in run]
    local = re.findall(r"^make ([a-z-]+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    claimed = [each.rpartition(" ")[2] for each in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", each)]

    assert local == targets
    assert set(targets) <= TARGETS
    assert claimed == job["strategy"]["matrix"]["python"]


def test_hooks_run_the_tools_of_the_makefile() -> None:
    """Before a commit the same ruff and mypy run as in `make lint` and `make types`."""
    (repository,) = read(".pre-commit-config.yaml")["repos"]
    entries = {hook["entry"].removesuffix(" --force-exclude") for hook in repository["hooks"]}
    tools = {entry for entry in entries if "python" not in entry}
    scripts = {entry.split()[1] for entry in entries - tools}

    assert tools == {".venv/bin/ruff check", ".venv/bin/ruff format", ".venv/bin/mypy -p searchlib"}
    assert all(tool.replace(".venv/bin", "$(BIN)") in MAKEFILE for tool in tools)
    assert scripts == {"tools/update_architecture.py"}


def test_the_citation_is_of_this_version() -> None:
    """Version, licence and authors are those of the package."""
    citation = read("CITATION.cff")

    assert (PROJECT["version"], PROJECT["license"]) == (citation["version"], citation["license"])
    assert PROJECT["authors"] == citation["authors"]


def test_every_target_is_phony_and_listed() -> None:
    """`make help` lists what there is, and no file of that name can stand in for it."""
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    listed = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)

    assert phony is not None
    assert sorted(phony[1].split()) == sorted(TARGETS) == sorted(listed)


@pytest.mark.parametrize(
    "name", [name for name in YAML if "ISSUE_TEMPLATE/" in name and "config" not in name]
)
def test_issue_forms_ask_for_something(name: str) -> None:
    """Each has a name, a description, and at least one field that must be filled in, ids given once."""
    form = read(name)
    ids = [field["id"] for field in form["body"]]

    assert form["name"]
    assert form["description"]
    assert sorted(set(ids)) == sorted(ids)
    assert any(field.get("validations", {}).get("required") for field in form["body"])
