"""Folded answers: one entry for each statement and text, complete over all pages, whatever their size."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
    """The records of entries, and of what their counts say is below them."""
    owners = {number: own.id for every in flat.values() for number, own in _owned(engine, every)}
    by_statement: dict[tuple[Tier, str], list[int]] = defaultdict(list)
    for tier, every in flat.items():
        for number in every:
            by_statement[tier, owners[number]].append(number)
    for tier, entry in found:
        shown = [number for number, _ in entry.hits]
        for numbers, more in ((shown, entry.more), *(([number], more) for number, more in entry.copies)):
            own = by_statement[tier, owners[numbers[0]]]
            assert own[: len(numbers)] == numbers
            assert len(own) - len(numbers) == more
            yield from own


def _owned(engine: Engine, every: Sequence[int]) -> Iterator[tuple[int, Document]]:
    return ((number, own) for number, (_, own) in zip(every, engine.fetch(every), strict=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=statements,
    query=st.sampled_from(QUERIES),
    limit=st.integers(1, 7),
    block=st.sampled_from((1, 2, 3, 50)),
    first=st.sampled_from((1, 3, 256)),
)
def test_all_pages_unfolded_are_every_hit_once(
    drawn: list[tuple[str | None, list[tuple[str, str]], date | None]],
    query: str,
    limit: int,
    block: int,
    first: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For pages of any size; entries stand in the order of their first hits."""
    monkeypatch.setattr(folding, "BLOCK", block)
    monkeypatch.setattr(folding, "_FIRST", first)
    engine, plans = engine_of(drawn), plans_of(query)
    flat = numbers(engine, plans)
    found, places = [], []
    for offset in count(0, limit):
        part = list(pages(engine, plans, SearchRequest(query, limit, offset, fold=True)))
        entries = [(page.plan.tier, entry) for page in part for entry in page.entries]
        assert [row for _, entry in entries for row in entry.hits] == [r for page in part for r in page.rows]
        assert all(offset <= entry.place < offset + limit for _, entry in entries)
        assert sum(len(entry.hits) for _, entry in entries) <= limit
        found += entries
        places += [entry.place for _, entry in entries]
        if offset + limit >= sum(page.size for page in part):
            break

    assert {page.plan.tier: page.total for page in part} == {tier: len(own) for tier, own in flat.items()}
    assert Counter(unfolded(engine, flat, found)) == Counter(n for every in flat.values() for n in every)
    assert places == sorted(set(places))
    for tier, every in flat.items():
        own = [entry.hits[0][0] for held, entry in found if held is tier]
        assert own == [number for number in every if number in own]
    one_each = [
        replace(entry, hits=entry.hits[:1], more=entry.more + len(entry.hits) - 1) for _, entry in found
    ]
    whole = pages(engine, plans, SearchRequest(query, None, fold=True))
    assert one_each == [entry for page in whole for entry in page.entries]


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


def test_one_entry_for_each_statement_and_text(library: searchlib.Library) -> None:
    """A copy in the other script is a copy; totals are those of the flat answer."""
    folded, flat = library.search("推进铁路合作", fold=True), library.search("推进铁路合作", limit=None)

    assert list(map(told, folded)) == [("a#1", 0, [("b#1", 0)])]
    assert (folded.totals, folded.size, flat.size) == (flat.totals, 2, 2)
    rails = library.search("铁路", limit=4, fold=True, exact=True)
    assert [told(hit)[1:] for hit in rails] == [(2, []), (1, []), (0, []), (1, [])]
    assert (rails.size, rails.totals.exact) == (4, 8)


def test_few_statements_share_a_page(library: searchlib.Library) -> None:
    """As many clauses of each as fit, so that one statement alone fills it; the first tells what is left."""
    twice = library.search("铁路", limit=8, fold=True, exact=True)
    below = [hit.folded.more if hit.folded else None for hit in twice]

    assert [hit.document.id for hit in twice] == ["a", "a", "b", "b", "c", "d", "d"]
    assert below == [1, None, 0, None, 0, 0, None]
    alone, flat = (library.search("铁路 title:铁路法", exact=True, fold=fold) for fold in (True, False))
    assert [hit.clause.id for hit in alone] == [hit.clause.id for hit in flat]


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
                records = [entry.hits[0][0], *(number for number, _ in entry.copies)]
                first, *rest = (clause.id for clause, _ in oracle.fetch(records))
                more = [copied for _, copied in entry.copies]
                expected.append((first, entry.more, list(zip(rest, more, strict=True))))
            assert hits == expected, query
