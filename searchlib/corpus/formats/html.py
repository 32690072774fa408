"""HTML pages: what the head says of the page, and the blocks of its body.

Metadata comes from the elements that news and government sites fill in (``ArticleTitle``, ``PubDate``,
``ContentSource``, Open Graph, the canonical link) and, failing those, from a printed 来源 line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.dates import compact_date, first_date
from searchlib.corpus.formats.html_blocks import blocks_of, html_blocks
from searchlib.corpus.formats.html_tokens import TokenSort, Token, attributes_of, tokens_of, unescape
from searchlib.corpus.formats.inline import one_line
from searchlib.corpus.formats.page import finished, title_of, with_one_title
from searchlib.corpus.formats.plain import TextLine, statement_starts
from searchlib.corpus.labels import published_day, publisher_of
from searchlib.corpus.formats.page import finished, title_of, with_one_title
from searchlib.corpus.labels import labelled_day, labelled_publisher
from searchlib.corpus.mapped import Mapped

__all__ = ["html_blocks", "html_pages"]

_TITLES = ("articletitle", "og:title", "dc.title", "title")
_DAYS = (
    "pubdate",
    "firstpublishedtime",
    "publishdate",
    "publish_time",
    "firstpublishedtime",
    "article:published_time",
    "datepublished",
    "dc.date",
    "date",
)
_PUBLISHERS = ("contentsource", "source")
_TOP = 12
"""How many blocks may be the table of labels and values above a text."""

_SITE = "og:site_name"
_ADDRESSES = ("canonical", "og:url")
# 联合声明_滚动新闻_中国政府网: sites add their names after the title.
_SITE_NAME = re.compile(
    r"(?<!\s)\s*+(?:[_|｜]|(?<=\s)[-–—]{1,2}\s|--|——(?=中国政府网|新华网|人民网|外交部|中华人民共和国外交部))"
)


def html_pages(text: Mapped) -> tuple[Page, ...]:
    """The page that ``text`` is the source of; never fails, however broken the markup.

    A title that stands only in the head becomes the TITLE block, so that it can be found.
    """
    tokens = tokens_of(text.text)
    head = _head(text, tokens)
    stated = [head[name] for name in _TITLES if head.get(name)]
    guesses = [_without_site_name(head["<title>"])] if head.get("<title>") else []
    blocks = blocks_of(text, tokens)
    starts = _statement_starts(blocks)
    first = finished(with_one_title(blocks[: starts[0]] if starts else blocks, stated, guesses))
    metadata = _metadata(head, first)
    start, end = text.span()
    bounds = [blocks[at].text.span()[0] for at in starts]
    pages = [Page(first, start, bounds[0] if bounds else end, metadata)]
    for (at, after), span in zip(pairwise((*starts, len(blocks))), pairwise((*bounds, end)), strict=False):
        further = finished(with_one_title(blocks[at:after], [], []))
        known = Metadata(title=title_of(further), url=metadata.url)
        pages.append(Page(further, *span, known))
    return tuple(pages)


def _statement_starts(blocks: Sequence[Block]) -> list[int]:
    """The numbers of the blocks at which further statements begin."""
    roles = (Role.PARAGRAPH, Role.HEADING)
    lines = [TextLine(at, at + 1, block.text.text) for at, block in enumerate(blocks) if block.role in roles]
    return statement_starts([line for line in lines if line.text], is_page=True)


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
    rows = [block.text.text for block in blocks[:_TOP] if block.role is Role.ITEM and "\t" in block.text.text]
    notes = [block.text.text for block in blocks if block.role is Role.NOTE]
    said = [head[name].text for name in _DAYS if name in head]
    labelled = (labelled_day(blocks), *map(published_day, (*notes, *rows)))
    days = [day for day in (*map(_day, said), *labelled, *map(_day, notes)) if day]
    addresses = [head[name].text for name in _ADDRESSES if name in head]
    return Metadata(
        title=title_of(blocks),
        published=days[0] if days else None,
        publisher=labelled_publisher(blocks) or _publisher(head, (*notes, *rows)),
        url=next((address for address in addresses if re.match(r"https?://", address, re.I)), None),
    )


def _day(text: str) -> date | None:
    return first_date(text) or compact_date(text[:8])


def _publisher(head: dict[str, Mapped], notes: Sequence[str]) -> str | None:
    printed = next(filter(None, map(publisher_of, notes)), None)
    stated = next((head[name].text for name in _PUBLISHERS if name in head), "")
    site = head[_SITE].text if _SITE in head else None
    return publisher_of(stated) or ("" if first_date(stated) else stated) or printed or site
