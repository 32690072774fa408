"""Building again: only what has changed is read, and everything that happened is told."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import searchlib
from searchlib.audit.check import check, restore
from searchlib.cli import main
from searchlib.corpus import digest
from searchlib.errors import (
    REBUILD,
    IndexBusy,
    IndexDamaged,
    QueryError,
    SearchlibError,
    UnreadableFile,
)
from searchlib.model import BuildReport, Clause, Document
from searchlib.storage.catalogue import read_catalogue
from searchlib.storage.meta import META, encode_meta, generation_folder, read_meta
from searchlib.storage.publish import new_generation, show, writing

LAW = (
    "# 公路法\n\n2015年5月22日 通过\n\n<!-- INFO END -->\n\n"
    "第一条 为了规范铁路运输，制定本法。\n\n第二条 {}\n"
)
"""Invented, like every text here."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two files, indexed."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text(LAW.format("本法自公布之日起施行。"), encoding="utf-8")
    (folder / "b.txt").write_text("双方推进两洋铁路项目。\n", encoding="utf-8")
    searchlib.build(folder, tmp_path / "index")
    return folder


@pytest.fixture
def index(corpus: Path) -> Path:
    """Their index."""
    return corpus.parent / "index"


def generation(index: Path) -> Path:
    """The folder of the visible generation."""
    return generation_folder(index, read_meta(index))


