"""Statements told apart in one file, with titles over lines, annexes, notes and signatures in any layout."""

from __future__ import annotations

import time

import pytest

from searchlib.corpus.formats.plain import statement_starts, text_lines
from searchlib.corpus.formats.running import without_running_lines
from searchlib.corpus.formats.statement import statement_blocks
from searchlib.corpus.load import load_text
from searchlib.corpus.mapped import Mapped
from searchlib.model import Document

PERU = "中华人民共和国和秘鲁共和国联合声明"
CHILE = "中华人民共和国和智利共和国联合声明"
GOV = "2011-05-20 16:14 来源：新华社\n【字体：大 中 小】 打印本页\n"
BODY = "一、双方重申友谊。\n二、双方推进渡口铁路。\n"


def documents(text: str, file: str = "a.txt") -> tuple[Document, ...]:
    """The documents of a text."""
    return load_text(text, file)


def paths(document: Document) -> dict[str, str]:
    """The text of each clause by its path."""
    return {clause.path: clause.text for clause in document.clauses}


def facts(document: Document) -> tuple[str | None, str | None, str | None]:
    """Title, day of signature or publication, and place."""
    return document.title, document.date.isoformat() if document.date else None, document.place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{PERU}\n{GOV}{BODY}2011年5月19日于利马\n\n\n{CHILE}\n{GOV}{BODY}2011年5月21日于圣地亚哥\n",
            [(PERU, "2011-05-19", "利马"), (CHILE, "2011-05-21", "圣地亚哥")],
        ),
        (
            f"{PERU}\n（2011年5月19日，利马）\n\n{BODY}\n\n{CHILE}\n{GOV}{BODY}2011年5月21日于圣地亚哥\n",
            [(PERU, "2011-05-19", "利马"), (CHILE, "2011-05-21", "圣地亚哥")],
        ),
        (
            f"{PERU}\n{GOV}{BODY}2011年5月19日于利马\n\n{CHILE}\n\n{BODY}2011年5月21日于圣地亚哥\n",
            [(PERU, "2011-05-19", "利马"), (CHILE, "2011-05-21", "圣地亚哥")],
        ),
        (
            f"{PERU}\n\n{BODY}2011年5月19日于利马\n\n{PERU}\n\n{BODY}2013年4月6日于三亚\n",
            [(PERU, "2011-05-19", "利马"), (PERU, "2013-04-06", "三亚")],
        ),
        (
            f"{PERU}\n\n{BODY}2011年5月19日于利马\n\n中智两国政府新闻公报\n\n{BODY}",
            [(PERU, "2011-05-19", "利马"), ("中智两国政府新闻公报", None, None)],
        ),
        (
            f"{PERU}\n\n{BODY}\n中国和智利关于深化\n伙伴关系的联合声明\n\n{BODY}2011年5月21日于圣地亚哥\n",
            [(PERU, None, None), ("中国和智利关于深化伙伴关系的联合声明", "2011-05-21", "圣地亚哥")],
        ),
    ],
    ids=["gov gov", "plain gov", "gov plain", "same title", "short title", "two lines"],
)
def test_statements_in_one_file_are_told_apart(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    """Whatever stands between them, each keeps its own day and place."""
    assert expected == [facts(document) for document in documents(text)]


@pytest.mark.parametrize(
    "title",
    [
        "中华人民共和国和波兰共和国\n关于建立伙伴关系的\n联合声明",
        "中华人民共和国和\n波兰共和国关于建立伙伴关系的联合声明",
        "中华人民共和国和波兰共和国\n\n关于建立伙伴关系的联合声明",
    ],
)
def test_a_title_over_several_lines_is_one(title: str) -> None:
    """Also with a blank line in it; nothing of it becomes a heading."""
    (document,) = documents(f"{title}\n\n应邀，中国主席访问波兰。\n{BODY}二〇一一年六月二十日于华沙\n")

    assert document.title == "".join(title.split())
    assert facts(document)[1:] == ("2011-06-20", "华沙")
    assert list(paths(document)) == ["title", "p1", "1", "2", "s1"]


def test_a_title_over_paragraphs_of_a_page_is_one() -> None:
    """And a further statement on the page begins a document."""
    page = (
        "<html><body><p>中华人民共和国和波兰共和国</p><p>联合声明</p><p>一、双方重申友谊。</p>"
        f"<p>2011年6月20日于华沙</p><p>{CHILE}</p><p>一、双方推进渡口铁路。</p></body></html>"
    )

    assert ["中华人民共和国和波兰共和国联合声明", CHILE] == [one.title for one in documents(page, "a.html")]


@pytest.mark.parametrize(
    "article",
    ["{0}\n\n《人民日报》 2011年11月15日 01版\n\n双方会谈。\n",
     "《人民日报》 2011年11月15日 01版\n\n{0}\n\n双方会谈。\n",
     "{0}\n\n双方会谈。\n\n《人民日报》 2011年11月15日 01版\n"],
)  # fmt: skip
def test_articles_of_a_newspaper_are_told_apart(article: str) -> None:
    """By their page lines, which stand below the headline, above it, or below the article."""
    found = documents("\n".join(map(article.format, ("渡口开航", "外长会见", "码头竣工"))))

    assert ["渡口开航", "外长会见", "码头竣工"] == [document.title for document in found]
    assert {"人民日报"} == {document.publisher for document in found}


def test_offices_above_a_title_are_signatures() -> None:
    """What stands below a signature and above the next title is no part of the title."""
    found = documents(
        f"{PERU}\n\n{BODY}\n（签字）　（签字）\n中华人民共和国总理　秘鲁共和国总统\n2011年6月6日 于利马\n\n"
        f"{CHILE}（2012年6月12日，圣地亚哥）\n\n双方会谈。\n"
    )

    assert [(PERU, "2011-06-06", "利马"), (CHILE, "2012-06-12", "圣地亚哥")] == list(map(facts, found))


def test_a_list_of_short_lines_is_no_row_of_headings() -> None:
    """Four in a row are paragraphs of the list."""
    projects = ["渡口铁路", "渡口大桥", "友好医院", "地面电站", "文化中心"]
    (document,) = documents(
        f"{PERU}\n\n双方推进以下项目：\n" + "\n".join(projects) + "\n\n2011年6月6日于利马\n"
    )

    assert projects == [clause.text for clause in document.clauses[2:7]]
    assert {()} == {clause.headings for clause in document.clauses}


def test_a_list_of_titles_is_no_row_of_documents() -> None:
    """A title begins a document only where text follows it."""
    (document,) = documents(f"大事记\n\n双方交往如下。\n{PERU}\n{CHILE}\n")

    assert document.title == "大事记"


def test_short_lines_are_not_wraps() -> None:
    """A signature in short lines does not make blank lines meaningless."""
    signature = "中华人民共和国\n代表\n外交部部长\n甲某某\n（签字）\n"
    (document,) = documents(
        f"{PERU}\n\n一、双方建立伙伴关系。\n\n双方欢迎渡口铁路项目。\n\n二、双方扩大贸易。\n\n"
        f"{signature}\n{signature.replace('中华人民共和国', '秘鲁共和国')}\n二〇一一年六月十八日于利马\n"
    )

    assert paths(document)["1.2"] == "双方欢迎渡口铁路项目。"
    assert facts(document)[1:] == ("2011-06-18", "利马")
    assert paths(document)["s1"].startswith("中华人民共和国 代表 外交部部长")


def test_furniture_and_the_repeated_title_of_a_wiki_are_left_out() -> None:
    """What the site prints between a title and its repetition is no text."""
    (document,) = documents(
        f"{PERU}\n\n维基文库，自由的图书馆\n跳转至导航 跳转至搜索\n{PERU}\n1971年11月2日\n\n"
        "一、双方重申友谊。\n\n"
        "双方支持彼此。\n\n一九七一年十一月二日于利马\n本作品属于公有领域。\n"
    )

    assert list(paths(document)) == ["title", "n1", "1.1", "1.2", "s1", "n2"]
    assert "维基" not in "".join(paths(document).values())


def test_annexes_and_notes_stand_below_the_signature() -> None:
    """An annex is a heading over its items, a note is a note, and the day stays the statement's."""
    (document,) = documents(
        f"{PERU}\n\n{BODY}\n2011年6月6日于利马\n\n注：本声明有两种文本。\n\n附件1：\n项目清单\n"
        "1. 渡口\n2. 热电站\n\n附件二 备忘录\n第一条 双方合作。\n"
    )
    found = {clause.text: clause for clause in document.clauses}

    assert facts(document)[1:] == ("2011-06-06", "利马")
    assert found["注：本声明有两种文本。"].path == "n1"
    assert found["2. 热电站"].headings == ("附件1：", "项目清单")
    assert found["第一条 双方合作。"].headings == ("附件二 备忘录",)
    assert "2" in {clause.path for clause in document.clauses}


@pytest.mark.parametrize(
    ("closing", "day", "place"),
    [
        ("二〇一一年六月六日\n利马\n\n附件：清单\n1. 渡口\n", "2011-06-06", "利马"),
        ("2011年6月6日\n于利马\n", "2011-06-06", "利马"),
        ("签于利马\n2011年6月6日\n", "2011-06-06", "利马"),
        ("2011年6月6日，利马\n", "2011-06-06", "利马"),
        (
            "中华人民共和国代表    秘鲁共和国代表\n   甲某     乙某\n\n    2011年6月6日于利马\n",
            "2011-06-06",
            "利马",
        ),
        ("2011年6月6日于利马\n中华人民共和国代表　秘鲁共和国代表\n（签字）\n", "2011-06-06", "利马"),
        ("二〇一一年六月六日\n", "2011-06-06", None),
    ],
)
def test_day_and_place_of_signature(closing: str, day: str, place: str | None) -> None:
    """Also on lines of their own, in columns, above or below the names."""
    (document,) = documents(f"{PERU}\n\n{BODY}\n{closing}")

    assert facts(document) == (PERU, day, place)
    assert paths(document)["2"] == "二、双方推进渡口铁路。"


def test_two_languages_by_turns() -> None:
    """Each language in its own clauses: the English paragraphs are notes."""
    (document,) = documents(
        f"Joint Statement between China and Peru\n{PERU}\n\nI. Both sides reaffirmed their friendship.\n"
        "一、双方重申友谊。\n\nII. Both sides welcomed the ferry railway.\n二、双方推进渡口铁路。\n\n"
        "Done at Lima on 6 June 2011\n2011年6月6日于利马\n"
    )

    assert document.parties == ("CN", "PE")
    assert facts(document) == (PERU, "2011-06-06", "利马")
    assert (paths(document)["1"], paths(document)["2"]) == ("一、双方重申友谊。", "二、双方推进渡口铁路。")


def test_two_languages_one_after_the_other() -> None:
    """The second language is a document of its own."""
    english = "Joint Statement between China and Peru"
    text = f"{PERU}\n\n{BODY}三、双方扩大贸易。\n2011年6月6日于利马\n\n{english}\n\n"
    text += "1. Both sides agree on it.\n2. Both sides agree on that.\n3. Both sides expand trade.\n"

    assert [PERU, english] == [document.title for document in documents(text)]


def test_a_name_printed_apart_is_in_its_sentence() -> None:
    """Blanks that set a name of two characters apart end no paragraph."""
    (document,) = documents("会议记录\n\n外交部部长王　　毅、商务部部长甲　乙出席会议。　　双方签字。\n")

    assert ["外交部部长王　　毅、商务部部长甲　乙出席会议。", "双方签字。"] == [
        clause.text for clause in document.clauses[1:]
    ]


def test_a_statement_wrapped_over_few_lines_is_joined() -> None:
    """Paragraphs begin indented and go on without; page numbers and running headers are left out."""
    (document,) = documents(
        f"    {PERU}\n\n    应邀，中国总理于二〇一一年五月二十二日对秘鲁进\n行正式访问。双方声明如下：\n"
        "    一、双方高度评价两国关系，一致同意推进渡口铁\n\n                 - 24 -\n"
        "国务院公报              2011年第16号\n\n路可行性研究，扩大贸易和投资，加强农业、矿业合作。\n"
        "    二、双方支持港口建设，为两国人民创造更多福祉，\n并继续在多边机构中相互支持。\n\n"
        "                 - 25 -\n"
    )

    assert list(paths(document)) == ["title", "p1", "1", "2"]
    assert "渡口铁路可行性研究" in paths(document)["1"]


@pytest.mark.parametrize(
    "text",
    [
        f"{PERU}\n" * 8_000,
        f"{PERU}\n一、双方重申。\n" * 5_000,
        "中华人民共和国和\n" * 8_000,
        "- 1 -\n" * 8_000,
        f"{PERU}\n" + "附件1：\n" * 8_000,
        f"{PERU}\n双方重申。\n" + "2011年6月6日于利马\n" * 8_000,
        "a b c d e\n" * 8_000 + "一、双方重申。",
        "秘鲁" * 50_000 + "联合声明",
        "《人民日报》（2011年" + " " * 50_000,
        "《人民日报》 2011年11月15日 01版\n" * 8_000,
    ],
    ids=range(10),
)
def test_odd_statements_take_time_in_proportion(text: str) -> None:
    """Many titles, annexes, closings and page numbers in a row."""
    begin = time.process_time()
    statement_starts(text_lines(text))
    statement_blocks(Mapped.of(text), PERU)
    without_running_lines(Mapped.of(text))

    assert time.process_time() - begin < 8
