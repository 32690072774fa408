"""The last tier: what is counted, what is required, in which order, and which words of a question count."""

import pytest

from searchlib.errors import NotInIndex
from searchlib.query.parser import parse
from searchlib.query.partial import FEW, partial_tier
from searchlib.query.questions import content_parts
from searchlib.query.rewrite import exact
from searchlib.text.analyzer import Analyzer


def names_of(name: str) -> tuple[str, ...]:
    """The names of a project."""
    if name != "两洋铁路":
        raise NotInIndex("project.unknown", name=name)
    return (name, "two-ocean railway")


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    """The words of jieba, and one project."""
    return Analyzer(("两洋铁路",))


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("什么是居住权？", ("居住权",)),
        ("什麼是居住權", ("居住权",)),
        ("试用期最长多久", ("试用期最长",)),
        ("请问离婚后房产怎么分割呢？", ("离婚后房产", "分割")),
        ("多久", ()),
        ("怎么办", ()),
        ("幾天", ()),
        ("吗", ()),
        ("是否可以", ("可以",)),
        ("判几年", ("判",)),
        ("為什麼拖欠工資", ("拖欠工资",)),
        ("如何办理登记", ("办理登记",)),
        ("几内亚比绍", ("几内亚比绍",)),
        ("许多大型企业", ("许多大型企业",)),
        ("很多高校", ("很多高校",)),
        ("十几个国家", ("十几个国家",)),
        ("酒吧", ("酒吧",)),
        ("“一带一路”倡议", ("一带一路", "倡议")),
        ("two-ocean railway", ("two", "ocean", "railway")),
    ],
)
def test_what_is_left_of_a_question(asked: str, parts: tuple[str, ...]) -> None:
    """Question words and signs divide a text; what looks like one inside a name stays."""
    assert parts == content_parts(asked)


@pytest.mark.parametrize(
    ("typed", "content"),
    [
        ("试用期 最长 多久", ("试用期", "最长")),
        ("试用期最长多久", ("试用期最长",)),
        ("多久 试用期", ("试用期",)),
        ("什么是骨嵬", ("骨嵬",)),
        ("事故 判几年", ("事故",)),
        ("港 口", ("港", "口")),
        ("多久 怎么办", ("多久", "怎么办")),
    ],
)
def test_what_chooses(typed: str, content: tuple[str, ...], analyzer: Analyzer) -> None:
    """Question words choose no clause, unless there is nothing else."""
    found = partial_tier(parse(typed), analyzer, names_of, ())

    assert found is not None
    assert sorted(content) == sorted(part.text for part in found.parts)


@pytest.mark.parametrize(
    ("typed", "levels", "asked_below"),
    [
        ("试用期 最长 多久", 3, 1),
        ("试用期最长多久", 0, 1),
        ("甲 乙 丙", 3, 1),
        ("甲 乙 丙 丁", 0, FEW),
        ("公司 拖欠 工资 怎么办", 4, 1),
        ("骨嵬", 0, 1),
        ("用人单位可以与劳动者解除劳动合同并且不支付经济补偿金", 0, FEW),
    ],
)
def test_levels(typed: str, levels: int, asked_below: int, analyzer: Analyzer) -> None:
    """One level for each number of two or three keywords held, and one for what holds pieces only."""
    query = parse(typed)
    found = partial_tier(query, analyzer, names_of, (exact(query, names_of),))

    assert found is not None
    assert (levels, asked_below) == (len(found.levels), found.asked_below)


@pytest.mark.parametrize("typed", ["“两洋铁路”", "@两洋铁路", "country:PE", "NOT 铁路", "。", "铁路 OR 港口"])
def test_what_is_never_relaxed(typed: str, analyzer: Analyzer) -> None:
    """Quoted text, names of projects, filters and alternatives have no last tier of their own."""
    assert partial_tier(parse(typed), analyzer, names_of, ()) is None


@pytest.mark.parametrize("kept", ["“可行性”", "@两洋铁路", "country:PE", "-公路", "-year:2013", "(甲|乙)"])
def test_what_stands_beside_keywords_stays_required(kept: str, analyzer: Analyzer) -> None:
    """The last tier relaxes keywords only."""
    found = partial_tier(parse(f"铁路 港口 {kept}"), analyzer, names_of, ())

    assert found is not None
    for query in (found.query, *found.levels):
        assert exact(parse(kept), names_of) in query.operands


def test_pairs_are_of_han_only(analyzer: Analyzer) -> None:
    """Two Latin letters are in every English text; two neighbours of 骨嵬 may be the only trace of it."""
    found = partial_tier(parse("骨嵬族 railway"), analyzer, names_of, ())

    assert found is not None
    assert 'exact("骨嵬"|"嵬族" in text)' in str(found.query)
    assert '"ra"' not in str(found.query)


def test_numerals_choose_in_every_spelling(analyzer: Analyzer) -> None:
    """A clause with 三年 is a piece of an answer to 3年."""
    found = partial_tier(parse("试用期满3年"), analyzer, names_of, ())

    assert found is not None
    assert '"三年"' in str(found.query)
