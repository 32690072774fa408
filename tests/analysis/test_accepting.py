"""Accepting a name: one name more in the registry of the corpus, everything else as it was."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib.analysis.accepting import accept_name, with_name
from searchlib.cli import main
from searchlib.errors import MetadataError
from searchlib.projects import Registry

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
STYLES = (
    lambda names: ", ".join(names),
    lambda names: "\n    " + ",\n    ".join(names) + ",\n",
    lambda names: "\n  " + ",  # 甲]\n  ".join(names) + '  # "乙"\n',
    lambda names: " " + " , ".join(names) + " ",
)


def quoted(name: str) -> str:
    """A TOML string."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(st.lists(NAMES, min_size=1, max_size=4), NAMES, st.sampled_from(STYLES), st.booleans())
def test_one_name_more_and_nothing_else(names: list[str], name: str, style, is_last: bool) -> None:  # type: ignore[no-untyped-def]
    """However the file is written: every line but those of the list stays, the other entries too."""
    other = '[[project]]  # 另一\nid = "other"\nnames = ["其他"]\nnote = "[[project]] names = [1]"\n'
    listed = style(list(map(quoted, names)))
    own = f'[[project]]\n# 说明\nid = "own"\nnames = [{listed}]  # 尾\ncountries = ["PE"]\n'
    text = f"# 头\n{other}\n{own}" if is_last else f"# 头\n{own}\n{other}"
    changed = with_name(text, "own", name)
    before, after = (tomllib.loads(each)["project"] for each in (text, changed))
    place = 1 if is_last else 0

    assert after[place]["names"] == [*before[place]["names"], name]
    assert after[1 - place] == before[1 - place]
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        line for line in changed.splitlines() if line.startswith("#")
    ]
    assert len(changed) - len(text) <= len(quoted(name)) + 12


def test_an_entry_is_made_where_there_is_none() -> None:
    """At the end of the file, or in a new one."""
    assert with_name("", "own", "甲") == '[[project]]\nid = "own"\nnames = ["甲"]\n'
    assert tomllib.loads(with_name('[[project]]\nid = "a"\nnames = ["乙"]', "own", "甲"))["project"][1][
        "names"
    ] == ["甲"]


def test_what_cannot_be_edited_is_left_alone() -> None:
    """An inline list of tables, for instance."""
    with pytest.raises(MetadataError, match="by hand"):
        with_name('project = [{id = "own", names = ["甲"]}]\n', "own", "乙")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus with a registry that only its owner may write."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("双方推进连接两洋的铁路。\n推进两洋铁路。\n", encoding="utf-8")
    file = tmp_path / "corpus" / "projects.toml"
    file.write_text('[[project]]\nid = "chancay-port"\nnames = ["钱凯项目"]\n', encoding="utf-8")
    file.chmod(0o640)
    searchlib.build(tmp_path / "corpus", tmp_path / "index")
    return tmp_path


def test_an_accepted_name_is_in_the_next_index(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And its mentions are the project's."""
    command = ["names", "两洋铁路", "--index", str(folder / "index")]
    assert main([*command, "--accept", "连接两洋的铁路"]) == 0
    assert "two-ocean-railway" in capsys.readouterr().out
    assert main([*command, "--accept", "连接两洋的铁路"]) == 2
    assert "already" in capsys.readouterr().err
    file = folder / "corpus" / "projects.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [each.name for each in (folder / "corpus").iterdir() if each.name.startswith(".")] == []
    searchlib.build(folder / "corpus", folder / "index")
    with searchlib.open(folder / "index") as library:
        assert library.mentions("two-ocean railway").counts["连接两洋的铁路"] == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("钱凯港", "is a name of chancay-port"), ("兩洋鐵路", "already"), ("——", "no letter or digit")],
)
def test_a_name_that_is_taken_or_none_is_refused(folder: Path, name: str, said: str) -> None:
    """The file stays as it was."""
    before = (folder / "corpus" / "projects.toml").read_bytes()
    project = Registry.load().find("两洋铁路")
    assert project is not None
    with pytest.raises(MetadataError, match=said):
        accept_name(folder / "corpus", project, name)
    assert (folder / "corpus" / "projects.toml").read_bytes() == before


def test_a_malformed_registry_is_not_touched(folder: Path) -> None:
    """It is named."""
    file = folder / "corpus" / "projects.toml"
    file.write_text("[[project]\n", encoding="utf-8")
    project = Registry.load().find("两洋铁路")
    assert project is not None
    with pytest.raises(MetadataError, match=r"projects\.toml"):
        accept_name(folder / "corpus", project, "南美两洋铁路")
    assert file.read_text(encoding="utf-8") == "[[project]\n"


def test_ready_made_documents_have_no_registry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written anywhere."""
    clause = searchlib.Clause("d", "1", "两洋铁路。")
    searchlib.build_documents([searchlib.Document("d", "甲", clauses=(clause,))], tmp_path)
    assert main(["names", "两洋铁路", "--accept", "两洋线", "--index", str(tmp_path)]) == 2
    assert "not built from a folder" in capsys.readouterr().err
