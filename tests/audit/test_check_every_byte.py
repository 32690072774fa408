"""A check reads every byte, whatever this process has read before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import searchlib
from searchlib.audit.check import check, newest_whole, restore
from searchlib.errors import IndexDamaged
from searchlib.model import Clause, Document
from searchlib.storage import integrity
from searchlib.storage.meta import generation_folder, read_meta


def _documents(text: str) -> list[Document]:
    return [Document("note", "备忘", digest=text, clauses=(Clause("note", "1", text),))]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Two generations, opened and answered from in this process."""
    for text in ("修建港口。", "修建铁路。"):
        searchlib.build_documents(_documents(text), tmp_path / "index")
        with searchlib.open(tmp_path / "index") as library:
            assert library.search(text).hits
    return tmp_path / "index"


def _rot(file: Path) -> None:
    """Change one bit in the middle of a file, as a disk does: neither size nor times change."""
    facts = file.stat()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    with file.open("rb+") as stream:  # the same inode
        stream.write(content)
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _segment(generation: Path) -> Path:
    """The largest file of a generation."""
    return max(generation.iterdir(), key=lambda path: path.stat().st_size)


def test_a_file_that_was_verified_is_read_again(index: Path) -> None:
    """Opening relies on what this process has verified; a check does not."""
    file = _segment(generation_folder(index, read_meta(index)))
    _rot(file)

    searchlib.open(index).close()
    (finding,) = check(index).damage
    assert file.name in finding.what
    assert "checksum" in finding.what
    assert "restore" in finding.remedies


def test_a_generation_that_has_rotted_is_not_restored(index: Path) -> None:
    """Neither where it was verified before, nor as the way back that a check names."""
    meta = read_meta(index)
    assert meta.previous is not None
    _rot(_segment(index / meta.previous))
    _rot(_segment(index / meta.generation))

    assert "restore" not in check(index).damage[0].remedies
    assert newest_whole(index) is None
    with pytest.raises(IndexDamaged, match="no generation that is whole"):
        restore(index)


def test_an_older_generation_that_has_rotted_is_a_warning(index: Path) -> None:
    """It is what there would be to go back to."""
    meta = read_meta(index)
    assert meta.previous is not None
    _rot(_segment(index / meta.previous))

    report = check(index)
    assert report.ok
    assert [warning.where for warning in report.warnings] == [meta.previous]


def test_a_check_reads_a_shared_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Generations share what has not changed between them, and one check reads it once."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("修建港口。\n", "utf-8")
    searchlib.build(corpus, index)
    (corpus / "b.txt").write_text("修建铁路。\n", "utf-8")
    searchlib.build(corpus, index)
    read: list[tuple[int, int]] = []
    checksum = integrity.checksum_of_file

    def noted(descriptor: int, *rest: object) -> str:
        facts = os.fstat(descriptor)
        read.append((facts.st_dev, facts.st_ino))
        return checksum(descriptor, *rest)

    monkeypatch.setattr(integrity, "checksum_of_file", noted)
    assert check(index).ok
    files = {
        (path.stat().st_dev, path.stat().st_ino)
        for path in index.glob("generation-*/*")
        if path.name not in ("manifest.json", "meta.json")
    }
    assert len(read) == len(set(read))
    assert set(read) == files
