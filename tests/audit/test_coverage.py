"""Every character of a file is in a clause or left out for a reason; a reader that loses text is caught."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import searchlib
from faults.stretching import Stretch, grows_too_fast
from searchlib.audit.coverage import coverage
from searchlib.audit.markup import markup
from searchlib.corpus.blocks import Block, Page
from searchlib.corpus.leftout import OmissionReason, leave_out, noting
from searchlib.corpus.load import load_text
from searchlib.corpus.mapped import Mapped
from searchlib.errors import CorpusMissing
from searchlib.model import Coverage, Flaw

STATEMENT = """中华人民共和国和秘鲁共和国联合声明

（2015年5月22日，利马）

一、双方重申推进两洋铁路项目可行性基础研究。

二、双方对访问成果感到满意，并愿继续扩大贸易往来。
"""

FILES = {
    "masthead.txt": "中华人民共和国和秘鲁共和国联合声明（全文）\n"
    "中央政府门户网站 www.gov.cn 2015-05-23 07:59 来源：新华社 [字体：大 中 小] 打印本页\n\n"
    "中华人民共和国和秘鲁共和国联合声明\n\n一、双方重申推进渡口项目。\n\n2015年5月22日于利马\n",
    "page.html": "<html><head><title>港口合作_某网</title><style>p{}</style></head><body><!-- 注 -->"
    "<div class='nav'><a href='/1'>首页</a></div><h1>港口&amp;渡口合作</h1><h1>港口&amp;渡口合作</h1>"
    "<p>双方<ruby>欧<rt>ōu</rt></ruby>亚合作<sup>[1]</sup>顺利。</p><p>打印本页</p>"
    "<script>var a = '双方';</script></body></html>",
    "post.md": '---\ntitle: "渡口\\u5408作"\ndate: 2020-01-02\ntags: [港口]\n---\n\n# 渡口合作\n\n'
    '双方见[报告](https://example.org/a(1)/报告.html "说明")与![图](/p.png)。\n\n[甲]: https://example.org/x\n\n'
    "```text\n双方同意推进港口合作。\n```\n\n{% include share.html %}\n",
    "pages.txt": "双方同意推进两洋\n\n- 24 -\n\f国务院公报　2015年第16号\n\n铁路项目。\n\n- 25 -\n\f"
    "国务院公报　2015年第16号\n\n双方满意。\n",
    "taiwan.md": "法規名稱：渡口管理法\n修正日期：20200102\n法規網址：https://example.org/a?pcode=X1\n\n"
    "第 1 條\n為管理渡口，制定本法。\n第 2 條\n渡口由縣市管理。\n",
    "law.md": "# 渡口法\n\n2020年1月2日通过\n\n<!-- INFO END -->\n\n渡口法\n\n## 第一章 总则\n\n"
    "第一条 为了管理渡口，制定本法。\n\n第二条 渡口由市县管理。\n",
    "records.jsonl": '{"id": 7, "name": "声明", "body": "推进\\u6e21口。\\n二、满意。", "day": "2020-01-02"}'
    "\n"
    '{"id": 8, "name": "公告", "body": "渡口开放。", "day": "2020-01-03", "more": {"x": "另记"}}\n',
    "records.jsonl.meta.toml": '[columns]\ntitle = "name"\ntext = "body"\ndate = "day"\n',
    "rows.csv": 'name,body,note\n联合声明,"一、双方推进""渡口""。\n二、满意。",另记\n公告,,空\n',
    "rows.csv.meta.toml": '[columns]\ntitle = "name"\ntext = "body"\n',
    "statement.txt": STATEMENT,
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A file of each form that leaves something out."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _reasons(found: Coverage) -> dict[str, str]:
    return {piece.text: piece.reason for piece in found.pieces}


def test_every_character_is_accounted_for(corpus: Path) -> None:
    """The sum of what is in clauses and what is left out is all there is."""
    found = coverage(corpus=corpus)

    assert found.flaws == ()
    assert found.ok
    assert (found.files, found.skipped, found.suspicious) == (9, (), ())
    assert found.in_clauses + sum(dict(found.left_out).values()) == found.characters
    assert set(dict(found.left_out)) == {"markup", *map(str, OmissionReason)}


@pytest.mark.parametrize(
    ("file", "pieces"),
    [
        (
            "masthead.txt",
            {
                "全文": "page furniture",
                "字体：大 中 小] 打印本页": "page furniture",
                "中华人民共和国和秘鲁共和国联合声明": "repeated title",
            },
        ),
        (
            "page.html",
            {
                "首页": "page furniture",
                "打印本页": "page furniture",
                "港口&amp;渡口合作": "repeated title",
                "ōu": "reading or note mark",
                "1": "reading or note mark",
            },
        ),
        ("law.md", {"渡口法": "repeated title"}),
        ("statement.txt", {}),
    ],
)
def test_the_pieces_left_out_are_listed(corpus: Path, file: str, pieces: dict[str, str]) -> None:
    """One file: each piece with its reason, and none besides."""
    found = coverage(corpus=corpus, file=file)

    assert found.ok
    assert _reasons(found) == pieces


def test_a_piece_says_where_it_stands(corpus: Path) -> None:
    """File, offsets of the decoded text, line."""
    (piece,) = coverage(corpus=corpus, file="law.md").pieces
    text = FILES["law.md"]

    assert (piece.file, piece.line, piece.characters) == ("law.md", 7, 3)
    assert text[piece.start : piece.end] == "渡口法"


def test_a_file_that_cannot_be_read_is_named(corpus: Path) -> None:
    """It is skipped, with the reason."""
    (corpus / "a.bin").write_bytes(b"\x00\x01\x02")

    assert [each.file for each in coverage(corpus=corpus).skipped] == ["a.bin"]


def test_an_unknown_file_is_an_error(corpus: Path) -> None:
    """The message names it."""
    with pytest.raises(CorpusMissing, match=r"absent\.txt"):
        coverage(corpus=corpus, file="absent.txt")


def test_a_sentence_left_out_is_suspicious(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported although its reader gives a reason."""
    sentence = (
        "双方重申将在平等互利的基础上继续推进港口建设、铁路运输、能源开采以及农业科技等各领域的务实合作。"
    )
    (corpus / "statement.txt").write_text(f"{STATEMENT}\n{sentence}\n\n三、完。\n", encoding="utf-8")

    def drop(text: Mapped) -> bool:
        if text.text != sentence:
            return False
        leave_out(text, OmissionReason.FURNITURE)
        return True

    _patch_blocks(monkeypatch, lambda block: None if drop(block.text) else block)
    found = coverage(corpus=corpus)

    assert found.ok
    assert [piece.text for piece in found.suspicious] == [sentence[:-1]]


