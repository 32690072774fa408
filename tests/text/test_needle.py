"""Patterns: where they occur in a text, against every way of dividing it."""

import random
from itertools import pairwise

import pytest

from searchlib.model import Pattern
from searchlib.text.needle import find_needle
from tests.support.patterns import random_pattern


def by_trying(text: str, pattern: Pattern) -> list[tuple[int, int]]:
    """For each start the nearest end of all divisions of the text that fit."""

    def ends(at: int, piece: int) -> list[int]:
        if not text.startswith(pattern.pieces[piece], at):
            return []
        after = at + len(pattern.pieces[piece])
        if piece == len(pattern.pieces) - 1:
            return [] if any(stands(after, each) for each in pattern.not_after) else [after]
        low, high = pattern.gaps[piece]
        return [end for gap in range(low, high + 1) for end in ends(after + gap, piece + 1)]

    def stands(at: int, neighbours: tuple[str, ...]) -> bool:
        beside = text[max(0, at) : max(0, at + len(neighbours))]
        return len(beside) == len(neighbours) and all(map(str.__contains__, neighbours, beside)) and at >= 0

    found = []
    for start in range(len(text) + 1):
        if not any(stands(start - len(each), each) for each in pattern.not_before):
            found += [(start, min(reached)) for reached in [ends(start, 0)] if reached]
    return found


def test_patterns_are_found_as_by_trying() -> None:
    """Every occurrence and no other, each with its nearest end; ends ascend with the starts."""
    draw = random.Random("patterns")
    hits = 0
    for _ in range(3000):
        text = "".join(draw.choices("两洋铁路第条", k=draw.randrange(1, 30)))
        pattern = random_pattern(draw, text)
        found = [(span.start, span.end) for span in find_needle(text, pattern)]
        hits += len(found)

        assert found == by_trying(text, pattern), (text, pattern)
        assert all(one[1] <= other[1] for one, other in pairwise(found))
    assert hits > 2000


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("第一条第二条", Pattern(("第", "条"), ((0, 10),)), ["第一条", "第二条"]),
        ("第二款第三条", Pattern(("第", "条"), ((0, 10),)), ["第二款第三条", "第三条"]),
        ("第" + "一" * 10 + "条", Pattern(("第", "条"), ((0, 10),)), ["第" + "一" * 10 + "条"]),
        ("第" + "一" * 11 + "条", Pattern(("第", "条"), ((0, 10),)), []),
        ("两洋铁路两铁路", Pattern(("两", "铁路"), ((1, 1),)), ["两洋铁路"]),
        ("人人人", "人人", ["人人", "人人"]),
    ],
)
def test_occurrences(text: str, pattern: Pattern, expected: list[str]) -> None:
    """One for each place where the pattern can begin."""
    assert expected == [text[span.start : span.end] for span in find_needle(text, pattern)]
