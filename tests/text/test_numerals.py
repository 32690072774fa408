"""Numerals are read in every way of writing and written in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.text.numerals import chinese, positional, value


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("八", 8),
        ("十", 10),
        ("十二", 12),
        ("二十一", 21),
        ("一百零五", 105),
        ("一百十四", 114),
        ("一百〇五", 105),
        ("两百", 200),
        ("一千一百九十八", 1198),
        ("一万零五", 10005),
        ("二〇〇九", 2009),
        ("二零零九", 2009),
        ("二○○九", 2009),
        ("二0一三", 2013),
        ("１２", 12),
        ("8", 8),
    ],
)
def test_numerals_are_read(numeral: str, number: int) -> None:
    """Counted, positional, mixed and full-width numerals have a value."""
    assert value(numeral) == number


@pytest.mark.parametrize("numeral", ["", "百", "十十", "八八百", "百八", "第八", "八条", "一亿", "𠀀"])
def test_what_is_no_numeral_has_no_value(numeral: str) -> None:
    """Malformed numerals are not guessed."""
    assert value(numeral) is None


@given(st.integers(1, 10**8 - 1))
def test_written_numbers_are_read_back(number: int) -> None:
    """Both Chinese ways of writing are understood."""
    assert (value(chinese(number)), value(positional(number))) == (number, number)


@pytest.mark.parametrize("number", [0, -1, 10**8])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    """Counting begins with one."""
    with pytest.raises(ValueError, match="cannot be written"):
        chinese(number)
