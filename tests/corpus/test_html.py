"""HTML: blocks, furniture, titles, metadata, and the place of every character."""

from __future__ import annotations

import html
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.corpus.blocks import Block, Page, Role
from searchlib.corpus.formats.html import html_blocks, html_pages
from searchlib.corpus.mapped import Mapped
from searchlib.model import Span

SHORT = {
    Role.TITLE: "T",
    Role.HEADING: "H",
    Role.PARAGRAPH: "P",
    Role.ITEM: "I",
    Role.NOTE: "N",
    Role.SIGNATURE: "S",
}


def written(blocks: tuple[Block, ...]) -> list[str]:
    """Each block as its role's letter and its text."""
    return [f"{SHORT[block.role]} {block.text.text}" for block in blocks]


def blocks(source: str) -> list[str]:
    """The blocks of a source, in short."""
    return written(html_blocks(Mapped.of(source)))


def page(source: str) -> Page:
    """The one page of a source."""
    (only,) = html_pages(Mapped.of(source))
    return only


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>双方</p><p>强调</p>", ["P 双方", "P 强调"]),
        ("双方<div>强调</div>合作", ["P 双方", "P 强调", "P 合作"]),
        ("<h2>二、政治</h2><p>文</p>", ["H 二、政治", "P 文"]),
        ("<h1>中国和秘鲁<br/>联合声明</h1>", ["H 中国和秘鲁联合声明"]),
        ("<ul><li>甲</li><li>乙<p>丙</p></li></ul>丁", ["I 甲", "I 乙", "P 丙", "P 丁"]),
        ("<ul><li>甲<li>乙</ul>", ["I 甲", "I 乙"]),
        ("<blockquote><p>引</p></blockquote>", ["P 引"]),
        ("<figure><img alt='图' title='图'><figcaption>说明</figcaption></figure>", ["N 说明"]),
        ("<table><tr><th>国</th><td><p>秘鲁</p></td></tr></table>", ["I 国\t秘鲁"]),
        ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["I 甲\t乙", "I 丙\t丁"]),
        ("<table><tr><td><p>一</p><p>二</p></td><td>三</td></tr></table>", ["P 一", "P 二", "P 三"]),
        ("<td>无表</td><tr>无行", ["P 无表", "P 无行"]),
        ("<p>甲<br>乙</p>", ["P 甲\n乙"]),
        ("<p>甲。<br>乙</p>", ["P 甲。", "P 乙"]),
        ("甲<br>　　乙<br><br>丙<br>二、丁", ["P 甲", "P 乙", "P 丙", "P 二、丁"]),
        ("<pre>甲\n乙\n\n丙</pre>", ["P 甲\n乙", "P 丙"]),
        ("<p>两洋\n   铁路</p>", ["P 两洋铁路"]),
        ("<p>两洋\n<b>\n铁路</b></p>", ["P 两洋铁路"]),
        ("<p>两洋 铁路 \n APEC\n会议，2015\n年</p>", ["P 两洋 铁路APEC会议，2015年"]),
        ("<p>Lima\nPeru</p>", ["P Lima Peru"]),
        ("<p>&#x20BB7;&#20013;&amp;&lt;&nbsp;x&copy</p>", ["P 𠮷中&<\xa0x©"]),
        ("&bogus; &amp x &#99999999999; A&B", ["P &bogus; & x &#99999999999; A&B"]),
        ("1 < 2 <3> a<b", ["P 1 < 2 <3> a<b"]),
        ("<p>甲<!-- 乙</p><p>丙<!乙</p>", ["P 甲<!-- 乙", "P 丙<!乙"]),
        ("<p>甲<![CDATA[乙</p>", ["P 甲乙"]),
        ("<p>甲<p乙>丙<p 丁<b>戊</b></p>", ["P 甲<p乙>丙<p 丁戊"]),
        ("<p>甲</p乙<b>丙</b></p>", ["P 甲</p乙丙"]),
        ("<p>甲<!-- 不 --><!-->乙<?php 不 ?><!DOCTYPE 不>丙<!-- 不 --></p>", ["P 甲乙丙"]),
        ("<a title='>'>甲</a><a x=\"'\">乙</a>", ["P 甲乙"]),
        ("<A HREF=x>甲</A><Br><SPAN>乙</SPAN>", ["P 甲\n乙"]),
    ],
)
def test_blocks(source: str, expected: list[str]) -> None:
    """What a reader of the page sees as blocks are the blocks."""
    assert expected == blocks(source)


