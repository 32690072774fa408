"""Markdown: blocks, inline markup, wrapped lines, HTML in it, and the place of every character."""

from __future__ import annotations

import html
import json
import random
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.corpus.blocks import Block, Page, Role
from searchlib.corpus.formats.markdown import markdown_blocks, markdown_pages
from searchlib.corpus.mapped import Mapped
from searchlib.errors import MetadataError
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
    return written(markdown_blocks(Mapped.of(source)))


def page(source: str) -> Page:
    """The one page of a source."""
    (only,) = markdown_pages(Mapped.of(source))
    return only


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("双方\n\n强调", ["P 双方", "P 强调"]),
        ("# 甲\n## 乙 ##\n文\n### 丙", ["H 甲", "H 乙", "P 文", "H 丙"]),
        ("#甲\n#一带一路#高峰论坛", ["H 甲", "P #一带一路#高峰论坛"]),
        ("甲\n===\n乙\n---\n文", ["H 甲", "H 乙", "P 文"]),
        ("双方一致同意。\n---\n文", ["P 双方一致同意。", "P 文"]),
        ("甲\n\n---\n***\n* * *\n乙", ["P 甲", "P 乙"]),
        ("- 甲\n* 乙\n+ 丙", ["I 甲", "I 乙", "I 丙"]),
        ("1. 甲\n2. 乙\n10) 丙", ["I 1. 甲", "I 2. 乙", "I 10) 丙"]),
        ("2013. 年\n1\\. 文\n3.5亿美元", ["I 2013. 年", "P 1. 文3.5亿美元"]),
        ("-5度\n\n+86电话\n\n*注", ["P -5度", "P +86电话", "P *注"]),
        ("    缩进\n\t缩进的**文字**", ["P 缩进缩进的文字"]),
        ("> 引文\n> 续\n\n>5万元", ["P 引文续", "P >5万元"]),
        (">>> 三层\n> 一层", ["P 三层", "P 一层"]),
        ("```python\n甲 **乙**\n# 丙\n```\n丁", ["P 甲 **乙**\n# 丙", "P 丁"]),
        ("~~~\n甲", ["P 甲"]),
        (
            "|国|首都|\n|:--|--:|\n|秘鲁|利马|\n| 中国 |  |\n文",
            ["I 国\t首都", "I 秘鲁\t利马", "I 中国", "P 文"],
        ),
        ("甲|乙\n丙", ["P 甲|乙丙"]),
        ("[甲]: https://a.b\n[乙][甲]，[丙]，[甲]", ["P 乙，[丙]，甲"]),
        ("{% include x.html %}\n{: .note}\n文", ["P 文"]),
        ("甲\r\n\r\n乙\r丙", ["P 甲", "P 乙丙"]),
        ("打印本页\n\n文", ["P 文"]),
        ("", []),
    ],
)
def test_blocks(source: str, expected: list[str]) -> None:
    """Markup makes blocks; what only looks like markup stays text, with every character."""
    assert expected == blocks(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("双方欢迎錢凱\n港開港", ["P 双方欢迎錢凱港開港"]),
        ("Lima and\nBeijing", ["P Lima and Beijing"]),
        ("双方同意。\n双方强调", ["P 双方同意。", "P 双方强调"]),
        ("一、甲\n二、乙\n（一）丙", ["P 一、甲", "P 二、乙", "P （一）丙"]),
        ("第一条 甲\n第二条 乙", ["P 第一条 甲", "P 第二条 乙"]),
        ("　　甲\n　　乙", ["P 甲", "P 乙"]),
        ("甲  \n乙\\\n丙", ["P 甲\n乙\n丙"]),
        ("双方强调发展铁路项目\n有利于两国。双方同意。\n双方将在秘鲁建设港口\n并继续研究。",
         ["P 双方强调发展铁路项目有利于两国。双方同意。双方将在秘鲁建设港口并继续研究。"]),
        ("- 双方强调两洋\n  铁路\n- 乙", ["I 双方强调两洋铁路", "I 乙"]),
        ("**两洋\n铁路**", ["P 两洋铁路"]),
    ],
)  # fmt: skip
def test_line_ends(source: str, expected: list[str]) -> None:
    """Wrapped lines are joined, inside a word too; lines that are paragraphs of their own stay apart."""
    assert expected == blocks(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**“一带一路”**倡议，*斜*，***粗***，~~删~~，__甲__，_乙_", "“一带一路”倡议，斜，粗，删，甲，乙"),
        ("5*3，a * b", "5*3，a * b"),
        ("注*，_甲，**乙，~~丙", "注*，_甲，**乙，~~丙"),
        ("第__条第__款，a_b_c，____年__月", "第__条第__款，a_b_c，____年__月"),
        ("注（*）和（*）", "注（*）和（*）"),
        ("电话138****1234，王****", "电话138****1234，王****"),
        ('[链](https://a_b/c_(d) "题")，[路](/a/b.html)', "链，路"),
        ("国发[2015](三)号，[1]，[x](见下)", "国发[2015](三)号，[1]，[x](见下)"),
        ("![图](a.png)甲[![图](b.png)](c.html)乙", "甲乙"),
        ("[**粗**链](a.html)", "粗链"),
        ("[甲](<a b> '题')[乙]()", "甲乙"),
        ("`代码 **x**`，``a`b``，`未完", "代码 **x**，a`b，`未完"),
        (r"\*甲\* C:\目录 1\. \\", "*甲* C:\\目录 1. \\"),
        ("<https://a.b/c_d>，<b>粗</b><!-- 不 -->，1<2，<span>甲</span>", "https://a.b/c_d，粗，1<2，甲"),
        ("A&amp;B，&#x20BB7;，&x", "A&B，𠮷，&x"),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
    ],
)
def test_inline_markup(source: str, expected: str) -> None:
    """Markup inside a line goes, anything without its partner or purpose stays."""
    assert [f"P {expected}"] == blocks(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div><p>甲</p><p>*乙*</p></div>丙 *丁*", ["P 甲", "P *乙*", "P 丙 丁"]),
        ("<!-- 不\n\n不 -->\n甲", ["P 甲"]),
        ("<!--123-->[甲](x.html)\n---", ["H 甲"]),
        ("<!-- 没有完\n甲", ["P <!-- 没有完", "P 甲"]),
        ("<script>\n\nvar 甲\n\n</script>\n乙", ["P 乙"]),
        ("<div>\n\n<p>甲</p>\n\n    <p>乙</p>\n</div>\n丙", ["P 甲", "P 乙", "P 丙"]),
        ("<div align=center>\n\n## 甲\n\n*乙*\n\n</div>", ["H 甲", "P 乙"]),
        ("<p>甲\n乙\n\n**丙**", ["P 甲乙", "P 丙"]),
        ("</div>\n**甲**", ["P 甲"]),
        ("<span>甲</span>\n乙", ["P 甲乙"]),
        ("甲\n<table><tr><td>乙</td><td>丙</td></tr></table>", ["P 甲", "I 乙\t丙"]),
        ("<一带一路> <b", ["P <一带一路> <b"]),
    ],
)
def test_html_inside(source: str, expected: list[str]) -> None:
    """Pieces of HTML are read as HTML, what follows them as Markdown again."""
    assert expected == blocks(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntitle: 甲\n---\n# 甲\n文。", ["T 甲", "P 文。"]),
        ("---\ntitle: 甲\n---\n[甲](https://a.b)\n---\n# 甲\n文。", ["T 甲", "P 文。"]),
        ("---\ntitle: 甲\n---\n文。", ["T 甲", "P 文。"]),
        ("---\ntitle: 甲\n---\n# 乙\n文。", ["T 甲", "H 乙", "P 文。"]),
        ('---\ntitle: "甲\\u4e59"\n---\n文。', ["T 甲乙", "P 文。"]),
        ("# 甲\n文。\n## 乙\n", ["T 甲", "P 文。", "H 乙"]),
        ("# 甲\n文。\n# 乙\n", ["T 甲", "P 文。", "H 乙"]),
        ("## 甲\n文。\n## 乙\n", ["T 甲", "P 文。", "H 乙"]),
        ("文。\n## 乙\n", ["P 文。", "H 乙"]),
        ("# 甲（全文）\n甲\n\n文。", ["T 甲", "P 文。"]),
    ],
)
def test_one_title(source: str, expected: list[str]) -> None:
    """Front matter, link and heading print one title; it is one block."""
    found = page(source)

    assert expected == written(found.blocks)
    assert found.metadata.title == next((text[2:] for text in expected if text[0] == "T"), None)


