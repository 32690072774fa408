"""Which level of norms a text is of, from its name and who made it: what is not stated stays unknown."""

from __future__ import annotations

import pytest

from searchlib.facts.levels import level_named, level_of, level_of_folders
from searchlib.model import NormLevel
from searchlib.text.fields import BY_NAME

CONGRESS = "全国人民代表大会"
COMMITTEE = "全国人民代表大会常务委员会"
COURT = "最高人民法院"
CITY = "深圳市人民代表大会常务委员会"


@pytest.mark.parametrize(
    ("title", "issuers", "by_order", "expected"),
    [
        ("中华人民共和国宪法", (CONGRESS,), False, NormLevel.CONSTITUTION),
        ("中华人民共和国宪法修正案（2018年）", (CONGRESS,), False, NormLevel.CONSTITUTION),
        ("中华人民共和国渡口法", (CONGRESS,), False, NormLevel.LAW),
        ("渡口修正案（八）", (COMMITTEE,), False, NormLevel.LAW),
        ("渡口条例", ("国务院",), True, NormLevel.ADMINISTRATIVE_REGULATION),
        ("渡口管理暂行办法（2018年修订）", ("国务院",), True, NormLevel.ADMINISTRATIVE_REGULATION),
        ("国务院关于渡口工作的通知", ("国务院",), False, None),
        ("渡口条例", ("国务院",), False, None),
        ("关于渡口案件的解释（三）", (COURT, "最高人民检察院"), False, NormLevel.JUDICIAL_INTERPRETATION),
        ("关于渡口案件的通知", (COURT,), False, None),
        ("渡口管理條例", (CITY,), False, NormLevel.LOCAL_REGULATION),
        ("某自治县自治条例", ("某自治县人民代表大会",), False, NormLevel.AUTONOMOUS_REGULATION),
        ("某自治县渡口条例", ("某自治县人民代表大会",), False, None),
        ("渡口监察条例", ("国家监察委员会",), False, NormLevel.SUPERVISORY_REGULATION),
        ("渡口办法", ("交通部", "公安部"), True, NormLevel.DEPARTMENTAL_RULE),
        ("渡口办法", ("交通部",), False, None),
        ("渡口条例", ("交通部",), True, None),
        ("渡口规定", ("某省人民政府",), True, NormLevel.LOCAL_RULE),
        ("渡口规定", ("某某协会",), True, None),
        ("中华人民共和国渡口法", (), False, None),
        ("渡口规定", ("国务院", "中央军事委员会"), True, None),
    ],
)
def test_a_level_follows_from_name_and_maker(
    title: str, issuers: tuple[str, ...], by_order: bool, expected: NormLevel | None
) -> None:
    """By the rules of the Legislation Law; where they do not say, nothing follows."""
    assert level_of(title, issuers, by_order) == expected


def test_folders_are_named_after_levels() -> None:
    """The innermost counts; a field of law is no level."""
    assert level_of_folders(("行政法规", "地方性法规", "北京")) is NormLevel.LOCAL_REGULATION
    assert level_of_folders(("行政法規",)) is NormLevel.ADMINISTRATIVE_REGULATION
    assert level_of_folders(("民法商法", "经济法")) is None


def test_every_level_has_a_name_of_its_own() -> None:
    """No name means two levels, and each leads back to its level."""
    names = [name for _, own in BY_NAME["level"].choices for name in own]

    assert len(names) == len(set(names))
    assert {NormLevel(str(level)) for level, _ in BY_NAME["level"].choices} == set(NormLevel)
    for level, own in BY_NAME["level"].choices:
        assert {level_named(name) for name in own} == {level}
