"""Indexes of ready-made documents: what a build reports, refuses and tells apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import (
    CorpusMissing,
    IndexMissing,
    MetadataError,
)
from searchlib.model import Clause, Document
from searchlib.storage.meta import read_meta
from tests.support.documents import DOCUMENTS, document, ids


def test_a_build_reports_what_changed(tmp_path: Path) -> None:
    """Added, changed and removed documents are told apart."""
    first = searchlib.build_documents(DOCUMENTS, tmp_path)
    changed = replace(DOCUMENTS[0], digest="other")
    second = searchlib.build_documents([changed, document("new", "新", None, "新文")], tmp_path)

    assert (first.documents, first.clauses, first.added, first.changed, first.removed) == (3, 10, 3, 0, 0)
    assert (second.documents, second.added, second.changed, second.removed) == (2, 1, 1, 2)


def test_ready_made_documents_are_told_apart_by_their_content(tmp_path: Path) -> None:
    """Though nobody has given them a digest: a changed text is a change, and another index."""
    first, second = (
        replace(document("d", "声明", None, text), digest="") for text in ("推动铁路合作。", "推动公路合作。")
    )
    searchlib.build_documents([first], tmp_path)
    before = read_meta(tmp_path).corpus
    report = searchlib.build_documents([second], tmp_path)

    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert read_meta(tmp_path).corpus != before


def test_documents_of_any_day_are_in_an_open_range(tmp_path: Path) -> None:
    """Also those from before the year 1000, which are written with four digits like all."""
    old, new = (
        document("old", "会盟", date(821, 10, 10), "修路"),
        document("new", "声明", date(2015, 5, 22), "修路"),
    )
    searchlib.build_documents([old, new], tmp_path)
    with searchlib.open(tmp_path) as library:
        found = {
            asked: ids(library.search(f"修路 {asked}", exact=True))
            for asked in ("year:..2016", "date:..2000", "year:0821", "date:0821-10-10..", "year:0822..")
        }

    assert found == {
        "year:..2016": ["old#1", "new#1"],
        "date:..2000": ["old#1"],
        "year:0821": ["old#1"],
        "date:0821-10-10..": ["old#1", "new#1"],
        "year:0822..": ["new#1"],
    }


@pytest.mark.parametrize(
    "documents",
    [
        [DOCUMENTS[0], DOCUMENTS[0]],
        [Document("a", "x", clauses=(Clause("b", "1", "x"),))],
        [Document("a", "x", clauses=(Clause("a", "1", "x"), Clause("a", "1", "y")))],
        [Document("a-without-clauses-under-its-id", "x")],
    ],
)
def test_documents_that_contradict_themselves_are_refused(tmp_path: Path, documents: list[Document]) -> None:
    """Ids and paths must be unique; the old index stays."""
    searchlib.build_documents([document("old", "旧", None, "旧文")], tmp_path)
    with pytest.raises(MetadataError, match="id"):
        searchlib.build_documents(documents, tmp_path)

    with searchlib.open(tmp_path) as library:
        assert [d.id for d in library.documents()] == ["old"]


def test_nothing_to_index_is_an_error(tmp_path: Path) -> None:
    """An empty build never replaces an index."""
    with pytest.raises(CorpusMissing, match="no document"):
        searchlib.build_documents([], tmp_path)
    with pytest.raises(IndexMissing):
        searchlib.open(tmp_path)
