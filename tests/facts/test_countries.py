"""Countries are known by their names in Chinese and English."""

import pytest

from searchlib.facts.countries import country_code, official_names
from searchlib.text.views import fold


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("秘鲁", "PE"),
        ("秘魯共和國", "PE"),
        ("Peru", "PE"),
        ("Republic of Peru", "PE"),
        ("pe", "PE"),
        ("吉尔吉斯共和国", "KG"),
        ("吉爾吉斯斯坦", "KG"),
        ("吉爾吉斯", "KG"),
        ("白俄罗斯", "BY"),
        ("中华人民共和国", "CN"),
        ("PRC", "CN"),
        ("大韩民国", "KR"),
        ("南韓", "KR"),
        ("寮國", "LA"),
        ("老挝人民民主共和国", "LA"),
        ("阿联酋", "AE"),
        ("沙烏地阿拉伯", "SA"),
        ("俄罗斯联邦", "RU"),
        ("刚果民主共和国", "CD"),
        ("the Netherlands", "NL"),
        ("Türkiye", "TR"),
        ("香港", "HK"),
        ("台灣", "TW"),
        ("欧盟", None),
        ("EU", None),
        ("Atlantis", None),
        ("习近平", None),
        ("", None),
    ],
)
def test_country_codes(name: str, code: str | None) -> None:
    """A code, a Chinese name in either script, an English name."""
    assert code == country_code(name)


def test_official_names_are_those_of_many_states() -> None:
    """Long names begin titles; a short name is none."""
    names = official_names()

    assert names.match(fold("吉爾吉斯共和國總統")) is not None
    assert names.match("秘鲁") is None
    assert names.pattern.count("|") > 200
