"""Names of files of any length, and paths beyond what the system takes: read or named, and nothing stops."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

import searchlib

TEXT = "公报{}\n\n一、推进两洋铁路。\n"
SUFFIXES = (".txt", ".md", ".html", ".docx.txt", "")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A file for each length around those at which a name derived from it is refused."""
    folder = tmp_path / "corpus"
    (folder / ("夹" * 85)).mkdir(parents=True)
    for number, suffix in enumerate(SUFFIXES):
        for characters in range(79, 86):
            name = "字" * characters + suffix
            if len(os.fsencode(name)) <= 255:
                (folder / name).write_text(TEXT.format(f"{number} {characters}"), "utf-8")
    for length in (244, 245, 246, 250, 251, 255):
        (folder / ("夹" * 85) / ("x" * (length - 4) + ".txt")).write_text(TEXT.format(length), "utf-8")
    return folder


def test_every_name_that_a_file_can_have_is_read(corpus: Path, tmp_path: Path) -> None:
    """Whatever is looked for beside it, kept about it or derived from it."""
    files = {path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file()}
    report = searchlib.build(corpus, tmp_path / "index")
    with searchlib.open(tmp_path / "index") as library:
        indexed = {document.source.file for document in library.documents() if document.source}

    assert len(files) > 30
    assert (files, ()) == (indexed, report.skipped)
    assert 0 == searchlib.build(corpus, tmp_path / "index").touched
    assert len(files) == searchlib.coverage(corpus=corpus).files


def test_members_of_archives_have_names_of_any_length(tmp_path: Path) -> None:
    """Longer than a file can have, and deeper than a path can be."""
    (tmp_path / "corpus").mkdir()
    names = ("成" * 200 + ".txt", "文" * 2000 + ".txt", "a/" * 3000 + "b.txt")
    with zipfile.ZipFile(tmp_path / "corpus" / ("字" * 83 + ".zip"), "w") as archive:
        for name in names:
            archive.writestr(name, TEXT.format(len(name)))
    report = searchlib.build(tmp_path / "corpus", tmp_path / "index")

    assert (3, ()) == (report.documents, report.skipped)


def test_a_folder_deeper_than_a_path_can_be_is_named(tmp_path: Path) -> None:
    """Once, with the reason of the system; what is above it is read."""
    (tmp_path / "corpus").mkdir()
    here = Path.cwd()
    os.chdir(tmp_path / "corpus")
    try:
        for depth in range(24):
            Path("甲.txt").write_text(TEXT.format(depth), "utf-8")
            Path("深" * 80).mkdir()
            os.chdir("深" * 80)
    finally:
        os.chdir(here)
    report = searchlib.build(tmp_path / "corpus", tmp_path / "index")

    assert 10 < report.documents < 24
    assert len(report.skipped) <= 2
    assert all("file name too long" in each.reason.lower() for each in report.skipped)
