"""The index folder shows the old index or the new one, and says clearly when it shows neither."""

import errno
import json
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from unittest.mock import PropertyMock, patch

import pytest

from faults.storage import Operation, watched
from searchlib.audit.check import restore
from searchlib.errors import IndexBusy, IndexDamaged, IndexMissing, IndexStale
from searchlib.facts import cachetag
from searchlib.model import Skipped
from searchlib.storage.integrity import Integrity
from searchlib.storage.meta import FORMAT, META, IndexMeta, generation_folder, read_meta
from searchlib.storage.publish import new_generation, publish, writing


def meta(generation: str, **changes: object) -> IndexMeta:
    """An index that says little of itself."""
    values = {
        "format": FORMAT,
        "analyzer": "a",
        "reader": "r",
        "generation": generation,
        "corpus": "c",
        "files": "f",
        "folder": None,
        "documents": 1,
        "clauses": 2,
        "characters": 3,
        "texts": 1,
        "read": 3,
        "left_out": 0,
        "built": "2026-01-02T03:04:05+00:00",
        "projects": [{"id": "x", "names": ["两洋铁路"]}],
        "skipped": (Skipped("a.bin", "binary"),),
    }
    return IndexMeta(**{**values, **changes})


def publish_one(index: Path) -> IndexMeta:
    """Publish a generation with one file in it."""
    with new_generation(index) as folder:
        (folder / "file").write_text(folder.name)
        return publish(index, meta(folder.name))


def test_what_is_published_is_read(tmp_path: Path) -> None:
    """Metadata survives the round trip and names an existing folder."""
    published = publish_one(tmp_path)

    assert read_meta(tmp_path) == published
    assert (generation_folder(tmp_path, published) / "file").read_text() == published.generation


def test_a_failed_build_leaves_the_old_index(tmp_path: Path) -> None:
    """Nothing of an interrupted build stays, whatever interrupts it."""
    published = publish_one(tmp_path)

    def interrupted() -> None:
        with new_generation(tmp_path) as folder:
            (folder / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert read_meta(tmp_path) == published
    assert [path.name for path in tmp_path.glob("generation-*")] == [published.generation]


def test_the_previous_generation_stays_for_its_readers(tmp_path: Path) -> None:
    """Two generations are kept, older ones and the remains of killed builds are not."""
    (tmp_path / "generation-0123456789abcdef").mkdir()
    published = [publish_one(tmp_path) for _ in range(4)]

    assert {path.name for path in tmp_path.glob("generation-*")} == {one.generation for one in published[-2:]}
    assert [path.name for path in tmp_path.glob("meta.json*")] == [META]


def test_one_build_at_a_time(tmp_path: Path) -> None:
    """The second builder is told at once, also from another thread."""
    raised: list[BaseException] = []

    def second() -> None:
        try:
            with writing(tmp_path):
                pass
        except IndexBusy as error:
            raised.append(error)

    with writing(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(10)
    with writing(tmp_path):
        pass

    assert len(raised) == 1
    assert "another build is running" in str(raised[0])


def test_a_missing_index_names_the_command_that_mends_it(tmp_path: Path) -> None:
    """No index is not an empty index."""
    with pytest.raises(IndexMissing, match=r"searchlib\.build"):
        read_meta(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexMissing, match=r"searchlib\.build"):
        read_meta(tmp_path / "file")


def test_another_format_is_stale(tmp_path: Path) -> None:
    """A newer or older format is refused, not guessed at."""
    publish_one(tmp_path)
    values = json.loads((tmp_path / META).read_text())
    (tmp_path / META).write_text(json.dumps(values | {"format": FORMAT + 1}))

    with pytest.raises(IndexStale, match=r"searchlib\.build"):
        read_meta(tmp_path)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "{}", f'{{"format": {FORMAT}}}', f'{{"format": {FORMAT}, "skipped": 3}}'],
)
def test_damaged_metadata_is_named(tmp_path: Path, content: str) -> None:
    """Whatever is in the file, the error is ours."""
    (tmp_path / META).write_text(content)

    with pytest.raises(IndexDamaged, match=META):
        read_meta(tmp_path)


def test_a_lost_generation_is_named(tmp_path: Path) -> None:
    """Metadata without its folder is damage."""
    with pytest.raises(IndexDamaged, match="generation-gone"):
        generation_folder(tmp_path, meta("generation-gone"))


def test_a_generation_name_never_leads_out_of_the_index(tmp_path: Path) -> None:
    """Only the last step of the name is used."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "index").mkdir()
    with pytest.raises(IndexDamaged):
        generation_folder(tmp_path / "index", meta("../secret"))


def test_equal_contents_have_equal_digests() -> None:
    """The digest names content, not the build."""
    assert (
        meta("one").digest
        == meta("two", built="2027-01-01T00:00:00+00:00").digest
        != meta("one", corpus="d").digest
    )


def test_a_published_generation_stays_whatever_fails_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails right after the rename does not cost the index."""

    def failing(_index: Path) -> tuple[None, None]:
        return None, None

    with new_generation(tmp_path) as folder:
        (folder / "file").write_text("")
        published = publish(tmp_path, meta(folder.name))
        monkeypatch.setattr("searchlib.storage.publish._pointers", failing)
    monkeypatch.undo()

    assert published == read_meta(tmp_path)
    assert generation_folder(tmp_path, published).is_dir()


