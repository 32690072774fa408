"""Folded answers: one entry for each statement and text, complete over all pages, whatever their size."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import searchlib
from searchlib.engine.base import Engine
from searchlib.engine.oracle import OracleEngine
from searchlib.model import Clause, Document, Hit, SearchRequest, Sort, Tier
from searchlib.projects import Registry
from searchlib.query.parser import parse
from searchlib.query.planner import TierPlan, tiers
from searchlib.search import folding
from searchlib.search.collector import pages
from searchlib.search.folding import FoldedPlace
from searchlib.text.analyzer import Analyzer
from tests.support.documents import document
from tests.support.engines import analyzed_clause

ANALYZER = Analyzer()
TEXTS = ("铁路", "铁路合作", "铁路合作项目", "合作项目。", "两洋铁路与合作", "铁路、公路", "无关的文字")
QUERIES = ("铁路", "铁路 合作", "合作铁路", "公路 铁路 项目", "铁路 OR 项目", "铁路 -公路", "铁路 kind:other")

statements = st.lists(
    st.tuples(
        st.sampled_from(("铁路", "合作", None)),
        st.lists(st.tuples(st.sampled_from(("p", "h")), st.sampled_from(TEXTS)), min_size=1, max_size=6),
        st.sampled_from((None, date(2015, 1, 1), date(2020, 1, 1))),
    ),
    min_size=1,
    max_size=12,
)


def engine_of(drawn: Sequence[tuple[str | None, list[tuple[str, str]], date | None]]) -> Engine:
    """The oracle over documents with these titles, paragraphs and headings, and days."""
    records = []
    for number, (title, texts, day) in enumerate(drawn):
        own = Document(f"d{number:02}", title, date=day, digest=str(number))
        for ordinal, (kind, text) in enumerate(texts):
            clause = Clause(own.id, f"{kind}{ordinal + 1}", text)
            records.append(analyzed_clause(ANALYZER, clause, own, ordinal))
    return OracleEngine(records)


def plans_of(query: str) -> tuple[TierPlan, ...]:
    """The tiers of a query."""
    return tiers(parse(query), ANALYZER, Registry(()).names_of)


def numbers(engine: Engine, plans: Sequence[TierPlan]) -> dict[Tier, list[int]]:
    """The flat order of each tier."""
    flat = pages(engine, plans, SearchRequest("铁路", None))
    return {page.plan.tier: [number for number, _ in page.rows] for page in flat}


def unfolded(
    engine: Engine, flat: Mapping[Tier, Sequence[int]], found: Sequence[tuple[Tier, FoldedPlace]]
) -> Iterator[int]:
    """The records of entries and of their copies, and of what is said to be below them."""
    for tier, every in flat.items():
        owners = {number: own.id for number, (_, own) in zip(every, engine.fetch(every), strict=True)}
        by_statement: dict[str, list[int]] = defaultdict(list)
        for number in every:
            by_statement[owners[number]].append(number)
        given: dict[str, list[int]] = defaultdict(list)
        said: dict[str, int] = defaultdict(int)
        for held, entry in found:
            rows = ((entry.hit.number, entry.hit.more), *entry.copies) if held is tier else ()
            for number, more in rows:
                given[owners[number]].append(number)
                said[owners[number]] += more
        for statement, own in by_statement.items():
            shown = given[statement]
            assert set(shown) == set(own[: len(shown)])
            assert said[statement] == len(own) - len(shown)
            yield from (*shown, *own[len(shown) :])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=statements,
    query=st.sampled_from(QUERIES),
    limit=st.integers(1, 7),
    block=st.sampled_from((1, 2, 3, 50)),
    most=st.sampled_from((1, 2, 3)),
    first=st.sampled_from((1, 3, 256)),
)
def test_all_pages_unfolded_are_every_hit_once(
    drawn: list[tuple[str | None, list[tuple[str, str]], date | None]],
    query: str,
    limit: int,
    block: int,
    most: int,
    first: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For pages of any size; entries stand in the flat order."""
    monkeypatch.setattr(folding, "BLOCK", block)
    monkeypatch.setattr(folding, "HITS_EACH", most)
    monkeypatch.setattr(folding, "FIRST_PAGE", 5)
    monkeypatch.setattr(folding, "_FIRST", first)
    engine, plans = engine_of(drawn), plans_of(query)
    flat = numbers(engine, plans)
    found: list[tuple[Tier, FoldedPlace]] = []
    for offset in count(0, limit):
        part = list(pages(engine, plans, SearchRequest(query, limit, offset, fold=True)))
        entries = [(page.plan.tier, entry) for page in part for entry in page.entries]
        shown = [(entry.hit.number, entry.hit.score) for _, entry in entries]
        assert shown == [row for page in part for row in page.rows]
        assert all(offset <= entry.place < offset + limit for _, entry in entries)
        found += entries
        if offset + limit >= sum(page.size for page in part):
            break

    places = [entry.place for _, entry in found]
    assert {page.plan.tier: page.total for page in part} == {tier: len(own) for tier, own in flat.items()}
    assert Counter(unfolded(engine, flat, found)) == Counter(n for every in flat.values() for n in every)
    assert places == sorted(set(places))
    for tier, every in flat.items():
        own = [entry.hit.number for held, entry in found if held is tier]
        assert own == [number for number in every if number in own]
        owners = Counter(document.id for _, document in engine.fetch(own))
        assert max(owners.values(), default=0) <= max(most, 5)
    whole = pages(engine, plans, SearchRequest(query, None, fold=True))
    assert [entry for _, entry in found] == [entry for page in whole for entry in page.entries]


