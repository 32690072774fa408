"""Span arithmetic holds for any spans."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import SourceMap, Span
from searchlib.text.spans import find, merge_spans, outermost, pieces

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: Span(pair[0], sum(pair))))


def covered(spans: list[Span] | tuple[Span, ...]) -> set[int]:
    """The offsets inside any of the spans."""
    return {offset for span in spans for offset in range(span.start, span.end)}


@given(SPANS)
def test_merging_keeps_the_covered_characters(spans: list[Span]) -> None:
    """Merged spans are ordered, apart, and cover what the given ones did."""
    merged = merge_spans(spans)

    assert covered(merged) == covered(spans)
    assert all(one.end < other.start for one, other in pairwise(merged))
    assert all(len(span) for span in merged)


@given(SPANS)
def test_outermost_spans_cover_everything_and_contain_no_other(spans: list[Span]) -> None:
    """What lies inside another span goes; nothing else does."""
    kept = outermost(spans)

    assert covered(kept) == covered(spans)
    assert not any(
        one != other and other.start <= one.start and one.end <= other.end for one in kept for other in kept
    )


@given(st.text(max_size=40), SPANS)
def test_pieces_concatenate_to_the_text(text: str, spans: list[Span]) -> None:
    """Marks can be taken away again."""
    inside = merge_spans(span for span in spans if span.end <= len(text))

    assert "".join(piece for piece, _ in pieces(text, inside)) == text
    assert sum(len(piece) for piece, marked in pieces(text, inside) if marked) == len(covered(inside))


@given(st.text("人民", max_size=20), st.text("人民", max_size=3))
def test_finding_is_complete(text: str, needle: str) -> None:
    """Every start counts, overlapping ones too."""
    expected = [i for i in range(len(text)) if needle and text.startswith(needle, i)]

    assert expected == [span.start for span in find(text, needle)]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_impossible_spans_are_refused(start: int, end: int) -> None:
    """A span has an order."""
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_a_run_that_is_not_character_by_character_maps_as_a_whole() -> None:
    """An entity of five characters is one character of text."""
    source = SourceMap(((0, 10, 2), (2, 12, 5), (3, 17, 2)), 5)

    assert source.locate(Span(1, 4)) == (11, 18)
    assert source.locate(Span(2, 3)) == (12, 17)
    assert source.locate(Span(3, 3)) == (17, 17)
