"""Where an index may be: inside its corpus, never among other things, and nowhere that cannot hold one."""

import os
import stat
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from tests.support.hostile import CLAUSE, write
from tests.support.program import run


def test_an_index_inside_the_corpus_is_no_part_of_it(tmp_path: Path) -> None:
    """However often it is built, its own files are neither indexed nor named."""
    write(tmp_path / "a.txt", CLAUSE)
    index = tmp_path / "deep" / "index"
    reports = [searchlib.build(tmp_path, index, rebuild=at == 2) for at in range(4)]

    assert [(), (), (), ()] == [report.skipped for report in reports]
    assert [1, 0, 0, 0] == [report.added + report.changed for report in reports]
    assert searchlib.verify(index).ok


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("meta.json", '{"generation": "mine", "format": 1}'),
        ("generation-plan/precious.txt", "x"),
        ("letter.txt", CLAUSE),
    ],
)
def test_a_folder_used_for_other_things_is_not_made_an_index(
    name: str, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing in it is written over or removed; the corpus itself is such a folder too."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    kept = write(tmp_path / "other" / name, content)
    for folder in ("other", "corpus"):
        assert main(["index", str(tmp_path / "corpus"), "--index", str(tmp_path / folder)]) == 2
        assert "is no index and holds other things" in capsys.readouterr().err

    assert content == kept.read_text(encoding="utf-8")
    assert [kept] == [path for path in (tmp_path / "other").rglob("*") if path.is_file()]
    assert ["a.txt"] == [path.name for path in (tmp_path / "corpus").iterdir()]


def test_a_folder_with_hidden_files_may_become_an_index(tmp_path: Path) -> None:
    """Version control and file browsers leave files everywhere."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    kept = write(tmp_path / "index" / ".gitignore", "*\n")
    searchlib.build(tmp_path / "corpus", tmp_path / "index")

    assert "*\n" == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("{tmp}/file", "is not a folder"),
        ("{tmp}/file/below", "check the path"),
        ("{tmp}/dangling", "is not a folder"),
        ("{tmp}/" + "长" * 200, "choose a shorter name"),
        ("/", "holds other things"),
        ("/proc/index", "/proc/index: "),
    ],
)
def test_an_index_needs_a_place_that_can_hold_it(
    place: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any other place is refused by name and with what to do."""
    write(tmp_path / "corpus" / "a.txt", CLAUSE)
    write(tmp_path / "file", "x")
    (tmp_path / "dangling").symlink_to("nowhere")

    assert main(["index", str(tmp_path / "corpus"), "--index", place.format(tmp=tmp_path)]) == 2
    assert message in capsys.readouterr().err


def test_a_name_of_a_folder_need_not_be_text(tmp_path: Path) -> None:
    """An index remembers the folder it was built from, whatever bytes its name has."""
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    write(odd / "corpus" / "a.txt", CLAUSE)
    done = [run(*command, cwd=odd) for command in (["index"], ["verify"], ["stats", "--format", "json"])]

    assert [0, 0, 0] == [each.returncode for each in done]
    assert stat.S_ISDIR((odd / "index").stat().st_mode)
