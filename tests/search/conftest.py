"""The index of the ready-made documents, closed and open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from tests.support.documents import DOCUMENTS


@pytest.fixture(scope="module")
def library_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the three documents."""
    folder = tmp_path_factory.mktemp("index")
    searchlib.build_documents(DOCUMENTS, folder)
    return folder


@pytest.fixture(scope="module")
def library(library_index: Path) -> Iterator[searchlib.Library]:
    """The index, open."""
    with searchlib.open(library_index) as opened:
        yield opened
