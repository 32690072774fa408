"""Days and publishers as labelled, kinds and parties that are meant, and bulletins by item."""

from __future__ import annotations

import time

import pytest

from searchlib.corpus.labels import page_line, programme_day, published_day, publisher_of
from searchlib.corpus.load import load_text
from searchlib.corpus.parties import parties_of
from searchlib.corpus.titles import is_statement_title, kind_of_title, title_length
from searchlib.facts.countries import country_code, country_names
from searchlib.model import Kind


@pytest.mark.parametrize(
    ("line", "newspaper", "day"),
    [
        ("《 人民日报 》（ 2011年11月16日 第 01 版）", "人民日报", "2011-11-16"),
        ("《人民日报海外版》（2011年11月16日　第 02 版）", "人民日报海外版", "2011-11-16"),
        ("人民日报 2011年11月16日 第1版", "人民日报", "2011-11-16"),
        ("来源：光明日报 2011-11-16", "光明日报", "2011-11-16"),
        ("《中国教育报》2011年11月16日 星期三 第3版", "中国教育报", "2011-11-16"),
    ],
)
def test_page_lines(line: str, newspaper: str, day: str) -> None:
    """The newspaper and the day, whatever stands between and around them."""
    found = page_line(line)

    assert found is not None
    assert found.day is not None
    assert (newspaper, day) == (found.newspaper, found.day.isoformat())


@pytest.mark.parametrize(
    "line", ["《渡口法》（2011年3月11日修正）", "人民日报", "据人民日报2011年11月16日报道，双方会谈。"]
)
def test_what_is_no_page_line(line: str) -> None:
    """A law with its day, a name alone and a sentence."""
    assert page_line(line) is None


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("《新闻联播》 (20111018)", "2011-10-18"),
        ("新闻联播 2011-10-18", "2011-10-18"),
        ("2011年10月18日《新闻联播》主要内容", "2011-10-18"),
        ("《新闻联播》 (20111318)", None),
        ("渡口合作 (20111018)", None),
    ],
)
def test_days_of_programmes(title: str, day: str | None) -> None:
    """Only a programme with a possible day."""
    found = programme_day(title)

    assert day == (found.isoformat() if found else None)


@pytest.mark.parametrize(
    ("line", "publisher", "day"),
    [
        ("发布时间：2011-05-16 08:00　来源：新华社", "新华社", "2011-05-16"),
        ("来源：    2011-05-23", None, None),
        ("来源：作者：甲", None, None),
        ("来源：外交部网站2011-05-23", "外交部网站", None),
        ("成文日期：2011年05月13日\t发布日期：2011年05月16日", None, "2011-05-16"),
        ("发文机关：\t国务院", "国务院", None),
    ],
)
def test_labels(line: str, publisher: str | None, day: str | None) -> None:
    """A day is no publisher, and the day of making is not that of publication."""
    found = published_day(line)

    assert (publisher, day) == (publisher_of(line), found.isoformat() if found else None)


@pytest.mark.parametrize(
    ("text", "published", "publisher", "title"),
    [
        (
            "中秘会谈时强调\n推动合作\n\n《 人民日报 》（ 2011年11月16日 第 01 版）\n\n"
            "    本报利马11月14日电 双方会谈。\n",
            "2011-11-16",
            "人民日报",
            "中秘会谈时强调",
        ),
        (
            "《人民日报》（2011年5月23日　01 版）\n\n渡口开航\n\n双方会谈。\n",
            "2011-05-23",
            "人民日报",
            "渡口开航",
        ),
        ("外长通电话\n2011年06月05日\n\n双方交换意见。\n", "2011-06-05", None, "外长通电话"),
        ("外长通电话\n2011-06-05 10:20\n\n双方交换意见。\n", "2011-06-05", None, "外长通电话"),
    ],
)
def test_days_of_publication(text: str, published: str, publisher: str | None, title: str) -> None:
    """A newspaper's line above or below the title, and the plain day below it; none is a day of signature."""
    (document,) = load_text(text)

    assert (title, published, "published", publisher) == (
        document.title,
        str(document.published),
        document.date_is,
        document.publisher,
    )


@pytest.mark.parametrize(
    "opening",
    [
        "央视网消息（新闻联播）：双方会谈。",
        "人民网利马5月22日电 双方会谈。",
        "中央社利馬22日電 雙方會談。",
        "据外交部网站消息，双方会谈。",
    ],
)
def test_kinds_of_news(opening: str) -> None:
    """Agencies, stations and ministries whose line opens the news."""
    (document,) = load_text(f"渡口开航\n\n{opening}\n")

    assert document.kind is Kind.REPORT


@pytest.mark.parametrize(
    ("title", "opening", "expected"),
    [
        ("外交部发言人就美国制裁伊朗答记者问", "美国宣布制裁伊朗。", ()),
        ("中方就美国制裁伊朗表态", "", ("CN",)),
        ("中国和秘鲁就自贸协定交换意见", "", ("CN", "PE")),
        ("中国政府关于日本渡口问题的声明", "", ("CN",)),
        ("会见外宾", "双方谈到中白工业园和中老铁路。", ()),
        ("中白关于工业园的联合声明", "", ("CN", "BY")),
        ("中苏联合公报", "苏维埃社会主义共和国联盟", ("CN", "SU")),
        ("中印联合声明", "", ("CN", "IN")),
        ("中寮联合声明", "", ("CN", "LA")),
        ("中华人民共和国和埃斯瓦蒂尼王国联合声明", "", ("CN", "SZ")),
        ("中华人民共和国和捷克斯洛伐克社会主义共和国联合公报", "", ("CN", "CS")),
        ("中华人民共和国和南斯拉夫社会主义联邦共和国联合公报", "", ("CN", "YU")),
        ("寮國總理訪問中國", "", ("LA", "CN")),
    ],
)
def test_parties_are_those_meant(title: str, opening: str, expected: tuple[str, ...]) -> None:
    """Not what a project is named after, nor whom somebody speaks about."""
    assert expected == parties_of(title, opening)


