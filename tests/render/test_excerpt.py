"""Long text cut down to windows around its matches, and text fitted to cells."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Span
from searchlib.render.columns import cells, clip, clip_start, pad, pad_start
from searchlib.render.excerpt import Measure, windows, within
from searchlib.render.hits import excerpt
from searchlib.render.terminal import Marks
from tests.support.marked import marked_texts


@given(st.text(st.sampled_from("两洋𠮷a é●…，\u200b\u3000"), max_size=20), st.integers(0, 30))
def test_clipped_text_fits_and_is_part_of_the_text(text: str, width: int) -> None:
    """Clipping keeps the near end and never takes more cells than there are."""
    start, end = clip(text, width), clip_start(text, width)

    assert text.startswith(start)
    assert text.endswith(end)
    assert max(cells(start), cells(end)) <= width


@pytest.mark.parametrize(
    ("text", "width", "after", "before"),
    [
        ("八、", 6, "八、  ", "  八、"),
        ("𠮷", 3, "𠮷 ", " 𠮷"),
        ("a1", 2, "a1", "a1"),
        ("两洋", 1, "两洋", "两洋"),
    ],
)
def test_padding_counts_cells(text: str, width: int, after: str, before: str) -> None:
    """A Han character takes two cells, also outside the BMP."""
    assert (after, before) == (pad(text, width), pad_start(text, width))


@given(
    marked_texts(st.text(st.sampled_from("两洋铁路𠮷"), max_size=200)), st.integers(0, 9), st.integers(1, 4)
)
def test_windows_show_whole_matches_in_order(sample: tuple[str, list[Span]], around: int, most: int) -> None:
    """Windows are apart, inside the text, and no match is cut in two."""
    text, spans = sample
    shown = windows(text, spans, Measure(whole=20, around=around, most=most))

    assert 1 <= len(shown) <= most
    assert all(before.end < after.start for before, after in pairwise(shown))
    assert shown[-1].end <= len(text)
    for span in spans:
        inside = [window for window in shown if window.start < span.end and span.start < window.end]
        assert all(window.start <= span.start and span.end <= window.end for window in inside if len(span))


def test_spans_within_a_window_count_from_its_start() -> None:
    """The shifted spans index the window's text."""
    assert (Span(1, 3),) == within((Span(0, 2), Span(5, 7), Span(9, 12)), Span(4, 10))


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("两洋铁路", (Span(0, 4),), "【两洋铁路】"),
        ("一二三四五六七八九十", (Span(0, 1),), "【一】二三…"),
        ("一二三四五六七八九十", (Span(9, 10),), "…八九【十】"),
        ("一二三四五六七八九十", (Span(0, 1), Span(9, 10)), "【一】二三…八九【十】"),
        ("一二三四五六七八九十", (), "一二三四…"),
        (
            "一二三四五六七八九十甲乙丙丁戊",
            (Span(0, 1), Span(7, 8), Span(14, 15)),
            "【一】二三…六七【八】九十… (1 more in this clause)",
        ),
    ],
)
def test_long_text_is_cut_to_fragments(text: str, spans: tuple[Span, ...], expected: str) -> None:
    """An ellipsis stands for what is left out, and matches that are not shown are counted."""
    assert expected == excerpt(text, spans, Marks("【", "】"), Measure(whole=5, around=2, most=2))
