"""Formulas through a series: when they enter, change, disappear and return."""

import time
from pathlib import Path

import pytest

import searchlib
from searchlib.analysis.lineage import FormulaUnit, Turn
from tests.support.series import RAIL_EARLY, RAIL_LATE, SEA, SHIP, TRADE, VISA, law, library_of, statement


def turns(found: searchlib.Lineage, words: str) -> list[str]:
    """What becomes of the formula that is first worded so."""
    (line,) = (line for line in found.lines if words in line.first.text)
    return [str(stage.turn) for stage in line.stages]


def test_a_formula_enters_changes_disappears_and_returns(tmp_path: Path) -> None:
    """Each text says what it does; what was away is found again."""
    series = [
        statement(2015, SHIP, RAIL_EARLY),
        statement(2016, SHIP, RAIL_LATE, TRADE),
        statement(2017, SHIP, TRADE),
        statement(2018, VISA, SHIP, RAIL_LATE),
    ]
    with library_of(tmp_path, *series) as library:
        found = searchlib.lineage(library, "吉尔吉斯斯坦")

    assert [document.date.year for document in found.documents if document.date] == [2015, 2016, 2017, 2018]
    assert turns(found, "主权") == ["enters", "same", "same", "same"]
    assert turns(found, "铁路") == ["enters", "changes", "disappears", "returns"]
    assert turns(found, "本币") == ["absent", "enters", "same", "disappears"]
    assert turns(found, "签证") == ["absent", "absent", "absent", "enters"]
    assert len(found.shown(everything=False)) == 3
    assert len(found.shown(everything=True)) == 4


def test_a_series_is_named_by_country_statement_or_law(tmp_path: Path) -> None:
    """Statements of others are none of the series."""
    laws = [law(2001, SHIP), law(2010, SHIP, TRADE)]
    series = [statement(2015, SHIP), statement(2016, TRADE)]
    other = statement(2016, SHIP, parties=("CN", "KG", "UZ"))
    with library_of(tmp_path, *series, *laws, other) as library:
        asked = ("KG", "Kyrgyzstan", series[0].id, "高原铁路法", laws[1].id)
        found = [[each.id for each in searchlib.lineage(library, name).documents] for name in asked]
        units = [searchlib.lineage(library, name).unit for name in asked[2:4]]
        with pytest.raises(LookupError, match="which make no series"):
            searchlib.lineage(library, other.id)

    assert found == [[each.id for each in series]] * 3 + [[each.id for each in laws]] * 2
    assert units == [FormulaUnit.SENTENCE, FormulaUnit.CLAUSE]


def test_sentences_are_followed_through_clauses(tmp_path: Path) -> None:
    """Where one clause has become two, each sentence has one line; as clauses they have one together."""
    series = [statement(2015, RAIL_EARLY + SEA), statement(2016, RAIL_EARLY, SEA)]
    with library_of(tmp_path, *series) as library:
        by_sentence = searchlib.lineage(library, "KG")
        by_clause = searchlib.lineage(library, "KG", "clause")

    assert [[stage.turn for stage in line.stages] for line in by_sentence.lines] == [
        [Turn.ENTERS, Turn.SAME],
        [Turn.ENTERS, Turn.SAME],
    ]
    assert [len(line.stages[1].texts) for line in by_clause.lines] == [2]


def test_every_sentence_is_in_exactly_one_line(demo_index: Path) -> None:
    """Of each text of a series."""
    with searchlib.open(demo_index) as library:
        found = searchlib.lineage(library, "PE")
    for place, document in enumerate(found.documents):
        texts = [each for line in found.lines for each in line.stages[place].texts]
        from_here = {clause.id for clause in document.clauses}
        assert texts
        assert {each.clause.id for each in texts} <= from_here
        assert len(texts) == len({(each.clause.id, each.text) for each in texts})


def test_ten_statements_take_less_than_a_second(tmp_path: Path) -> None:
    """Of processor time."""
    texts = [SHIP, RAIL_EARLY, TRADE, VISA, SEA, RAIL_LATE]
    series = [statement(2000 + at, *(f"{text}第{at}次提及。" for text in texts)) for at in range(10)]
    with library_of(tmp_path, *series) as library:
        started = time.process_time()
        found = searchlib.lineage(library, "KG")
        seconds = time.process_time() - started

    assert len(found.documents) == 10
    assert seconds < 3, seconds  # a busy machine is slow; alone it is well below one


@pytest.mark.shared
def test_what_moved_between_the_kyrgyz_statements(shared: Path, tmp_path: Path) -> None:
    """一个中国政策 became 一个中国原则, 西藏 came, and the railway is no longer to be begun soon."""
    searchlib.build(shared / "seeds", tmp_path)
    with searchlib.open(tmp_path) as library:
        found = searchlib.lineage(library, "吉尔吉斯斯坦")
    changes = [
        (each.before, each.after)
        for line in found.lines
        for stage in line.stages
        for each in stage.edits
        if not each.same
    ]

    assert ("一个中国政策", "一个中国原则") in changes
    assert ("", "、西藏") in changes
    (rail,) = (line for line in found.lines if "中吉乌铁路" in line.first.text)
    before, after = ("".join(each.text for each in stage.texts) for stage in rail.stages)
    assert "争取早日开工" in before
    assert "商讨技术参数" in after
