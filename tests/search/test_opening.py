"""Opening an index: which is refused, what is loaded, and who keeps reading."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import (
    IndexDamaged,
    IndexStale,
)
from searchlib.storage.meta import encode_meta, generation_folder, read_meta
from searchlib.storage.publish import show
from searchlib.text.analyzer import Analyzer
from tests.support.documents import DOCUMENTS, document, ids


def test_a_library_is_shared_between_threads(library: searchlib.Library) -> None:
    """Many threads, one library, the same answers."""
    queries = ["两洋铁路", "铁路", "第8条", "国会", "可行性研究 推进"]
    expected = {query: ids(library.search(query)) for query in queries}
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(query for query in queries * 5 if ids(library.search(query)) != expected[query])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_readers_keep_the_index_they_opened(tmp_path: Path) -> None:
    """A build is seen by those who open afterwards."""
    searchlib.build_documents(DOCUMENTS, tmp_path)
    with searchlib.open(tmp_path) as before:
        searchlib.build_documents([document("new", "新", None, "新文")], tmp_path)
        with searchlib.open(tmp_path) as after:
            assert before.mentions("铁路").occurrences == 7
            assert after.mentions("铁路").occurrences == 0


def test_an_index_of_another_analyzer_is_stale(tmp_path: Path) -> None:
    """Keys made by another dictionary are not compared with ours."""
    searchlib.build_documents(DOCUMENTS, tmp_path)
    show(tmp_path, encode_meta(replace(read_meta(tmp_path), analyzer="another")))

    with pytest.raises(IndexStale, match=r"searchlib\.build"):
        searchlib.open(tmp_path)


def test_an_index_with_the_dictionary_of_another_is_damaged(library_index: Path, tmp_path: Path) -> None:
    """A query is cut with the dictionary that the texts were cut with, or not at all."""
    copy = tmp_path / "index"
    shutil.copytree(library_index, copy)
    Analyzer(("钱凯港口岸",)).write_dictionary(generation_folder(copy, read_meta(copy)))

    with pytest.raises(IndexDamaged, match=r"words\.dict.*searchlib\.build"):
        searchlib.open(copy)


def test_an_index_without_its_dictionary_is_damaged(library_index: Path, tmp_path: Path) -> None:
    """The error names the file."""
    copy = tmp_path / "index"
    shutil.copytree(library_index, copy)
    (generation_folder(copy, read_meta(copy)) / "words.dict").unlink()

    with pytest.raises(IndexDamaged, match=r"words\.dict.*searchlib\.build"):
        searchlib.open(copy)


def test_a_search_loads_only_what_it_needs(library_index: Path) -> None:
    """Neither the dictionaries of jieba and rjieba nor what only a build uses: a search starts fast."""
    code = (
        "import sys, searchlib; library = searchlib.open(sys.argv[1]); library.search('两洋铁路'); "
        "print(sorted({'jieba', 'rjieba', 'whoosh', 'yaml', 'tomllib', 'searchlib.text.dictionary_writer'}"
        " & set(sys.modules)))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code, str(library_index)], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"
