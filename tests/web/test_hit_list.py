"""The numbers and names of hits: those of their places, over tiers and entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib.model import SearchRequest
from searchlib.web.hit_list import ShownTier, shown_tiers


@pytest.fixture
def demo(demo_index: Path) -> Iterator[searchlib.Library]:
    """The open index of the example corpus."""
    with searchlib.open(demo_index) as library:
        yield library


def answered(library: searchlib.Library, **options: bool) -> list[ShownTier]:
    """Return the second page of ten of an answer."""
    request = SearchRequest("双方", limit=10, offset=10, **options)
    return shown_tiers(library.answer(request), 11, group=request.group)


def test_hits_are_numbered_from_the_first_of_the_page(demo: searchlib.Library) -> None:
    """Each has a number of its own; a statement has that of its first hit."""
    tiers = answered(demo)
    names = [row.name for shown in tiers for entry in shown.entries for row in entry.hits]

    assert names == [f"h{number}" for number in range(11, 21)]
    assert tiers[0].start == tiers[0].entries[0].number == 11
    assert all(f"h{entry.number}" == entry.hits[0].name for shown in tiers for entry in shown.entries)


def test_folded_hits_have_the_numbers_of_their_places(demo: searchlib.Library) -> None:
    """Places that copies had are left out, so that numbers do not change from page to page."""
    rows = [row for shown in answered(demo, fold=True) for entry in shown.entries for row in entry.hits]

    folded = [row for row in rows if row.hit.folded]
    assert folded
    assert all(row.name == f"h{row.hit.folded.place + 1}" for row in folded if row.hit.folded)


@pytest.mark.parametrize("at", [0, 1])
def test_grouped_hits_are_numbered_in_their_statement(demo: searchlib.Library, at: int) -> None:
    """Statements have the numbers; what is held beside the hits shown is told."""
    request = SearchRequest("双方", limit=5, group=True, most=2)
    results = demo.answer(request)
    entry = shown_tiers(results, 1, group=True)[0].entries[at]

    assert entry.number == at + 1
    assert [row.name for row in entry.hits] == [f"h{at + 1}-{n}" for n in range(1, len(entry.hits) + 1)]
    assert entry.more == results.held[entry.hits[0].hit.tier][entry.document.id] - len(entry.hits)
