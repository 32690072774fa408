"""Marks fall on exactly the matched characters of the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.model import Pattern, Span
from searchlib.search.highlight import marks, marks_of_each
from searchlib.text.views import fold

CASES = [
    ("兩洋鐵路項目及两洋铁路", ("两洋铁路",), ["兩洋鐵路", "两洋铁路"]),
    ("中国化和中国", ("中国", "中国化"), ["中国化", "中国"]),
    ("人人人", ("人人",), ["人人人"]),
    ("𠀀兩洋", ("两洋",), ["兩洋"]),
    ("ＡＰＥＣ會議", ("apec",), ["ＡＰＥＣ"]),
    ("İ两洋", ("两洋",), ["两洋"]),
    ("无", ("有",), []),
    ("", ("有",), []),
]


@pytest.mark.parametrize(("text", "needles", "expected"), CASES)
def test_marks_cover_the_matches(text: str, needles: tuple[str, ...], expected: list[str]) -> None:
    """Overlapping matches become one mark; the original characters are marked, whatever their script."""
    assert expected == [text[span.start : span.end] for span in marks(text, needles)]


def test_there_is_no_length_ceiling() -> None:
    """The last word of a very long clause is marked too."""
    text = "一" * 200_000 + "兩洋"

    assert [(span.start, span.end) for span in marks(text, ("两洋",))] == [(200_000, 200_002)]


@given(st.text("人民鐵铁路Ａa", max_size=30), st.text("人民鐵铁路Ａa", min_size=1, max_size=3))
def test_marks_are_exactly_the_exact_matches(text: str, query: str) -> None:
    """A character is marked if and only if it belongs to an occurrence of the query."""
    size = len(query)
    starts = [i for i in range(len(text) - size + 1) if fold(text[i : i + size]) == fold(query)]
    expected = {offset for start in starts for offset in range(start, start + size)}

    assert expected == {o for span in marks(text, (fold(query),)) for o in range(span.start, span.end)}


@given(
    st.lists(st.text("人民 鐵铁路Ａa1\n\ufdd0", max_size=12), max_size=6),
    st.lists(
        st.sampled_from(("人民", "铁路", "a", "\ba\b", "路人", "1", "1人", "\ufdd0")), min_size=1, max_size=3
    ),
)
def test_many_texts_are_marked_as_each_alone(texts: list[str], needles: list[str]) -> None:
    """No mark, border or gap reaches from one text into the next."""
    wanted = (*needles, Pattern(("人", "路"), ((0, 10),)))

    assert marks_of_each(texts, wanted) == [marks(text, wanted) for text in texts]


def test_texts_that_hold_every_separator_are_marked() -> None:
    """Where no character is free to stand between texts, each is looked through alone."""
    taken = "".join(map(chr, range(0xFDD0, 0xFDF0)))

    assert [len(each) for each in marks_of_each([f"两洋{taken}", "两洋"], ["两洋"])] == [1, 1]


def test_long_texts_are_looked_through_in_parts() -> None:
    """A page of long clauses is not joined to one text."""
    texts = ["一" * 50_000 + "兩洋"] * 3

    assert marks_of_each(texts, ["两洋"]) == [(Span(50_000, 50_002),)] * 3