@pytest.mark.parametrize(
    "source",
    [
        "<script>var a = '<p>钱凯港</p>';</script>",
        "<SCRIPT type=x>if (a < b) 钱凯港</Script >",
        "<style>p { content: '钱凯港' }</style>",
        "<template><p>钱凯港</p></template>",
        "<noscript>钱凯港</noscript>",
        "<nav><ul><li>钱凯港</li></ul></nav>",
        "<header>钱凯港</header>",
        "<footer>钱凯港</footer>",
        "<div role='navigation'>钱凯港</div>",
        "<div class='BreadcrumbNav'>钱凯港</div>",
        "<div class='main-nav top'><a>钱凯港</a></div>",
        "<div id='dfp-ad-imu1'>钱凯港</div>",
        "<section class='adsbygoogle'>钱凯港</section>",
        "<div class='share'>钱凯港</div>",
        "<select><option>钱凯港</option></select><button>钱凯港</button>",
        "<img alt='钱凯港' title='钱凯港'>",
        "<!-- 钱凯港 -->",
        "<p>【字体：<a>大</a> <a>中</a> <a>小</a>】</p>",
        "<p>打印本页　关闭窗口</p>",
        "<p>【打印】 【关闭】</p>",
        "<p>分享到：微信 微博</p>",
        "<div>【我要纠错】 责任编辑：张三</div>",
        "<p>您当前的位置：首页 > 新闻</p>",
    ],
)
def test_furniture_is_no_text(source: str) -> None:
    """Scripts, navigation, advertisements and the page's own buttons are left out; what is around stays."""
    assert blocks(f"<p>前</p>{source}<p>后</p>") == ["P 前", "P 后"]


@pytest.mark.parametrize(
    "source",
    [
        "<nav>钱凯港",
        "<script>钱凯港",
        "<!-- > 钱凯港",
        "<div class='ad'>钱凯港",
        f"<div class='nav'>{'合作' * 100}钱凯港</div>",
        "<article><header><p>钱凯港</p></header></article>",
        "<article><footer>钱凯港</footer></article>",
        "<header><h1>钱凯港</h1></header>",
        "<div class='readme address upload'>钱凯港</div>",
        "<body class='nav'><p>钱凯港</p></body>",
        "<p>请打印本页并在钱凯港提交</p>",
        "<p>钱凯港大中小企业字体大</p>",
    ],
)
def test_text_is_no_furniture(source: str) -> None:
    """What is not closed, holds prose or a title, or merely has a similar name stays."""
    assert "钱凯港" in " ".join(blocks(source))


def test_furniture_at_the_end_of_a_line() -> None:
    """Buttons behind a source line go, the line stays."""
    source = "<p>2016-09-13 来源：新华社 【字体：<b>大</b> 中 小】<span>打印本页</span></p>"

    assert blocks(source) == ["P 2016-09-13 来源：新华社"]


