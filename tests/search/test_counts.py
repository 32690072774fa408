"""Counts as data, and statements as wholes, compared with what is counted by hand and by a plain scan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import searchlib
from searchlib.engine.base import Engine
from searchlib.errors import IndexDamaged, QueryError
from searchlib.model import Clause, Document, Kind, Tier
from searchlib.search import certificate
from searchlib.search.count_by import By
from searchlib.search.statement_scan import scan_statements


def text(name: str, day: date | None, *clauses: str, **facts: object) -> Document:
    """A text of numbered clauses under a title of two characters."""
    made = [Clause(name, "title", "文件"), *(Clause(name, str(n), t) for n, t in enumerate(clauses, 1))]
    return Document(name, "文件", date=day, digest=name, clauses=tuple(made), **facts)


PACT, REPORT = {"kind": Kind.JOINT_STATEMENT}, {"kind": Kind.REPORT, "publisher": "新华社"}
DOCUMENTS = [
    text("a", date(2001, 5, 1), "修建铁路，铁路。", "保护渔业。", parties=("CN", "PE"), **PACT),
    text("b", date(2001, 9, 1), "铁路通车。", parties=("CN", "CL"), **PACT),
    text("c", date(2003, 1, 1), "渔业和港口。", "港口。", parties=("CN", "PE"), **REPORT),
    text("d", None, "铁 路在山 中，共十个字。"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """The index of the texts, open."""
    folder = tmp_path_factory.mktemp("counts")
    searchlib.build_documents(DOCUMENTS, folder)
    with searchlib.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("year", [("2001", 3, 2, 2, 5, 2), (None, 1, 1, 1, 2, 1)]),
        (
            "country",
            [("CN", 3, 2, 2, 8, 3), ("PE", 2, 1, 1, 6, 2), ("CL", 1, 1, 1, 2, 1), (None, 1, 1, 1, 2, 1)],
        ),
        ("statement", [("a", 2, 1, 1, 3, 1), ("b", 1, 1, 1, 2, 1), ("d", 1, 1, 1, 2, 1)]),
        ("kind", [("joint-statement", 3, 2, 2, 5, 2), ("other", 1, 1, 1, 2, 1)]),
        ("publisher", [(None, 4, 3, 3, 7, 3)]),
    ],
)
def test_mentions_are_counted(library: searchlib.Library, by: str, expected: list[tuple]) -> None:
    """Occurrences, clauses, statements; clauses and statements of the group; what is unknown comes last."""
    found = library.mention_counts("铁路", by)

    assert [
        (r.key, r.occurrences, r.clauses, r.statements, r.extent.clauses, r.extent.statements)
        for r in found.rows
    ] == expected


def test_rates_are_of_the_texts_of_the_group(library: searchlib.Library) -> None:
    """The characters that count: a blank between Han does not."""
    year, undated = library.mention_counts("铁路", By.YEAR).rows

    assert year.extent.characters == len("文件修建铁路，铁路。保护渔业。文件铁路通车。")
    assert year.per_clause == pytest.approx(3 / 5)
    assert year.per_million_characters == pytest.approx(3e6 / year.extent.characters)
    assert undated.extent.characters == len("文件铁路在山中，共十个字。")


def test_the_first_tier_that_holds_any_is_counted(library: searchlib.Library) -> None:
    """Tiers are not mixed; extents are those of the texts that satisfy the filters."""
    tier, exactly = library.search_counts("港口 country:PE", By.YEAR)
    (row,) = exactly.rows

    assert (tier, row.key, row.clauses, row.occurrences) == (Tier.EXACT, "2003", 2, None)
    assert (row.counted, row.extent.clauses, row.extent.statements) == (2, 3, 1)
    assert library.search_counts("渔业港口", By.YEAR)[0] is Tier.WORDS
    assert library.search_counts("渔业港口", By.YEAR, exact=True)[1].rows == ()


def test_clauses_of_whole_statements_are_counted(library: searchlib.Library) -> None:
    """With the scope of a statement."""
    _, found = library.search_counts("铁路 渔业", "statement", scope="statement")

    assert [(row.key, row.label, row.clauses) for row in found.rows] == [("a", "文件", 2)]


def test_statements_are_counted(library: searchlib.Library) -> None:
    """The measure is the statement; a filter narrows the extent too."""
    found = library.statement_counts("-港口 kind:joint-statement", "country")

    assert [(row.key, row.counted, row.extent.statements) for row in found.rows] == [
        ("CN", 2, 2),
        ("CL", 1, 1),
        ("PE", 1, 1),
    ]


QUERIES = {
    "铁路 渔业": ["a"],
    "铁路 OR 港口": ["a", "b", "c", "d"],
    "铁路 -渔业": ["b", "d"],
    "-铁路": ["c"],
    "country:PE -铁路": ["c"],
    "NOT (铁路 OR 港口)": [],
    "NOT (铁路 渔业) country:CN": ["b", "c"],
    "(铁路 渔业) OR (港口 渔业)": ["a", "c"],
    "year:2001": ["a", "b"],
    "-year:2001": ["c", "d"],
    "clause:2": ["a", "c"],
    "clause:2 铁路": ["a"],
    "-clause:2": ["b", "d"],
    "修建 NEAR/2 铁路": ["a"],
    "保护 NEAR/2 铁路": [],
    "title:文件 港口": ["c"],
    "文件 publisher:新华社": ["c"],
    '"铁路在山中"': ["d"],
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.items())
def test_statements_satisfy_a_query_as_wholes(
    library: searchlib.Library, query: str, expected: list[str]
) -> None:
    """In corpus order, and as a plain scan finds them."""
    found = library.statements(query, scan=True)

    assert [each.document.id for each in found] == expected
    assert (found.total, found.searched) == (len(expected), 4)
    assert found.certificate.verified_by_scan
    assert not library.statements(query, scan=False).certificate.verified_by_scan


def test_clauses_are_counted_by_text(library: searchlib.Library) -> None:
    """For each wanted text, in each statement and in all; an excluded one is not counted."""
    found = library.statements("(铁路 OR 渔业) -通车")

    assert found.counts == {"铁路": 2, "渔业": 2}
    assert [(each.document.id, dict(each.counts), each.clauses) for each in found] == [
        ("a", {"铁路": 1, "渔业": 1}, 2),
        ("c", {"铁路": 0, "渔业": 1}, 1),
        ("d", {"铁路": 1, "渔业": 0}, 1),
    ]


def test_a_window_says_the_same_of_the_whole(library: searchlib.Library) -> None:
    """Only the rows are fewer; negative numbers and bad queries are refused."""
    whole, part = library.statements("铁路"), library.statements("铁路", offset=1, limit=1)

    assert (part.total, part.counts) == (whole.total, whole.counts)
    assert part.statements == whole.statements[1:2]
    with pytest.raises(ValueError, match="negative"):
        library.statements("铁路", offset=-1)
    with pytest.raises(QueryError):
        library.statements("country:火星")


def test_search_in_statements_lists_clauses_with_any_of_the_texts(library: searchlib.Library) -> None:
    """Of the statements that hold all of them; below exact, their words."""
    found = library.search("铁路 渔业", scope="statement", limit=None)

    assert {hit.clause.id for hit in found} == {"a#1", "a#2"}
    assert library.search("铁路 渔业").totals.exact == 0
    assert [hit.clause.id for hit in library.search("-港口 country:PE", scope="statement")] == [
        "a#title",
        "a#1",
        "a#2",
    ]
    relaxed = library.search("渔业港口 港口", scope="statement", limit=None)
    assert (relaxed.totals.exact, {hit.tier for hit in relaxed}) == (0, {Tier.WORDS})


def test_a_scan_that_differs_is_told(library: searchlib.Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is given that a plain scan contradicts."""

    def missing_one(engine: Engine, query: object) -> set[str]:
        return scan_statements(engine, query) - {"b"}

    monkeypatch.setattr(certificate, "scan_statements", missing_one)
    with pytest.raises(IndexDamaged) as raised:
        library.statements("铁路 -不在", scan=True)
    assert raised.value.code == "index.misses-statements"


@pytest.mark.shared
def test_the_seeds_hold_what_was_worked_out_by_hand(shared: object, tmp_path: object) -> None:
    """Which statements hold two texts, and which of a country do not mention one."""
    searchlib.build(shared / "seeds", tmp_path / "index")
    with searchlib.open(tmp_path / "index") as opened:
        both = opened.statements("两洋铁路 联合国宪章")
        without = opened.statements("country:秘鲁 -两洋铁路")
        named = opened.search("中秘2015年联合声明第八条").hits[0]

    assert [str(each.document.date) for each in both] == ["2015-05-22", "2016-09-13"]
    assert [str(each.document.date) for each in without] == ["2013-04-06", "2024-06-29", "None"]
    assert all(answer.certificate.verified_by_scan for answer in (both, without))
    assert named.clause.id == "2015-05-22-cn-pe-joint-statement#8"
