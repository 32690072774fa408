"""The three views of a text have one length, and the folded one unites what a reader takes for one."""

import json
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.text.views import _rules, _table, fold, fold_digest, other_script, simplify

HAN = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF))
ANY = st.one_of(st.text(), HAN, st.text(st.characters()))

SAME = [
    ("兩洋鐵路", "两洋铁路"),
    ("錢凱港", "钱凯港"),
    ("ＡＰＥＣ", "apec"),
    ("２００９年", "2009年"),
    ("二○○九年", "二〇〇九年"),
    ("衞生", "卫生"),
    ("衛生", "卫生"),
    ("顯著", "显着"),
    ("臺灣", "台湾"),
    ("祕魯", "秘鲁"),
    ("「一帶一路」", "“一带一路”"),
    ("中国－吉尔吉斯斯坦", "中国-吉尔吉斯斯坦"),
    ("中国—吉尔吉斯斯坦", "中国–吉尔吉斯斯坦"),
    ("奥良塔·乌马拉", "奥良塔‧乌马拉"),
    ("\uf9b5", "例"),
    ("⼀带", "一带"),
    ("乾隆", "干隆"),
    ("後面", "后面"),
    ("係統", "系统"),
    ("劄記", "札记"),
    ("計畫", "计划"),
    ("瞭解", "了解"),
    ("答覆", "答复"),
    ("　", " "),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_a_reader_takes_for_one_folds_to_one(one: str, other: str) -> None:
    """Scripts, widths, cases and look-alike signs fold together."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("国", "囯"), ("己", "已"), ("8", "八"), ("。", "."), ("未", "末")]
)
def test_different_characters_stay_different(one: str, other: str) -> None:
    """Folding does not guess."""
    assert fold(one) != fold(other)


@given(ANY)
def test_all_views_have_one_length(text: str) -> None:
    """A span found in one view holds in all three."""
    assert len(fold(text)) == len(simplify(text)) == len(text)


@given(ANY, ANY)
def test_folding_looks_at_single_characters_only(one: str, other: str) -> None:
    """A query folds as the text around it does."""
    assert fold(one + other) == fold(one) + fold(other)


@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folded text is its own fold."""
    assert fold(fold(text)) == fold(text)


def test_the_table_is_one_to_one_and_closed() -> None:
    """Both lines of the shipped table pair up, and no folded form folds further."""
    source, folded = _table().split("\n")[:2]

    assert len(source) == len(folded) == len(set(source)) > 9000
    assert set(folded).isdisjoint(source)


def test_line_feeds_are_never_folded_away() -> None:
    """Paragraphs of an article stay apart."""
    assert fold("一\n二") == "一\n二"


def test_lone_surrogates_pass_through() -> None:
    """Views are total functions."""
    assert (fold("\ud800"), simplify("兩\udfff")) == ("\ud800", "两\udfff")


OPENCC = opencc.OpenCC("t2s")
PHRASES = [key for key, _ in _rules("TSPhrases.txt")]
PIECES = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from(PHRASES).map(lambda phrase: phrase[1:]),
    st.sampled_from(PHRASES).map(lambda phrase: phrase[:-1]),
    st.sampled_from([key for key, _ in _rules("TSCharacters.txt")]),
    st.sampled_from(["\ufdd1", "，", " ", "－", "。", "中国", "A", "\ud800"]),
)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from([1, 400]))
def test_simplifying_is_what_opencc_does(text: str, times: int) -> None:
    """Its rules, its order, on short texts and on long ones."""
    expected = OPENCC.convert(text)
    assert [expected] * times == simplify("\ufdd0".join([text] * times)).split("\ufdd0")


def test_simplifying_looks_at_context() -> None:
    """乾 is 干 except in the reign name, which is why it is used for cutting only."""
    assert simplify("乾旱與乾隆") == "干旱与乾隆"


def test_the_other_script_is_asked_with_the_same_length() -> None:
    """Converted queries fold to what the original folds to."""
    assert [other_script("两洋铁路"), other_script("兩洋鐵路")] == ["兩洋鐵路", "两洋铁路"]


def test_the_digest_names_the_table() -> None:
    """An index can tell which table it was built with."""
    assert len(fold_digest()) == 64


def test_opencc_cases_fold_together(shared: Path) -> None:
    """OpenCC's own same-length conversions are one text to us, but for pairs that are not variants."""
    different = {"象像", "像象", "径径", "坏坯", "夹袷", "袷夹"}
    cases = json.loads((shared / "opencc" / "testcases.json").read_text(encoding="utf-8"))["cases"]
    apart = set()
    for case in cases:
        for configuration, expected in case["expected"].items():
            if configuration in ("t2s", "tw2s", "hk2s", "t2tw", "t2hk", "tw2t", "hk2t") and isinstance(
                expected, str
            ):
                pairs = zip(case["input"], expected, strict=False)
                if len(expected) == len(case["input"]):
                    apart |= {one + other for one, other in pairs if fold(one) != fold(other)}

    assert apart - different == set()
