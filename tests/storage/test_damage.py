"""Indexes that were damaged: answers are right or refused, and the error names the file."""

import json
import os
import shutil
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from searchlib.errors import IndexDamaged, IndexStale
from searchlib.storage.integrity import verify_files
from searchlib.storage.meta import FORMAT, META, generation_folder, read_meta


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index to make copies of."""
    folder = tmp_path_factory.mktemp("undamaged")
    (folder / "a.txt").write_text("八、双方推进两洋铁路项目。", encoding="utf-8")
    searchlib.build(folder, folder / "index")
    return folder / "index"


@pytest.fixture
def copy(undamaged: Path, tmp_path: Path) -> Path:
    """An index to damage."""
    return Path(shutil.copytree(undamaged, tmp_path / "copy"))


@pytest.mark.skipif(os.name != "posix", reason="open files cannot be removed here")
def test_an_open_index_outlives_its_files(copy: Path) -> None:
    """Who has it open goes on reading; who opens it then is told what is lost."""
    with searchlib.open(copy) as library:
        shutil.rmtree(generation_folder(copy, library.meta))
        assert 1 == library.mentions("两洋铁路").occurrences
        assert 1 == library.search("两洋").totals.exact

    with pytest.raises(IndexDamaged, match="has lost its folder"):
        searchlib.open(copy)


@pytest.mark.parametrize("value", [None, -1, 5, True, "x", [1], {"a": 1}], ids=repr)
@pytest.mark.parametrize(
    "name",
    [
        *("format", "analyzer", "generation", "corpus", "files", "folder", "documents", "clauses"),
        *("characters", "built", "projects", "skipped"),
    ],
)
def test_metadata_of_any_shape_is_read_or_refused(
    name: str, value: object, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No value in ``meta.json`` is an internal error, whatever command meets it."""
    values = json.loads((copy / META).read_text(encoding="utf-8"))
    (copy / META).write_text(json.dumps({**values, name: value}), encoding="utf-8")
    statuses = {main([*command, "--index", str(copy)]) for command in (["stats"], ["mentions", "两洋铁路"])}
    said = capsys.readouterr().err

    assert statuses in ({0}, {2})
    assert "internal error" not in said
    assert (statuses == {0}) == (said == "")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 100_000, b'{"format": %d}' % FORMAT, b'"x"'])
def test_metadata_that_is_none_is_named(content: bytes, copy: Path) -> None:
    """Other encodings and abysses of brackets are damage like any other."""
    (copy / META).write_bytes(content)

    with pytest.raises(IndexDamaged, match=r"meta\.json' is damaged"):
        read_meta(copy)


def test_a_newer_format_names_the_command(copy: Path) -> None:
    """Whatever else a later version may write."""
    (copy / META).write_text('{"format": 99, "shards": []}', encoding="utf-8")

    with pytest.raises(IndexStale, match=r"has format 99.*searchlib\.build"):
        searchlib.open(copy)


def test_a_damaged_index_is_built_again(corpus: Path, index: Path) -> None:
    """Damage is no obstacle to its remedy."""
    (index / META).write_text("{", encoding="utf-8")

    assert 2 == searchlib.build(corpus, index).documents
    with searchlib.open(index) as library:
        assert 1 == library.mentions("两洋铁路").occurrences


def flip(path: Path, place: float = 2 / 3) -> None:
    """Change one bit, without a trace in the file's times."""
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize("ending", [".arr", ".toc", "words.dict", "manifest.json"])
def test_no_answer_comes_from_a_damaged_file(
    ending: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A single bit is enough, where the query itself may never have met it; the error names the file."""
    (path,) = (
        path for path in generation_folder(copy, read_meta(copy)).iterdir() if path.name.endswith(ending)
    )
    flip(path)
    commands = (["mentions", "两洋铁路"], ["search", "两洋"], ["list"], ["stats"], ["verify"])
    statuses = [main([*command, "--index", str(copy)]) for command in commands]
    said = capsys.readouterr()

    assert statuses == [2] * len(commands)
    assert said.out == ""
    assert said.err.count(path.name) == said.err.count("--rebuild") == len(commands)


@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"files": {"../../meta.json": [1, "0"]}}'])
def test_a_generation_knows_its_files(content: bytes | None, copy: Path) -> None:
    """A list that is missing, broken or leads elsewhere is damage too."""
    meta = read_meta(copy)
    folder = generation_folder(copy, meta)
    verify_files(folder, meta)
    (folder / "manifest.json").unlink()
    if content is not None:
        (folder / "manifest.json").write_bytes(content)

    with pytest.raises(IndexDamaged, match="is damaged"):
        verify_files(folder, meta)
