"""Pages of the government's site: pasted or copied with line breaks, the reader sees the same statements."""

import re

import pytest

from searchlib.corpus.blocks import Role
from searchlib.corpus.formats.govcn import govcn_pages, is_govcn
from searchlib.corpus.paragraphs import collapse_blanks, cut_paragraphs, is_furniture
from searchlib.corpus.load import load_text
from searchlib.corpus.mapped import Mapped
from searchlib.model import Document

FIRST = "中华人民共和国政府和秘鲁共和国政府联合声明"
SECOND = "中华人民共和国和白俄罗斯共和国关于建立全面战略伙伴关系的联合声明"

PASTED = (
    "2013年秘鲁全面战略合作伙伴关系习近平同秘鲁总统共同宣布建立全面战略伙伴关系"
    "中央政府门户网站　www.gov.cn　　 2013年04月06日 16时14分　　 来源：新华社【字体：大 中 小】\t\t\t"
    "两国元首宣布提升关系    4月6日，国家主席习近平同秘鲁总统乌马拉举行会谈。    王沪宁等出席。"
    f"{FIRST}（全文）2015-05-23[字体：大 中 小]      打印本页　　联合声明全文如下：　　{FIRST}"
    "　　（2015年5月22日，利马）　　一、应邀访问。　　二、双方重申𠮷。　　双方将继续。"
    f"2013年全面战略合作伙伴关系{SECOND}（全文）2013-07-17[字体：大 中 小]      打印本页"
    "　　双方声明如下：　　一　　双方决定。"
    " 中华人民共和国主席　  白俄罗斯共和国总统习近平　　　　　 亚·格·卢卡申科二0一三年七月十六日于北京"
)
COPIED = f"""2013年秘鲁全面战略合作伙伴关系
习近平同秘鲁总统共同宣布建立全面战略伙伴关系
中央政府门户网站　www.gov.cn　　 2013年04月06日 16时14分　　 来源：新华社
【字体：大 中 小】

两国元首宣布提升关系

　　4月6日，国家主席习近平同秘鲁总统乌马拉举行会谈。
　　王沪宁等出席。
{FIRST}（全文）
2015-05-23
[字体：大 中 小]      打印本页
　　联合声明全文如下：
　　{FIRST}
　　（2015年5月22日，利马）
　　一、应邀访问。
　　二、双方重申𠮷。
　　双方将继续。
2013年全面战略合作伙伴关系
{SECOND}（全文）
2013-07-17 [字体：大 中 小] 打印本页
　　双方声明如下：
　　一
　　双方决定。
中华人民共和国主席　　白俄罗斯共和国总统
习近平　　亚·格·卢卡申科
二0一三年七月十六日于北京
"""


def clauses(document: Document) -> list[tuple[str, str | None, str]]:
    """Path, number and text without blanks of every clause."""
    return [(one.path, one.number, re.sub(r"\s", "", one.text)) for one in document.clauses]


def test_statements_in_one_run_are_found() -> None:
    """Each title begins a document, though nothing separates it from what stands before."""
    expected = ["习近平同秘鲁总统共同宣布建立全面战略伙伴关系", FIRST, SECOND]

    assert expected == [document.title for document in load_text(PASTED)]


def test_a_paste_and_a_copy_with_line_breaks_give_the_same() -> None:
    """Clauses, ids and facts do not depend on how the page was copied."""
    pasted, copied = load_text(PASTED), load_text(COPIED)

    assert [clauses(document) for document in pasted] == [clauses(document) for document in copied]
    assert [document.id for document in pasted] == [document.id for document in copied]


def test_clauses_of_a_statement() -> None:
    """The repeated title counts once; what announces it and its day and place are notes."""
    expected = [
        ("title", None, FIRST),
        ("n1", None, "2015-05-23"),
        ("n2", None, "联合声明全文如下："),
        ("n3", None, "（2015年5月22日，利马）"),
        ("1", "一、", "一、应邀访问。"),
        ("2.1", "二、", "二、双方重申𠮷。"),
        ("2.2", "二、", "双方将继续。"),
    ]

    assert expected == clauses(load_text(PASTED)[1])


def test_signatures_glued_to_the_last_paragraph() -> None:
    """Who signed, where and when are signatures, not part of the last section."""
    expected = [
        ("n1", None, "2013年全面战略合作伙伴关系"),
        ("title", None, SECOND),
        ("n2", None, "2013-07-17"),
        ("p1", None, "双方声明如下："),
        ("h1", None, "一"),
        ("1", "一", "双方决定。"),
        ("s1", None, "中华人民共和国主席白俄罗斯共和国总统习近平亚·格·卢卡申科"),
        ("s2", None, "二0一三年七月十六日于北京"),
    ]

    assert expected == clauses(load_text(PASTED)[2])


