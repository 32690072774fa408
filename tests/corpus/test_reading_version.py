"""The version of the rules of reading stands for all sources that reading runs through, and for nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from searchlib.corpus import digest, reading_version
from searchlib.corpus.digest import reading_fingerprint
from tools.reading_version import PACKAGE, RECORD, libraries, main, modules, record, sources_digest

RENEW = (
    "the rules of reading have changed: run `make reading-version`, or `make reading-version KEEP=--keep` "
    "if every file still gives the same documents"
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package, to be changed."""
    return shutil.copytree(PACKAGE, tmp_path / "searchlib", ignore=shutil.ignore_patterns("__pycache__"))


def test_the_version_stands_for_the_sources() -> None:
    """Whoever changes how files are read raises it, or says that nothing is read otherwise."""
    assert reading_version.SOURCES == sources_digest(PACKAGE), RENEW


def test_the_sources_are_all_that_reading_imports() -> None:
    """Also where it imports them late or from afar; nothing of what comes after reading."""
    found = modules(PACKAGE)

    assert {
        "searchlib.corpus.load",
        "searchlib.corpus.formats.docx",
        "searchlib.corpus.formats.law",
        "searchlib.corpus.identity",
        "searchlib.corpus.sidecar",
        "searchlib.text.numerals",
        "searchlib.text.views",
        "searchlib.facts.countries",
        "searchlib.model.documents",
    } <= found.keys()
    packages = {name.split(".")[1] for name in found}
    assert packages.isdisjoint({"engine", "storage", "search", "indexing", "render", "web", "cli"})


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("text/numerals.py", lambda text: text.replace('"两"', '"俩"').replace("两", "俩")),
        ("text/views.py", lambda text: f"{text}\nCHANGED = 1\n"),
        ("text/folding.txt", lambda text: text.replace("國", "囯")),
        ("facts/countries.toml", lambda text: f"{text}\n"),
        ("corpus/formats/law.py", lambda text: text.replace(r"第", "笫")),
    ],
)
def test_a_rule_that_changes_shows(copy: Path, file: str, change: Callable[[str], str]) -> None:
    """Wherever it stands, in code or in a table."""
    before = sources_digest(copy)
    path = copy / file
    path.write_text(changed := change(path.read_text("utf-8")), "utf-8")

    assert changed
    assert before != sources_digest(copy)


def test_what_is_no_rule_does_not_show(copy: Path) -> None:
    """Comments, docstrings, blank lines, and modules that do not read."""
    before = sources_digest(copy)
    for file in ("corpus/read.py", "text/numerals.py"):
        text = (copy / file).read_text("utf-8")
        commented = re.sub(r'^"""', '"""Otherwise said. ', text, count=1)
        (copy / file).write_text(f"{commented}\n\n# A comment.\n", "utf-8")
    (copy / "render" / "hits.py").write_text("", "utf-8")

    assert before == sources_digest(copy)


def test_the_record_is_renewed(copy: Path) -> None:
    """With the next version, or with the same where nothing is read otherwise."""
    path = copy / "text" / "numerals.py"
    path.write_text(f"{path.read_text('utf-8')}\nCHANGED = 1\n", "utf-8")
    record(copy, keep=True)
    kept = (copy / RECORD).read_text("utf-8")
    record(copy, keep=False)
    raised = (copy / RECORD).read_text("utf-8")

    assert sources_digest(copy) in kept
    assert f"\nREADING_VERSION = {reading_version.READING_VERSION}\n" in kept
    assert raised == kept.replace(
        f"READING_VERSION = {reading_version.READING_VERSION}\n", f"READING_VERSION = {reading_version.READING_VERSION + 1}\n"
    )
    assert main(["--what"]) == 2


def test_the_fingerprint_is_of_the_version_and_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version, or another release of a library that reading uses, is another fingerprint."""
    found = {reading_fingerprint()}
    monkeypatch.setattr(reading_version, "READING_VERSION", reading_version.READING_VERSION + 1)
    found.add(reading_fingerprint())
    for name in digest.LIBRARIES.values():
        monkeypatch.setattr(digest, "_version", lambda asked, name=name: "new" if asked == name else "old")
        found.add(reading_fingerprint())

    assert len(found) == 2 + len(digest.LIBRARIES)
    # The readers of PDF and DOCX are in the digest of each such file, and NumPy does not decide anything.
    assert libraries(PACKAGE) == digest.LIBRARIES.keys() | {"pypdf", "docx", "numpy"}
