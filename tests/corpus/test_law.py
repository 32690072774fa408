"""Law files of both corpora: every article once, cross-references never, wrapped lines joined."""

import re
from datetime import date
from pathlib import Path

import pytest

from searchlib.corpus.formats.law import is_law, law_pages
from searchlib.corpus.formats.law_tw import is_taiwan_law
from searchlib.corpus.load import load_file, load_text
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.outline import outline
from searchlib.model import Document

MAINLAND = """# 中华人民共和国民法典

# 总则

2020年5月28日 第十三届全国人民代表大会第三次会议通过

2021年1月1日 施行

<!-- INFO END -->

中华人民共和国

民法典 总则

为了保护民事主体的合法权益，制定本法。

## 第一章  基本规定

第一条 为了保护民事主体的合法权益，调整民事关系，维护社会和经济

秩序，根据宪法，制定本法。

第二条 民法调整下列关系：

（一）人身关系；

（二）财产关系。

前款规定的𠮷，另行规定。

法律责任

第二条之一 违反第三条第一项规定的，处罚款。

第三条第一项所称罚款，由法院决定。

## 第三章 没有划入军事禁区、军事管理区的

军事设施的保护

<!-- FORCE BREAK -->

第四条 本法自2021年1月1日起施行。

附件一

| 刑法条文 | 罪名 |
| :--- | :--- |
| 第一百五十一条 | 走私罪 |

一、含汞的废弃物；
"""

TAIWAN = """法規名稱：中央再保險公司條例
法規類別：法律 / 廢止法規＞財政部
修正日期：20040623
生效狀態：一百十四年增訂第 3-1  條條文，依第 4 條規定：自
公布後六個月施行。\r
法規網址：https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode=G0390001

為因應國家統一前之需要，依照憲法第二十七條第一項第三款及第一百七
十四條第一款之規定，增修如左：

   第 一 章 總則

第 1 條
為加強再保險制度，促進國內保險事業之發展，由財政部設立中央再保公
司。

第 2 條
本公司之業務如左：
一、承受國內外保險業之財產及人身再保險業務，並得視業務需要，報經財
    政部核准，在國內設立分公司。
二、其他。
本條例所稱業務，依保險法之規定。但第三條第一項及第四條所定之中央
第五條人員不適用之。

   第 二 章 附則

第 3-1 條
本條例自公布日施行。

1
一、臨時條款之修訂，由國民大會決定之。
"""


def clauses(document: Document) -> list[tuple[str, str | None, str]]:
    """Path, number and text of every clause."""
    return [(one.path, one.number, one.text) for one in document.clauses]


def test_a_mainland_law() -> None:
    """Articles with their items are one clause each; headings without a mark and table rows are restored."""
    (document,) = load_text(MAINLAND, "总则.md")
    expected = [
        ("title", None, "中华人民共和国民法典 总则"),
        ("n1", None, "2020年5月28日 第十三届全国人民代表大会第三次会议通过"),
        ("n2", None, "2021年1月1日 施行"),
        ("p1", None, "为了保护民事主体的合法权益，制定本法。"),
        ("h1", None, "第一章  基本规定"),
        (
            "1",
            "第一条",
            "第一条 为了保护民事主体的合法权益，调整民事关系，维护社会和经济秩序，根据宪法，制定本法。",
        ),
        (
            "2",
            "第二条",
            "第二条 民法调整下列关系：\n（一）人身关系；\n（二）财产关系。\n前款规定的𠮷，另行规定。",
        ),
        ("h2", None, "法律责任"),
        (
            "2-1",
            "第二条之一",
            "第二条之一 违反第三条第一项规定的，处罚款。\n第三条第一项所称罚款，由法院决定。",
        ),
        ("h3", None, "第三章 没有划入军事禁区、军事管理区的军事设施的保护"),
        ("4", "第四条", "第四条 本法自2021年1月1日起施行。"),
        ("h4", None, "附件一"),
        ("i1", None, "刑法条文\t罪名"),
        ("i2", None, "第一百五十一条\t走私罪"),
        ("1~2", "一、", "一、含汞的废弃物；"),
    ]

    assert expected == clauses(document)


