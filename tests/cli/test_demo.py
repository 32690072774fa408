"""``demo`` and ``--version``; and that the wheel has the texts of the demo."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

import searchlib
from searchlib.cli import main
from searchlib.cli.demo import demo_corpus

ROOT = Path(__file__).resolve().parents[2]


def files(folder: Path) -> dict[str, bytes]:
    """The contents of the files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_demo_shows_the_complete_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """Every mention with its certificate, and a search; the folder is gone afterwards."""
    assert main(["demo"]) == 0
    shown = capsys.readouterr().out

    assert "$ searchlib mentions 两洋铁路\n" in shown
    assert "12 occurrences in 8 clauses of 5 statements" in shown
    assert "checked against a plain scan" in shown
    assert "$ searchlib search '两洋铁路 可行性' --limit 3\n" in shown


def test_demo_keeps_the_index_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To be asked more."""
    index = tmp_path / "an index"
    assert main(["demo", "--keep", str(index)]) == 0
    assert f"searchlib serve --index '{index}'" in capsys.readouterr().out
    assert main(["search", "钱凯港", "--index", str(index)]) == 0


def test_the_wheel_has_the_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the build copies is the corpus, file for file; the program finds it there before the checkout."""
    specification = importlib.util.spec_from_file_location("packaging_setup", ROOT / "setup.py")
    assert specification is not None
    assert specification.loader is not None
    setup = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, "packaging_setup", setup)
    specification.loader.exec_module(setup)
    (tmp_path / setup.INSTALLED / "old").mkdir(parents=True)
    setup.copy_demo(tmp_path)
    monkeypatch.setattr(searchlib, "__file__", str(tmp_path / "searchlib" / "__init__.py"))

    assert demo_corpus() == tmp_path / "searchlib" / "demo_corpus"
    assert files(tmp_path / "searchlib" / "demo_corpus") == files(ROOT / "corpus")
    assert "old" not in {path.name for path in (tmp_path / setup.INSTALLED).iterdir()}


def test_a_missing_demo_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where somebody has put the package together without it."""
    monkeypatch.setattr(searchlib, "__file__", str(tmp_path / "searchlib" / "__init__.py"))

    assert main(["demo"]) == 2
    assert "the texts of the demo are not installed" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_version_says_what_a_report_needs(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The first line is the version alone; engine, formats and Python have one each."""
    assert main([option]) == 0
    first, *others = capsys.readouterr().out.splitlines()

    assert first == f"searchlib {searchlib.__version__}"
    assert [line.split()[0] for line in others] == ["engines", "index", "analyzer", "rules", "Python"]
    assert re.search(r"jieba 0\.\d+.*fold table [0-9a-f]{12}", others[2])