def _patch_blocks(monkeypatch: pytest.MonkeyPatch, change: Callable[[Block], Block | None]) -> None:
    """Make the readers change or drop blocks before they become clauses."""
    honest = searchlib.corpus.load.split

    def dishonest(page: Page, *rest: object) -> object:
        blocks = tuple(block for each in page.blocks if (block := change(each)) is not None)
        return honest(replace(page, blocks=blocks), *rest)

    monkeypatch.setattr("searchlib.corpus.load.split", dishonest)


def _without(block: Block, word: str) -> Block:
    at = block.text.text.find(word)
    if at < 0:
        return block
    return replace(block, text=block.text[:at] + block.text[at + len(word) :])


def _misplaced(block: Block) -> Block:
    """A text that says it is from one character further on."""
    if "两洋" not in block.text.text:
        return block
    return replace(block, text=Mapped.of(block.text.text, block.text.span()[0] + 1))


def _renamed(block: Block) -> Block:
    return replace(block, text=replace(block.text, text=block.text.text.replace("两洋", "两祥")))


LIARS: dict[str, tuple[Callable[[Block], Block | None], set[str]]] = {
    "drops clauses": (lambda b: None if "两洋" in b.text.text else b, {Flaw.UNACCOUNTED}),
    "swallows a word": (lambda b: _without(b, "两洋"), {Flaw.UNACCOUNTED}),
    "swallows a character": (lambda b: _without(b, "洋"), {Flaw.UNACCOUNTED}),
    "lies about places": (_misplaced, {Flaw.UNACCOUNTED, Flaw.MISPLACED}),
    "changes characters": (_renamed, {Flaw.UNACCOUNTED, Flaw.MISPLACED}),
}


