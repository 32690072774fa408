"""HTML pages: what the head says of the page, and the blocks of its body.

Metadata comes from the elements that news and government sites fill in (``ArticleTitle``, ``PubDate``,
``ContentSource``, Open Graph, the canonical link) and, failing those, from a printed 来源 line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.dates import compact_date, first_date
from searchlib.corpus.formats.html_blocks import blocks_of, html_blocks
from searchlib.corpus.formats.html_tokens import TokenSort, Token, attributes_of, tokens_of, unescape
from searchlib.corpus.formats.inline import one_line
from searchlib.corpus.formats.page import SOURCE, finished, title_of, with_one_title
from searchlib.corpus.mapped import Mapped

__all__ = ["html_blocks", "html_pages"]

_TITLES = ("articletitle", "og:title", "dc.title", "title")
_DAYS = (
    "pubdate",
    "publishdate",
    "publish_time",
    "article:published_time",
    "datepublished",
    "dc.date",
    "date",
)
_PUBLISHERS = ("contentsource", "source")
_SITE = "og:site_name"
_ADDRESSES = ("canonical", "og:url")
# 联合声明_滚动新闻_中国政府网: sites add their names after the title.
_SITE_NAME = re.compile(r"(?:\s*[_|｜]|\s+[-–—]{1,2}\s|--|——(?=中国政府网|新华网|人民网))")


def html_pages(text: Mapped) -> tuple[Page, ...]:
    """The page that ``text`` is the source of; never fails, however broken the markup.

    A title that stands only in the head becomes the TITLE block, so that it can be found.
    """
    tokens = tokens_of(text.text)
    head = _head(text, tokens)
    stated = [head[name] for name in _TITLES if head.get(name)]
    guesses = [_without_site_name(head["<title>"])] if head.get("<title>") else []
    blocks = finished(with_one_title(blocks_of(text, tokens), stated, guesses))
    start, end = text.span()
    return (Page(blocks, start, end, _metadata(head, blocks)),)


def _head(text: Mapped, tokens: Sequence[Token]) -> dict[str, Mapped]:
    """What the page states of itself, by lower-case name, the first of equals; ``<title>`` is the element."""
    found: dict[str, Mapped] = {}
    for token in tokens:
        if token.sort is TokenSort.RAW and token.name == "title":
            name, value = "<title>", one_line(unescape(text[token.start : token.end]))
        elif token.sort is TokenSort.START and token.name in {"meta", "link"}:
            values = _values(text, token)
            names = (values.get(key) for key in ("name", "property", "itemprop", "rel"))
            name = next((name.text.lower() for name in names if name), "")
            value = values.get("href" if token.name == "link" else "content", text[0:0])
        else:
            continue
        if value:
            found.setdefault(name, value)
    return found


def _values(text: Mapped, token: Token) -> dict[str, Mapped]:
    """The attributes of a tag with their values."""
    places = attributes_of(text.text, token)
    return {name: one_line(unescape(text[start:end])) for name, (start, end) in places.items()}


def _without_site_name(title: Mapped) -> Mapped:
    name = _SITE_NAME.search(title.text)
    return title[: name.start()].strip() if name and name.start() else title


def _metadata(head: dict[str, Mapped], blocks: Sequence[Block]) -> Metadata:
    notes = [block.text.text for block in blocks if block.role is Role.NOTE]
    said = [head[name].text for name in _DAYS if name in head]
    days = [day for day in map(_day, [*said, *notes]) if day]
    addresses = [head[name].text for name in _ADDRESSES if name in head]
    return Metadata(
        title=title_of(blocks),
        published=days[0] if days else None,
        publisher=_publisher(head, notes),
        url=next((address for address in addresses if re.match(r"https?://", address, re.I)), None),
    )


def _day(text: str) -> date | None:
    return first_date(text) or compact_date(text[:8])


def _publisher(head: dict[str, Mapped], notes: Sequence[str]) -> str | None:
    printed = next((found[1] for note in notes if (found := SOURCE.search(note))), None)
    stated = next((head[name].text for name in _PUBLISHERS if name in head), "")
    site = head[_SITE].text if _SITE in head else None
    named = SOURCE.search(stated)
    return (named[1] if named else stated) or printed or site
