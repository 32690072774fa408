"""The index folder: whose it is, one writer at a time, and readers that keep their generation."""

import os
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

import searchlib
from searchlib.audit.check import check
from searchlib.errors import (
    IndexBusy,
)
from searchlib.storage.catalogue import read_catalogue
from searchlib.storage.meta import read_meta
from searchlib.storage.publish import new_generation, writing
from tests.support.folders import generation


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
@pytest.mark.parametrize("mask", [0, 0o077])
def test_an_index_is_its_owners_only(mask: int, corpus: Path, tmp_path: Path) -> None:
    """Folders 0700 and files 0600, whatever the umask."""
    before = os.umask(mask)
    try:
        searchlib.build(corpus, tmp_path / "private")
        searchlib.save_query("q", "铁路", tmp_path / "private")
        (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")
        searchlib.build(corpus, tmp_path / "private")
    finally:
        os.umask(before)
    found = [tmp_path / "private", *(tmp_path / "private").rglob("*")]

    assert {0o700} == {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_dir()}
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_file()}


def test_the_second_writer_learns_who_is_first(corpus: Path, index: Path) -> None:
    """Process, host and since when; afterwards nobody is named."""
    with writing(index):
        raised: list[str] = []

        def second() -> None:
            with pytest.raises(IndexBusy) as error, writing(index):
                pass
            raised.append(str(error.value))

        thread = threading.Thread(target=second)
        thread.start()
        thread.join(10)
    assert f"(process {os.getpid()} on " in raised[0]
    assert not (index / "build.json").exists()


def test_who_publishes_from_another_machine_is_not_overwritten(corpus: Path, index: Path) -> None:
    """Where locks do not reach so far, the later of two builds gives up and loses nothing."""
    from searchlib.storage.publish import publish

    meta, base = read_meta(index), generation(index)
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    with new_generation(index, base, {}) as mine:
        searchlib.build(corpus, index)  # the other machine
        with pytest.raises(IndexBusy, match="another machine"):
            publish(index, replace(meta, generation=mine.name), base, {})

    assert 3 == read_meta(index).documents
    assert () == check(index).damage


def test_a_reader_keeps_its_generation(corpus: Path, index: Path) -> None:
    """Through any number of builds; opening again gives the newest."""
    with searchlib.open(index) as library:
        for number in range(4):
            (corpus / f"n{number}.txt").write_text(f"第{number}篇，两洋铁路。\n", encoding="utf-8")
            searchlib.build(corpus, index)
        assert 1 == library.mentions("两洋铁路").occurrences
        assert 2 == len(library.documents())
    with searchlib.open(index) as library:
        assert 5 == library.mentions("两洋铁路").occurrences


def test_who_comes_too_late_takes_the_next(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A generation that is cleared away while it is being opened is no damage."""
    real = searchlib.storage.snapshot.generation_folder
    late = iter([True, False])

    def slow(folder: Path, meta: object) -> Path:
        if next(late, False):
            for number in range(3):
                (corpus / f"n{number}.txt").write_text(f"第{number}篇。\n", encoding="utf-8")
                searchlib.build(corpus, index)
        return real(folder, meta)

    monkeypatch.setattr("searchlib.storage.snapshot.generation_folder", slow)
    with searchlib.open(index) as library:
        assert 5 == len(library.documents())


def test_a_catalogue_with_escapes_is_read(tmp_path: Path) -> None:
    """As those written before have them where a file's name is no text."""
    content = '{"files":{"\\udce9.txt":["d",null,[["a","a","1",0,1,9]],9,2]}}'
    (tmp_path / "catalogue.json").write_text(content, encoding="utf-8")

    assert ["\udce9.txt"] == list(read_catalogue(tmp_path).files)
