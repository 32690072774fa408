"""The Python interface, end to end on ready-made documents: search, show, statistics."""

from __future__ import annotations

import pytest

import searchlib
from searchlib.errors import (
    NotInIndex,
    QueryError,
)
from searchlib.model import Sort, Tier
from tests.support.documents import DOCUMENTS, ids


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("两洋铁路", {"pe-2015#1"}),
        ("兩洋鐵路", {"pe-2015#1"}),
        ("洋铁", {"pe-2015#1"}),
        ("@两洋铁路", {"pe-2015#1"}),
        ("第八条", {"law#1", "kg-2018#2"}),
        ("第８條", {"law#1", "kg-2018#2"}),
        ("第105条", {"kg-2018#2"}),
        ("2009年", {"kg-2018#2", "law#2"}),
        ("二〇〇九年", {"kg-2018#2", "law#2"}),
        ("𠀀", {"kg-2018#1"}),
        ("中吉乌铁路 country:KG", {"kg-2018#1"}),
        ("铁路 kind:law", {"law#title", "law#1", "law#2"}),
        ("铁路 -title:铁路", {"pe-2015#1", "kg-2018#1"}),
        ("year:2016..2020", {"kg-2018#title", "kg-2018#1", "kg-2018#2"}),
        ("date:..2015-05-22 国会", {"pe-2015#2", "pe-2015#3"}),
        ("country:秘鲁 铁路", {"pe-2015#1"}),
        ("clause:1 铁路", {"pe-2015#1", "kg-2018#1", "law#1"}),
        ("签署 NEAR/3 两洋铁路", {"pe-2015#1"}),
        ("中秘 元首", {"pe-2015#2"}),
        ("publisher:新华社 会议", {"pe-2015#3"}),
    ],
)
def test_exact_answers(library: searchlib.Library, query: str, expected: set[str]) -> None:
    """Each way of asking selects exactly these clauses."""
    results = library.search(query, exact=True, limit=None)

    assert expected == set(ids(results))
    assert results.totals.exact == len(expected)


def test_a_keyword_that_stands_as_a_word_comes_first(library: searchlib.Library) -> None:
    """国会 in 国会交往 is the parliament, in 中国会议 it is not."""
    assert ids(library.search("国会", exact=True)) == ["pe-2015#2", "pe-2015#3"]


def test_tiers_follow_one_another(library: searchlib.Library) -> None:
    """Exact hits, then clauses with all words, then, for sentences, clauses with some."""
    results = library.search("两洋铁路项目的可行性研究应当如何推进办理", limit=None)

    assert [hit.tier for hit in results] == sorted((hit.tier for hit in results), key=list(Tier).index)
    assert results.totals.exact == 0
    assert results.totals.some >= 1
    assert ids(results)[0] == "pe-2015#1"


def test_two_keywords_have_a_third_tier(library: searchlib.Library) -> None:
    """Clauses with one of two keywords are found where none has both; --exact does without."""
    results = library.search("两洋铁路 无此一词")

    assert (results.totals.exact, results.totals.words) == (0, 0)
    assert "两洋铁路" in results.hits[0].text
    assert library.search("两洋铁路 无此一词", exact=True).totals.some == 0


def test_the_third_tier_is_asked_only_where_there_is_little(library: searchlib.Library) -> None:
    """A name that is found is answered; every method says the same of the tiers."""
    for query in ("两洋铁路", "两洋铁路 无此一词", "可行性研究"):
        totals = library.search(query).totals
        counted = library.tallies(query)
        assert {"exact": totals.exact, "words": totals.words, "some": totals.some} == {
            "words": 0,
            "some": 0,
        } | {str(tier): tally.clauses for tier, tally in counted.items()}
    assert library.search("两洋铁路").totals.some == 0


def test_exact_stops_after_the_first_tier(library: searchlib.Library) -> None:
    """Nothing relaxed is counted or shown."""
    totals = library.search("可行性研究", exact=True).totals

    assert (totals.exact, totals.words, totals.some) == (0, 0, 0)
    assert library.search("可行性研究").totals.words == 1


