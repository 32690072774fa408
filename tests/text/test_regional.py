"""Words of Taiwan and of the Mainland, both ways."""

from __future__ import annotations

import pytest

from searchlib.text.regional import regional_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("软件", ("軟體",)),
        ("軟件", ("軟體",)),
        ("軟體", ("软件",)),
        ("软体", ("软件",)),
        ("知识产权", ("智慧財產權",)),
        ("智慧財產權", ("知识产权", "智能财产权")),
        ("信息安全", ("資訊保安", "資訊安全")),
        ("信息网络", ("資訊網路",)),
        ("网路资讯", ("网络信息",)),
        ("计算机软件保护", ("計算機軟體保護",)),
        ("出租车", ("計程車",)),
        ("老挝", ("寮國",)),
        ("程序", ("程式", "进程")),
        ("铁路", ()),
        ("two-ocean", ()),
        ("", ()),
    ],
)
def test_words_of_the_other_region(text: str, expected: tuple[str, ...]) -> None:
    """Every word of the tables is replaced, in any script; the usual conversion comes first."""
    assert expected == regional_words(text)


def test_several_conversions_are_all_given() -> None:
    """Mainland 高级 is 高階 or 進階 in Taiwan, or stays."""
    assert {"高階", "進階"} <= set(regional_words("高级"))
