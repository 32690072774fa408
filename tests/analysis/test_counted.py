"""Neighbours, collocates and dispersion: compared with counting by hand, measures with their sources."""

from __future__ import annotations

from collections import Counter
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis.association import dice, log_dice, log_likelihood
from searchlib.analysis.collocates import collocates_of, neighbours_of
from searchlib.analysis.contexts import near_windows
from searchlib.analysis.dispersion import deviation_of_proportions, juilland_d, spread_of
from searchlib.search.library import Library
from searchlib.text.running import key
from searchlib.text.spans import starts


def texts(library: Library) -> list[tuple[str, str]]:
    """Document id and folded running text of every clause."""
    return [
        (document.id, key(clause.text))
        for document in library.documents()
        for clause in library.document(document.id).clauses
    ]


def test_log_likelihood_is_that_of_its_source() -> None:
    """Dunning 1993, table of bigrams: "the swiss" with 110, 2442, 111 and 29114."""
    assert log_likelihood(110, 110 + 2442, 110 + 111, 110 + 2442 + 111 + 29114) == pytest.approx(
        270.72, abs=0.01
    )
    assert log_likelihood(1, 500, 500, 1000) < 0


@given(st.integers(1, 50), st.integers(0, 200), st.integers(0, 200))
def test_dice_and_its_logarithm(together: int, more: int, others: int) -> None:
    """From 0 to 1; logDice is 14 where the two never stand apart."""
    found = dice(together, together + more, together + others)

    assert 0 < found <= 1
    assert log_dice(together, together + more, together + others) == pytest.approx(14 + log2(found))
    assert (found == 1) == (more == others == 0)


def test_dispersion_is_that_of_its_source() -> None:
    """Gries's example: five parts of 9, 10, 10, 10 and 11 words with 1 to 5 occurrences."""
    counts, sizes = [1, 2, 3, 4, 5], [9, 10, 10, 10, 11]
    found = deviation_of_proportions(counts, sizes)

    assert juilland_d(counts, sizes) == pytest.approx(0.785, abs=0.001)
    assert found is not None
    assert found == (pytest.approx(0.18, abs=0.0001), pytest.approx(0.2195, abs=0.0001))
    assert juilland_d([0, 0], [1, 1]) is None
    assert deviation_of_proportions([0], [1]) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 99)), min_size=2, max_size=12))
def test_dispersion_stays_within_its_bounds(parts: list[tuple[int, int]]) -> None:
    """0 to 1, whatever the parts; an even spread is 1 and 0."""
    counts, sizes = [count for count, _ in parts], [size for _, size in parts]
    found, proportions = juilland_d(counts, sizes), deviation_of_proportions(counts, sizes)

    assert found is None or -1e-9 <= found <= 1
    assert proportions is None or (0 <= proportions[0] <= 1 and proportions[1] <= 1 + 1e-9)
    assert juilland_d(sizes, sizes) == pytest.approx(1)
    assert deviation_of_proportions(sizes, sizes) == pytest.approx((0, 0))


@pytest.mark.parametrize("word", ["铁路", "双方", "合作"])
def test_neighbours_are_counted_at_every_place(demo: Library, word: str) -> None:
    """One to three characters on each side, by hand."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for _, text in texts(demo):
        for at in starts(text, word):
            for length in (1, 2, 3):
                left.update([text[at - length : at]] if at >= length else [])
                end = at + len(word)
                right.update([text[end : end + length]] if end + length <= len(text) else [])
    found = neighbours_of(demo, demo.places(word), most=1000)

    assert found
    assert {each.text: each.lines for each in found if each.side == "left"} == left
    assert {each.text: each.lines for each in found if each.side == "right"} == right


@pytest.mark.parametrize("word", ["铁路", "合作"])
def test_collocates_are_counted_near_and_everywhere(demo: Library, word: str) -> None:
    """As strings, by hand; a character is near once, however many places it is near to."""
    own = [text for _, text in texts(demo)]
    spans = [[(at, at + len(word)) for at in starts(text, word)] for text in own]
    near = [
        piece for text, here in zip(own, spans, strict=True) if here for piece in near_windows(text, here, 10)
    ]
    found = collocates_of(demo, demo.places(word), reach=10, least=2, most=100)

    assert len(found) > 3
    for each in found:
        assert each.near == sum(len(starts(piece, each.word)) for piece in near)
        assert each.total == sum(len(starts(text, each.word)) for text in own)
        assert each.expected == pytest.approx(sum(map(len, near)) * each.total / sum(map(len, own)))
    assert [each.log_likelihood for each in found] == sorted(
        (each.log_likelihood for each in found), reverse=True
    )


def test_spread_is_counted_over_all_statements(demo: Library) -> None:
    """Places, statements and characters of each year, and the statements that satisfy a filter."""
    counts = Counter(name for name, text in texts(demo) for _ in starts(text, "铁路"))
    sizes: Counter[str] = Counter()
    for name, text in texts(demo):
        sizes[name] += len(text)
    found = spread_of(demo, demo.places("铁路"), "铁路")
    within = spread_of(demo, demo.places("铁路 country:秘鲁"), "铁路 country:秘鲁")

    assert (found.places, found.statements) == (counts.total(), len(counts))
    assert found.characters == sizes.total()
    assert [row for row in found.by_statement if row[0]] == [
        (counts[document.id], sizes[document.id]) for document in demo.documents() if counts[document.id]
    ]
    assert sum(year.places for year in found.by_year) == found.places
    years = [year.year for year in found.by_year if year.year]
    assert years == list(range(years[0], years[-1] + 1))
    assert within.of_statements == sum("PE" in document.parties for document in demo.documents())


def test_any_engine_counts_the_same(demo: Library, scanned: Library) -> None:
    """Behind plain scans."""
    for word in ("铁路", "合作 country:秘鲁"):
        one, other = demo.places(word), scanned.places(word)
        assert neighbours_of(demo, one) == neighbours_of(scanned, other)
        assert spread_of(demo, one, word) == spread_of(scanned, other, word)
        assert collocates_of(demo, one, least=2) == collocates_of(scanned, other, least=2)
