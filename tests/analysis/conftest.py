"""The demo corpus, open, behind the engine and behind plain scans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.projects import Registry
from searchlib.search.library import Library
from searchlib.text.analyzer import Analyzer
from tests.support.oracle_library import oracle_library


@pytest.fixture(scope="module")
def demo(demo_index: Path) -> Iterator[Library]:
    """The demo corpus."""
    with searchlib.open(demo_index) as opened:
        yield opened


@pytest.fixture(scope="module")
def scanned(demo: Library) -> Library:
    """The demo corpus behind plain scans."""
    analyzer = Analyzer(Registry(demo.projects).words())
    return oracle_library(demo, analyzer)


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The real statements beside the project."""
    folder = tmp_path_factory.mktemp("seeds")
    searchlib.build(shared / "seeds", folder)
    with searchlib.open(folder) as opened:
        yield opened
