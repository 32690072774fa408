"""The caret under a query points at its place, however wide and long the query is."""

from hypothesis import given
from hypothesis import strategies as st

from searchlib.render.caret import caret_lines
from searchlib.render.columns import cells
from tests.support.marked import TEXTS


@given(TEXTS, st.integers(0, 2000), st.integers(1, 60))
def test_the_caret_stands_under_the_character(text: str, column: int, times: int) -> None:
    """What is shown left of the caret ends with what stands left of the place; nothing is wider than told."""
    query = text * times
    column = min(column, len(query))
    shown, pointer = caret_lines(query, column, 40)

    assert max(cells(shown), cells(pointer)) <= 2 + 40 + 2
    before = pointer[:-1]
    assert pointer.endswith("^")
    assert before.isspace() or not before
    left = shown[: next((at for at in range(len(shown) + 1) if cells(shown[:at]) >= len(before)), len(shown))]
    assert cells(left) == len(before)
    wide = all(map(cells, query))  # no mark that stands on the character before it
    if wide and cells(query) <= 40 and column <= 40 and query.isprintable():
        assert (shown[2:], left[2:]) == (query, query[:column])