def test_facts_of_a_mainland_law() -> None:
    """The day is that of adoption, not of entry into force; a law has no parties."""
    (document,) = load_text(MAINLAND, "总则.md")
    expected = ("law-中华人民共和国民法典总则-2020-05-28", "law", "2020-05-28", None, None, ())

    assert expected == (
        document.id,
        document.kind,
        str(document.date),
        document.date_is,
        document.published,
        document.parties,
    )


def test_a_lost_chapter_heading_is_a_chapter() -> None:
    """法律责任 between chapters one and three stands in the place of chapter two."""
    (document,) = load_text(MAINLAND, "总则.md")

    assert {one.path: one.headings for one in document.clauses}["2-1"] == ("法律责任",)


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        (["2021年5月18日 审判委员会通过", "2021年6月16日 公告公布"], ("2021-05-18", None, "2021-06-16")),
        (["1985年3月6日 国务院发布", "2011年1月8日 修订"], ("2011-01-08", None, "1985-03-06")),
        (["2007年7月11日 国务院令第501号公布"], ("2007-07-11", "published", "2007-07-11")),
        (["1983年9月20日 通过", "2001年7月22日 国务院公布"], ("2001-07-22", "published", "2001-07-22")),
        (["２００２年６月２９日 常务委员会通过"], ("2002-06-29", None, "None")),
        (["2021年1月1日 施行"], ("None", None, "None")),
        (["劳社部发[2008]3号"], ("None", None, "None")),
    ],
)
def test_days_of_a_law(notes: list[str], expected: tuple[str, str | None, str]) -> None:
    """Adoption before promulgation, the latest version before earlier ones, entry into force never."""
    text = "\n\n".join(["# 海洋倾废管理条例", *notes, "<!-- INFO END -->", "第一条 为了保护。"])
    (document,) = load_text(text, "法.md")

    assert expected == (str(document.date), document.date_is, str(document.published))


def test_a_taiwan_law() -> None:
    """Wrapped lines are joined, a comma at a line's beginning included; cited articles begin none."""
    (document,) = load_text(TAIWAN, "條例.md")
    expected = [
        ("title", None, "中央再保險公司條例"),
        ("n1", None, "法規類別：法律 / 廢止法規＞財政部"),
        ("n2", None, "生效狀態：一百十四年增訂第 3-1  條條文，依第 4 條規定：自公布後六個月施行。"),
        (
            "p1",
            None,
            "為因應國家統一前之需要，依照憲法第二十七條第一項第三款及第一百七十四條第一款之規定，增修如左：",
        ),
        ("h1", None, "第 一 章 總則"),
        (
            "1",
            "第 1 條",
            "第 1 條\n為加強再保險制度，促進國內保險事業之發展，由財政部設立中央再保公司。",
        ),
        (
            "2",
            "第 2 條",
            "第 2 條\n本公司之業務如左：\n"
            "一、承受國內外保險業之財產及人身再保險業務，並得視業務需要，報經財政部核准，在國內設立分公司。\n"
            "二、其他。\n"
            "本條例所稱業務，依保險法之規定。但第三條第一項及第四條所定之中央第五條人員不適用之。",
        ),
        ("h2", None, "第 二 章 附則"),
        ("3-1", "第 3-1 條", "第 3-1 條\n本條例自公布日施行。"),
        ("1~2", "1", "1\n一、臨時條款之修訂，由國民大會決定之。"),
    ]

    assert expected == clauses(document)


def test_facts_of_a_taiwan_law() -> None:
    """Day and address come from the header."""
    (document,) = load_text(TAIWAN, "條例.md")
    expected = (
        "law-中央再保險公司條例-2004-06-23",
        "2004-06-23",
        None,
        "https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode=G0390001",
        "hant",
    )

    assert expected == (document.id, str(document.date), document.date_is, document.url, document.script)