@pytest.mark.parametrize("spoiled", ["gone", "empty", "link"])
def test_a_tag_is_mended_and_nothing_is_written_through_it(tmp_path: Path, spoiled: str) -> None:
    """What a power cut leaves of it, or somebody else has put there."""
    index, tag = tmp_path / "index", tmp_path / "index" / cachetag.NAME
    with writing(index):
        assert cachetag.is_tagged(index)
    tag.unlink()
    if spoiled == "empty":
        tag.write_bytes(b"")
    elif spoiled == "link":
        tag.symlink_to(tmp_path / "elsewhere")
    with writing(index):
        assert cachetag.CONTENT == tag.read_bytes()

    assert not tag.is_symlink()
    assert not (tmp_path / "elsewhere").exists()


def synced(work: Callable[[], object]) -> set[str]:
    """The files and folders that were brought to the disk itself during ``work``."""
    found: list[Operation] = []
    with watched(found.append):
        work()
    return {operation.path for operation in found if operation.name == "fsync"}


@pytest.mark.skipif(os.name != "posix", reason="names are synced on POSIX only")
def test_every_new_name_on_the_way_to_an_index_lasts(tmp_path: Path) -> None:
    """Down to the index, and its tag too; folders on the way are like any other."""
    index = tmp_path / "x" / "y" / "index"

    def begun() -> None:
        with writing(index):
            pass

    expected = {tmp_path, tmp_path / "x", tmp_path / "x" / "y", index, index / cachetag.NAME}
    assert {str(path) for path in expected} <= synced(begun)
    assert 0o700 == stat.S_IMODE(index.stat().st_mode)


def test_what_is_no_remains_of_a_build_stays(tmp_path: Path) -> None:
    """A folder of such a name hinders nobody; files of it are cleared away."""
    (tmp_path / f"{META}.0123abcd").mkdir()
    (tmp_path / f"{META}.0123abce").write_text("", encoding="utf-8")
    publish_one(tmp_path)

    assert [f"{META}", f"{META}.0123abcd"] == sorted(path.name for path in tmp_path.glob("meta.json*"))


def test_a_verification_is_closed_while_its_verdict_is_awaited(tmp_path: Path) -> None:
    """Another thread may have forgotten the one that verifies between two looks at it."""

    published = publish_one(tmp_path)
    integrity = Integrity(generation_folder(tmp_path, published), published)
    integrity.confirm()
    thread = threading.Thread(target=str)
    thread.start()
    with patch.object(Integrity, "_thread", PropertyMock(side_effect=[thread, None]), create=True):
        integrity.close()

    assert not thread.is_alive()


@pytest.mark.parametrize("name", ["generation", "previous"])
def test_a_pointer_that_is_damaged_costs_nothing(tmp_path: Path, name: str) -> None:
    """One wrong digit of a name leads to no folder; what is whole is not taken for rubbish."""
    with writing(tmp_path):
        published = [publish_one(tmp_path) for _ in range(2)]
    content = (tmp_path / META).read_text(encoding="utf-8")
    pointer = f'"{name}": "generation-'
    start = content.index(pointer) + len(pointer)
    for place in range(start, start + 16):
        wrong = "0" if content[place] != "0" else "1"
        (tmp_path / META).write_text(content[:place] + wrong + content[place + 1 :], encoding="utf-8")
        restore(tmp_path)

        assert read_meta(tmp_path) == published[-1]
        assert {path.name for path in tmp_path.glob("generation-*")} == {one.generation for one in published}


def test_a_generation_that_is_not_there_costs_no_other(tmp_path: Path) -> None:
    """Where the visible one is not there, whatever else was finished stays until another is published."""
    published = [publish_one(tmp_path) for _ in range(2)]
    content = json.loads((tmp_path / META).read_text(encoding="utf-8"))
    lost = {"format": FORMAT - 1, "generation": "generation-0123456789abcdef", "previous": None}
    (tmp_path / META).write_text(json.dumps(content | lost), encoding="utf-8")
    with writing(tmp_path):
        pass

    assert {path.name for path in tmp_path.glob("generation-*")} == {one.generation for one in published}


@pytest.mark.parametrize("update", [True, False])
def test_a_pointer_that_cannot_be_read_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    """It is not taken for another machine's nor for none: the disk's reason is told, and the index stays."""
    published = publish_one(tmp_path)
    base = generation_folder(tmp_path, published)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == tmp_path / META:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return read(path)

    with new_generation(tmp_path, base, {}) as folder, monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(OSError, match="Input/output error"):
            publish(tmp_path, meta(folder.name), base if update else None, {})

    assert published == read_meta(tmp_path)
    assert base.is_dir()