def spoil(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.unlink()  # links to it in other generations stay as they are
    path.write_bytes(content)


def changes(report: BuildReport) -> set[tuple[str, str | None, str | None]]:
    """What happened to which file."""
    return {(str(each.change), each.file, each.before) for each in report.changes}


# What is read again


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
    real = searchlib.corpus.load.load_file
    monkeypatch.setattr(
        "searchlib.corpus.load.load_file", lambda path, root: read.append(path.name) or real(path, root)
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
    real = searchlib.corpus.load.load_file

    def changing(read: Path, root: Path) -> object:
        found = real(read, root)
        read.write_text("第二稿。\n", encoding="utf-8")
        return found

    with monkeypatch.context() as patch:
        patch.setattr("searchlib.corpus.load.load_file", changing)
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
        raise UnreadableFile(path.name, "input/output error") from OSError(5, "")

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


# What the folder is like


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
    from searchlib.storage.publish import new_generation, publish

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


@pytest.mark.parametrize("builds", [1, 3])
def test_a_check_beside_a_build_finds_no_damage(
    builds: int, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when another generation is visible by now, nor when the one looked at was cleared away."""
    real = searchlib.audit.check.read_meta
    late = iter([True])

    def slow(folder: Path) -> object:
        meta = real(folder)
        for number in range(builds if next(late, False) else 0):
            (corpus / f"n{number}.txt").write_text(f"第{number}篇。\n", encoding="utf-8")
            searchlib.build(corpus, index)
        return meta

    monkeypatch.setattr("searchlib.audit.check.read_meta", slow)
    report = check(index)

    assert ((), ()) == (report.damage, report.warnings)
    assert report.generation in {path.name for path in index.iterdir()}


# Damage


def test_a_damaged_index_names_the_way_back(
    corpus: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The generation before is offered, never shown by itself; `check --restore` goes back to it."""
    (corpus / "c.txt").write_text("另一篇，两洋铁路。\n", encoding="utf-8")
    searchlib.build(corpus, index)
    spoil(next(generation(index).glob("*.toc")))

    assert 2 == main(["mentions", "两洋铁路", "--index", str(index)])
    assert "--restore" in capsys.readouterr().err
    assert 2 == main(["check", "--index", str(index)])
    assert "searchlib check --restore" in capsys.readouterr().out
    assert 1 == main(["check", "--restore", "--index", str(index)])  # the damaged one is still there
    with searchlib.open(index) as library:
        assert 1 == library.mentions("两洋铁路").occurrences
    assert 1 == searchlib.build(corpus, index).added
    assert 0 == main(["check", "--index", str(index)])


@pytest.mark.parametrize("ending", [".arr", ".toc", "words.dict", "catalogue.json", "manifest.json", META])
def test_a_build_mends_a_damaged_index(ending: str, corpus: Path, index: Path) -> None:
    """Even where no file of the corpus has changed; with a word about it."""
    folder = index if ending == META else generation(index)
    spoil(next(path for path in folder.iterdir() if path.name.endswith(ending)))
    assert 2 == main(["check", "--index", str(index)])
    report = searchlib.build(corpus, index)

    assert report.rebuilt is not None
    assert ending in report.rebuilt
    assert (True, 2) == (check(index).ok, report.documents)


@pytest.mark.parametrize("ending", [".toc", META])
def test_what_is_damaged_is_told_in_full(ending: str, corpus: Path) -> None:
    """Where a folder's name has a semicolon too; what to do about it is told apart."""
    index = corpus.parent / "a;b" / "index"
    searchlib.build(corpus, index)
    folder = index if ending == META else generation(index)
    spoil(next(path for path in folder.iterdir() if path.name.endswith(ending)))
    with pytest.raises(IndexDamaged) as error, searchlib.open(index) as library:
        library.mentions("铁路")
    (finding,) = check(index).damage

    assert ending in error.value.reason == finding.what == searchlib.build(corpus, index).rebuilt
    assert REBUILD == error.value.remedy
    assert f"{error.value.reason}; {REBUILD}" == str(error.value)


def test_nothing_whole_is_left(corpus: Path, index: Path) -> None:
    """Then there is nothing to go back to."""
    for path in generation(index).glob("*.arr"):
        spoil(path)

    with pytest.raises(IndexDamaged, match="no generation that is whole"):
        restore(index)


def test_the_newest_is_told_by_number(corpus: Path, index: Path) -> None:
    """A clock that went backwards changes nothing."""
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    searchlib.build(corpus, index)
    newest = read_meta(index)
    early = replace(newest, built="1970-01-01T00:00:00+00:00")
    (generation(index) / META).write_bytes(encode_meta(early))
    show(index, encode_meta(early))
    (index / META).unlink()

    assert early.built == restore(index)
    assert newest.generation == read_meta(index).generation


def test_a_catalogue_of_another_index_is_noticed(corpus: Path, index: Path) -> None:
    """Checksums that fit do not make parts that fit."""
    from searchlib.storage.manifest import seal

    folder, meta = generation(index), read_meta(index)
    content = json.loads((folder / "catalogue.json").read_bytes())
    del content["files"]["b.txt"]
    (folder / "catalogue.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "manifest.json").unlink()
    show(index, encode_meta(replace(meta, manifest=seal(folder))))

    (finding,) = check(index).damage
    assert "engine only" in finding.what


# Saved queries


def test_saved_queries_are_kept(index: Path, corpus: Path) -> None:
    """Beside the generations, so that a rebuild keeps them too; a name is given once."""
    assert 1 == searchlib.save_query("铁路", "两洋铁路", index)
    assert 2 == searchlib.save_query("铁路", "铁路", index)
    assert 2 == searchlib.save_query("b", "@两洋铁路 OR 运输", index)
    searchlib.build(corpus, index, rebuild=True)

    assert {"b": "@两洋铁路 OR 运输", "铁路": "铁路"} == searchlib.saved_queries(index)
    assert "铁路" == searchlib.delete_query("铁路", index)
    assert ["b"] == list(searchlib.saved_queries(index))


@pytest.mark.parametrize(
    ("name", "query", "error"),
    [
        ("", "铁路", SearchlibError),
        ("a\nb", "铁路", SearchlibError),
        ("a", "", QueryError),
        ("a", "(铁路", QueryError),
        ("a", "@没有", QueryError),
    ],
)
def test_what_cannot_be_asked_is_not_saved(
    name: str, query: str, error: type[Exception], index: Path
) -> None:
    """Nor under a name that cannot be shown."""
    if query == "(铁路":
        query = "date:昨天"
    with pytest.raises(error):
        searchlib.save_query(name, query, index)
    assert {} == searchlib.saved_queries(index)


def test_changed_answers_are_told(corpus: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only those, with the clauses that came, went and changed; also as JSON."""
    for name, query in (("rail", "铁路"), ("law", "第二条"), ("other", "港口")):
        searchlib.save_query(name, query, index)
    (corpus / "b.txt").unlink()
    (corpus / "c.txt").write_text("铁路建成。\n", encoding="utf-8")
    (corpus / "a.md").write_text(LAW.format("本法自2016年起施行。"), encoding="utf-8")
    assert 0 == main(["index", str(corpus), "--index", str(index), "--format", "json"])
    answers = {each["name"]: each for each in json.loads(capsys.readouterr().out)["answers"]}

    assert ["law", "rail"] == sorted(answers)
    assert ["铁路建成。"] == [clause["text"] for clause in answers["rail"]["came"]]
    assert ["双方推进两洋铁路项目。"] == [clause["text"] for clause in answers["rail"]["went"]]
    assert ["2"] == [clause["path"] for clause in answers["law"]["changed"]]
    assert [] == answers["law"]["came"] == answers["law"]["went"]
    assert () == searchlib.build(corpus, index).answers


def test_saved_queries_that_cannot_be_read_are_named(corpus: Path, index: Path) -> None:
    """The build goes on and says so; `check` warns."""
    (index / "saved.json").write_text("{", encoding="utf-8")
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    (answer,) = searchlib.build(corpus, index).answers

    assert "is damaged" in (answer.reason or "")
    assert 1 == main(["check", "--index", str(index)])


def test_a_saved_query_that_is_not_as_it_was_saved_is_damage(index: Path) -> None:
    """One character is another one: nobody is asked what nobody has saved."""
    searchlib.save_query("rail", "两洋铁路", index)
    saved = index / "saved.json"
    saved.write_text(saved.read_text(encoding="utf-8").replace("两洋", "丧洋"), encoding="utf-8")

    with pytest.raises(IndexDamaged, match=r"its checksum does not fit.*remove the file"):
        searchlib.saved_queries(index)


def test_saved_queries_that_are_a_folder_are_damage(index: Path, corpus: Path) -> None:
    """Told like any other; a build and a check go on."""
    (index / "saved.json").mkdir()
    (corpus / "c.txt").write_text("另一篇。\n", encoding="utf-8")

    with pytest.raises(IndexDamaged, match=r"saved\.json' is damaged"):
        searchlib.saved_queries(index)
    assert "is damaged" in (searchlib.build(corpus, index).answers[0].reason or "")
    assert 1 == len(check(index).warnings)


def test_a_generation_that_is_being_written_is_no_warning(index: Path) -> None:
    """Only while it is: what a killed build left is told until the next one clears it away."""
    with writing(index), new_generation(index) as folder:
        (folder / "half").write_text("half", encoding="utf-8")
        assert () == check(index).warnings
    (index / "generation-0123456789abcdef").mkdir()
    assert 1 == len(check(index).warnings)


def test_what_a_killed_save_left_is_cleared_away_by_the_next(index: Path) -> None:
    """By the next save only: a build does not know whether one is going on."""
    left = index / "saved.json.0123abcd"
    left.write_text("{", encoding="utf-8")
    with writing(index):
        assert left.exists()
    searchlib.save_query("rail", "铁路", index)

    assert ["saved.json", "saved.lock"] == sorted(path.name for path in index.glob("saved*"))


def test_two_halves_of_a_character_are_not_one(tmp_path: Path) -> None:
    """An id of two lone surrogates is read as it was written."""
    halves = "\ud83d\ude00"
    clause = Clause(halves, "1", "双方推进两洋铁路项目。")
    searchlib.build_documents([Document(halves, "声明", clauses=(clause,), digest="1")], tmp_path / "index")

    assert () == check(tmp_path / "index").damage


def test_a_catalogue_with_escapes_is_read(tmp_path: Path) -> None:
    """As those written before have them where a file's name is no text."""
    content = '{"files":{"\\udce9.txt":["d",null,[["a","a","1",0,1,9]]]}}'
    (tmp_path / "catalogue.json").write_text(content, encoding="utf-8")

    assert ["\udce9.txt"] == list(read_catalogue(tmp_path).files)


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


# Watching


def test_watching_follows_the_folder(corpus: Path, index: Path) -> None:
    """What comes in a burst is one update; an error in a round ends nothing."""
    outcomes = searchlib.watch(corpus, index)
    first = next(outcomes)
    for number in range(5):
        (corpus / f"n{number}.txt").write_text(f"第{number}篇。\n", encoding="utf-8")
    started = time.monotonic()
    second = next(outcomes)
    waited = time.monotonic() - started
    registry = corpus / "projects.toml"
    registry.write_text("[[project]", encoding="utf-8")
    third = next(outcomes)
    registry.unlink()
    fourth = next(outcomes)
    outcomes.close()

    assert isinstance(first, BuildReport)
    assert isinstance(second, BuildReport)
    assert 5 == second.added
    assert waited < 30
    assert isinstance(third, SearchlibError)
    assert isinstance(fourth, BuildReport)


@pytest.mark.parametrize("name", [".", "link", "corpus"])
def test_a_quiet_folder_is_left_alone(
    name: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a build writes into an index inside the corpus is no change, whatever the corpus is called."""

    class Enough(Exception):
        """Ends the watch."""

    def counting(*arguments: Path) -> BuildReport:
        rounds.append(time.monotonic())
        if len(rounds) == 3:
            raise Enough
        return real(*arguments)

    rounds: list[float] = []
    real = searchlib.indexing.watch.build
    monkeypatch.setattr("searchlib.indexing.watch.build", counting)
    monkeypatch.setattr("searchlib.indexing.watch._TICK", 100)
    monkeypatch.setattr("searchlib.indexing.watch._SAFETY", 8)
    (tmp_path / "link").symlink_to("corpus")
    monkeypatch.chdir(corpus if name == "." else tmp_path)
    with pytest.raises(Enough):
        list(searchlib.watch(name, Path(name, "inside")))

    assert 1.5 < rounds[2] - rounds[1]


def test_a_folder_is_waited_for(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is not there yet, is empty or is replaced by another of its name is followed when it comes."""
    monkeypatch.setattr("searchlib.indexing.watch._TICK", 100)
    monkeypatch.setattr("searchlib.indexing.watch._SAFETY", 600)
    outcomes = searchlib.watch(tmp_path / "late", tmp_path / "late.index")
    assert "does not exist" in str(next(outcomes))
    threading.Timer(1, (tmp_path / "late").mkdir).start()
    assert "holds no document" in str(next(outcomes))
    (tmp_path / "late" / "c.txt").write_text("另一篇。\n", encoding="utf-8")
    first = next(outcomes)
    (tmp_path / "late").rename(tmp_path / "former")
    corpus.rename(tmp_path / "late")
    second = next(outcomes)
    (tmp_path / "late" / "d.txt").write_text("又一篇。\n", encoding="utf-8")
    third = next(outcomes)
    outcomes.close()

    assert isinstance(first, BuildReport)
    assert isinstance(second, BuildReport)
    assert isinstance(third, BuildReport)
    assert [1, 2, 3] == [first.documents, second.documents, third.documents]


def test_an_empty_folder_is_watched_and_a_missing_one_is_not(tmp_path: Path) -> None:
    """A name that was mistyped ends the command; a folder that waits for its first file does not."""
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "searchlib", "watch", "--index", str(tmp_path / "i")]
    with subprocess.Popen([*command, str(tmp_path / "empty")], text=True, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert "holds no document" in process.stderr.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.terminate()
    missing = subprocess.run([*command, str(tmp_path / "none")], capture_output=True, timeout=60, check=False)

    assert (143, 2) == (process.returncode, missing.returncode)


def test_a_watch_ends_when_it_is_told_to(corpus: Path, index: Path) -> None:
    """In one line, with the status a shell expects, and with a whole index."""
    command = [sys.executable, "-m", "searchlib", "watch", str(corpus), "--index", str(index)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout is not None
        assert "2 documents" in process.stdout.readline()
        time.sleep(1.5)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    assert (143, "searchlib: stopped\n") == (process.returncode, said)
    assert () == check(index).damage
