"""The project dictionary of the tokenizer, held against jieba's own."""

import re
from importlib.resources import files

import pytest

from searchlib.projects import Registry
from searchlib.text.tokenizer import JiebaCutter, Tokenizer
from searchlib.text.views import simplify

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
SHIPPED = Registry.load()

# Names whose inner word is an accident of spelling (阿卜杜拉希扬 is not 阿卜杜拉), and 开发计划署 and
# 环境规划署 of the United Nations, which say the same with and without what stands before them.
ACCIDENTS = frozenset(
    (
        *("上海合作组织", "二十国集团", "南美国家联盟", "南美洲国家联盟", "南部非洲发展共同体"),
        *("常任理事国", "最不发达国家", "沙乌地阿拉伯", "海湾阿拉伯国家合作委员会"),
        *("环境规划署", "开发计划署"),
        *("科莫罗夫斯基", "西非国家经济共同体", "阿卜杜拉希扬", "阿尔巴尼斯", "阿德里安森"),
    )
)


@pytest.fixture(scope="module")
def entries() -> list[tuple[str, ...]]:
    """The lines of words.txt, each as its fields."""
    text = files("searchlib.text").joinpath("words.txt").read_text(encoding="utf-8")
    return [tuple(line.split()) for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def plain_jieba() -> JiebaCutter:
    """jieba without any entry of ours."""
    return JiebaCutter(())


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The tokenizer as an index uses it."""
    return Tokenizer(SHIPPED.words())


def test_entries_are_sorted_simplified_and_well_formed(entries: list[tuple[str, ...]]) -> None:
    """One entry a line: a word of Han characters, sometimes a frequency."""
    words = [entry[0] for entry in entries]

    assert sorted(set(words)) == words
    assert len(words) >= 300
    assert [word for word in words if not HAN.fullmatch(word) or simplify(word) != word] == []
    assert [
        entry for entry in entries if len(entry) > 2 or not "".join(entry[1:] or ("1",)).isdecimal()
    ] == []


def test_names_of_projects_are_not_repeated(entries: list[tuple[str, ...]]) -> None:
    """The registry gives its own words."""
    assert set() == {entry[0] for entry in entries} & set(SHIPPED.words())


def test_entries_are_what_jieba_cuts_apart(entries: list[tuple[str, ...]], plain_jieba: JiebaCutter) -> None:
    """No entry repeats jieba's own dictionary."""
    assert [entry[0] for entry in entries if len(plain_jieba.cut(entry[0])) == 1] == []


def test_entries_and_names_are_kept_whole(entries: list[tuple[str, ...]], tokenizer: Tokenizer) -> None:
    """With the dictionary every word is one word."""
    words = [entry[0] for entry in entries] + list(SHIPPED.words())

    assert [word for word in words if tokenizer.cut(word) != [word]] == []


def test_words_hide_no_longer_word(entries: list[tuple[str, ...]], plain_jieba: JiebaCutter) -> None:
    """Search-mode cutting would lose a word of four characters or more inside a longer one."""
    words = [entry[0] for entry in entries] + list(SHIPPED.words())
    hiding = {
        word
        for word in words
        for start in range(len(word))
        for end in range(start + 4, len(word) + 1)
        if end - start < len(word) and len(plain_jieba.cut(word[start:end])) == 1
    }

    assert set() == hiding - ACCIDENTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("秘鲁总统博鲁阿尔特", ["秘鲁", "总统", "博鲁阿尔特"]),
        ("库琴斯基总统", ["库琴斯基", "总统"]),
        ("索隆拜·热恩别科夫", ["索隆拜", "·", "热恩别科夫"]),
        ("在上海合作组织框架内", ["在", "上海合作组织", "框架", "内"]),
        ("恪守一个中国原则", ["恪守", "一个中国原则"]),
        ("打击三股势力", ["打击", "三股势力"]),
        ("推进两洋铁路项目", ["推进", "两洋铁路", "项目"]),
        ("中韩正在谈判", ["中", "韩", "正在", "谈判"]),
        ("李克强调研", ["李克强", "调研"]),
        ("𠮷尔吉斯斯坦", ["𠮷", "尔", "吉斯", "斯", "坦"]),
    ],
)
def test_names_are_cut_as_readers_read_them(tokenizer: Tokenizer, text: str, expected: list[str]) -> None:
    """Names stay whole and do not eat into the words beside them."""
    assert expected == tokenizer.cut(text)
