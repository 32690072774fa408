"""HTML pages that hold no text or only part of it: filled in by a script, or cut off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from searchlib.corpus.blocks import Page, Role
from searchlib.corpus.formats.html_tokens import TokenSort, tokens_of
from searchlib.corpus.read import FileText
from searchlib.errors import UnreadableFile

_SCRIPT = re.compile(r"<script\b", re.I)
# What a page shows until its script has run.
_WAITING = re.compile(
    r"(?:正在|数据|數據|页面|頁面|请稍|請稍)?(?:加载|加載|載入|载入)中?|请稍[候后等]|請稍[候後等]|loading"
    r"|(?:请|請|需要|must|please)?.{0,20}(?:启用|啟用|开启|開啟|enable).{0,10}javascript.{0,40}",
    re.I,
)
_LONGEST_WAITING = 80
_ENDS = ("html", "body")
# Elements whose end tags people do write.
_CLOSED = frozenset("div table tbody tr td ul ol article section main span a strong b h1 h2 h3 script style".split())
_UNFINISHED_TAG = re.compile(r"</?[A-Za-z][^<>]*+\Z|<!--(?:(?!-->).)*+\Z|<\Z", re.S)
_LONGEST_TAG = 4096


def refuse_broken_page(pages: Sequence[Page], text: FileText) -> None:
    """Raise UnreadableFile for a page without text that scripts fill in, and for one that is cut off.

    ``pages`` is what was read from the HTML ``text``.
    """
    if not any(_is_text(block.role, block.text.text) for page in pages for block in page.blocks):
        if _SCRIPT.search(text.text):
            raise UnreadableFile(text.file, "file.script-page")
        return
    fault = _why_cut(text.text, text.file)
    if fault is not None:
        raise fault


def _is_text(role: Role, text: str) -> bool:
    if role in (Role.TITLE, Role.NOTE, Role.HEADING):
        return False
    return not (len(text) <= _LONGEST_WAITING and _WAITING.match(text))


def _why_cut(text: str, file: str) -> UnreadableFile | None:
    """How a page breaks off; None for one that is whole, or so careless that nothing can be told."""
    whole = text.rstrip(" \t\r\n\x1a\x00")
    start = whole.rfind("<", max(0, len(whole) - _LONGEST_TAG))
    if start >= 0 and _UNFINISHED_TAG.match(whole, start) and "\n\n" not in whole[start:]:
        tag = " ".join(whole[start : start + 20].split())
        return UnreadableFile(file, "file.cut-in-tag", line=text.count("\n") + 1, tag=tag)
    tokens = tokens_of(whole)
    names = Counter((token.sort, token.name) for token in tokens)
    starts = any(names[TokenSort.START, name] for name in _ENDS)
    if not starts or any(names[TokenSort.END, name] for name in _ENDS):
        return None
    open_elements = [
        name for name in _CLOSED if names[TokenSort.START, name] > names[TokenSort.END, name] and names[TokenSort.END, name]
    ]
    unclosed = [name for name in ("div", "table", "article", "section") if names[TokenSort.START, name] > names[TokenSort.END, name]]
    if open_elements or unclosed:
        name = (*unclosed, *open_elements)[0]
        return UnreadableFile(file, "file.cut-page", line=text.count("\n") + 1, name=name)
    return None
