"""Cutting copied text into paragraphs, without furniture.

Copied pages have real line breaks, or are one line in which two ideographic spaces, four blanks or a tab mark
the beginnings of paragraphs; both yield the same paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped

_OPENING = r"(?:[\[【（(][ 　]*+)?"
_CLOSING = r"(?:[ 　]*[\]】）)])*"
FONT_SIZES = rf"{_OPENING}字[体體][ 　]*[：:][ 　]*{_OPENING}大[ 　|]*中[ 　|]*小{_CLOSING}"
"""字体：大 中 小, in whichever brackets."""

_BUTTONS = (
    r"[打列]印本[页頁稿]|打印|关闭(?:窗口|本页)|關閉(?:視窗|窗口|本頁)|[保收][存藏]本[页頁]|返回[顶頂]部|我要[纠糾][错錯]|"
    r"E-?mail推[荐薦]|分享到[：:]?|分享|扫一扫[，,]?在?手机打开当前页|微信|微博|放大|缩小|默认|上一篇|下一篇"
)
MASTHEAD_FURNITURE = rf"(?:{FONT_SIZES}|{_OPENING}(?:{_BUTTONS}){_CLOSING})"
"""Pattern of furniture in a masthead; there a button counts even if the title follows without a blank."""

FURNITURE = (
    rf"(?:{FONT_SIZES}|[\[【（(][ 　]*(?:{_BUTTONS})[ 　]*[\]】）)]"
    rf"|(?<![\u4e00-\u9fff])(?:{_BUTTONS})(?![\u4e00-\u9fff，。]))"
)
"""Pattern of furniture elsewhere; there a button counts only if it is separate from words."""

_SITE_LINES = (
    r"(?:维基|維基)(?:文库|文庫|百科|文獻|文献)[，,]自由的(?:图书馆|圖書館|百科全书|百科全書)|跳[到转轉至]+(?:导航|導航|導覽|搜[索尋]|主要内容)|"
    r"[\[［](?:编辑|編輯)[\]］]|您(?:的当前|现在的)?位置[：:][^。]{0,60}"
)
"""Pattern of furniture that wikis and sites print on separate lines."""

_FURNITURE_ONLY = re.compile(rf"(?:{FURNITURE}|{_SITE_LINES}|[ \u3000\t\xa0|｜])+")
_FONT_SIZES = re.compile(FONT_SIZES)
BLANK = (
    " \u3000\t\xa0\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\ufeff"
)
"""Invisible characters at the ends of lines: blanks of every width, zero included."""

_BLANKS = re.compile(rf"[{BLANK}\r\n]+")
_SEPARATES = re.compile(r"[\t\x0b\x0c\x85\u2028\u2029]|\u3000\u3000|[ \xa0]{4}")
"""Blanks within a line that separate paragraphs: a tab, two ideographic spaces, four blanks."""

_NAME_ENDS = re.compile(r"(?![一二三四五六七八九十])[\u4e00-\u9fff](?=[，、。；：）)\s\u3000]|$)")
_NAME_BEGINS = re.compile(r"[\u4e00-\u9fff]")


def cut_paragraphs(text: Mapped) -> Iterator[Mapped]:
    """Return the paragraphs of ``text`` in order, stripped; furniture and empty paragraphs are left out."""
    for start, end in paragraph_spans(text.text):
        yield from _without_furniture(text[start:end])


def paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Return the spans between separators, furniture and empty ones included."""
    at = 0
    for blanks in _BLANKS.finditer(text):
        if _separate(blanks):
            yield at, blanks.start()
            at = blanks.end()
    yield at, len(text)


def _separate(blanks: re.Match[str]) -> bool:
    """Whether ``blanks`` stand between paragraphs."""
    found = blanks[0]
    if "\n" in found or "\r" in found:
        return True
    return _SEPARATES.search(found) is not None and not _is_in_name(blanks.string, *blanks.span())


def _is_in_name(text: str, start: int, end: int) -> bool:
    """Whether blanks within a line set one character apart, as printers do in names: 部长王　　毅，."""
    if _NAME_ENDS.match(text, end) is None:
        return False
    return start > 0 and _NAME_BEGINS.match(text, start - 1) is not None


def collapse_blanks(text: Mapped) -> Mapped:
    """Return ``text`` with every run of blanks and line ends replaced by one space, and none at the ends."""
    text = text.strip(BLANK + "\r\n")
    parts: list[Mapped] = []
    at = 0
    for blanks in _BLANKS.finditer(text.text):
        start, end = text.span(blanks.start(), blanks.end())
        parts += (text[at : blanks.start()], Mapped.made_of(" ", start, end))
        at = blanks.end()
    return Mapped.join((*parts, text[at:]))


def compact(text: str) -> str:
    """Return ``text`` without blanks, for comparing titles."""
    return _BLANKS.sub("", text)


def is_furniture(text: str) -> bool:
    """Return whether ``text`` is only furniture."""
    return _FURNITURE_ONLY.fullmatch(text) is not None


def _without_furniture(paragraph: Mapped) -> Iterator[Mapped]:
    paragraph = paragraph.strip(BLANK)
    if not paragraph or is_furniture(paragraph.text):
        leave_out(paragraph, OmissionReason.FURNITURE)
        return
    if _FONT_SIZES.search(paragraph.text) is None:
        yield paragraph
        return
    at = 0
    for found in _FONT_SIZES.finditer(paragraph.text):
        leave_out(paragraph[found.start() : found.end()], OmissionReason.FURNITURE)
        yield from _unless_furniture(paragraph[at : found.start()].strip(BLANK))
        at = found.end()
    yield from _unless_furniture(paragraph[at:].strip(BLANK))


def _unless_furniture(part: Mapped) -> Iterator[Mapped]:
    if part and not is_furniture(part.text):
        yield part
    else:
        leave_out(part, OmissionReason.FURNITURE)
