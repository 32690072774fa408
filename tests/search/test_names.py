"""Names of the registry in queries: taken where they stand nowhere, offered where more is found by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib.model import Kind, Reason
from searchlib.query.parser import parse
from searchlib.search.nearest import edit_distance, nearest
from tests.support.documents import document

TEXTS = [
    document(
        "one",
        "甲国与乙国联合声明",
        date(2016, 5, 1),
        "双方愿推进“一带一路”建设和两洋铁路，在上海合作组织内协调。",
        "双方赞赏亚太经合组织的作用，总统娜迪亚·博尔卡诺娃阁下出席。",
        "双方在APEC和联合国框架下合作。The UN Charter and UNESCO funds.",
        "博爾卡諾娃总统表示，上海合作组织有力打击走私。",
        kind=Kind.JOINT_STATEMENT,
        parties=("CN", "PE"),
    ),
    document(
        "two",
        "軟體保護條例",
        None,
        "本條例保護電腦軟體及智慧財產權。",
        "軟體之登記，由主管機關為之。",
        kind=Kind.LAW,
    ),
    document("three", "寮國來訪", None, "寮國代表團到訪，與UNESCO官員會談。", kind=Kind.REPORT),
]

TAKEN = [
    ("two-ocean railway", "@两洋铁路", 1),
    ("Two Ocean Railway", "@两洋铁路", 1),
    ("Belt and Road", "@一带一路", 1),
    ("Belt & Road", "@一带一路", 1),
    ("BELT AND ROAD", "@一带一路", 1),
    ("丝绸之路经济带", "@一带一路", 1),
    ("絲綢之路經濟帶", "@一带一路", 1),
    ("上合组织", "@上海合作组织", 2),
    ("上合", "@上海合作组织", 2),
    ("SCO", "@上海合作组织", 2),
    ("老挝", "@老挝", 2),
    ("Laos", "@老挝", 2),
    ("亚太经济合作组织", "@亚太经合组织", 2),
]
"""Query, what it is taken for, clauses."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """An index of these texts."""
    folder = tmp_path_factory.mktemp("names")
    searchlib.build_documents(TEXTS, folder)
    with searchlib.open(folder) as opened:
        yield opened


def offered(library: searchlib.Library, query: str, reason: Reason) -> dict[str, int]:
    """The queries offered for one reason, with their clauses."""
    return {each.query: each.clauses for each in library.alternatives(query) if each.reason is reason}


@pytest.mark.parametrize(("query", "name", "clauses"), TAKEN)
def test_a_name_that_stands_nowhere_is_taken(
    library: searchlib.Library, query: str, name: str, clauses: int
) -> None:
    """The answer is that of the project; what was understood says so, with the number of mentions."""
    results = library.search(query, limit=None)
    (taken,) = results.taken

    assert name == results.understood == taken.query
    assert clauses == results.totals.exact == len(results.hits)
    assert library.mentions(name[1:]).occurrences == taken.mentions > 0
    assert results.hits == library.search(name, limit=None).hits


@pytest.mark.parametrize("query", ["上合组织", "two-ocean railway"])
def test_exactly_as_written_is_not_taken(library: searchlib.Library, query: str) -> None:
    """With ``exact`` and in quotation marks the query stays as it is, and the name is offered."""
    for asked, exact in ((query, True), (f'"{query}"', False)):
        assert library.search(asked, exact=exact).totals.exact == 0
        assert library.search(asked, exact=exact).taken == ()
        assert [each for each in library.alternatives(asked, exact) if each.reason is Reason.NAME]


@pytest.mark.parametrize(
    ("query", "understood", "clauses"),
    [
        ("上合组织 打击", "@上海合作组织 AND 打击", 1),
        ("two-ocean railway 推进", "@两洋铁路 AND 推进", 1),
        ("推进 two-ocean railway country:PE", "推进 AND @两洋铁路 AND country:PE", 1),
        ("上合组织 OR 軟體", "@上海合作组织 OR 軟體", 5),
        ("上合组织 -打击", "@上海合作组织 AND NOT 打击", 1),
        ("打击 -上合组织", "打击 AND NOT 上合组织", 1),
        ("亚太经合组织", "亚太经合组织", 1),
        ("丝路基金", "丝路基金", 0),
    ],
)
def test_one_keyword_of_several(
    library: searchlib.Library, query: str, understood: str, clauses: int
) -> None:
    """Only what stands nowhere is replaced, only by what stands somewhere, and never what is excluded."""
    results = library.search(query, limit=None)

    assert (understood, clauses) == (results.understood, results.totals.exact)


def test_the_same_reading_everywhere(library: searchlib.Library) -> None:
    """Totals, tallies, lines, export and marks agree."""
    results = library.search("上合组织", limit=None)
    places = library.places("上合组织")
    lines = list(library.mentions_at(places, range(len(places))))

    assert library.tallies("上合组织")[results.hits[0].tier].clauses == 2
    assert [line.line.match for line in lines] == ["上海合作组织"] * 2
    assert len(library.select("上合组织")) == 2
    assert all(hit.text[span.start : span.end] == "上海合作组织" for hit in results for span in hit.spans)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("APEC", {"@亚太经合组织": 2}),
        ("APEC 总统", {"@亚太经合组织 AND 总统": 1}),
        ("亚太经合组织", {"@亚太经合组织": 2}),
        ('"上合组织"', {"@上海合作组织": 2}),
        ("丝绸之路经济带倡议", {"@一带一路": 1}),
        ("两洋铁路", {}),
        ("@两洋铁路", {}),
        ("丝路基金", {}),
    ],
)
def test_other_names_are_offered_with_their_number(
    library: searchlib.Library, query: str, expected: dict[str, int]
) -> None:
    """A name that finds more than the query does, alone or inside a keyword; nothing that finds nothing."""
    assert expected == offered(library, query, Reason.NAME)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("软件", {"軟體": 3}),
        ("知识产权", {"智慧財產權": 1}),
        ("软件 登记", {"軟體 AND 登记": 1}),
        ("软件 总统", {"軟體": 3}),
        ('"软件"', {'"軟體"': 3}),
        ("軟體", {}),
        ("出租车", {}),
    ],
)
def test_words_of_another_region_are_offered(
    library: searchlib.Library, query: str, expected: dict[str, int]
) -> None:
    """They are offered and not mixed in; the whole query with the word if that has hits, else the word."""
    assert expected == offered(library, query, Reason.REGION)
    assert not library.search(query, exact=True).totals.exact or query == "軟體"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("博尔卡娃", {"博尔卡诺娃": 2}),
        ("博耳卡诺娃", {"博尔卡诺娃": 2}),
        ("博尔卡诺诺娃", {"博尔卡诺娃": 2}),
        ("博尔卡娃 打击", {"博尔卡诺娃 AND 打击": 1}),
        ("博尔卡娃 軟體", {"博尔卡诺娃": 2}),
        ("博尔卡娃 表示", {"博尔卡诺娃 AND 表示": 1}),
        ("两羊铁路", {"@两洋铁路": 1}),
        ("两洋铁陆", {"@两洋铁路": 1}),
        ("two-ocean railwai", {"@两洋铁路": 1}),
        ("UNESKO", {"@联合国教科文组织": 2}),
        ("博鲁阿特", {}),
        ("亚太经合组织", {}),
        ("龘龘龘龘", {}),
    ],
)
def test_a_mistyped_name_proposes_the_nearest(
    library: searchlib.Library, query: str, expected: dict[str, int]
) -> None:
    """One character wrong, missing or too many, in names of the registry and in those of no dictionary."""
    assert expected == offered(library, query, Reason.SPELLING)


def test_what_each_keyword_finds_alone_is_told_once(library: searchlib.Library) -> None:
    """As a lead, and not as an alternative besides."""
    query = "打击 軟體 龘龘"
    leads = {lead.query: lead.clauses for lead in library.search(query).leads}

    assert {"打击": 1, "軟體": 3, "龘龘": 0}.items() <= leads.items()
    assert leads.keys().isdisjoint(other.query for other in library.alternatives(query))


@pytest.mark.parametrize(
    "query",
    [
        "Belt and Road",
        "Belt & Road",
        "@一带一路",
        "APEC",
        "软件 登记",
        "博尔卡娃 打击",
        "UN",
        "打击 龘",
        "上合组织 軟體",
        "a OR b",
    ],
)
def test_what_is_offered_has_hits_and_is_not_the_query(library: searchlib.Library, query: str) -> None:
    """Every one, asked again, finds as many clauses as it says, and is canonical."""
    results = library.search(query)
    others = library.alternatives(query)

    for other in others:
        assert other.query not in (query, str(parse(query)), results.understood)
        assert other.query == str(parse(other.query))
        assert other.clauses == library.search(other.query).totals.exact > 0
    assert len(others) == len({other.query for other in others})


@pytest.mark.parametrize(
    ("name", "occurrences"),
    [("UN", 2), ("UNESCO", 2), ("联合国", 2), ("APEC", 2), ("上合", 2), ("老挝", 2)],
)
def test_mentions_by_any_name_as_whole_words(library: searchlib.Library, name: str, occurrences: int) -> None:
    """UN is not found in UNESCO or funds; a plain scan finds the same."""
    answer = library.mentions(name, scan=True)

    assert occurrences == answer.occurrences
    assert answer.certificate.verified_by_scan


def test_a_name_as_it_is_typed_is_text(library: searchlib.Library) -> None:
    """Quoted after an equals sign, a name of the registry stands for itself alone."""
    assert library.mentions('="联合国"').names == ('="联合国"',)
    assert len(library.mentions("联合国").names) > 1


def test_a_name_to_ask_by_is_looked_for_too_when_asked(library: searchlib.Library) -> None:
    """What a reader typed is among what is looked for, though it is no name in texts otherwise."""
    assert library.mentions("上合").names[-1] == "上合"
    assert "上合" not in library.mentions("SCO").names


def test_count_takes_nothing_for_a_name(library: searchlib.Library) -> None:
    """The number of a query as it stands, for those who show the number of each keyword."""
    assert library.count(parse("上合组织")) == 0
    assert library.count(parse("上海合作组织")) == 2


def test_nearest_is_bounded(library: searchlib.Library) -> None:
    """Too short, too long or only signs: nothing is near."""
    for asked in ("", "铁", "铁陆", "，，，，", "博" * 25):
        assert nearest(library.engine, asked) == ()


@pytest.mark.parametrize(
    ("one", "other", "most", "expected"),
    [
        ("", "", 1, 0),
        ("abc", "abc", 0, 0),
        ("abc", "abd", 1, 1),
        ("abc", "ac", 1, 1),
        ("abc", "xabc", 1, 1),
        ("abc", "cab", 2, 2),
        ("abc", "xyz", 1, 2),
        ("kitten", "sitting", 3, 3),
    ],
)
def test_edit_distance(one: str, other: str, most: int, expected: int) -> None:
    """Levenshtein's distance, or one more than asked for."""
    assert expected == edit_distance(one, other, most) == edit_distance(other, one, most)


def test_a_shipped_organisation_that_a_corpus_lists(tmp_path: Path) -> None:
    """An own registry with the organisation: found by its short name."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("声明\n2019年6月13日\n一、在上海合作组织内合作。\n", encoding="utf-8")
    (corpus / "projects.toml").write_text(
        '[[project]]\nid = "sco"\nnames = ["上海合作组织", "上合组织"]\n', encoding="utf-8"
    )
    searchlib.build(corpus, tmp_path / "index")
    with searchlib.open(tmp_path / "index") as opened:
        assert opened.search("上合组织").totals.exact == 1
        assert opened.search("SCO").totals.exact == 1
