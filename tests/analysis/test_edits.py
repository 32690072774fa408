"""The difference of two texts: complete, alternating, and cut at words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis.edits import edits, share_same
from searchlib.text.analyzer import Analyzer
from searchlib.text.views import fold

CUT = Analyzer().cut
TEXT = st.text(alphabet="双方将推动铁路項目项目，。；\n合作2A ", max_size=40)


@given(TEXT, TEXT)
def test_the_sides_are_the_texts(before: str, after: str) -> None:
    """Nothing is lost on either side, and what is called equal is equal but for script and width."""
    found = edits(before, after, CUT)

    assert before == "".join(each.before for each in found)
    assert after == "".join(each.after for each in found)
    assert all(fold(each.before) == fold(each.after) for each in found if each.same)
    assert all(one.same != other.same for one, other in pairwise(found))
    assert 0 <= share_same(found) <= 1


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """One stretch, or none."""
    assert [each.same for each in edits(text, text, CUT)] == ([True] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("奉行一个中国的政策。", "奉行一个中国的原则。", [("政策", "原则")]),
        ("台湾是领土的一部分", "台湾、西藏是领土的一部分", [("", "、西藏")]),
        ("推动鐵路項目", "推动铁路项目", []),
        (
            "甲方负责建设。乙方负责运营。",
            "乙方负责运营。甲方负责维护。",
            [("甲方负责建设。", ""), ("", "甲方负责维护。")],
        ),
        (
            "双方将扩大贸易规模，优化结构",
            "双方愿全面发展关系，巩固友谊",
            [("将扩大贸易规模，优化结构", "愿全面发展关系，巩固友谊")],
        ),
    ],
)
def test_what_a_reader_would_mark(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    """Whole words; what is equal by chance between two changes is not left standing."""
    assert expected == [(each.before, each.after) for each in edits(before, after, CUT) if not each.same]


def test_long_texts_are_told_as_changed_as_a_whole() -> None:
    """Where the words of both are too many to be compared one by one."""
    before, after = "铁路" * 5000, "公路" * 5000

    assert [(before, after, False)] == [
        (each.before, each.after, each.same) for each in edits(before, after, CUT)
    ]
