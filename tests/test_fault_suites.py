"""Every suite of fault tests in its short form; `make faults` runs them in full."""

import re
from pathlib import Path

import pytest

from faults.__main__ import SUITES, main, suite
from faults.report import Tally
from faults.table import put_row, shown

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"


@pytest.mark.parametrize("name", SUITES)
def test_a_few_cases_of_each_suite_find_no_fault(name: str) -> None:
    """Whatever is done to the files, the queries and the processes."""
    module = suite(name)
    tally = Tally()
    module.run(module.SHORT, 1, tally)
    row = tally.row()

    assert () == row.examples
    assert row.ok
    assert row.cases >= min(module.SHORT, 5)


def test_every_module_is_a_suite_or_serves_them() -> None:
    """The table of ARCHITECTURE.md names the modules of the fault tests, all of them and no other."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = page.partition("<!-- make docs: modules of faults -->")[2].partition("\n\n")[0]
    named = re.findall(r"^\| `(\w+\.py)` \|", table, re.MULTILINE)
    there = {path.name for path in (ROOT / "faults").glob("*.py")} - {"__init__.py", "__main__.py"}

    assert there == set(named) - {"__main__.py"}
    assert {f"{name}.py" for name in SUITES} <= there


def test_the_page_has_a_row_of_every_suite() -> None:
    """With what must hold, as the suite itself says it, and without a fault."""
    page = PAGE.read_text(encoding="utf-8")
    for name in SUITES:
        found = re.search(rf"^\| `{name}` \| ([^|]*) \| ([\d,]+) \| (\d+) \|", page, re.MULTILINE)
        assert found is not None, name
        assert (suite(name).PROMISE, "0") == (found[1], found[3])


def test_a_row_is_put_in_its_place(tmp_path: Path) -> None:
    """Rows are replaced and stand in the order of the suites; the rest of the page stays."""
    page = tmp_path / "page.md"
    page.write_text(
        "before\n\n<!-- the rows are written by python -m faults --write -->\n\nafter\n", encoding="utf-8"
    )
    tally = Tally()
    tally.case()
    tally.case("broken")
    for name in ("two", "one", "two"):
        put_row(page, ("one", "two"), name, shown(name, "holds", tally.row(), 1, 2.0))

    lines = page.read_text(encoding="utf-8").splitlines()
    assert ["before", "after"] == [lines[0], lines[-1]]
    assert ["| `one` | holds | 2 | 1 |  | 1 | 2 s |", "| `two` | holds | 2 | 1 |  | 1 | 2 s |"] == lines[5:7]


def test_a_fault_makes_the_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And its first examples are told."""
    monkeypatch.setattr("faults.trees.disagreement", lambda *_: "not the same")

    assert main(["trees", "--size", "3"]) == 1
    assert "trees: not the same" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["nothing"])
