"""Cuts are complete, reproducible, and the same from jieba and rjieba."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.text.analyzer import Analyzer
from searchlib.text.tokenizer import JiebaCutter, RjiebaCutter, Tokenizer
from searchlib.text.views import fold

TOKENIZER = Tokenizer()
SENTENCES = [
    "双方重申遵守2014年11月签署的谅解备忘录中关于秘鲁、巴西两洋铁路三方工作组的职责规定。",
    "第一百零五条　当事人应当按照约定全面履行义务；C919大型客机、5G、vivo手机。",
    "𠀀𠀁结合成分子时\n\t  ＡＰＥＣ？！",
    "",
]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    """An analyzer that knows one project."""
    return Analyzer(("两洋铁路",))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The tokenizer with the shipped words."""
    return Tokenizer()


@given(st.text())
def test_words_concatenate_to_the_text(text: str) -> None:
    """Cutting never changes, adds or skips a character."""
    assert "".join(TOKENIZER.cut(text)) == text


def test_jieba_and_rjieba_cut_alike() -> None:
    """The compiled cutter is the reference's equal, search mode and own words included."""
    words = (("两洋铁路", 1000), ("钱凯港", 1000))
    reference, compiled = JiebaCutter(words), RjiebaCutter(words)

    assert [reference.cut(s) for s in SENTENCES] == [compiled.cut(s) for s in SENTENCES]
    assert [reference.cut_for_search(s) for s in SENTENCES] == [compiled.cut_for_search(s) for s in SENTENCES]


def test_own_words_stay_whole() -> None:
    """A project's name is one word."""
    assert "两洋铁路" in Tokenizer(("两洋铁路",)).cut("共同推进两洋铁路项目")


def test_the_fingerprint_changes_with_the_words(tokenizer: Tokenizer) -> None:
    """An index can tell that its dictionary is another one."""
    assert tokenizer.fingerprint() == Tokenizer().fingerprint() != Tokenizer(("钱凯港口岸",)).fingerprint()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("推進兩洋鐵路項目", "推进两洋铁路项目"),
        ("瞭解乾隆年間的著作", "了解乾隆年间的著作"),
        ("ＡＰＥＣ領導人", "apec领导人"),
    ],
)
def test_both_scripts_give_the_same_terms(analyzer: Analyzer, one: str, other: str) -> None:
    """Ranking does not depend on the script or the width of a query."""
    assert analyzer.words(one) == analyzer.words(other)


def test_words_are_slices_of_the_folded_text(analyzer: Analyzer) -> None:
    """Every term is found in the clause by an exact search."""
    text = "瞭解兩國政府關於共同推進兩洋鐵路的聯合聲明，ＡＰＥＣ。"

    assert all(term in fold(text) for term in analyzer.words(text))


def test_punctuation_and_blanks_are_no_words(analyzer: Analyzer) -> None:
    """Ranking counts words only; nothing else is left out, not even 的."""
    assert analyzer.words("，。 、\n（）") == ()
    assert "的" in analyzer.words("我们的")


def test_lone_surrogates_are_cut_without_an_error(tokenizer: Tokenizer) -> None:
    """The tokenizer is total."""
    assert "".join(tokenizer.cut("两\ud800洋")) == "两\ud800洋"
    assert "".join(tokenizer.cut_for_search("\udfff")) == "\ufffd"
