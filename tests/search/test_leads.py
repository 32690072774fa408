"""No dead end: what the parts of a query find, what a filter left out, what may have been meant."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib.model import Clause, Document, LeadIs, Scope, Tier


def _document(name: str, texts: tuple[str, ...], day: date | None = None, **facts: object) -> Document:
    clauses = tuple(Clause(name, f"p{at}", text) for at, text in enumerate(texts, 1))
    return Document(name, name, date=day, clauses=clauses, **facts)  # type: ignore[arg-type]


DOCUMENTS = (
    _document(
        "甲声明",
        ("双方推进高原铁路建设。", "双方同意在试用期内减免运费，期限最长三年。", "试用期自签字之日起算。"),
        date(2016, 5, 22),
        parties=("CN", "PE"),
        publisher="测试社",
    ),
    _document("乙公报", ("双方修建公路。", "怎么办"), date(2019, 1, 2), parties=("CN", "NP")),
    _document("旧页", ("高原铁路的旧闻，提到骨嵬部落。", "公路和铁路各一条。")),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """Two dated statements and an undated page."""
    folder: Path = tmp_path_factory.mktemp("leads")
    searchlib.build_documents(DOCUMENTS, folder)
    with searchlib.open(folder) as opened:
        yield opened


def leads(library: searchlib.Library, query: str) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """The leads of an answer as plain values."""
    return [(str(lead.kind), lead.query, lead.clauses, lead.without) for lead in library.search(query).leads]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("试用期 最长 多久", "甲声明#p2"),
        ("试用期最长多久", "甲声明#p2"),
        ("試用期 最長 多久？", "甲声明#p2"),
        ("公路 怎么办 修建", "乙公报#p1"),
        ("修建公路怎么办理", "乙公报#p1"),
        ("什么是骨嵬", "旧页#p1"),
        ("骨嵬族", "旧页#p1"),
        ("高原铁路 骨嵬 无此一词", "旧页#p1"),
    ],
)
def test_most_of_a_question_comes_first(library: searchlib.Library, query: str, first: str) -> None:
    """With and without blanks: the clause with most keywords, never the heading with a question word."""
    results = library.search(query)

    assert (results.totals.exact, results.totals.words) == (0, 0)
    assert first == results.hits[0].clause.id
    assert results.hits[0].tier is Tier.SOME


def test_the_number_of_keywords_counts_before_the_score(library: searchlib.Library) -> None:
    """Levels follow each other in every window, and their totals are exact."""
    query = "铁路 公路 修建 无此一词"
    held = [
        sum(keyword in hit.text for keyword in ("铁路", "公路", "修建"))
        for hit in library.search(query, limit=None)
    ]
    whole = [hit.clause.id for hit in library.search(query, limit=None)]

    assert held == sorted(held, reverse=True)
    assert held[0] == 2
    assert held[-1] < 2
    assert library.search(query).totals.some == len(whole)
    for offset in range(len(whole)):
        window = library.search(query, limit=2, offset=offset)
        assert [hit.clause.id for hit in window] == whole[offset : offset + 2]
    grouped = [hit.clause.id for hit in library.search(query, limit=None, group=True)]
    assert sorted(grouped) == sorted(whole)


def test_missing_keywords_are_named(library: searchlib.Library) -> None:
    """Which keywords stand together, which is missing, what each finds alone."""
    assert leads(library, "试用期 最长 多久") == [
        ("together", "试用期 最长", 1, ("多久",)),
        ("part", "试用期", 2, ()),
        ("part", "最长", 1, ()),
        ("part", "多久", 0, ()),
    ]


def test_every_largest_set_is_told(library: searchlib.Library) -> None:
    """Two different pairs stand together, each in a clause of its own."""
    together = [lead for lead in leads(library, "高原铁路 骨嵬 双方 建设 公路") if lead[0] == "together"]

    assert together == [("together", "高原铁路 双方 建设", 1, ("骨嵬", "公路"))]
    pairs = [lead[1] for lead in leads(library, "骨嵬 高原铁路 公路 修建") if lead[0] == "together"]
    assert pairs == ["骨嵬 高原铁路", "公路 修建"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("公路 country:秘鲁", ("without", "公路", 2, ("country:秘鲁",))),
        ("公路 -修建 -双方 -各一条", ("without", "公路 NOT 修建 NOT 双方", 1, ("NOT 各一条",))),
        ("title:无此题目 铁路", ("without", "铁路", 3, ("title:无此题目",))),
        ("“高原铁路网”", ("part", "高原", 2, ())),
        ("骨嵬族", ("part", "骨嵬", 1, ())),
        ("无此一词 OR 无此二词", ("part", "无此二词", 0, ())),
        ("鿿鿿", ("part", "鿿鿿", 0, ())),
    ],
)
def test_nothing_found_always_leads_on(
    library: searchlib.Library, query: str, expected: tuple[object, ...]
) -> None:
    """Each filter and exclusion taken away, each part alone; a query of a lead finds what it says."""
    found = leads(library, query)

    assert expected in found
    for _, asked, clauses, _ in found:
        assert library.search(asked, exact=True).totals.exact == clauses


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("铁路 since 2016", "铁路 year:2016.."),
        ("2016年以来 铁路", "year:2016.. 铁路"),
        ("铁路 2016年之后", "铁路 year:2016.."),
        ("自2016年以来 铁路", "year:2016.. 铁路"),
        ("铁路 before 2017", "铁路 year:..2017"),
        ("铁路 2017年以前", "铁路 year:..2017"),
        ("铁路 from 2015 to 2017", "铁路 year:2015..2017"),
        ("铁路 2015年至2017年", "铁路 year:2015..2017"),
        ("铁路 2015-2017", "铁路 year:2015..2017"),
        ("铁路 year 2016", "铁路 year:2016"),
        ("2016-05-22", "date:2016-05-22"),
        ("2016/5/22", "date:2016-5-22"),
        ("２０１６－０５－２２", "date:2016-05-22"),
        ("country Peru 铁路", "country:Peru 铁路"),
    ],
)
def test_days_and_years_in_words_are_understood(library: searchlib.Library, query: str, meant: str) -> None:
    """Offered, with the number of clauses; never put in place of what was typed."""
    (found,) = [lead for lead in library.search(query).leads if lead.kind is LeadIs.MEANT]

    assert meant == found.query
    assert found.clauses > 0
    assert "year:" not in library.search(query).understood


@pytest.mark.parametrize(
    ("query", "meant", "clauses"),
    [
        ("titel:声明 铁路", "title:声明 铁路", 1),
        ("contry:秘鲁", "country:秘鲁", 3),
        ("标提:声明", "title:声明", 3),
        ("Yaer:2016 铁路", "year:2016 铁路", 1),
        ("titel:秘鲁", "title:秘鲁", 0),
    ],
)
def test_unknown_filters_are_named(library: searchlib.Library, query: str, meant: str, clauses: int) -> None:
    """The nearest filter is offered, also when it finds nothing; as text it is searched for."""
    found = library.search(query)

    assert (meant, clauses) in [(lead.query, lead.clauses) for lead in found.leads]


@pytest.mark.parametrize("query", ["铁路", "铁路 country:PE", "http://example.org", "三:四"])
def test_no_lead_without_need(library: searchlib.Library, query: str) -> None:
    """What is answered exactly needs none; not every colon is a filter."""
    assert not [lead for lead in library.search(query).leads if lead.kind is LeadIs.MEANT]


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        ("铁路 year:2016", [("year:2016", 2, 1, "铁路 NOT year:..9999")]),
        ("铁路 date:2016..", [("date:2016..", 2, 1, "铁路 NOT year:..9999")]),
        ("year:2016", [("year:2016", 2, 1, "NOT year:..9999")]),
        ("铁路 country:PE", [("country:PE", 2, 1, "")]),
        ("公路 publisher:测试社", [("publisher:测试社", 2, 2, "")]),
        ("修建 year:2016", []),
        ("铁路 -year:2016", []),
        ("铁路 kind:other", []),
        ("铁路", []),
    ],
)
def test_filters_tell_what_they_left_out(
    library: searchlib.Library, query: str, left_out: list[tuple[str, int, int, str]]
) -> None:
    """Clauses with the words, of statements that do not say; the query that shows them finds as many."""
    found = library.search(query).left_out

    assert left_out == [(each.filter, each.clauses, each.statements, each.query) for each in found]
    for each in found:
        if each.query:
            assert library.search(each.query).totals.exact == each.clauses


@pytest.mark.parametrize(
    ("name", "occurrences", "names"),
    [
        ("铁路 OR 公路", 5, ("铁路", "公路")),
        ("铁路|公路", 5, ("铁路", "公路")),
        ("“高原铁路” OR 铁路", 3, ("高原铁路", "铁路")),
        ("高?铁路 OR 公路", 4, ("高?铁路", "公路")),
        ("铁路 公路", 0, ("铁路 公路",)),
    ],
)
def test_mentions_of_several_names(
    library: searchlib.Library, name: str, occurrences: int, names: tuple[str, ...]
) -> None:
    """OR joins names, each occurrence is counted once, and a plain scan agrees."""
    found = library.mentions(name, scan=True)

    assert (occurrences, names) == (found.occurrences, found.names)
    assert found.certificate.verified_by_scan
    assert bool(found.leads) == (occurrences == 0)


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("铁路 year:2016", ("meant", "铁路 year:2016", 1)),
        ("铁路 AND 公路", ("meant", "铁路 公路", 1)),
        ("骨嵬族", ("part", "骨嵬", 1)),
        ("公路建设", ("part", "公路", 2)),
    ],
)
def test_a_name_that_is_not_mentioned_leads_on(
    library: searchlib.Library, name: str, lead: tuple[str, str, int]
) -> None:
    """A query that was asked as a name is offered as one."""
    found = library.mentions(name)

    assert found.occurrences == 0
    assert lead in [(str(each.kind), each.query, each.clauses) for each in found.leads]


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize(
    "query", ["公路 高原铁路 无此一词", "试用期 铁路 多久", "公路 铁路 year:2019", "铁路 year:2016"]
)
def test_leads_count_what_they_find(library: searchlib.Library, query: str, scope: Scope) -> None:
    """In clauses and in statements alike, and so do filters for what they left out."""
    results = library.search(query, scope=scope)

    assert results.leads or results.left_out
    for lead in results.leads:
        assert library.search(lead.query, scope=scope).totals.exact == lead.clauses, lead
    for each in results.left_out:
        assert library.search(each.query, scope=scope).totals.exact == each.clauses, each
    assert results.leads == library.leads(
        query, exact=results.totals.exact, words=results.totals.words, scope=scope
    )
    assert results.left_out == library.left_out(query, scope=scope)


def test_keywords_of_one_statement_lead_together(library: searchlib.Library) -> None:
    """公路 and 高原铁路 stand in one statement, but in no clause."""
    found = {scope: library.search("公路 高原铁路 无此一词", scope=scope).leads for scope in Scope}
    together = {
        scope: [lead.query for lead in leads if lead.kind is LeadIs.TOGETHER]
        for scope, leads in found.items()
    }

    assert together == {Scope.CLAUSE: [], Scope.STATEMENT: ["公路 高原铁路"]}
