"""What a query names by title and number comes first, in all its versions, and is counted apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import NoSuchClause, NotInIndex
from searchlib.facts.short_titles import short_titles
from searchlib.model import Clause, Document, Kind, Tier


def law(name: str, title: str, day: date | None, *articles: str, start: int = 1, **facts: object) -> Document:
    """A law whose articles are numbered on from ``start``."""
    clauses = [Clause(name, "title", title)]
    clauses += [
        Clause(name, str(number), f"第{number}条 {text}", f"第{number}条")
        for number, text in enumerate(articles, start)
    ]
    facts = {"kind": Kind.LAW} | facts
    return Document(name, title, date=day, digest=name, clauses=tuple(clauses), **facts)


def statement(name: str, day: date, *clauses: str) -> Document:
    """A joint statement of China and Peru."""
    made = law(name, "联合声明", day, *clauses, kind=Kind.JOINT_STATEMENT, parties=("CN", "PE"))
    return replace(made, clauses=(*made.clauses[:1], *(replace(c, number=None) for c in made.clauses[1:])))


BRANCHED = Clause("ferry-2012", "2-1", "第二条之一 渡船应当点灯。", "第二条之一")
DOCUMENTS = [
    law(
        "ferry-2012", "中华人民共和国渡口法", date(2012, 3, 1), "渡口的设立。", "渡船的检查。", "旧法第三条。"
    ),
    law(
        "ferry-2018",
        "中华人民共和国渡口法（2018年修正）",
        date(2018, 3, 1),
        "渡口的设立。\n渡口分为两类：\n（一）公用渡口；\n（二）专用渡口。\n前款规定不适用于浮桥。",
        "渡船的检查。",
    ),
    law("rules", "渡口法实施办法", date(2013, 1, 1), "根据渡口法第二条制定。", "办法的范围。"),
    law("code-1", "中华人民共和国航运法典 总则", date(2020, 1, 1), "航运。", "范围。"),
    law("code-2", "中华人民共和国航运法典 港口编", date(2020, 1, 1), "港口。", "泊位。", start=3),
    law("undated", "中华人民共和国浮桥法", None, "浮桥。"),
    statement("2008-pe", date(2008, 1, 1), "一是友好。", "二是合作。"),
    statement("2015-pe", date(2015, 1, 1), "一是铁路。", "二是港口。"),
    statement("2015b-pe", date(2015, 6, 1), "一是鱼类。"),
    law("taiwan", "渡船法", date(2001, 1, 1), "船。"),
    law("other", "中华人民共和国渡船法", date(2002, 1, 1), "船。"),
    law("traffic", "中华人民共和国水上交通安全法", date(2003, 1, 1), "安全。"),
    law("traffic-rules", "水上交通安全法实施办法", date(2004, 1, 1), "办法。"),
    law("roc", "中華民國橋梁法", date(2005, 1, 1), "橋。"),
    law(
        "court",
        "最高人民法院关于适用《中华人民共和国渡口法》若干问题的解释（二）",
        date(2006, 1, 1),
        "解释。",
    ),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """An index of laws in versions, a code in parts, and statements."""
    folder = tmp_path_factory.mktemp("references")
    first = replace(DOCUMENTS[0], clauses=(*DOCUMENTS[0].clauses, BRANCHED))
    searchlib.build_documents([first, *DOCUMENTS[1:]], folder)
    with searchlib.open(folder) as opened:
        yield opened


def first_hits(library: searchlib.Library, query: str, **asked: object) -> list[str]:
    """The ids of the clauses that the query names."""
    return [hit.clause.id for hit in library.search(query, **asked) if hit.tier is Tier.REFERENCE]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("渡口法第二条", ["ferry-2018#2", "ferry-2012#2"]),
        ("中华人民共和国渡口法 第2条", ["ferry-2018#2", "ferry-2012#2"]),
        ("《渡口法》第二条的内容是什么？", ["ferry-2018#2", "ferry-2012#2"]),
        ("渡口法（2012）第二条", ["ferry-2012#2"]),
        ("渡口法第二条 year:2012", ["ferry-2012#2"]),
        ("渡口法第三条", ["ferry-2012#3"]),
        ("渡口法3条", ["ferry-2012#3"]),
        ("渡口法 三条", ["ferry-2012#3"]),
        ("水交法第一条", ["traffic#1"]),
        ("根据水上安全法第1条的规定", ["traffic#1"]),
        ("桥梁法第一條", ["roc#1"]),
        ("渡口法解释（二）第一条", ["court#1"]),
        ("渡口法司法解释二第1条", ["court#1"]),
        ("2008年1月中秘联合声明第二条", ["2008-pe#2"]),
        ("中秘2008联合声明 第二条", ["2008-pe#2"]),
        ("渡口法第2条之一", ["ferry-2012#2-1"]),
        ("渡口法实施办法第二条", ["rules#2"]),
        ("航运法典第四条", ["code-2#4"]),
        ("航运法典港口编第三条", ["code-2#3"]),
        ("浮桥法第一条", ["undated#1"]),
        ("渡船法第一条", ["other#1", "taiwan#1"]),
        ("渡口法第一条和浮桥法第一条", ["ferry-2018#1", "ferry-2012#1", "undated#1"]),
        ("中秘2008年联合声明第二条", ["2008-pe#2"]),
        ("2008年中秘联合声明第二条", ["2008-pe#2"]),
        ("中秘2015年联合声明第一条", ["2015b-pe#1", "2015-pe#1"]),
        ("中国和秘鲁2008年联合声明第1条", ["2008-pe#1"]),
        ("rules#2", ["rules#2"]),
        ("2008-pe#2", ["2008-pe#2"]),
        ("2008-pe", ["2008-pe#title"]),
        ('"渡口法第二条"', []),
        ("渡口法第二条 -旧", []),
        ("渡口法第九条", []),
        ("渡口法", []),
        ("第二条", []),
    ],
)
def test_what_is_named_comes_first(library: searchlib.Library, query: str, expected: list[str]) -> None:
    """Newest first, or nothing where nothing is named."""
    assert expected == first_hits(library, query)


def test_exact_answers_have_no_references(library: searchlib.Library) -> None:
    """They are the clauses as written and no others."""
    assert [hit.clause.id for hit in library.search("渡口法第二条", exact=True)] == ["rules#1"]


@pytest.mark.parametrize("query", ["渡口法第二条", "渡口法 第二条", "渡口法实施办法 第二条"])
def test_totals_count_as_if_nothing_was_named(library: searchlib.Library, query: str) -> None:
    """Each clause is listed once; the totals of the tiers hold the named ones too."""
    answer = library.search(query, limit=None)
    listed = [hit.clause.id for hit in answer]
    exactly = library.search(query, exact=True, limit=None)

    assert len(set(listed)) == len(listed) == answer.size
    assert answer.totals.exact == exactly.totals.exact
    assert {hit.clause.id for hit in exactly} <= set(listed)
    assert [hit.clause.id for hit in library.hits(searchlib.SearchRequest(query, None))] == listed
    pages = [hit.clause.id for at in range(len(listed)) for hit in library.search(query, offset=at, limit=1)]
    assert pages == listed


def test_groups_begin_with_what_is_named(library: searchlib.Library) -> None:
    """A statement may stand in two tiers, as always."""
    answer = library.search("渡口法 第二条", group=True, limit=None)

    assert [hit.clause.id for hit in answer][:2] == ["ferry-2018#2", "ferry-2012#2"]
    assert answer.held[Tier.REFERENCE] == {"ferry-2018": 1, "ferry-2012": 1}


@pytest.mark.parametrize(
    ("query", "ambiguous", "latest"),
    [
        ("渡口法第二条", False, ["ferry-2018"]),
        ("渡口法第三条", False, ["ferry-2018"]),
        ("渡船法第一条", True, []),
        ("中秘2015年联合声明第一条", True, []),
        ("浮桥法第一条", False, []),
    ],
)
def test_the_latest_version_is_marked(
    library: searchlib.Library, query: str, ambiguous: bool, latest: list[str]
) -> None:
    """By date; different texts of one title are no versions, and undated ones are not ordered."""
    (reference,) = library.references(query)

    assert reference.ambiguous == ambiguous
    assert [place.document.id for place in reference.places if place.latest] == latest


def test_an_article_that_is_not_there_is_told(library: searchlib.Library) -> None:
    """The title is known, the number is not."""
    (reference,) = library.references("渡口法第九条")

    assert (reference.title, reference.number) == ("渡口法", "第九条")
    assert [place.found for place in reference.places] == [False, False]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("渡口法2018第一条第二款", ["渡口分为两类：", "（一）公用渡口；", "（二）专用渡口。"]),
        ("渡口法2018第一条第二款第（二）项", ["（二）专用渡口。"]),
        ("渡口法2018第一条第三款", ["前款规定不适用于浮桥。"]),
        ("渡口法2018第一条", []),
        ("渡口法2018第一条第九款", []),
    ],
)
def test_paragraphs_and_items_are_marked(library: searchlib.Library, query: str, marked: list[str]) -> None:
    """In the article that has them."""
    hit = library.search(query).hits[0]

    assert hit.clause.id == "ferry-2018#1"
    assert [hit.text[span.start : span.end] for span in hit.spans] == marked


@pytest.mark.parametrize(
    ("text", "document", "path"),
    [
        ("渡口法第二条", "ferry-2018", "2"),
        ("渡口法第三条", "ferry-2012", "3"),
        ("渡口法", "ferry-2018", None),
        ("渡口法（2012）", "ferry-2012", None),
        ("中秘2008年联合声明第二条", "2008-pe", "2"),
    ],
)
def test_references_are_looked_up(
    library: searchlib.Library, text: str, document: str, path: str | None
) -> None:
    """The latest version that has the article is opened, and all are known."""
    found = library.lookup(text)

    assert (found.document.id, found.clause and found.clause.path) == (document, path)
    assert found.reference is not None


def test_unknown_references_are_refused(library: searchlib.Library) -> None:
    """A known title without the article, and an unknown title."""
    with pytest.raises(NoSuchClause):
        library.lookup("渡口法第九条")
    with pytest.raises(NotInIndex):
        library.lookup("不明之法第九条")


def test_the_table_of_titles_is_made_for_references_only(library: searchlib.Library, tmp_path: Path) -> None:
    """An ordinary search reads no document for it."""
    searchlib.build_documents(DOCUMENTS, tmp_path)
    with searchlib.open(tmp_path) as opened:
        opened.search("渡口")
        assert "_titles" not in vars(opened._references)
        opened.search("渡口法第二条")
        assert "_titles" in vars(opened._references)


LAWS = {
    "公司法第十五条": ["中华人民共和国公司法", "中华人民共和国公司法"],
    "公司法第15条第2款": ["中华人民共和国公司法", "中华人民共和国公司法"],
    "公司法（2018年修正）第十五条": ["中华人民共和国公司法"],
    "民法典第1043条": ["中华人民共和国民法典 婚姻家庭编"],
    "民法典第五百零九条规定了什么": ["中华人民共和国民法典 合同编"],
    "刑法第133条之一": ["中华人民共和国刑法"],
    "劳动合同法 第三十八条": ["中华人民共和国劳动合同法"],
    "劳动合同法第三十八条的内容是什么？": ["中华人民共和国劳动合同法"],
}


@pytest.mark.shared
@pytest.mark.parametrize(("query", "titles"), LAWS.items())
def test_articles_of_real_laws_come_first(laws_index: Path, query: str, titles: list[str]) -> None:
    """In all versions, newest first."""
    with searchlib.open(laws_index) as opened:
        hits = opened.search(query).hits[: len(titles) + 1]
        days = [hit.document.date for hit in hits if hit.tier is Tier.REFERENCE]

    assert [hit.document.title for hit in hits if hit.tier is Tier.REFERENCE] == titles
    assert days == sorted(days, reverse=True)


@pytest.mark.shared
def test_questions_for_articles_find_them(laws_index: Path) -> None:
    """Of every fifth law, its middle article, asked for by the short title; at least 95 in a hundred."""
    asked, found = 0, 0
    with searchlib.open(laws_index) as opened:
        for document in [each for each in opened.documents() if each.kind is Kind.LAW and each.title][::5]:
            articles = [each for each in opened.document(document.id).clauses if each.path.isdigit()]
            if not articles:
                continue
            article = articles[len(articles) // 2]
            title = next(iter(short_titles(document)), document.title)
            hits = opened.search(f"{title}第{article.path}条的内容是什么", limit=1).hits
            asked += 1
            found += [(h.document.title, h.clause.path) for h in hits] == [(document.title, article.path)]

    assert asked > 40
    assert found >= 0.95 * asked


def test_an_abbreviated_title_is_offered(library: searchlib.Library) -> None:
    """Of a title that is nowhere written so, the full one is proposed."""
    assert "水上交通安全法" in [each.text for each in library.alternatives("水交法")]
    assert library.lookup("水交法").document.id == "traffic"