@given(drawn=statements, query=st.sampled_from(QUERIES))
def test_titles_and_headings_come_last_in_a_tier(
    drawn: list[tuple[str | None, list[tuple[str, str]], date | None]], query: str
) -> None:
    """By relevance; in the other orders they stand where they are."""
    engine, plans = engine_of(drawn), plans_of(query)

    for page in pages(engine, plans, SearchRequest(query, None)):
        paths = [clause.path[0] for clause, _ in engine.fetch([number for number, _ in page.rows])]
        assert paths == sorted(paths, reverse=True)
    for page in pages(engine, plans, SearchRequest(query, None, sort=Sort.CORPUS)):
        assert [number for number, _ in page.rows] == sorted(number for number, _ in page.rows)


COPIED = "双方同意推进铁路合作。"
LIBRARY = (
    document("a", "甲法", date(2015, 1, 1), COPIED, "铁路部门负责铁路运输。", "铁路。"),
    document("b", "甲法", date(2015, 1, 1), "双方同意推进鐵路合作。", "铁路部门负责铁路运输。"),
    document("c", "乙法", date(2018, 1, 1), "公路。", "乘火车走铁路。"),
    document("d", "铁路法", None, "渔业。"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Library]:
    """An index of :data:`LIBRARY`, open."""
    folder = tmp_path_factory.mktemp("index")
    searchlib.build_documents(LIBRARY, folder)
    with searchlib.open(folder) as opened:
        yield opened


def told(hit: Hit) -> tuple[str, int, list[tuple[str, int]]]:
    """A hit and what is folded below it."""
    assert hit.folded is not None
    return hit.clause.id, hit.folded.more, [(copy.clause.id, copy.more) for copy in hit.folded.copies]


def test_one_entry_for_a_text(library: searchlib.Library) -> None:
    """A copy in the other script is a copy; totals are those of the flat answer."""
    folded, flat = library.search("推进铁路合作", fold=True), library.search("推进铁路合作", limit=None)

    assert list(map(told, folded)) == [("a#1", 0, [("b#1", 0)])]
    assert (folded.totals, folded.size, flat.size) == (flat.totals, 2, 2)


def test_a_statement_has_few_entries(library: searchlib.Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first hits in the order of all; the last of them tells what is left."""
    monkeypatch.setattr(folding, "FIRST_PAGE", 0)
    monkeypatch.setattr(folding, "HITS_EACH", 2)
    rails = library.search("铁路", fold=True, exact=True)
    flat = library.search("铁路", limit=None, exact=True)
    below = {hit.clause.id: hit.folded.more for hit in rails if hit.folded}

    assert [hit.clause.id for hit in rails] == [hit.clause.id for hit in flat if hit.clause.id in below]
    copies = [copy.document.id for hit in rails if hit.folded for copy in hit.folded.copies]
    listed = Counter([*(hit.document.id for hit in rails), *copies])
    assert listed == {"a": 2, "b": 2, "c": 1, "d": 2}
    assert sum(below.values()) == 1 == len(flat) - rails.size
    assert rails.totals == flat.totals


def test_a_short_answer_is_whole(library: searchlib.Library) -> None:
    """Where everything fits on a first page, a statement has all its hits."""
    alone, flat = (library.search("铁路 title:铁路法", exact=True, fold=fold) for fold in (True, False))

    assert [hit.clause.id for hit in alone] == [hit.clause.id for hit in flat]
    assert len(alone.hits) == 2
    assert all(hit.folded and not hit.folded.more for hit in library.search("铁路", exact=True, fold=True))


def test_only_ranked_answers_are_folded(library: searchlib.Library) -> None:
    """Not by date, in corpus order, of filters alone, grouped, or of a pasted text."""
    for query, options in (
        ("铁路", {"sort": "date"}),
        ("铁路", {"sort": "corpus"}),
        ("铁路", {"group": True}),
        ("kind:other", {}),
        (COPIED * 60, {}),
    ):
        folded, flat = (library.search(query, fold=fold, **options) for fold in (True, False))
        assert [hit.clause.id for hit in folded] == [hit.clause.id for hit in flat]
        assert all(hit.folded is None for hit in folded)


def test_a_folded_answer_is_read_in_batches_and_explained(library: searchlib.Library) -> None:
    """What is folded stays with its hit, and each entry has its explanation."""
    request = SearchRequest("铁路", None, fold=True)
    found = library.found(request)

    assert list(map(told, found.hits)) == list(map(told, library.answer(request)))
    assert [each.score for each in library.explain(request)] == pytest.approx(
        [hit.score for hit in library.answer(request)]
    )


def test_named_articles_are_never_folded(library: searchlib.Library) -> None:
    """Both versions of an article come first, each by itself."""
    found = library.search("甲法第1条", fold=True)

    assert [hit.clause.id for hit in found if hit.tier is Tier.REFERENCE] == ["a#1", "b#1"]
    assert all(hit.folded is None for hit in found if hit.tier is Tier.REFERENCE)


def test_pages_over_the_index_are_those_over_the_oracle(tmp_path: Path) -> None:
    """The engines fold alike."""
    searchlib.build_documents(LIBRARY, tmp_path / "index")
    oracle = OracleEngine(
        analyzed_clause(ANALYZER, clause, each, ordinal)
        for each in LIBRARY
        for ordinal, clause in enumerate(each.clauses)
    )
    with searchlib.open(tmp_path / "index") as opened:
        for query in QUERIES:
            hits = [told(hit) for hit in opened.search(query, limit=None, fold=True)]
            parts = pages(oracle, plans_of(query), SearchRequest(query, None, fold=True))
            expected = []
            for entry in (entry for part in parts for entry in part.entries):
                records = [entry.hit.number, *(number for number, _ in entry.copies)]
                first, *rest = (clause.id for clause, _ in oracle.fetch(records))
                more = [copied for _, copied in entry.copies]
                expected.append((first, entry.hit.more, list(zip(rest, more, strict=True))))
            assert hits == expected, query
