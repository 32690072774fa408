"""Building again: only what has changed is read, and everything that happened is told."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from searchlib.corpus import digest
from searchlib.errors import (
    UnreadableFile,
)
from searchlib.storage.meta import read_meta
from tests.support.folders import LAW, changes, generation


def test_nothing_changed_is_nothing_done(corpus: Path, index: Path) -> None:
    """No generation, no reading; touched files are the same files."""
    before = generation(index)
    os.utime(corpus / "a.md", (1, 1))
    report = searchlib.build(corpus, index)

    assert before == generation(index)
    assert not report.touched
    assert 2 == report.documents


def test_times_prove_nothing(corpus: Path, index: Path) -> None:
    """A change that leaves size and times as they were is a change."""
    path = corpus / "b.txt"
    times = path.stat()
    path.write_text("双方推进两洋公路项目。\n", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert 1 == searchlib.build(corpus, index).added
    with searchlib.open(index) as library:
        assert (0, 1) == tuple(library.mentions(name).occurrences for name in ("两洋铁路", "两洋公路"))


def test_only_what_changed_is_read(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other files are not opened by any reader, and their segment is shared, not copied."""
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    read: list[str] = []
    real = searchlib.corpus.load.load_with_text
    monkeypatch.setattr(
        "searchlib.corpus.load.load_with_text", lambda path, root: read.append(path.name) or real(path, root)
    )
    segments = {path.name: path.stat().st_ino for path in generation(index).glob("*.arr")}
    report = searchlib.build(corpus, index)

    assert ["c.txt"] == read
    assert {("added", "c.txt", None)} == changes(report)
    assert (
        segments.items()
        <= {path.name: path.stat().st_ino for path in generation(index).glob("*.arr")}.items()
    )


def test_a_moved_file_is_told(corpus: Path, index: Path) -> None:
    """The document stays the same under the same id; its source is the new file."""
    (corpus / "laws").mkdir()
    (corpus / "a.md").rename(corpus / "laws" / "z.txt")
    report = searchlib.build(corpus, index)

    assert {("moved", "laws/z.txt", "a.md")} == changes(report)
    assert (0, 0, 0) == (report.added, report.changed, report.removed)
    with searchlib.open(index) as library:
        assert {"laws/z.txt", "b.txt"} == {each.source.file for each in library.documents() if each.source}


def test_clauses_are_counted_one_by_one(corpus: Path, index: Path) -> None:
    """Of a changed law only the changed articles."""
    changed = LAW.format("本法自2016年1月1日起施行。") + "\n第三条 另行规定。\n"
    (corpus / "a.md").write_text(changed, encoding="utf-8")
    report = searchlib.build(corpus, index)

    assert {("changed", "a.md", None)} == changes(report)
    assert (1, 1, 0) == (report.clauses_added, report.clauses_changed, report.clauses_removed)


def test_a_sidecar_counts_as_part_of_its_file(corpus: Path, index: Path) -> None:
    """Adding and removing one changes the document beside it, and no other."""
    sidecar = corpus / "b.txt.meta.toml"
    sidecar.write_text('title = "两洋铁路声明"\n', encoding="utf-8")
    added = searchlib.build(corpus, index)
    sidecar.unlink()
    removed = searchlib.build(corpus, index)

    assert {"b.txt"} == {each.file for each in (*added.changes, *removed.changes)}
    assert not searchlib.build(corpus, index).touched


def test_a_new_name_of_a_project_is_known_at_once(corpus: Path, index: Path) -> None:
    """A registry that changes no word of the dictionary changes no segment."""
    segments = sorted(path.stat().st_ino for path in generation(index).glob("*.arr"))
    (corpus / "projects.toml").write_text(
        '[[project]]\nid = "bridge"\nnames = ["Puente de Nanay"]\n', encoding="utf-8"
    )
    report = searchlib.build(corpus, index)

    assert report.rebuilt is None
    assert segments == sorted(path.stat().st_ino for path in generation(index).glob("*.arr"))
    with searchlib.open(index) as library:
        assert "bridge" in [project.id for project in library.projects]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda patch: patch.setattr(digest, "LIBRARIES", {}), "rules of reading"),
        (lambda patch: patch.setattr("searchlib.text.analyzer.fold_digest", lambda: "another"), "fold table"),
    ],
)
def test_other_rules_mean_a_rebuild_with_a_word(
    change: Callable[[pytest.MonkeyPatch], None],
    reason: str,
    corpus: Path,
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The report says why everything was read again; and it is so once."""
    change(monkeypatch)
    assert 0 == main(["index", str(corpus), "--index", str(index)])
    told = capsys.readouterr().out

    assert "every file was read again: " in told
    assert reason in told
    assert not searchlib.build(corpus, index).touched


def test_a_file_that_changed_while_it_was_read_is_read_again(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the index holds and what the catalogue says of it never drift apart."""
    path = corpus / "b.txt"
    path.write_text("第一稿。\n", encoding="utf-8")
    real = searchlib.corpus.load.load_with_text

    def changing(read: Path, root: Path) -> object:
        found = real(read, root)
        read.write_text("第二稿。\n", encoding="utf-8")
        return found

    with monkeypatch.context() as patch:
        patch.setattr("searchlib.corpus.load.load_with_text", changing)
        searchlib.build(corpus, index)
    report = searchlib.build(corpus, index)

    assert {("added", "b.txt", None), ("removed", "b.txt", None)} == changes(report)
    assert not searchlib.build(corpus, index).touched


def test_a_file_that_could_not_be_read_just_now_is_tried_again(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that failed once is not held against the file."""
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")

    def failing(path: Path, _root: Path) -> object:
        raise UnreadableFile(path.name, "file.system", problem="input/output error") from OSError(5, "")

    with monkeypatch.context() as patch:
        patch.setattr("searchlib.corpus.load.read_file", failing)
        assert ["c.txt"] == [each.file for each in searchlib.build(corpus, index).skipped]

    assert {("added", "c.txt", None)} == changes(searchlib.build(corpus, index))


def test_an_index_of_documents_is_built_anew_from_files(corpus: Path, index: Path) -> None:
    """Nothing is known of the files that ready-made documents came from."""
    clause = searchlib.Clause("d", "1", "全文。")
    searchlib.build_documents([searchlib.Document("d", "题", clauses=(clause,))], index)
    report = searchlib.build(corpus, index)

    assert report.rebuilt == "it was made of ready-made documents"
    assert (2, 0, 1) == (report.added, report.changed, report.removed)


def test_an_index_is_there_even_if_nothing_can_be_said_of_its_changes(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails after the new index became visible fails the report only, which says so."""

    def failing(*_: object) -> object:
        raise OSError(5, "input/output error")

    searchlib.save_query("铁路", "铁路", index)
    (corpus / "c.txt").write_text("又一条铁路。\n", encoding="utf-8")
    monkeypatch.setattr("searchlib.search.opening.open_library", failing)
    (answer,) = searchlib.build(corpus, index).answers

    assert "input/output error" in (answer.reason or "")
    assert 3 == read_meta(index).documents
