"""Which characters count, however texts come."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from searchlib.text.tables import count_characters, countable


def test_every_code_point_counts_as_python_says() -> None:
    """In any order, so that blocks of characters are met for the first time in all places of a text."""
    points = list(range(sys.maxunicode + 1))
    random.Random(16).shuffle(points)
    with ThreadPoolExecutor(4) as threads:
        parts = ["".join(map(chr, points[at : at + 9_973])) for at in range(0, len(points), 9_973)]
        assert len(parts) > 100
        for part, found in zip(parts, threads.map(countable, parts), strict=True):
            assert found.tolist() == [character.isalnum() for character in part]


@given(st.text(st.characters()))
def test_characters_are_counted_as_by_a_loop(text: str) -> None:
    """Of an empty text too."""
    assert count_characters(text) == sum(character.isalnum() for character in text)