@pytest.mark.parametrize("liar", LIARS)
def test_a_reader_that_loses_text_is_caught(
    liar: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By ``coverage`` and by ``verify``, though the index agrees with what the reader makes of the files."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "statement.txt").write_text(STATEMENT, encoding="utf-8")
    change, flaws = LIARS[liar]
    _patch_blocks(monkeypatch, change)
    searchlib.build(folder, tmp_path / "index")
    found = coverage(tmp_path / "index")
    outcome = searchlib.verify(tmp_path / "index")

    assert not found.ok
    assert {flaw.reason for flaw in found.flaws} == flaws
    assert not outcome.ok
    assert any(each.query.startswith("file statement.txt:5") for each in outcome.differences)
    assert any("not found at statement.txt" in (each.example or "") for each in outcome.differences)


def test_a_clause_that_is_there_twice_is_a_flaw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each character is in exactly one clause."""
    (tmp_path / "statement.txt").write_text(STATEMENT, encoding="utf-8")
    honest = searchlib.corpus.load.split
    monkeypatch.setattr(
        "searchlib.corpus.load.split",
        lambda page, *rest: honest(replace(page, blocks=(*page.blocks, page.blocks[-1])), *rest),
    )

    assert {flaw.reason for flaw in coverage(corpus=tmp_path).flaws} == {Flaw.TWICE}


def test_a_title_that_is_none_is_no_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader calls a repeated title is compared with the title."""
    (tmp_path / "statement.txt").write_text(STATEMENT, encoding="utf-8")

    def change(block: Block) -> Block | None:
        if "两洋" not in block.text.text:
            return block
        leave_out(block.text, OmissionReason.TITLE)
        return None

    _patch_blocks(monkeypatch, change)

    assert {flaw.reason for flaw in coverage(corpus=tmp_path).flaws} == {Flaw.UNACCOUNTED}


def test_only_what_was_read_is_left_out() -> None:
    """Not the gaps between the pieces of a text."""
    text = Mapped.of("甲乙", 3) + Mapped.of("丙", 9)
    with noting() as pieces:
        leave_out(text, OmissionReason.MARK)
    leave_out(text, OmissionReason.MARK)

    assert [(piece.start, piece.end) for piece in pieces] == [(3, 5), (9, 10)]


def test_documents_do_not_depend_on_what_is_noted() -> None:
    """A text that is read with and without a list of pieces left out is the same."""
    text = FILES["masthead.txt"]
    with noting() as pieces:
        noted = load_text(text)

    assert pieces
    assert noted == load_text(text)


BROKEN = """
    < |<a |<a "|<a '|<!--|<script>|<title>|</|&|&#1|](|[甲]: |![|```|{%|"|"a|\\u12|][|](a(|{% |~~~|<a b="<
"""


@pytest.mark.parametrize("piece", [*BROKEN.strip().split("|"), "---\n"])
def test_markup_is_found_in_linear_time(piece: str) -> None:
    """However broken a file is."""
    for name in ("a.html", "a.json"):
        slow = grows_too_fast(lambda text, name=name: list(markup(name, text)), Stretch("", piece), (20_000,))
        assert slow is None, name
