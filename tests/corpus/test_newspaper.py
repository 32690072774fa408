"""Hard-wrapped pages: lines become the headings, paragraphs and items a reader sees."""

import pytest

from searchlib.corpus.formats.newspaper import newspaper_pages
from searchlib.corpus.formats.wraps import is_full, is_wrapped, join_wrapped, width
from searchlib.corpus.load import load_text
from searchlib.corpus.mapped import Mapped

PAGE = """
習近平：中秘要對接發展戰略 深挖合作潛力
對秘魯國事訪問並出席APEC會議 指亞太國家加強合作符合共同利益
 14日晚，習近平同博魯阿爾特總
統在利馬總統府以視頻方式

共同出席錢凱港開港儀式。習近平強
調，兩國要共同努力，一道把錢
凱港建設好。

願同秘方發揮錢凱港優勢
會談中，習近平指出，中秘雙方要對
接發展戰略，而自己跟該企業的Lea Pat-
they傾談，共建「一帶一路」。
雙方簽署多項文件。

中秘聯合聲明要點

自貿協定升級
●雙方歡迎在此訪期間簽署議定書。
雙方願繼續推動貿易便利化，加強𠮷野
家投資合作

反對保護主義
●雙方將繼續支持以世貿組織為核心的開
放、透明的多邊貿易體制。
 香港文匯報訊 據新華社報道，國家主席
抵達秘魯首都利馬。

●國家主席習近平出席錢凱港開港儀式。 新華社

●國家主席習近平出席錢凱港開
港儀式。 新華社
"""


def lines(*texts: str) -> list[Mapped]:
    """Lines with gaps between them in the file."""
    return [Mapped.of(text, at * 100) for at, text in enumerate(texts)]


def test_the_page_is_one_document() -> None:
    """Its title is the first headline, it reports, and no date is invented."""
    (document,) = load_text(PAGE)
    expected = ("習近平：中秘要對接發展戰略 深挖合作潛力", "report", None, ("CN", "PE"), "hant")

    assert expected == (document.title, document.kind, document.date, document.parties, document.script)


def test_clauses_of_the_page() -> None:
    """Wrapped lines are joined, also across blank lines; headings, items and captions stand alone."""
    (document,) = load_text(PAGE)
    expected = [
        ("title", "習近平：中秘要對接發展戰略 深挖合作潛力"),
        ("h1", "對秘魯國事訪問並出席APEC會議 指亞太國家加強合作符合共同利益"),
        (
            "p1",
            "14日晚，習近平同博魯阿爾特總統在利馬總統府以視頻方式共同出席錢凱港開港儀式。"
            "習近平強調，兩國要共同努力，一道把錢凱港建設好。",
        ),
        ("h2", "願同秘方發揮錢凱港優勢"),
        (
            "p2",
            "會談中，習近平指出，中秘雙方要對接發展戰略，而自己跟該企業的Lea Patthey傾談，共建「一帶一路」。",
        ),
        ("p3", "雙方簽署多項文件。"),
        ("h3", "中秘聯合聲明要點"),
        ("h4", "自貿協定升級"),
        ("i1", "●雙方歡迎在此訪期間簽署議定書。"),
        ("p4", "雙方願繼續推動貿易便利化，加強𠮷野家投資合作"),
        ("h5", "反對保護主義"),
        ("i2", "●雙方將繼續支持以世貿組織為核心的開放、透明的多邊貿易體制。"),
        ("p5", "香港文匯報訊 據新華社報道，國家主席抵達秘魯首都利馬。"),
        ("n1", "●國家主席習近平出席錢凱港開港儀式。 新華社"),
        ("n2", "●國家主席習近平出席錢凱港開港儀式。 新華社"),
    ]

    assert expected == [(clause.path, clause.text) for clause in document.clauses]


def test_a_box_heading_nests_below_the_heading_of_the_box() -> None:
    """The heading right above a bulleted item is one level deeper than other headings."""
    (document,) = load_text(PAGE)
    expected = {"i1": ("中秘聯合聲明要點", "自貿協定升級"), "i2": ("中秘聯合聲明要點", "反對保護主義")}

    assert expected == {one.path: one.headings for one in document.clauses if one.path.startswith("i")}