def test_title_is_where_front_matter_prints_it() -> None:
    """A title that only the front matter prints points there."""
    source = "---\nlayout: post\ntitle: 声明\n---\n文。"

    assert source[slice(*page(source).blocks[0].text.span())] == "声明"


def test_faulty_front_matter_is_an_error() -> None:
    """A page whose front matter cannot be read is not read without it."""
    with pytest.raises(MetadataError, match="front matter, line 2"):
        markdown_pages(Mapped.of("---\ntitle: a: b\n---\n文"))


@pytest.mark.parametrize(
    "unit",
    ["[", "[a](", "![a](b)", "*a", "a* *b", "`", "` `` ", "<!--", "<!--\n", "<div>\n", "<div>\n\n",
     "<p>x</p>\n", ">", "> a\n", "# ", "|a", "- ", "1. x\n", "钱凯\n", "<a ", "\\*", "&amp;", "__a", " ",
     "---\n", "~~~\n", "甲\n==\n"],
)  # fmt: skip
def test_damage_costs_no_time(unit: str) -> None:
    """However odd a page is, reading it takes time in proportion to its length."""
    begin = time.perf_counter()
    markdown_pages(Mapped.of(unit * 10_000))

    assert time.perf_counter() - begin < 5


PIECES = st.sampled_from(
    ["\n", "\n\n", "  \n", "\r\n", "# ", "## ", "- ", "1. ", "> ", "```\n", "---\n", "===\n", "**", "*",
     "_", "`", "[", "](", "](a.b)", ")", "![", "|", "|-|-|\n", "\\", "<br>", "<div>", "</div>", "<b>",
     "<!--", "-->", "<script>", "</script>", "&amp;", "&lt", "两洋", "铁路。", "　　", "一、", "第一条 ",
     "𠮷", "Lima", " ", "\t", "打印本页", "~~", "{: x}", "[a]: /b\n", "\u2028"]
)  # fmt: skip
SOURCES = st.lists(PIECES, max_size=40).map("".join)


