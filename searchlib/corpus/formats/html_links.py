"""Menus and lists of further pages: what of an HTML page is links around its text.

A list of links stands in the text too, and there it is kept. Left out is only what holds next to nothing but
links and stands above the page's title, or below the last sentence of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from searchlib.corpus.formats.html_tokens import TokenSort, Token, attributes_of

_HOLDERS = frozenset({"ul", "ol", "menu", "dir", "dl", "div", "table", "p", "td"})
_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_REFERENCE = re.compile(r"&[#\w]{1,32};")
_WORD_CHARACTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile("[。！？]")
_TITLE_NAME = re.compile("title|headline|biaoti", re.I)
_ATTACHMENT = re.compile("附[件录錄表图圖]|下[载載]")
_FEWEST_LINKS = 3
_MOST_BESIDE = 5
"""One character outside links for so many inside: more is text."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """Before each token: letters and characters in links and outside, links begun, and texts of attachments."""

    inside: list[int]
    outside: list[int]
    links: list[int]
    files: list[int]


def link_lists(text: str, tokens: Sequence[Token], closing: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the tokens that open and close a list of links above the title or below the text."""
    title = _title(text, tokens, closing)
    last = _last_sentence(text, tokens)
    if title is None or last < title:
        return
    counts = _counts(text, tokens)
    for number, end in closing.items():
        token = tokens[number]
        if token.name in _HOLDERS and not number <= title <= end and (end < title or number > last):
            links = counts.links[end] - counts.links[number]
            inside = counts.inside[end] - counts.inside[number]
            outside = counts.outside[end] - counts.outside[number]
            enough = links >= (1 if token.name in _LISTS else _FEWEST_LINKS)
            has_files = counts.files[end] > counts.files[number]
            if enough and outside * _MOST_BESIDE <= inside and not has_files:
                yield number, end


def _title(text: str, tokens: Sequence[Token], closing: Mapping[int, int]) -> int | None:
    """The token that opens the page's title: a main heading, or what its class or id calls so."""
    for number in sorted(closing):
        token = tokens[number]
        if token.name == "h1":
            return number
        if token.name in {"div", "p", "h2", "h3", "td", "span"} and closing[number] - number <= 4:
            places = attributes_of(text, token)
            labels = (places.get(name, (0, 0)) for name in ("id", "class"))
            if any(_TITLE_NAME.search(text, start, stop) for start, stop in labels):
                return number
    return None


def _last_sentence(text: str, tokens: Sequence[Token]) -> int:
    """The last token outside links that holds the end of a sentence; -1 without one."""
    last, in_link = -1, False
    for number, token in enumerate(tokens):
        if token.name == "a":
            in_link = token.sort is TokenSort.START
        elif token.sort is TokenSort.TEXT and not in_link and _SENTENCE.search(text, token.start, token.end):
            last = number
    return last


def _counts(text: str, tokens: Sequence[Token]) -> _Counts:
    inside, outside, links, files = [0], [0], [0], [0]
    in_link = False
    for token in tokens:
        if token.name == "a":
            in_link = token.sort is TokenSort.START
        words, is_file = 0, False
        if token.sort is TokenSort.TEXT:
            is_file = _ATTACHMENT.search(text, token.start, token.end) is not None
            words = len(_WORD_CHARACTER.findall(_REFERENCE.sub("", text[token.start : token.end])))
        inside.append(inside[-1] + words * in_link)
        outside.append(outside[-1] + words * (not in_link))
        links.append(links[-1] + (token.name == "a" and token.sort is TokenSort.START))
        files.append(files[-1] + is_file)
    return _Counts(inside, outside, links, files)
