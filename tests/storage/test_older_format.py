"""An index of an older format says so on every road, and is never called damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import searchlib
from searchlib.audit.check import check, restore
from searchlib.audit.verify import verify
from searchlib.cli import main
from searchlib.errors import IndexDamaged, IndexStale
from searchlib.search.live import LiveIndex
from searchlib.storage.meta import FORMAT, META, read_meta

TEXT = "双方推进两洋铁路项目。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One file, and its index in format 3: another layout of the engine's files, another ``meta.json``."""
    folder, index = tmp_path / "corpus", tmp_path / "index"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    searchlib.build(folder, index)
    searchlib.save_query("rail", "铁路", index)
    _age(index)
    return folder


@pytest.fixture
def index(corpus: Path) -> Path:
    """The index."""
    return corpus.parent / "index"


def _age(index: Path) -> None:
    """Make an index of format 4 one of format 3."""
    meta = read_meta(index)
    generation = index / meta.generation
    for path in (index / META, generation / META):
        values = json.loads(path.read_bytes())
        values |= {"format": 3, "columns": ["text", "grams"]}
        del values["checksum"], values["reader"]
        path.unlink()
        path.write_text(json.dumps(values), "utf-8")
    for path in generation.glob("*.seg*"):
        path.unlink()
        path.write_bytes(b"another layout")
    (generation / "old.idx").write_bytes(b"\x80\x05.")


ROADS: dict[str, Callable[[Path], object]] = {
    "open": searchlib.open,
    "check": check,
    "restore": restore,
    "verify": verify,
    "save": lambda index: searchlib.save_query("b", "铁路", index),
    "delete": lambda index: searchlib.delete_query("rail", index),
    "live": LiveIndex,
}

COMMANDS = (
    ["search", "铁路"],
    ["mentions", "两洋铁路"],
    ["show", "a"],
    ["list"],
    ["stats"],
    ["projects"],
    ["projects", "两洋铁路"],
    ["verify"],
    ["check"],
    ["check", "--restore"],
    ["save", "b", "铁路"],
    ["save"],
    ["save", "--delete", "rail"],
    ["serve", "--port", "0"],
    ["mcp"],
)


@pytest.mark.parametrize("road", ROADS)
def test_an_older_index_is_stale_in_python(road: str, index: Path) -> None:
    """The error names both formats and the remedy, and nothing of the index is changed."""
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}

    said = f"has format 3, this version reads {FORMAT}.*older version"
    with pytest.raises(IndexStale, match=said) as caught:
        ROADS[road](index)
    assert "damaged" not in str(caught.value)
    assert "searchlib.build" in str(caught.value)
    after = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    assert {path for path in before if before[path] != after.get(path)} == set()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_older_index_is_stale_on_the_command_line(
    command: list[str], index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with status 2."""
    assert main([*command, "--index", str(index)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "older version" in said.err
    assert "--rebuild" in said.err
    assert "damaged" not in said.err


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_build_replaces_an_older_index(corpus: Path, index: Path, rebuild: bool) -> None:
    """Without being told to. Saved queries stay; the old generation is neither damage nor a way back."""
    report = searchlib.build(corpus, index, rebuild=rebuild)

    assert report.rebuilt == (None if rebuild else "it was made by another version of searchlib")
    with searchlib.open(index) as library:
        assert library.search("铁路").totals.exact == 1
    assert searchlib.saved_queries(index) == {"rail": "铁路"}
    found = check(index)
    assert found.ok
    assert found.warnings == ()
    assert verify(index, corpus).ok
    meta = read_meta(index)
    shutil.rmtree(index / meta.generation)
    (finding,) = check(index).damage
    assert "restore" not in finding.remedies
    with pytest.raises(IndexDamaged, match="no generation that is whole"):
        restore(index)


def test_a_newer_index_is_stale_too(index: Path) -> None:
    """It names what to install."""
    path = index / META
    values = json.loads(path.read_bytes()) | {"format": FORMAT + 1}
    path.write_text(json.dumps(values), "utf-8")

    for road in ROADS.values():
        with pytest.raises(IndexStale, match="newer version"):
            road(index)