def test_names_of_former_states() -> None:
    """They have the codes of ISO 3166-3 and names in both languages."""
    assert (country_code("苏联"), country_code("Yugoslavia"), country_code("su")) == ("SU", "YU", "SU")
    assert (country_names("zh")["CS"], country_names("en")["CS"]) == ("捷克斯洛伐克", "Czechoslovakia")


def test_a_statement_not_between_states_has_no_parties() -> None:
    """Nor is it a joint statement; the state it speaks of is no party."""
    (document,) = load_text(
        "中国各商会联合声明\n\n新华社北京9月15日电 中国各商会发表联合声明，谴责日本政府。\n"
    )

    assert (document.kind, document.parties) == (Kind.REPORT, ())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("中秘两国政府新闻公报", True),
        ("中国政府和秘鲁政府联合公报", True),
        ("中国－东盟国家联合声明", True),
        ("上海合作组织成员国元首理事会会议新闻公报", True),
        ("中國與寮國關於渡口的聯合聲明（全文）", True),
        ("中国和秘鲁发表联合声明", False),
        ("中秘签署联合公报", False),
        ("中国各商会联合声明", False),
        ("国家统计公报", False),
        ("双方在中秘联合声明，和公报", False),
    ],
)
def test_titles_of_statements(title: str, expected: bool) -> None:
    """Long and short ones, of states and their organisations; no news about one."""
    assert expected == is_statement_title(title)


def test_lines_of_a_title() -> None:
    """The first lines that together are a title, and no more."""
    assert title_length(["中国和秘鲁", "联合声明", "联合公报"]) == 2
    assert title_length(["中国和秘鲁发表", "联合声明"]) == 0
    assert kind_of_title("中国各党派联合声明") is None


BULLETIN = (
    "# 《新闻联播》 (20111018)\n\n## 摘要\n\n1.甲开幕；\n\n2.乙会见秘鲁总统。\n\n## 详细\n\n### 甲开幕\n\n"
    "央视网消息：甲宣布：\n\n一、构建网络。\n\n二、推动班列。\n\n甲指出，前景广阔。\n\n"
    "### 乙会见秘鲁总统\n\n央视网消息：乙会见秘鲁总统。\n"
)


def test_items_of_a_bulletin_are_documents() -> None:
    """Each published on the day in the bulletin's title; a section of one holds nothing of the next."""
    found = load_text(BULLETIN, "a.md")

    assert ["《新闻联播》 (20111018)", "甲开幕", "乙会见秘鲁总统"] == [one.title for one in found]
    assert {"2011-10-18"} == {str(one.published) for one in found}
    assert ("PE",) == found[2].parties
    assert "甲指出，前景广阔。" in [clause.text for clause in found[1].clauses]


def test_numbered_headlines_of_a_bulletin() -> None:
    """In plain text an item begins at a short numbered line above its news."""
    text = "新闻联播 20111018\n\n1. 甲开幕\n央视网消息：甲开幕。\n\n2. 乙会见外宾\n央视网消息：乙会见外宾。\n"

    assert ["新闻联播 20111018", "1. 甲开幕", "2. 乙会见外宾"] == [one.title for one in load_text(text)]


def test_menus_and_further_pages_are_no_text() -> None:
    """Lists of links above the title and below the last sentence are left out; one in the text is kept."""
    page = (
        "<html><head><title>渡口开航 — 某部</title></head><body>"
        "<ul><li><a>首页</a></li><li><a>声明公报</a></li></ul>"
        '<div id="News_Title">渡口开航</div>'
        "<div>来源：<span></span> <span>2011-05-23</span></div><p>渡口开航。见：</p>"
        "<ul><li><a>渡口条约</a></li></ul><p>双方出席。</p>"
        "<div>相关新闻<ul><li><a>码头竣工</a>(2011-05-19)</li></ul></div>"
        "<div>推荐给朋友 <a>确定</a></div></body></html>"
    )
    (document,) = load_text(page, "a.html")
    text = "\n".join(clause.text for clause in document.clauses)

    assert (document.title, str(document.published), document.publisher) == ("渡口开航", "2011-05-23", None)
    assert "渡口条约" in text
    assert not any(name in text for name in ("首页", "码头竣工", "推荐给朋友", "相关新闻"))


@pytest.mark.parametrize(
    "unit", ["<div><a>渡口</a>", "<ul><li><a>渡口</a></li></ul>", "<div class=title>", "<a>渡口</a>。"]
)
def test_many_links_take_time_in_proportion(unit: str) -> None:
    """However deep they are nested, around and above a title."""
    begin = time.process_time()
    load_text(
        f"<html>{unit * 5_000}<h1>渡口开航</h1><p>双方出席。</p>{unit * 5_000}{'</div>' * 10_000}", "a.html"
    )

    assert time.process_time() - begin < 8