def assert_traceable(found: tuple[Block, ...], source: str) -> None:
    """Every character stands in the file where its map says, or was made of markup or white space there."""
    for block in found:
        before = 0
        for offset, character in enumerate(block.text.text):
            start, end = block.text.map.locate(Span(offset, offset + 1))
            origin = source[start:end]
            assert before <= start <= end <= len(source)
            before = start
            if origin != character and character not in " \t\n":
                assert origin.startswith("&")
                assert character in html.unescape(origin)


@given(SOURCES)
def test_every_character_is_traceable(source: str) -> None:
    """No markup, however mixed up, breaks the way back from a block to the file."""
    assert_traceable(markdown_blocks(Mapped.of(source)), source)
    (found,) = markdown_pages(Mapped.of(source))
    assert_traceable(found.blocks, source)
    assert sum(block.role is Role.TITLE for block in found.blocks) <= 1


@given(
    st.lists(st.sampled_from([*"两洋铁路，。、（）“”　 0123\n", "第", "条", "一、", "𠮷"]), max_size=80).map(
        "".join
    )
)
def test_plain_text_loses_nothing(source: str) -> None:
    """Text without a sign of Markdown keeps every character but blanks and line ends."""
    kept = "".join(block.text.text for block in markdown_blocks(Mapped.of(source)))

    assert "".join(source.split()) == "".join(kept.split())


@pytest.mark.shared
def test_jekyll_seed(shared: Path) -> None:
    """The example post: front matter, a comment, the title as a link, and a body in HTML."""
    name = "003_4dc100a3c252a61c.txt"
    source = (shared / "seeds" / name).read_text(encoding="utf-8")
    truth = json.loads((shared / "truth" / "seeds.json").read_text(encoding="utf-8"))
    found = page(source)
    text = "\n".join(block.text.text for block in found.blocks)

    assert truth["mentions"][name] == {mention: text.count(mention) for mention in truth["mentions"][name]}
    assert ["T", "N", *["P"] * 12] == [block[0] for block in written(found.blocks)]
    assert found.metadata.title == "习近平会见秘鲁总统：盼钱凯港成为中拉陆海新通道"
    assert (date(2024, 6, 29), "联合早报") == (found.metadata.published, found.metadata.publisher)
    assert_traceable(found.blocks, source)


@pytest.mark.shared
def test_laws_lose_no_character(shared: Path) -> None:
    """Markdown laws keep every Han character, and each is traceable; a repeated title counts once."""
    files = sorted((shared / "corpora").rglob("*.md"))
    for path in random.Random(5).sample(files, 40):
        source = path.read_text(encoding="utf-8")
        found = page(source)
        assert_traceable(found.blocks, source)
        kept = _han("".join(block.text.text for block in found.blocks))
        expected = _han(re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL))
        title = _han(found.metadata.title or "")
        assert kept == expected or len(kept) + len(title) == len(expected), path.name


def _han(text: str) -> str:
    return "".join(re.findall("[\u3400-\u9fff]", text))
