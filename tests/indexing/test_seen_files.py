"""Files that nobody has touched are not hashed again; whatever may have been touched is."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import searchlib
from searchlib.corpus import digest, seen
from searchlib.facts.sources import MAKERS
from searchlib.projects import Registry
from searchlib.storage.checksums import checksum
from searchlib.storage.meta import META, read_meta
from searchlib.storage.seen_files import SEEN
from tools.reading_version import PACKAGE, modules

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere all files are hashed")

OLD = "一、双方愿扩大投资。\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus on a file system that is trusted, whose files have been as they are for long enough."""
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    monkeypatch.setattr(seen, "TRUSTED", frozenset({seen.file_system(tmp_path.resolve(), mounts)}))
    monkeypatch.setattr(seen, "SETTLED", -(10**12))
    monkeypatch.setattr(seen, "WORTH_FILES", 1)
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text(f"# 甲国和乙国联合声明\n\n{OLD}", encoding="utf-8")
    (folder / "b.md").write_text(f"# 丙国和丁国联合声明\n\n{OLD}", encoding="utf-8")
    if folder.stat().st_dev != (folder / "b.md").stat().st_dev:
        pytest.skip("files have another device here than their folder, and are all hashed")
    return folder


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened in order to hash them."""
    names: list[str] = []
    opened = digest.opened

    def noting(path: Path, root: Path, file: str) -> AbstractContextManager[int]:
        names.append(path.name)
        return opened(path, root, file)

    monkeypatch.setattr(digest, "opened", noting)
    return names


@pytest.fixture
def index(corpus: Path, tmp_path: Path, hashed: list[str]) -> Path:
    """An index of the corpus, with what was seen of its files."""
    folder = tmp_path / "index"
    searchlib.build(corpus, folder)
    assert (folder / SEEN).is_file()
    hashed.clear()
    return folder


def found(index: Path, text: str) -> int:
    """How many clauses hold ``text``."""
    with searchlib.open(index) as library:
        return library.search(text, exact=True).totals.exact


def replace_secretly(path: Path) -> None:
    """Change a file without a change of its size or its time of modification."""
    before = path.stat()
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("投资", "贸易"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_files_that_nobody_touched_are_not_read(corpus: Path, index: Path, hashed: list[str]) -> None:
    """A build with nothing to do opens no file and writes none."""
    before = {path: path.stat().st_mtime_ns for path in index.iterdir()}
    assert not searchlib.build(corpus, index).changed
    assert hashed == []
    assert before == {path: path.stat().st_mtime_ns for path in index.iterdir()}


def test_a_full_check_reads_every_file(corpus: Path, index: Path, hashed: list[str]) -> None:
    """Whatever the system says of it."""
    searchlib.build(corpus, index, full_check=True)
    assert sorted(hashed) == ["a.md", "b.md"]


def test_same_size_and_restored_time_are_noticed(corpus: Path, index: Path, hashed: list[str]) -> None:
    """The time of status change cannot be set back."""
    replace_secretly(corpus / "a.md")
    assert searchlib.build(corpus, index).changed == 1
    assert "b.md" not in hashed
    assert (found(index, "扩大贸易"), found(index, "扩大投资")) == (1, 1)


def test_a_file_moved_over_another_is_noticed(corpus: Path, index: Path) -> None:
    """With its times and its size."""
    other = corpus.parent / "other.md"
    shutil.copy2(corpus / "a.md", other)
    replace_secretly(other)
    other.replace(corpus / "a.md")
    assert searchlib.build(corpus, index).changed == 1


def test_two_files_that_change_places_are_noticed(corpus: Path, index: Path) -> None:
    """Each has the name of the other."""
    (corpus / "a.md").rename(corpus / "c.md")
    (corpus / "b.md").rename(corpus / "a.md")
    (corpus / "c.md").rename(corpus / "b.md")
    searchlib.build(corpus, index)
    with searchlib.open(index) as library:
        sources = {each.title: each.source.file for each in library.documents() if each.source}
    assert sources["甲国和乙国联合声明"] == "b.md"


def test_a_file_changed_a_moment_ago_is_hashed(
    corpus: Path, index: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second change within one tick of the clock would leave no trace."""
    monkeypatch.setattr(seen, "SETTLED", 60 * 10**9)
    (index / SEEN).unlink()
    for _ in range(2):
        searchlib.build(corpus, index)
        assert sorted(hashed) == ["a.md", "b.md"]
        hashed.clear()
    assert not (index / SEEN).exists()


