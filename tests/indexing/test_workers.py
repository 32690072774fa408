"""Worker processes: the same index as without them, and no process left behind."""

from __future__ import annotations

import dataclasses
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.errors import SearchlibError
from searchlib.indexing import pipeline, prepare, workers
from searchlib.indexing.workers import Workers
from searchlib.model import Clause, DateIs, Document, Kind, NormLevel, Script, Source, SourceMap
from searchlib.storage.manifest import read_manifest
from searchlib.storage.meta import generation_folder, read_meta
from tests.support.readers import patched_readers

WORDS = ("两洋铁路",)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Batches of one file, so that a handful of files keeps two workers busy; returns how many there were."""
    started: list[int] = []
    start = Workers.__init__

    def counted(self: Workers, count: int, root: Path, words: tuple[str, ...], engine: str) -> None:
        start(self, count, root, words, engine)
        started.append(len(self._workers))

    monkeypatch.setattr(prepare, "BATCH", 1)
    monkeypatch.setattr(pipeline, "WORTH_WORKERS", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(Workers, "__init__", counted)
    return started


def _corpus(folder: Path) -> Path:
    """Texts of several kinds, copies among them, with one that cannot be read and a sidecar."""
    folder.mkdir()
    for number in range(6):
        text = f"第{number + 1}号公告\n\n一、修建第{number + 1}条两洋铁路。\n\n二、兩國同意擴建港口。\n"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    (folder / "copy.txt").write_text((folder / "3.txt").read_text("utf-8"), "utf-8")
    (folder / "law.md").write_text("# 港口法\n\n第一条 为了建设港口，制定本法。\n", "utf-8")
    (folder / "law.md.meta.toml").write_text('publisher = "某报"\n', "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 no")
    return folder


def _files(index: Path) -> dict[str, tuple[int, str]]:
    """Every file of the visible generation with its size and checksum."""
    meta = read_meta(index)
    return dict(read_manifest(generation_folder(index, meta), meta))


def test_workers_make_the_same_index(
    tmp_path: Path, small_batches: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, built anew and updated, from files and from ready-made documents."""
    corpus, index = _corpus(tmp_path / "corpus"), {True: tmp_path / "many", False: tmp_path / "one"}
    reports = {}
    for parallel, folder in index.items():
        monkeypatch.setattr(pipeline, "WORTH_WORKERS", 3 if parallel else 99)
        reports[parallel] = searchlib.build(corpus, folder)
    assert small_batches == [2]
    assert reports[True].skipped == reports[False].skipped != ()
    assert _files(index[True]) == _files(index[False])

    for number in range(4):
        (corpus / f"{number}.txt").write_text(f"第{number + 1}号公告\n\n一、铁路建成。\n", "utf-8")
    for parallel, folder in index.items():
        monkeypatch.setattr(pipeline, "WORTH_WORKERS", 3 if parallel else 99)
        reports[parallel] = searchlib.build(corpus, folder)
    assert small_batches == [2, 2]
    assert reports[True].changed == reports[False].changed > 0
    assert _files(index[True]) == _files(index[False])

    for parallel, folder in index.items():
        monkeypatch.setattr(pipeline, "WORTH_WORKERS", 3 if parallel else 99)
        searchlib.build_documents((_whole(f"d{number}") for number in range(5)), folder)
    assert small_batches == [2, 2, 2]
    assert _files(index[True]) == _files(index[False])


def _whole(name: str) -> Document:
    """A document in which every field differs from its default."""
    clause = Clause(name, "1", "修建港口。", "一、", ("标题",), SourceMap(((0, 0, 5),), 5))
    return Document(
        name,
        "备忘",
        kind=Kind.LAW,
        date=date(2001, 2, 3),
        date_is=DateIs.SIGNED,
        published=date(2001, 2, 4),
        parties=("CN", "PE"),
        place="利马",
        publisher="某报",
        url="https://example.org/",
        level=NormLevel.LAW,
        issuers=("国务院",),
        script=Script.HANS,
        source=Source("a.txt", 0, 5),
        digest=name,
        clauses=(clause,),
        clause_count=1,
    )


def test_every_field_reaches_a_worker() -> None:
    """Of a document and of its clauses; a field that is added to them must be given here a value too."""
    document = _whole("note")
    for value in (document, document.clauses[0]):
        for field in dataclasses.fields(value):
            default: Any = field.default
            assert default is dataclasses.MISSING or getattr(value, field.name) != default, field.name

    assert workers._unpacked(workers._packed(document)) == document
    names = [field.name for field in dataclasses.fields(Clause)]
    assert list(workers.CLAUSE_FIELDS) == names


class _Failing:
    """``subprocess.Popen`` whose second process cannot be started, or is dead as soon as it is."""

    def __init__(self, kind: str) -> None:
        self.kind, self.started = kind, []
        self._popen = subprocess.Popen

    def __call__(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        if self.started and self.kind == "no process":
            raise BlockingIOError(11, "Resource temporarily unavailable")
        found = self._popen(command, **options)
        if self.started:
            found.kill()
            found.wait()
        self.started.append(found)
        return found


@pytest.mark.parametrize("kind", ["no process", "dead process"])
def test_no_process_is_left_when_one_cannot_be_started(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor a pipe: everything that was started is ended again, and the error says what to do."""
    failing = _Failing(kind)
    monkeypatch.setattr(workers.subprocess, "Popen", failing)

    with pytest.raises(SearchlibError, match="worker process"):
        Workers(3, tmp_path, WORDS)
    assert failing.started
    for process in failing.started:
        assert process.returncode is not None
        assert process.stdin.closed
        assert process.stdout.closed


def test_a_worker_that_is_killed_is_replaced(
    tmp_path: Path, small_batches: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the index is the same."""
    corpus, index = _corpus(tmp_path / "corpus"), tmp_path / "index"
    searchlib.build(corpus, index)
    before = _files(index)
    running: list[subprocess.Popen[bytes]] = []
    ask = Workers._ask

    def killing(self: Workers, batch: Any) -> Any:
        begun = [worker.process for worker in self._workers if worker._begun]
        if not running and begun:
            running.append(begun[0])
            begun[0].kill()
            begun[0].wait()
        return ask(self, batch)

    monkeypatch.setattr(Workers, "_ask", killing)
    report = searchlib.build(corpus, index, rebuild=True)
    assert ["broken.pdf"] == [each.file for each in report.skipped]
    assert running
    assert _files(index) == before


def test_a_worker_that_cannot_begin_ends_the_build(
    tmp_path: Path, small_batches: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is blamed for it; the index is as it was, and no process is left."""
    corpus, index = _corpus(tmp_path / "corpus"), tmp_path / "index"
    searchlib.build(corpus, index)
    before = _files(index)
    started = patched_readers(monkeypatch, "raise SystemExit(3)")

    with pytest.raises(SearchlibError, match="ended unexpectedly"):
        searchlib.build(corpus, index, rebuild=True)
    assert started
    assert all(process.returncode is not None for process in started)
    assert _files(index) == before
