"""What is written for a cluster can be read again, and different strings stay different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.engine.opensearch.encoding import (
    feature,
    is_hashed,
    key_token,
    key_tokens,
    keyword,
    restored,
    stored,
)

ANY = st.text(st.characters(), max_size=12)
"""Lone surrogates, blanks, control characters and noncharacters too."""


@given(ANY)
def test_what_is_stored_is_restored(text: str) -> None:
    """And can be encoded in UTF-8."""
    stored(text).encode("utf-8")
    assert restored(stored(text)) == text


@given(ANY)
def test_a_key_has_one_token_for_each_character(text: str) -> None:
    """No blank is lost, and no two characters have one token."""
    written = key_tokens(text).split(" ") if text else []
    assert written == [key_token(character) for character in text]
    assert len({key_token(character) for character in set(text)}) == len(set(text))
    assert not any(any(map(str.isspace, each)) for each in written)
    key_tokens(text).encode("utf-8")


@given(ANY, ANY)
def test_names_of_features_are_distinct(one: str, other: str) -> None:
    """Of letters, digits and underscores, in the range that the filter of fields knows."""
    assert (feature(one) == feature(other)) == (one == other)
    assert all((each.isalnum() or each == "_") and each <= "\uffff" for each in feature(one))


@given(ANY, ANY)
def test_keywords_are_distinct(one: str, other: str) -> None:
    """And those that are no hashes can be read again."""
    assert (keyword(one) == keyword(other)) == (one == other)
    assert restored(keyword(one)) == one
    assert not is_hashed(keyword(one))


def test_long_terms_are_hashed() -> None:
    """Lucene refuses terms of more than 32,766 bytes."""
    long = ["长" * 10_000 + each for each in "一二"]
    for written in (keyword, feature):
        assert len({written(each) for each in long}) == 2
        assert all(len(written(each).encode()) < 32_766 for each in long)
    assert all(is_hashed(keyword(each)) for each in long)


@pytest.mark.parametrize("blank", [" ", "\u3000", "\n", "\x85", "\u2028", "\xa0", "\x1c"])
def test_blanks_are_different_tokens(blank: str) -> None:
    """丁　戊 is not 丁 戊."""
    assert key_tokens(f"丁{blank}戊") == f"丁 u{ord(blank):x} 戊"