def test_a_clock_that_was_set_back_makes_files_be_hashed(
    corpus: Path, index: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files from the future are not trusted."""
    monkeypatch.setattr(seen, "SETTLED", 0)
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now - 10**16)
    searchlib.build(corpus, index)
    assert sorted(hashed) == ["a.md", "b.md"]


def test_a_copy_in_the_same_place_is_hashed(corpus: Path, index: Path, hashed: list[str]) -> None:
    """As when index and corpus are copied to another machine, times included."""
    corpus.rename(corpus.with_name("first"))
    shutil.copytree(corpus.with_name("first"), corpus)
    assert searchlib.build(corpus, index).changed == 0
    assert sorted(hashed) == ["a.md", "b.md"]
    replace_secretly(corpus / "a.md")
    assert searchlib.build(corpus, index).changed == 1


def test_what_was_seen_of_another_folder_says_nothing(corpus: Path, index: Path, hashed: list[str]) -> None:
    """A corpus that was moved is hashed."""
    corpus.rename(corpus.with_name("moved"))
    searchlib.build(corpus.with_name("moved"), index)
    assert {"a.md", "b.md"} <= set(hashed)


def test_an_index_of_an_earlier_release_is_hashed_once(corpus: Path, index: Path, hashed: list[str]) -> None:
    """Where nothing was written down, and no registry kept, all is as before."""
    (index / SEEN).unlink()
    for path in (index / META, index / read_meta(index).generation / META):
        values = json.loads(path.read_text(encoding="utf-8"))
        del values["registry"], values["checksum"]
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        values["checksum"] = checksum(line.encode())
        path.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    report = searchlib.build(corpus, index)
    assert (report.changed, report.rebuilt) == (0, None)
    assert sorted(hashed) == ["a.md", "b.md"]
    hashed.clear()
    searchlib.build(corpus, index)
    assert hashed == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "forged"])
def test_a_damaged_file_of_what_was_seen_says_nothing(
    corpus: Path, index: Path, hashed: list[str], damage: str
) -> None:
    """It only saves time."""
    content = bytearray((index / SEEN).read_bytes())
    if damage == "cut":
        del content[-10:]
    elif damage == "flipped":
        content[-20] ^= 1
    else:
        content = bytearray(checksum(b"[1]").encode() + b"\n[1]")
    (index / SEEN).write_bytes(content)
    searchlib.build(corpus, index)
    assert sorted(hashed) == ["a.md", "b.md"]


def test_a_changed_sidecar_is_noticed(corpus: Path, index: Path) -> None:
    """It came, changed in secret, and went."""
    sidecar = corpus / "a.meta.toml"
    sidecar.write_text('title = "投资声明"\n', encoding="utf-8")
    assert searchlib.build(corpus, index).changes
    replace_secretly(sidecar)
    assert searchlib.build(corpus, index).changes
    sidecar.unlink()
    assert searchlib.build(corpus, index).changes


def test_a_link_is_hashed(corpus: Path, index: Path, hashed: list[str]) -> None:
    """What it leads to may change without it."""
    hidden = corpus / ".text"
    (corpus / "b.md").rename(hidden)
    (corpus / "b.md").symlink_to(hidden)
    for _ in range(2):
        searchlib.build(corpus, index)
    hashed.clear()
    searchlib.build(corpus, index)
    assert hashed == ["b.md"]
    replace_secretly(hidden)
    assert searchlib.build(corpus, index).changed == 1


def test_on_other_file_systems_every_file_is_hashed(
    corpus: Path, index: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as those of a network, whose times come from a cache."""
    monkeypatch.setattr(seen, "TRUSTED", frozenset({"none"}))
    searchlib.build(corpus, index)
    assert sorted(hashed) == ["a.md", "b.md"]


def test_what_was_seen_is_lost_where_it_cannot_be_written(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is built all the same."""

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("searchlib.storage.seen_files.replace_synced", full)
    assert searchlib.build(corpus, tmp_path / "index").added == 2


def test_the_registry_of_the_index_serves_until_its_sources_change(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name added to the corpus is known at once."""
    loaded: list[Path | None] = []
    load = Registry.load

    def noting(extra: Path | None = None) -> Registry:
        loaded.append(extra)
        return load(extra)

    monkeypatch.setattr(Registry, "load", noting)
    searchlib.build(corpus, index)
    assert loaded == []
    (corpus / "projects.toml").write_text('[[project]]\nid = "own"\nnames = ["扩大投资"]\n', encoding="utf-8")
    searchlib.build(corpus, index)
    assert loaded == [corpus / "projects.toml"]
    with searchlib.open(index) as library:
        assert "own" in {project.id for project in library.projects}
    searchlib.build(corpus, index)
    assert len(loaded) == 1


def test_the_registry_is_made_of_all_that_it_imports() -> None:
    """A registry that other code would make otherwise is not taken from an index; the model only holds it."""
    found = {path.relative_to(PACKAGE) for path, _ in modules(PACKAGE, "searchlib.projects").values()}
    makers = {path for path in found if path.parts[0] not in ("errors.py", "facts", "model")}

    assert {str(path) for path in makers if path.name != "__init__.py"} <= set(MAKERS)
    assert all((PACKAGE / name).is_file() for name in MAKERS)


def test_the_file_system_is_that_of_the_nearest_mount() -> None:
    """Of two at one point the later one is seen."""
    mounts = (
        "1 0 8:1 / / rw - ext4 /dev/a rw\n"
        "2 1 0:5 / /data\\040x rw shared:1 - vfat /dev/b rw\n"
        "3 2 0:6 / /data\\040x/in rw - nfs4 host:/ rw\n"
        "4 2 0:7 / /data\\040x/in rw - xfs /dev/c rw\n"
        "no mount\n"
    )
    kinds = {name: seen.file_system(Path(name), mounts) for name in ("/data", "/data x/y", "/data x/in/z")}
    assert kinds == {"/data": "ext4", "/data x/y": "vfat", "/data x/in/z": "xfs"}
    assert seen.file_system(Path("/data"), "") is None
