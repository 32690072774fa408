"""The examples of the guide on real texts, where these are beside the project."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.search.library import Library

PAGE = Path(__file__).resolve().parents[1] / "docs" / "guide" / "real-texts.md"
CORPORA = {"seeds": "seeds", "laws_cn": "corpora/laws_cn", "laws_tw": "corpora/laws_tw"}


@pytest.fixture(scope="module")
def libraries(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Library]]:
    """The real texts, each behind an index of its own."""
    opened = {}
    for name, folder in CORPORA.items():
        index = tmp_path_factory.mktemp(name)
        searchlib.build(shared / folder, index)
        opened[name] = searchlib.open(index)
    yield opened
    for library in opened.values():
        library.close()


def test_the_examples_on_real_texts_run(libraries: dict[str, Library]) -> None:
    """Every one prints what the page shows."""
    results = doctest.testfile(str(PAGE), module_relative=False, globs=dict(libraries))

    assert results.attempted > 20
    assert results.failed == 0