def test_marks_are_in_the_original(library: searchlib.Library) -> None:
    """A simplified query marks traditional characters."""
    hit = library.search("两洋铁路").hits[0]

    assert [hit.text[span.start : span.end] for span in hit.spans] == ["兩洋鐵路", "两洋铁路"]


def test_sorting_and_paging(library: searchlib.Library) -> None:
    """Newest first, corpus order, and windows that fit together."""
    by_date = ids(library.search("铁路 OR 国会", sort=Sort.DATE, limit=None, exact=True))
    by_corpus = ids(library.search("铁路 OR 国会", sort="corpus", limit=None, exact=True))
    everything = ids(library.search("铁路 OR 国会", limit=None))
    windows = [ids(library.search("铁路 OR 国会", limit=2, offset=at)) for at in range(0, 8, 2)]

    assert by_date[0].startswith("kg-2018")
    assert by_date[-1].startswith("law")
    assert by_corpus == ["pe-2015#1", "pe-2015#2", "pe-2015#3", "kg-2018#1", "law#title", "law#1", "law#2"]
    assert everything == [found for window in windows for found in window]
    for window in ({"offset": -1}, {"limit": -1}):
        with pytest.raises(ValueError, match="negative"):
            library.search("铁路", **window)
        with pytest.raises(ValueError, match="negative"):
            library.mentions("铁路", **window)


def test_grouping_by_statement(library: searchlib.Library) -> None:
    """The limit counts statements, and a statement keeps its hits together."""
    first = library.search("铁路", group=True, limit=1, exact=True)
    both = library.search("铁路", group=True, limit=1, offset=1, exact=True)
    documents = [hit.document.id for hit in library.search("铁路", group=True, limit=None, exact=True)]

    assert len({hit.document.id for hit in first}) == 1 == len({hit.document.id for hit in both})
    assert {hit.document.id for hit in first} != {hit.document.id for hit in both}
    assert len(set(documents)) == sum(a != b for a, b in zip(documents, [*documents[1:], None], strict=True))
    assert first.totals.exact == 5


def test_nothing_found_is_an_answer(library: searchlib.Library) -> None:
    """Zero mentions come with a certificate too."""
    found = library.mentions("无此一词")

    assert (found.occurrences, found.first, found.last) == (0, None, None)
    assert found.certificate.clauses_searched == 10


def test_documents_and_clauses_are_shown(library: searchlib.Library) -> None:
    """What went in comes out, in order."""
    shown = library.document("pe-2015")
    clause, parent = library.clause("pe-2015#2")

    assert shown.clauses == DOCUMENTS[0].clauses
    assert (clause, parent) == (DOCUMENTS[0].clauses[2], shown)
    assert [d.id for d in library.documents()] == ["pe-2015", "kg-2018", "law"]
    assert [d.clause_count for d in library.documents()] == [4, 3, 3]


@pytest.mark.parametrize("name", ["nowhere", "pe-2015#99", "#", "pe-2015#", ""])
def test_unknown_ids_are_errors(library: searchlib.Library, name: str) -> None:
    """Never an empty statement in place of an error."""
    with pytest.raises(NotInIndex, match=r"Library\.document"):
        library.clause(name) if "#" in name else library.document(name)


def test_queries_that_cannot_be_understood_are_errors(library: searchlib.Library) -> None:
    """Never an empty result in place of an error."""
    for query in ("", "  ", "(((", "两洋 OR", "@无此项目", "year:abc"):
        with pytest.raises(QueryError) as caught:
            library.search(query)
        assert caught.value.column is not None


def test_statistics_count_documents(library: searchlib.Library) -> None:
    """By kind, year, country and publisher."""
    counted = library.statistics()

    assert (counted.documents, counted.clauses) == (3, 10)
    assert counted.by_kind == (("joint-statement", 2), ("law", 1))
    assert counted.by_year == (("2015", 1), ("2018", 1))
    assert counted.by_country == (("CN", 2), ("KG", 1), ("PE", 1))
    assert counted.characters == sum(len(clause.text) for d in DOCUMENTS for clause in d.clauses)