def test_facts_of_the_pages() -> None:
    """Days signed and published, place, parties and source are those printed."""
    expected = [
        ("2013-04-06", "published", "2013-04-06", None, ("CN", "PE"), "新华社"),
        ("2015-05-22", "signed", "2015-05-23", "利马", ("CN", "PE"), None),
        ("2013-07-16", "signed", "2013-07-17", "北京", ("CN", "BY"), None),
    ]

    assert expected == [
        (str(one.date), one.date_is, str(one.published), one.place, one.parties, one.publisher)
        for one in load_text(PASTED)
    ]


def test_the_older_masthead_is_one_note() -> None:
    """Site, day, hour and source are a note of their own, blanks collapsed."""
    expected = [
        "2013年秘鲁全面战略合作伙伴关系",
        "中央政府门户网站 www.gov.cn 2013年04月06日 16时14分 来源：新华社",
    ]

    assert expected == [one.text for one in load_text(PASTED)[0].clauses if one.path.startswith("n")]


def test_traditional_pages_are_read_alike() -> None:
    """A page in traditional characters has the same structure."""
    title = "中華人民共和國和吉爾吉斯共和國關於建立全面戰略夥伴關係的聯合聲明"
    masthead = f"2018年全面戰略合作夥伴{title}（全文）2018-06-07[字體：大 中 小]      打印本頁"
    (document,) = load_text(f"{masthead}　　一、雙方決定。2018年6月6日於北京")
    expected = ["n1", "title", "n2", "1", "s1"]

    assert expected == [clause.path for clause in document.clauses]
    assert (title, "2018-06-06-cn-kg-joint-statement-hant") == (document.title, document.id)


def test_documents_cover_the_file_without_overlap() -> None:
    """Each document's source begins where the one before ends."""
    pages = govcn_pages(Mapped.of(PASTED))
    ends = [0, *(page.end for page in pages)]

    assert ends == [*(page.start for page in pages), len(PASTED)]


@pytest.mark.parametrize(
    "masthead",
    [
        "2016-09-13[字体：大 中 小]      打印本页",
        "2016-09-13 21:08 来源： 新华社 【字体：大 中 小】打印",
        "2016-09-13 21:08\n来源：新华社\n【字体：大中小】 【打印本页】 【关闭窗口】",
        "中央政府门户网站　www.gov.cn　　 2016年09月13日　　 来源：新华社",
        "中国政府网 www.gov.cn 2016-09-13 21:08 来源：新华社",
    ],
)
def test_mastheads(masthead: str) -> None:
    """The layouts the site has used are recognised, and none of their furniture is text."""
    (document,) = load_text(f"{FIRST}（全文）{masthead}　　一、双方。")
    expected = ("2016-09-13", ["title", "n1", "1"])

    assert expected == (str(document.published), [clause.path for clause in document.clauses])
    assert "字体" not in "".join(clause.text for clause in document.clauses)


@pytest.mark.parametrize(
    "text", ["", "中华人民共和国和秘鲁共和国联合声明\n一、双方。", "2016-09-13\n双方同意打印本页的做法。"]
)
def test_other_texts_are_not_taken_for_such_a_page(text: str) -> None:
    """Without a masthead a text is not one of these pages."""
    assert not is_govcn(text)


def test_words_of_furniture_in_a_sentence_are_text() -> None:
    """打印 in a sentence is no button."""
    paragraphs = [one.text for one in cut_paragraphs(Mapped.of("双方同意打印本页。\n打印本页\n【关闭窗口】"))]
    expected = ["双方同意打印本页。"]

    assert expected == paragraphs
    assert is_furniture("[字体：大 中 小]      打印本页")


def test_collapsed_blanks_keep_their_place() -> None:
    """A blank that stands for several still points at all of them."""
    collapsed = collapse_blanks(Mapped.of("  主席　\t 总统\n", 5))
    expected = ("主席 总统", (9, 12))

    assert expected == (collapsed.text, collapsed.span(2, 3))


def test_a_title_that_nothing_announces_keeps_its_first_character() -> None:
    """A page of news whose title follows a sentence begins after that sentence."""
    text = "公告2016-09-13[字体：大 中 小]　　正文一。李强会见秘鲁总统2024-06-29[字体：大 中 小]　　正文二。"
    blocks = [block for page in govcn_pages(Mapped.of(text)) for block in page.blocks]
    expected = ["公告", "李强会见秘鲁总统"]

    assert expected == [block.text.text for block in blocks if block.role is Role.TITLE]
