"""Fixtures of the command line: a plain environment, a library with known answers, a real index."""

from pathlib import Path

import pytest

import searchlib
import searchlib.search.live
from tests.support.answers import (
    BUILD,
    CHECKED,
    COVERED,
    DOCUMENTS,
    RAILWAY,
    VERIFIED,
    AnsweringLibrary,
)
from tests.support.program import NO_FILE, PLAIN_ENVIRONMENT


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in PLAIN_ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    for name, value in NO_FILE.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> AnsweringLibrary:
    """An open index with known answers, whatever folder is named."""
    answering = AnsweringLibrary()
    monkeypatch.setattr(searchlib, "open", lambda index: answering)
    monkeypatch.setattr(searchlib, "build", lambda *_, **__: BUILD)
    monkeypatch.setattr(searchlib, "coverage", lambda *_, **__: COVERED)
    monkeypatch.setattr(searchlib, "verify", lambda *_, **__: VERIFIED)
    monkeypatch.setattr(searchlib, "check", lambda *_: CHECKED)
    monkeypatch.setattr(searchlib, "restore", lambda *_: "2026-01-02T03:04:05+00:00")
    monkeypatch.setattr(searchlib, "watch", lambda *_, **__: iter([BUILD]))
    monkeypatch.setattr(searchlib, "saved_queries", lambda *_: {"railway": RAILWAY})
    monkeypatch.setattr(searchlib, "save_query", lambda *_: 3)
    monkeypatch.setattr(searchlib, "delete_query", lambda *_: RAILWAY)
    return answering


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real index of the sample documents, for tests that start a process."""
    folder = tmp_path_factory.mktemp("index") / "index"
    searchlib.build_documents(DOCUMENTS, folder)
    return folder