def test_a_joined_name_points_at_both_of_its_lines() -> None:
    """錢凱港, wrapped after 錢, is found and traced to where its halves stand."""
    (document,) = load_text(PAGE)
    clause = next(one for one in document.clauses if one.path == "p1")
    at = clause.text.rindex("錢凱港")
    assert clause.source is not None
    start, end = clause.source.runs[0][1], clause.source.runs[-1][1]

    assert start < PAGE.index("一道把錢") < end + 10
    assert "把錢凱港建設好" in clause.text[at - 1 : at + 6]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("錢凱", "港"), "錢凱港"),
        (("Lea Pat-", "they"), "Lea Patthey"),
        (("two-ocean", "railway"), "two-ocean railway"),
        (("APEC", "會議"), "APEC會議"),
        (("2018-", "2019年"), "2018-2019年"),
        (("始建於2019", "年"), "始建於2019年"),
        (("𠮷", "野家"), "𠮷野家"),
    ],
)
def test_joining_lines(parts: tuple[str, ...], expected: str) -> None:
    """Chinese joins without a blank, Latin words with one, a hyphenated word without its hyphen."""
    assert expected == join_wrapped(lines(*parts)).text


def test_widths_are_columns() -> None:
    """A Chinese character takes two columns, beyond the BMP as well."""
    assert [width(text) for text in ("錢凱港", "APEC", "𠮷5%")] == [6, 4, 4]


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("一二三四五", "六七", True),
        ("一二三四。", "六七", True),
        ("一二三。", "六七", False),
        ("一二三四", "六，七", True),
        ("一二三", "六，七", False),
    ],
)
def test_a_line_is_full_when_the_next_character_had_no_room(
    line: str, following: str, expected: bool
) -> None:
    """A comma, which may not begin a line, takes the character before it along."""
    assert expected == is_full(line, 10, following)


def test_running_text_is_not_wrapped() -> None:
    """Lines that end their sentences are paragraphs, however many there are."""
    assert not is_wrapped("双方同意加强两洋铁路项目可行性研究。\n" * 40)
    assert not is_wrapped("双方重申遵守\n谅解备忘录。")


def test_an_empty_page_gives_nothing() -> None:
    """Blanks and furniture make no document."""
    assert newspaper_pages(Mapped.of("\n \n　打印本页\n")) == ()


STATEMENT = """中华人民共和国和秘鲁共和国关于
深化全面战略伙伴关系的联合声明
（2016年9月13日，北京）
应邀请，秘鲁总统对中华人民共和国进行国
事访问。
一
双方一致认为，两国政治互信不断深化，各领
域合作成果丰硕，传统友好更加牢固，增进了
两国人民的福祉。
双方将继续实施好中秘自由贸易协定，挖掘贸
易潜力。
二
双方愿在谅解备忘录框架内，共同研究两洋铁
路项目可行性。
中华人民共和国　　秘鲁共和国
主席　　总统
2016年9月13日于北京
"""


def test_a_wrapped_statement_is_still_a_statement() -> None:
    """A statement copied from a PDF keeps its title, sections and signatures."""
    (document,) = load_text(STATEMENT)
    expected = [
        ("title", None),
        ("n1", None),
        ("p1", None),
        ("h1", None),
        ("1.1", "一"),
        ("1.2", "一"),
        ("h2", None),
        ("2", "二"),
        ("s1", None),
        ("s2", None),
    ]

    assert expected == [(clause.path, clause.number) for clause in document.clauses]
    assert document.id == "2016-09-13-cn-pe-joint-statement"
    assert "共同研究两洋铁路项目可行性" in document.clauses[7].text


@pytest.mark.parametrize("columns", [18, 25, 30, 33, 40])
def test_a_short_wrapped_page_is_joined_too(columns: int) -> None:
    """A name across a line end is found on a page of few lines."""
    paragraphs = [
        "中华人民共和国和秘鲁共和国联合声明",
        "一、双方重申推进共同关心的合作，愿在谅解备忘录框架内推进两洋铁路项目可行性基础研究，提高拉美地区同世界其他地区的互联互通水平。",
        "二、雙方對訪問成果感到滿意，均認為此訪對豐富和深化雙邊關係具有里程碑意義，同意推進兩洋鐵路項目。",
    ]
    wrapped = ["\n".join(p[at : at + columns] for at in range(0, len(p), columns)) for p in paragraphs]
    (statement,) = load_text("\n\n".join(wrapped), "short.txt")

    assert paragraphs == [clause.text for clause in statement.clauses]


def test_a_short_page_of_paragraphs_stays_one_of_paragraphs() -> None:
    """Lines that end where their sentences end, or at no common column, are not joined."""
    text = "会谈纪要\n双方出席人员\n甲方三人\n\n会议讨论了铁路合作。\n下次会议另行商定。\n"
    (minutes,) = load_text(text, "minutes.txt")

    assert ["会议讨论了铁路合作。", "下次会议另行商定。"] == [clause.text for clause in minutes.clauses[-2:]]
