"""Every way of writing a number finds every other, and none is found inside a longer number."""

import pytest
from hypothesis import given

from searchlib.query.forms import needles
from searchlib.query.limits import MAX_VARIANTS
from searchlib.text.needle import find_needle
from searchlib.text.numeral_spellings import spellings
from searchlib.text.running import key
from searchlib.text.views import fold
from tests.support import strategies


def variants(text: str) -> tuple[str, ...]:
    """The texts of all spellings."""
    return tuple(each.text for each in spellings(text))


def places(typed: str, text: str) -> set[int]:
    """Where ``typed`` is found in ``text``."""
    return {span.start for needle in needles(typed) for span in find_needle(key(text), needle)}


@pytest.mark.parametrize(
    "family",
    [
        ("第8条", "第八条", "第 8 条", "第 8条", "第8 条", "第 8  条", "第 八 条"),
        ("第105条", "第一百零五条", "第一百〇五条", "第 105 条", "第 一百零五 条"),
        ("第112款", "第一百一十二款", "第一百十二款"),
        ("第1198项", "第一千一百九十八项", "第 1198 项"),
        ("第10章", "第十章", "第 十 章"),
        ("第20节", "第二十节"),
        ("第1编", "第一编"),
        ("第1012目", "第一千零一十二目", "第一千〇一十二目", "第一千零十二目"),
        (
            "第8-1条",
            "第八条之一",
            "第 8-1 条",
            "第8条之1",
            "第8条之一",
            "第 8 条之 1",
            "第8之1条",
            "第 八 条之一",
        ),
        ("2009年", "二〇〇九年", "二零零九年", "二00九年", "二oo九年", "2009 年"),
        ("2013年", "二〇一三年", "二0一三年"),
        ("1998年", "一九九八年"),
        (
            "2015年5月22日",
            "二〇一五年五月二十二日",
            "2015年05月22日",
            "2015 年 5 月 22 日",
            "二0一五年5月22日",
        ),
        ("2024年11月", "二〇二四年十一月", "2024 年 11 月"),
    ],
)
def test_numbers_are_found_however_written(family: tuple[str, ...]) -> None:
    """Every member of a family finds every other."""
    for member in family:
        found = variants(key(member))

        assert key(member) == found[0]
        assert set(map(key, family)) <= set(found)


@pytest.mark.parametrize(
    "text",
    [
        "一带一路",
        "第1a条",
        "第08条",
        "第一二三四五条",
        f"第{'八' * 10}条",
        f"第{'九' * 18}条",
        "第二二条",
        "九九归一",
        "",
    ],
)
def test_other_numerals_are_text(text: str) -> None:
    """Where it is not clear that a number is meant, nothing varies."""
    assert variants(key(text)) == (key(text),)


@pytest.mark.parametrize("text", ["第8条之一之二", "12009年", "3009年", "第12345条"])
def test_branches_and_years_are_read_as_such_where_nothing_else_may_be_meant(text: str) -> None:
    """Otherwise the number is written as any other."""
    found = variants(text)

    assert text == found[0]
    assert not any("-" in variant or "〇〇九" in variant or "零零九" in variant for variant in found)


def test_numerals_vary_inside_longer_text() -> None:
    """Each numeral varies, the rest stays."""
    found = variants("依照第8条和2009年")

    assert "依照第八条和二〇〇九年" in found
    assert "依照第八条和2009年" in found
    assert all(variant.startswith("依照第") for variant in found)


def test_many_numerals_are_bounded() -> None:
    """The first ones vary, those further right stay as typed."""
    found = variants("".join(f"第{number}条" for number in range(1, 9)))

    assert len(found) == MAX_VARIANTS
    assert all(variant.endswith("第7条第8条") for variant in found)


@given(strategies.numerals)
def test_spellings_find_one_another(text: str) -> None:
    """Whichever way a number is written, the same ways of writing it are found, in keys."""
    found = variants(key(text))

    assert key(text) == found[0]
    assert len(found) == len(set(found)) <= MAX_VARIANTS
    assert found == tuple(map(fold, found))


@pytest.mark.parametrize(
    ("typed", "longer"),
    [
        ("6日", "16日"),
        ("6日", "十六日"),
        ("六日", "二十六日"),
        ("3年", "2013年"),
        ("3年", "13年"),
        ("三年", "二〇一三年"),
        ("三年", "二0一三年"),
        ("三年", "二OO三年"),
        ("三年", "十三年"),
        ("三年", "两三年"),
        ("一日", "二十一日"),
        ("一日", "三十一日"),
        ("十日", "二十日"),
        ("5公里", "1.5公里"),
        ("五倍", "一点五倍"),
        ("500吨", "8,500吨"),
        ("45亿", "145亿"),
        ("3000万", "45亿3000万"),
        ("两百元", "一千两百元"),
        ("百分之二十", "百分之二十五"),
        ("20%", "百分之二十五"),
        ("20%", "120%"),
        ("八千", "八千万"),
        ("8000", "8,000万"),
        ("8,000", "8,000,000"),
        ("二十", "二十四"),
        ("二十", "百分之二十"),
        ("十个", "二十个"),
        ("二十", "二十分之一"),
        ("2015-05-22", "2015-05-221"),
    ],
)
def test_a_number_is_not_found_inside_a_longer_one(typed: str, longer: str) -> None:
    """Where the numeral goes on it is another number; as typed it would be a substring."""
    assert places(typed, f"共{longer}整") == set()
    assert places(typed, f"共{typed}整") == {1}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("三年", "统一三年"),
        ("一年", "同一年"),
        ("3年", "第3年"),
        ("6日", "2015年5月6日"),
        ("6日", "四日,6日"),
        ("3年", "2019，3年"),
        ("6日", "5-6日"),
        ("2019", "covid-2019年"),
        ("201", "2019年"),
        ("第24", "第245次"),
        ("8000", "8,000多个"),
        ("二十", "二十大"),
    ],
)
def test_what_does_not_go_on_is_found(typed: str, text: str) -> None:
    """Characters beside a numeral that are no part of it hide nothing; digits alone are any text."""
    assert places(typed, text)


def test_words_that_end_in_one_are_no_numbers() -> None:
    """Asked in digits, 统一年度 is no answer; asked as 一年 it holds the characters asked for."""
    assert places("1年", "统一年度") == set()
    assert places("一年", "统一年度") == {1}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("3年", "三年"),
        ("第24次", "第二十四次"),
        ("建交四十五周年", "建交45周年"),
        ("8000", "8,000多个"),
        ("45亿", "四十五亿美元"),
        ("20%", "百分之二十"),
        ("2015-05-22", "二〇一五年五月二十二日"),
        ("11月14日", "十一月十四日"),
        ("6日", "06日"),
        ("2024年11月", "二〇二四年11月"),
    ],
)
def test_numerals_are_found_in_texts_both_ways(typed: str, printed: str) -> None:
    """What the reader types finds what the page prints."""
    assert places(typed, f"于{printed}。") == {1}


@pytest.mark.parametrize("idiom", ["一带一路", "三股势力", "十分", "两国", "一定", "三方", "一起", "千万"])
def test_idioms_have_one_spelling(idiom: str) -> None:
    """They are looked for as they are, and so are those in digits that would become one."""
    assert needles(idiom) == (idiom,)
    assert places("10分", "十分") == places("3方", "三方") == places("1定", "一定") == set()
