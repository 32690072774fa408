"""Concordances: every place once, in the order asked for, and samples that can be drawn again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib
from searchlib.analysis.collation import collation_key
from searchlib.analysis.concordance import concordance, sort_levels
from searchlib.analysis.contexts import contexts_of, near_windows
from searchlib.errors import QueryError
from searchlib.model import Mention
from searchlib.search.library import Library
from searchlib.text.running import RunningText
from searchlib.text.views import fold

QUERIES = ("铁路", "合作 country:秘鲁", "铁路 OR 港", "@两洋铁路", "双?", "year:2015..2018 中国")


def beside(line: Mention, level: str) -> str:
    """The folded character at ``R1``, ``L2`` … of a line, by a way of its own."""
    text = RunningText(line.clause.text)
    start, end = text.inner(line.span)
    distance = int(level[1:])
    at = end + distance - 1 if level[0] == "R" else start - distance
    return fold(text.running[at : at + 1]) if at >= 0 else ""


@pytest.mark.parametrize("query", QUERIES)
def test_every_place_is_a_line(demo: Library, query: str) -> None:
    """In corpus order and, under any other order, the same lines."""
    plain = concordance(demo, query)
    keys = [(line.clause.id, line.span) for line in plain]

    assert plain.total == plain.shown == len(keys) == len(set(keys)) > 0
    assert plain.clauses == len({line.clause.id for line in plain})
    assert plain.statements == len({line.document.id for line in plain})
    for order in ("R1 R2 R3", "L1 L2 L3", "party date", "match L1"):
        assert sorted(
            (line.clause.id, line.span) for line in concordance(demo, query, order=order)
        ) == sorted(keys)


@pytest.mark.parametrize("order", ["R1", "L1", "R1 R2 R3", "L3 L2 L1", "R5 L5"])
def test_lines_are_sorted_by_the_characters_beside_them(demo: Library, order: str) -> None:
    """Level by level, in the order of GB 18030; the end of a clause comes first."""
    lines = list(concordance(demo, "双方", order=order))
    keys = [tuple(collation_key(beside(line, level)) for level in order.split()) for line in lines]

    assert len(set(keys)) > 5
    assert keys == sorted(keys)


def test_lines_are_sorted_by_facts(demo: Library) -> None:
    """Dates, undated last; parties whatever their order."""
    days = [line.document.date for line in concordance(demo, "合作", order="date")]
    parties = [sorted(line.document.parties) for line in concordance(demo, "铁路", order="party")]

    assert [day for day in days if day] == sorted(day for day in days if day)
    assert parties == sorted(parties)
    assert len({tuple(each) for each in parties}) > 3


def test_chinese_is_in_the_order_of_its_pronunciation() -> None:
    """As far as GB 2312 goes; rare characters come after, signs before."""
    assert sorted("铁合安中，A𠀀", key=collation_key) == ["A", "，", "安", "合", "铁", "中", "𠀀"]


def test_a_sample_can_be_drawn_again(demo: Library) -> None:
    """The same seed draws the same lines, another one others; none twice, all of them lines."""
    everything = [(line.clause.id, line.span) for line in concordance(demo, "双方")]
    first = concordance(demo, "双方", sample=10, seed=3)
    drawn = [(line.clause.id, line.span) for line in first]

    assert (first.shown, first.total) == (10, len(everything))
    assert len(set(drawn)) == 10
    assert set(drawn) < set(everything)
    assert drawn == [(line.clause.id, line.span) for line in concordance(demo, "双方", sample=10, seed=3)]
    assert drawn != [(line.clause.id, line.span) for line in concordance(demo, "双方", sample=10, seed=4)]
    assert concordance(demo, "双方", sample=10**6).shown == len(everything)


def test_windows_are_parts_of_the_whole(demo: Library) -> None:
    """Page after page, sorted and drawn alike."""
    whole = concordance(demo, "双方", order="R1", sample=25, seed=1).lines
    pages = [
        concordance(demo, "双方", order="R1", sample=25, seed=1, offset=at, limit=4).lines
        for at in range(0, 28, 4)
    ]

    assert whole == tuple(line for page in pages for line in page)
    with pytest.raises(ValueError, match="negative"):
        concordance(demo, "双方", offset=-1)


@pytest.mark.parametrize(
    ("written", "said"), [("R6", "'r6'"), ("X", "'x'"), ("R1 R2 R3 L1", "4 levels"), ("R", "'r'")]
)
def test_an_order_that_is_none_is_refused(written: str, said: str) -> None:
    """With what there is."""
    with pytest.raises(QueryError, match=said):
        sort_levels(written)


def test_a_query_of_filters_has_no_lines(demo: Library) -> None:
    """Nor needles."""
    found = concordance(demo, "year:2015")

    assert (found.total, found.needles, found.lines) == (0, (), ())


@pytest.mark.parametrize("query", QUERIES)
def test_any_engine_gives_the_same(demo: Library, scanned: Library, query: str) -> None:
    """Lines and order behind plain scans."""
    for order in ("", "R1 L1", "party"):
        one, other = concordance(demo, query, order=order), concordance(scanned, query, order=order)
        assert [(line.clause, line.span, line.name) for line in one] == [
            (line.clause, line.span, line.name) for line in other
        ]


def test_contexts_are_those_of_the_lines(demo: Library) -> None:
    """The folded characters on both sides, none of another clause."""
    places = demo.places("铁路")
    found = contexts_of(demo, places, 3)
    lines = list(demo.mentions_at(places, range(len(places))))

    assert len(lines) == len(found.rights) > 0
    for line, left, match, right in zip(lines, found.lefts, found.matches, found.rights, strict=True):
        text = RunningText(line.clause.text)
        start, end = text.inner(line.span)
        folded = fold(text.running)
        assert (left, match, right) == (
            folded[max(0, start - 3) : start],
            folded[start:end],
            folded[end : end + 3],
        )


@given(st.text("甲乙丙", max_size=30), st.sets(st.integers(0, 29), max_size=5), st.integers(1, 6))
def test_near_windows_have_each_near_character_once(text: str, starts: set[int], reach: int) -> None:
    """Those within reach of a span, and in none."""
    spans = [(at, min(at + 2, len(text))) for at in sorted(starts) if at < len(text)]
    inside = {at for start, end in spans for at in range(start, end)}
    near = {
        at for start, end in spans for at in range(start - reach, end + reach) if 0 <= at < len(text)
    } - inside
    expected: list[str] = []
    for at in sorted(near):
        if at - 1 in near:
            expected[-1] += text[at]
        else:
            expected.append(text[at])

    assert list(near_windows(text, spans, reach)) == expected


@pytest.mark.parametrize("texts", [["铁路" * 3, "人人人人"], ["铁路"]])
def test_overlapping_places_are_lines_too(tmp_path: Path, texts: list[str]) -> None:
    """人人 stands three times in 人人人人."""
    clauses = tuple(searchlib.Clause("d", str(at), text) for at, text in enumerate(texts))
    searchlib.build_documents([searchlib.Document("d", "甲", digest="1", clauses=clauses)], tmp_path)
    with searchlib.open(tmp_path) as library:
        assert concordance(library, "铁路", order="R1").total == sum(text.count("铁路") for text in texts)
        assert concordance(library, "人人").total == (3 if len(texts) > 1 else 0)
