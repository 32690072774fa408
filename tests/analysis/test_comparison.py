"""What becomes of clauses: same, changed, moved, split, merged, new, dropped."""

from itertools import pairwise
from pathlib import Path

import pytest

import searchlib
from searchlib.analysis.comparison import Fate, ShownRows
from tests.support.series import RAIL_EARLY, RAIL_LATE, SEA, SHIP, TRADE, VISA, law, library_of, statement

ONE = "2018-06-01-cn-kg-joint-statement"
TWO = "2019-06-01-cn-kg-joint-statement"
Told = list[tuple[str, list[str], list[str], bool]]


def told(tmp_path: Path, before: list[str], after: list[str]) -> Told:
    """Fate, numbers of both sides and whether it moved, row by row; without the title."""
    with library_of(tmp_path, statement(2018, *before), statement(2019, *after)) as library:
        found = searchlib.compare(library, ONE, TWO)
    assert found.rows[0].before[0].path == "title"
    return [
        (str(row.fate), [each.path for each in row.before], [each.path for each in row.after], row.moved)
        for row in found.rows[1:]
    ]


def test_numbers_do_not_matter(tmp_path: Path) -> None:
    """What is new shifts the numbers, and nothing else is told of the rest."""
    assert told(tmp_path, [SHIP, TRADE], [VISA, SHIP, TRADE]) == [
        ("new", [], ["1"], False),
        ("same", ["1"], ["2"], False),
        ("same", ["2"], ["3"], False),
    ]


def test_what_is_dropped_follows_what_it_followed(tmp_path: Path) -> None:
    """Between its neighbours."""
    assert told(tmp_path, [SHIP, SEA, TRADE], [SHIP, TRADE]) == [
        ("same", ["1"], ["1"], False),
        ("dropped", ["2"], [], False),
        ("same", ["3"], ["2"], False),
    ]


def test_what_stands_elsewhere_has_moved(tmp_path: Path) -> None:
    """The one clause, not all those that it passed."""
    assert told(tmp_path, [SHIP, TRADE, VISA, SEA], [TRADE, VISA, SEA, SHIP]) == [
        ("same", ["2"], ["1"], False),
        ("same", ["3"], ["2"], False),
        ("same", ["4"], ["3"], False),
        ("same", ["1"], ["4"], True),
    ]


def test_a_clause_that_was_split_and_two_that_were_merged(tmp_path: Path) -> None:
    """Each part is found again."""
    assert told(tmp_path / "s", [SHIP, RAIL_EARLY + TRADE], [SHIP, RAIL_EARLY, TRADE]) == [
        ("same", ["1"], ["1"], False),
        ("split", ["2"], ["2", "3"], False),
    ]
    assert told(tmp_path / "m", [SHIP, RAIL_EARLY, TRADE], [SHIP, RAIL_EARLY + TRADE]) == [
        ("same", ["1"], ["1"], False),
        ("merged", ["2", "3"], ["2"], False),
    ]


def test_a_change_is_told_by_words(tmp_path: Path) -> None:
    """The number before a clause is no part of the difference."""
    with library_of(tmp_path, statement(2018, SHIP, RAIL_EARLY), statement(2019, RAIL_LATE)) as library:
        found = searchlib.compare(library, ONE, TWO)
    (row,) = (row for row in found.rows if row.fate is Fate.CHANGED and row.before[0].path == "2")

    assert "".join(each.before for each in row.edits) == RAIL_EARLY
    assert "".join(each.after for each in row.edits) == RAIL_LATE
    assert any("争取早日开工" in each.before for each in row.edits if not each.same)
    assert any("商讨技术参数" in each.after for each in row.edits if not each.same)
    assert 0 < row.kept < 1


def test_every_clause_is_in_exactly_one_row(demo_index: Path) -> None:
    """Of both documents, whatever they are."""
    with searchlib.open(demo_index) as library:
        documents = library.documents()
        for one, other in pairwise(documents):
            found = searchlib.compare(library, one.id, other.id)
            for side, document in (("before", found.before), ("after", found.after)):
                told_of = [clause.path for row in found.rows for clause in getattr(row, side)]
                assert sorted(told_of) == sorted(clause.path for clause in document.clauses)
            assert sum(found.counts.values()) == len(found.rows)


def test_the_last_two_versions_of_a_law(tmp_path: Path) -> None:
    """A law's name alone is enough; its articles are aligned by what they say."""
    versions = [
        law(2001, "为了规范铁路建设，制定本法。", RAIL_EARLY),
        law(2010, "为了规范铁路建设和运营，制定本法。", TRADE, RAIL_EARLY),
        law(2020, "为了规范铁路建设和运营，制定本法。", TRADE, VISA, RAIL_LATE),
    ]
    with library_of(tmp_path, *versions) as library:
        found = searchlib.compare(library, "高原铁路法")

    assert [found.before.id, found.after.id] == ["law-高原铁路法-2010", "law-高原铁路法-2020"]
    assert [row.fate for row in found.shown(ShownRows.CHANGES)] == [Fate.NEW, Fate.CHANGED]
    assert [row.fate for row in found.shown(ShownRows.ONE_SIDE)] == [Fate.NEW]
    assert len(found.shown(ShownRows.ALL)) == 4


@pytest.mark.parametrize("wrong", ["2020-06-01-cn-kg-joint-statement", "没有的文件"])
def test_an_unknown_document_is_named(tmp_path: Path, wrong: str) -> None:
    """By what was asked for."""
    with library_of(tmp_path, statement(2018, SHIP)) as library, pytest.raises(LookupError, match=wrong):
        searchlib.compare(library, ONE, wrong)