def test_a_drawn_table_stays_as_it_is() -> None:
    """The lines of a drawn table are neither joined nor taken for items."""
    table = "┌──┬──┐\n│一  │所長│\n└──┴──┘"
    (document,) = load_text(
        f"法規名稱：通則\n\n第 1 條\n員額如左：\n{table}\n前項員額，另定之。\n", "通則.md"
    )

    assert document.clauses[-1].text == f"第 1 條\n員額如左：\n{table}\n前項員額，另定之。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MAINLAND, True),
        (TAIWAN, True),
        ("第一条 甲。\n第二条 乙。\n第三条 丙。\n", True),
        ("双方重申第一条 的规定。\n第二条 乙。\n", False),
        ("", False),
    ],
)
def test_which_files_are_laws(text: str, expected: bool) -> None:
    """A law file is known by its marker, its header or its articles."""
    assert expected == is_law(text)
    assert not is_taiwan_law(MAINLAND)


def test_a_law_without_marker_takes_its_first_line_as_title() -> None:
    """A law in plain text needs no Markdown."""
    (document,) = load_text("护士条例\n第一条 甲。\n第二条 乙。\n第三条 丙。\n", "护士.txt")
    expected = ("护士条例", "law", ["title", "1", "2", "3"])

    assert expected == (document.title, document.kind, [clause.path for clause in document.clauses])


def test_an_empty_law_gives_nothing() -> None:
    """A marker alone makes no document."""
    assert law_pages(Mapped.of("<!-- INFO END -->\n\n")) == ()


MAINLAND_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零]+条(之[一二三四五六七八九十]+)?[ 　]")
TAIWAN_ARTICLE = re.compile(r"第 ?[\d-]+ ?條|\d{1,3}")
INVISIBLE = " \u3000\u200b\ufeff\xa0\t"


@pytest.mark.shared
def test_every_article_of_the_mainland_laws(shared: Path) -> None:
    """Each line that begins an article begins a clause, and no clause invents one (every fifth file)."""
    wrong = []
    for path in sorted((shared / "corpora" / "laws_cn").rglob("*.md"))[::5]:
        text = path.read_text(encoding="utf-8")
        lines = (line.strip(INVISIBLE) for line in text.split("\n"))
        printed = sum(MAINLAND_ARTICLE.match(line) is not None for line in lines)
        numbers = [
            clause.number or "" for page in law_pages(Mapped.of(text)) for clause in outline(page.blocks)
        ]
        if printed != sum(number.startswith("第") for number in numbers):
            wrong.append(path.name)

    assert wrong == []


@pytest.mark.shared
def test_every_article_of_the_taiwan_laws(shared: Path) -> None:
    """Every number on a line of its own is a clause's, in the order printed (every fifth file)."""
    root = shared / "corpora" / "laws_tw"
    wrong = []
    for path in sorted(root.glob("*.md"))[::5]:
        text = path.read_text(encoding="utf-8")
        lines = (line.strip() for line in text.splitlines())
        printed = [line for line in lines if TAIWAN_ARTICLE.fullmatch(line)]
        (document,) = load_file(path, root)
        if printed != [clause.number for clause in document.clauses if clause.number]:
            wrong.append(path.name)

    assert wrong == []


def test_lines_of_adoption_below_a_title_are_notes_and_date_the_law() -> None:
    """A law without header marks is dated by the line in which it says when it was adopted."""
    text = (
        "某某促进条例\n（2020年6月1日第三届人民代表大会第四次会议通过）\n\n第一章　总则\n\n"
        "第一条　为了促进铁路，制定本条例。\n第二条　本条例所称铁路，包括地方铁路。\n"
        "第三条　本条例自公布之日起施行。\n"
    )
    (law,) = load_text(text, "law.txt")

    assert law.date == date(2020, 6, 1)
    assert [clause.path for clause in law.clauses] == ["title", "n1", "h1", "1", "2", "3"]
    assert law.clauses[3].headings == ("第一章　总则",)
