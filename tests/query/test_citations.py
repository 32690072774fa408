"""References in questions: which title stands before which number."""

import pytest

from searchlib.query.citations import Article, Citation, citations, cited_title, plain_text
from searchlib.query.parser import parse

TITLES = {"渡口法", "合同法", "劳动合同法", "中秘2015年联合声明", "渡口法解释三"}
LONGEST = max(map(len, TITLES))


def title_of(before: str) -> tuple[str, int | None] | None:
    """The title at the end of some text."""
    return cited_title(before, TITLES.__contains__, LONGEST)


@pytest.mark.parametrize(
    ("text", "title", "article", "year"),
    [
        ("渡口法第十五条", "渡口法", Article("15"), None),
        ("渡口法第15条", "渡口法", Article("15"), None),
        ("渡口法第１５條", "渡口法", Article("15"), None),
        ("《中华人民共和国渡口法》第十五条", "渡口法", Article("15"), None),
        ("渡口法 第 15 条", "渡口法", Article("15"), None),
        ("渡口法第133条之一", "渡口法", Article("133-1"), None),
        ("渡口法第一百三十三条之一", "渡口法", Article("133-1"), None),
        ("渡口法第133-1条", "渡口法", Article("133-1"), None),
        ("渡口法第133之1条", "渡口法", Article("133-1"), None),
        ("渡口法第15条第2款", "渡口法", Article("15", 2), None),
        ("渡口法第十五条第二款第（三）项", "渡口法", Article("15", 2, 3), None),
        ("渡口法第十五条第三项", "渡口法", Article("15", None, 3), None),
        ("渡口法15条", "渡口法", Article("15"), None),
        ("渡口法 十五条", "渡口法", Article("15"), None),
        ("渡口法133条之一", "渡口法", Article("133-1"), None),
        ("2018年6月的渡口法第八条", "渡口法", Article("8"), 2018),
        ("渡口法第十五条的内容是什么？", "渡口法", Article("15"), None),
        ("请问渡口法第一百条规定了什么", "渡口法", Article("100"), None),
        ("渡口法的第八条", "渡口法", Article("8"), None),
        ("渡口法（2018年修正）第八条", "渡口法", Article("8"), 2018),
        ("渡口法2018第八条", "渡口法", Article("8"), 2018),
        ("2018年渡口法第八条", "渡口法", Article("8"), 2018),
        ("2018年的渡口法第八条", "渡口法", Article("8"), 2018),
        ("劳动合同法第三十八条", "劳动合同法", Article("38"), None),
        ("中秘2015年联合声明第八条", "中秘2015年联合声明", Article("8"), None),
        ("中秘二〇一五年联合声明第八条", "中秘2015年联合声明", Article("8"), None),
        ("渡口法解释（三）第二条", "渡口法解释三", Article("2"), None),
    ],
)
def test_references_are_read(text: str, title: str, article: Article, year: int | None) -> None:
    """In every spelling, with the longest title."""
    assert [Citation(title, article, year)] == list(citations(text, title_of))


@pytest.mark.parametrize(
    "text",
    [
        "第十五条",
        "本法第十五条",
        "渡口法",
        "渡口法实施办法第十五条",
        "渡口法第条",
        "渡口法有15条",
        "渡口法第〇条",
        "不明之法第八条",
        "渡口法与之相邻的其他许多不同规定以及各种办法里第八条",
    ],
)
def test_no_title_before_a_number_is_no_reference(text: str) -> None:
    """Nothing is guessed: the title must stand before the number."""
    assert [] == list(citations(text, title_of))


def test_a_further_number_is_of_the_same_title() -> None:
    """Until another title comes."""
    text = "渡口法第八条、第九条和第十条与合同法第十一条"
    found = [(each.title, each.article and each.article.path) for each in _cited(text)]

    assert found == [("渡口法", "8"), ("渡口法", "9"), ("渡口法", "10"), ("合同法", "11")]


def _cited(text: str) -> list[Citation]:
    return list(citations(text, title_of))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("渡口法 第八条", "渡口法第八条"),
        ("渡口法第八条 year:2018", "渡口法第八条"),
        ("渡口法第八条 -桥", None),
        ("渡口法第八条 OR 桥", None),
        ('"渡口法第八条"', None),
        ("year:2018", ""),
    ],
)
def test_only_keywords_side_by_side_are_a_reference(query: str, text: str | None) -> None:
    """A phrase is looked for as it stands, and other operators ask for clauses."""
    assert text == plain_text(parse(query))


def test_long_text_is_read_in_linear_time() -> None:
    """A text full of numbers takes as long as it is."""
    assert _cited("第一" * 20_000 + "条" + "渡口法" * 20_000) == []