GOVCN = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明（全文）_滚动新闻_中国政府网</title>
<meta name="ContentSource" content="新华社"><meta name="PubDate" content="2016-09-13-21:33">
<link rel="canonical" href="https://www.gov.cn/xinwen/x.htm?a=1&amp;b=2">
</head><body>
<div class="BreadcrumbNav"><a>首页</a> &gt; <a>信息公开</a></div>
<h1>中华人民共和国和秘鲁共和国<br>关于深化全面战略伙伴关系的联合声明（全文）</h1>
<div>2016-09-13 21:33 <span>来源： 新华社</span> 【字体：<b>大</b> <b>中</b> <b>小</b>】</div>
<div id="UCAP-CONTENT">
<p align="center"><strong>中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明</strong></p>
<p>　　应中华人民共和国主席习近平邀请，秘鲁共和国总统对中国进行国事访问。</p>
<p>　　七、双方强调两洋
铁路项目的&ldquo;可行性&rdquo;研究。</p>
<p>　　中华人民共和国主席　　　秘鲁共和国总统</p><p>　　习近平　　　库琴斯基</p>
<p>　　2016年9月13日于北京</p>
</div><div>【我要纠错】 责任编辑：张三</div><footer>版权所有：中国政府网</footer></body></html>"""


def test_government_page() -> None:
    """Of a gov.cn page remain the title once, a note, the body and the signatures."""
    found = page(GOVCN)

    assert written(found.blocks) == [
        "T 中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明",
        "N 2016-09-13 21:33 来源： 新华社",
        "P 应中华人民共和国主席习近平邀请，秘鲁共和国总统对中国进行国事访问。",
        "P 七、双方强调两洋铁路项目的“可行性”研究。",
        "S 中华人民共和国主席　　　秘鲁共和国总统",
        "S 习近平　　　库琴斯基",
        "S 2016年9月13日于北京",
    ]
    assert found.metadata.title == "中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明"
    assert date(2016, 9, 13) == found.metadata.published
    assert found.metadata.publisher == "新华社"
    assert found.metadata.url == "https://www.gov.cn/xinwen/x.htm?a=1&b=2"
    assert (0, len(GOVCN)) == (found.start, found.end)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<title>联合声明_中国政府网</title><p>文</p>", ["T 联合声明", "P 文"]),
        ("<title>中国政府网</title><h1>联合声明</h1><p>文</p>", ["T 联合声明", "P 文"]),
        ("<meta property=og:title content='联合声明'><h2>联合声明</h2><p>文</p>", ["T 联合声明", "P 文"]),
        ("<meta name=ArticleTitle content='联合&#22768;明'><p>文</p>", ["T 联合声明", "P 文"]),
        ("<p>联合声明</p><h1>联合声明</h1><p>文</p>", ["T 联合声明", "P 文"]),
        ("<h1>甲</h1><p>文</p><h1>乙</h1>", ["T 甲", "P 文", "H 乙"]),
        ("<p>文</p>", ["P 文"]),
        (
            "<title>签字</title><figure><figcaption>签字</figcaption></figure><p>签字</p><ul><li>签字</li></ul>",
            ["N 签字", "T 签字", "I 签字"],
        ),
    ],
)
def test_one_title(source: str, expected: list[str]) -> None:
    """The title is one block, wherever the page prints it; a caption with the same words stays."""
    assert expected == written(page(source).blocks)


def test_metadata_from_a_printed_line() -> None:
    """Without elements in the head, the printed source line says day and publisher."""
    found = page("<h1>声明</h1><p>发布时间：2015年5月23日 10:22　来源：新华社　作者：某</p><p>正文。</p>")

    assert (date(2015, 5, 23), "新华社") == (found.metadata.published, found.metadata.publisher)
    assert found.metadata.date is None


def test_absent_metadata_stays_absent() -> None:
    """A page that says nothing of itself has empty metadata; only web addresses are taken."""
    found = page("<link rel=canonical href='javascript:x'><p>会谈于上午举行。</p>").metadata

    assert (found.title, found.published, found.publisher, found.url) == (None, None, None, None)


def test_divisions_and_places_are_recognised() -> None:
    """A place and day below the title is a note; 第二章 in a plain paragraph is a heading."""
    found = page("<h1>声明</h1><p>（2015年5月22日，利马）</p><p>第二章 合作</p><p>正文。</p>")

    assert written(found.blocks) == ["T 声明", "N （2015年5月22日，利马）", "H 第二章 合作", "P 正文。"]
    assert [block.level for block in found.blocks if block.role is Role.HEADING] == [3]


@pytest.mark.parametrize(
    "unit",
    ["<a ", "<!--", "<![x[", "</", "<?", '<a x="', '<a x=">', "<script></", "<div>", "<table><tr><td>甲",
     "<ul><li>", "<br>", "&amp;", "<p> <b> </b>", "<nav></nav>", "<h2>甲", "</li>", "&#9", "甲 \n"],
)  # fmt: skip
def test_damage_costs_no_time(unit: str) -> None:
    """However a page is broken, reading it takes time in proportion to its length."""
    begin = time.perf_counter()
    html_pages(Mapped.of(unit * 10_000))

    assert time.perf_counter() - begin < 5


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='ad'>", "</div>", "<b>", "</b>", "<br>", "<br/>", "<ul>", "<li>", "</ul>",
     "<h1>", "</h1>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<nav>", "</nav>", "<script>",
     "</script>", "<title>", "</title>", "<pre>", "</pre>", "<!--", "-->", "&amp;", "&#x20BB7;", "&nbsp",
     "&", "<", ">", "\n", " ", "\t", "　", "两洋", "铁路。", "一、", "𠮷", "Lima", "【字体：大 中 小】",
     "打印本页", "\u2028", "\r\n", "'", '"', "="]
)  # fmt: skip
SOURCES = st.lists(PIECES, max_size=40).map("".join)


def assert_traceable(found: tuple[Block, ...], source: str) -> None:
    """Every character stands in the file where its map says, or was made of markup or white space there."""
    for block in found:
        text = block.text
        assert text.text == text.text.strip()
        before = 0
        for offset, character in enumerate(text.text):
            start, end = text.map.locate(Span(offset, offset + 1))
            origin = source[start:end]
            assert before <= start <= end <= len(source)
            before = start
            if origin != character and character not in " \t\n":
                assert origin.startswith("&")
                assert character in html.unescape(origin)


@given(SOURCES)
def test_every_character_is_traceable(source: str) -> None:
    """No markup, however mixed up, breaks the way back from a block to the file."""
    assert_traceable(html_blocks(Mapped.of(source)), source)
    (found,) = html_pages(Mapped.of(source))
    assert_traceable(found.blocks, source)
    assert sum(block.role is Role.TITLE for block in found.blocks) <= 1


TAGS = ["p", "div", "b", "br", "ul", "ol", "li", "h1", "h2", "table", "tr", "td", "th", "span", "pre"]
MARKUP = [*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS)]
NESTED = st.lists(st.sampled_from([*MARKUP, "两洋", "铁路。", "𠮷", "\n"]), max_size=40).map("".join)


@given(NESTED)
def test_no_nesting_loses_text(source: str) -> None:
    """However tags are nested, or not closed, every character between them is in a block, in order."""
    kept = "".join(block.text.text for block in html_blocks(Mapped.of(source)))

    assert "".join(re.sub(r"<[^>]*>", "", source).split()) == "".join(kept.split())


@given(st.text(max_size=80))
def test_any_text_is_html(source: str) -> None:
    """Any string at all is a page."""
    assert_traceable(html_blocks(Mapped.of(source)), source)


def test_offsets_count_from_the_file() -> None:
    """A piece of HTML inside a file keeps the file's offsets."""
    source = "前言<p>&amp;两洋</p>"
    (block,) = html_blocks(Mapped.of(source)[2:])

    assert block.text.span() == (5, 12)
