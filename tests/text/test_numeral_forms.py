"""Equal numbers have one normal form however they are written, and idioms are no numbers."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.text.numeral_forms import MARK, normalise, numerals
from searchlib.text.numeral_spellings import spellings
from searchlib.text.numerals import chinese
from searchlib.text.running import key
from searchlib.text.views import fold

FAMILIES = [
    ("3年", "三年", "３年"),
    ("第24次", "第二十四次"),
    ("第3条", "第三条", "第３條"),
    ("8,000人", "8000人", "八千人", "８，０００人"),
    ("8,000", "8000", "八千"),
    ("45亿美元", "四十五亿美元", "4500000000美元", "4,500,000,000美元"),
    ("1.5万", "一点五万", "15000", "一万五千", "15,000"),
    ("20%", "百分之二十", "２０％"),
    ("2.5%", "百分之二点五"),
    ("100%", "百分之百", "百分之一百"),
    ("2年", "两年", "二年"),
    ("2000吨", "两千吨", "二千吨"),
    ("105个", "一百零五个", "一百〇五个"),
    ("3百万", "三百万", "300万"),
    ("10,000,000", "一千万", "1千万", "1000万"),
    (
        "2015-05-22",
        "2015-5-22",
        "2015年5月22日",
        "2015年05月22日",
        "二〇一五年五月二十二日",
        "二零一五年五月二十二日",
        "2015.5.22",
        "2015/05/22",
    ),
]
IDIOMS = [
    "一带一路",
    "三股势力",
    "十分",
    "一定",
    "一起",
    "万一",
    "千万",
    "两国",
    "两岸",
    "三方",
    "统一",
    "唯一",
]
VAGUE = ["几十年", "数十年", "二三十年", "百年", "千年", "一百百", "三三两两", "五四运动"]
IDENTIFIERS = ["C919", "007", "1.2.3", "192.168.1.1"]
TEXTS = [*IDIOMS, *VAGUE, *IDENTIFIERS]
SPELLINGS = [spelling for family in FAMILIES for spelling in family]
PIECES = st.sampled_from([*SPELLINGS, *TEXTS, *"0123459一二十百千万亿点.,-第年月日%"])
TYPED = st.lists(PIECES, max_size=8).map("".join).map(fold)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_spellings_of_one_number_are_united(family: tuple[str, ...]) -> None:
    """All members have one normal form, inside a sentence too, and it is not the form of another number."""
    for frame in ("{}", "双方签署了{}的协议", "（{}）"):
        assert len({normalise(fold(frame.format(member))).text for member in family}) == 1
    assert MARK in normalise(fold(family[0])).text


def test_different_numbers_stay_different() -> None:
    """No two families have one normal form, and no number is found inside another."""
    normal = [normalise(fold(family[0])).text for family in FAMILIES]

    assert len(set(normal)) == len(FAMILIES)
    assert normalise("3年").text not in normalise("13年").text
    assert normalise("5月").text in normalise("2015-05-22").text


@pytest.mark.parametrize("text", TEXTS)
def test_idioms_and_identifiers_are_text(text: str) -> None:
    """A character that may be a digit is none where nothing shows that it counts."""
    for folded in (fold(text), fold(f"双方{text}，共同推进")):
        assert list(numerals(folded)) == []
        assert normalise(folded).text == folded


@given(TYPED)
def test_offsets_lead_back(folded: str) -> None:
    """Each numeral maps to itself, text around it one to one, and the whole to the whole."""
    normal = normalise(folded)
    found = list(numerals(folded))

    assert all(one.end <= other.start for one, other in pairwise(found))
    for number, numeral in enumerate(found):
        start = normal.starts[2 * number + 1]
        assert normal.text[start : start + len(numeral.canonical)] == numeral.canonical
        assert normal.span(start, start + len(numeral.canonical)) == (numeral.start, numeral.end)
        assert normal.span(start + 1, start + 2) == (numeral.start, numeral.end)
    if folded:
        assert normal.span(0, len(normal.text)) == (0, len(folded))
    for at, character in enumerate(normal.text):
        begin, end = normal.span(at, at + 1)
        inside = any(one.start <= begin < one.end for one in found)
        assert inside or folded[begin:end] == character


@given(TYPED, st.integers(1, 64))
def test_spellings_are_bounded_and_mean_the_same(folded: str, most: int) -> None:
    """The text itself is first, none is repeated, and all have its normal form; articles and dates have
    spellings besides that no normal form unites (第8-1条, 二OO九年)."""
    forms = [each.text for each in spellings(key(folded), most)]

    assert forms[0] == key(folded)
    assert len(forms) == len(set(forms)) <= most
    if set("第年-/.").isdisjoint(folded):
        assert {normalise(form).text for form in forms} == {normalise(key(folded)).text}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_expansion_finds_the_family(family: tuple[str, ...]) -> None:
    """The other members are among the spellings, whichever is typed, but for the rarer ones."""
    rare = {"百分之百", "百分之一百", "100%", "3百万", "1千万"}
    for member in family:
        assert {fold(other) for other in family if other not in rare} <= {
            each.text for each in spellings(fold(member))
        }, member


@given(st.integers(1, 10**8 - 1))
def test_counted_numbers_are_read_in_text(number: int) -> None:
    """Digits, digits in groups and Han numerals of any number are united before a measure word."""
    forms = {normalise(f"约{written}人").text for written in (str(number), f"{number:,}", chinese(number))}

    assert forms == {f"约{MARK}{number}{MARK}人"}


@pytest.mark.parametrize(
    "unit", ["1 ", "1,", "1.", "一 ", "一点", "百分之", "2015-05-", "第一", "1万", "三年"]
)
def test_reading_is_linear(unit: str) -> None:
    """Ten times the text takes far less than a hundred times as long."""
    seconds = []
    for count in (4_000, 40_000):
        long = unit * count
        began = process_time()
        normalise(long)
        seconds.append(process_time() - began)

    assert seconds[1] < 40 * seconds[0] + 0.1
