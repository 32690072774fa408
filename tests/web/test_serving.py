"""An index that is replaced while it is served: no request fails, the old one is let go."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import IndexDamaged, IndexMissing
from searchlib.model import Clause, Document
from searchlib.search import live
from searchlib.search.cached import CachedLibrary
from searchlib.search.live import LiveIndex
from searchlib.storage.meta import META
from searchlib.web import app
from tests.web.conftest import serving


def build(folder: Path, count: int) -> None:
    """An index of ``count`` documents that each mention the railway once."""
    documents = [
        Document(f"d{at}", "声明", digest=str(at), clauses=(Clause(f"d{at}", "1", "两洋铁路项目"),))
        for at in range(count)
    ]
    searchlib.build_documents(documents, folder)


def test_a_new_index_takes_over_and_the_old_one_is_closed(tmp_path: Path) -> None:
    """Who has begun with the old one ends with it; it is closed after that."""
    build(tmp_path, 1)
    served = LiveIndex(tmp_path)
    assert not served.refresh()
    with served.lease() as old:
        build(tmp_path, 2)
        assert served.refresh()
        with served.lease() as new:
            assert new is not old
            assert new.library.search("铁路").totals.exact == 2
        assert old.library.search("铁路").totals.exact == 1
    with pytest.raises(ValueError, match="closed"):
        old.library.search("铁路")
    served.close()
    with pytest.raises(ValueError, match="closed"):
        new.library.search("铁路")


def test_an_index_that_cannot_be_opened_changes_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The old one goes on being served, and the reason is told once; a good one mends it."""
    build(tmp_path, 1)
    served = LiveIndex(tmp_path)
    good = (tmp_path / META).read_text(encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        (tmp_path / META).write_text("{", encoding="utf-8")
        assert [served.refresh(), served.refresh()] == [False, False]
        (tmp_path / META).unlink()
        assert not served.refresh()
    with served.lease() as cached:
        assert cached.library.search("铁路").totals.exact == 1
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert all("still serving the index as it was" in each for each in told)

    (tmp_path / META).write_text(good, encoding="utf-8")
    assert served.refresh()
    served.close()


def test_an_error_nobody_foresaw_does_not_end_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged with its place, the next look goes over, and the server ends in good order."""
    build(tmp_path, 1)
    errors = [MemoryError("once")]

    def opening(folder: Path) -> searchlib.Library:
        if errors:
            raise errors.pop()
        return searchlib.open(folder)

    monkeypatch.setattr(app, "_REFRESH", 0.05)
    with serving(tmp_path) as site:
        monkeypatch.setattr(live, "open_library", opening)
        build(tmp_path, 2)
        until = time.monotonic() + 20
        while site.get("/api/v1/search?q=铁路").json["totals"]["exact"] != 2:
            assert time.monotonic() < until
            time.sleep(0.05)

    (told,) = (each for each in caplog.records if each.name == "searchlib.search.live")
    assert "MemoryError('once')" in told.getMessage()
    assert told.exc_info is not None


def test_what_cannot_be_served_is_closed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that opens, but has no tables to give, leaves no file open."""
    build(tmp_path, 1)
    served = LiveIndex(tmp_path)
    opened: list[searchlib.Library] = []

    def fail(_shelf: CachedLibrary, library: searchlib.Library) -> None:
        opened.append(library)
        raise IndexDamaged("index.cut-short", file="a.arr")

    monkeypatch.setattr(CachedLibrary, "__init__", fail)
    build(tmp_path, 2)
    assert not served.refresh()
    with pytest.raises(IndexDamaged):
        LiveIndex(tmp_path)
    served.close()

    assert len(opened) == 2
    for library in opened:
        with pytest.raises((ValueError, IndexDamaged), match="closed"):
            library.search("铁路")


def test_without_an_index_serving_does_not_begin(tmp_path: Path) -> None:
    """The error is the library's."""
    with pytest.raises(IndexMissing):
        LiveIndex(tmp_path / "none")


def test_no_request_fails_while_the_index_is_replaced(tmp_path: Path) -> None:
    """Clients go on asking, pages and lines, through several builds, and see the last one."""
    build(tmp_path, 1)
    answers: list[int] = []
    with serving(tmp_path) as site:
        done = threading.Event()

        def ask() -> None:
            while not done.is_set():
                paths = ("/?q=铁路", "/api/v1/search?q=铁路&format=jsonl", "/statements/d0?q=铁路")
                answers.extend(site.get(path).status for path in paths)

        clients = [threading.Thread(target=ask) for _ in range(3)]
        for client in clients:
            client.start()
        for count in (2, 3, 4):
            build(tmp_path, count)
            until = time.monotonic() + 20
            while site.get("/api/v1/search?q=铁路").json["totals"]["exact"] != count:
                assert time.monotonic() < until
                time.sleep(0.05)
        done.set()
        for client in clients:
            client.join()

    assert len(answers) > 20
    assert {200} == set(answers)
