"""Daily bulletins of news, told apart: each item is a document of its own, published on the bulletin's day.

A bulletin is a page whose title names its programme and day (《新闻联播》 (20231018)). An item begins at a
headline with running text below it: a heading, or a short numbered line above the news it heads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from searchlib.corpus.blocks import Block, Metadata, Page, Role
from searchlib.corpus.labels import programme_day
from searchlib.corpus.numbering import read_number

_NEWS = re.compile(
    r"(?:央视网消息|央视新闻|新华社|中新社|本台|人民网|本报|据)[^。]{0,40}?(?:[：:）)电讯，]|消息|报道)"
)
_SENTENCE_END = re.compile("[。！？；：，;:]$")
_LONGEST_HEADLINE = 80


def bulletin_items(page: Page) -> tuple[Page, ...]:
    """Return the bulletin's own head and each of its items; a page that is no bulletin as it is."""
    title = page.metadata.title or next((b.text.text for b in page.blocks if b.role is Role.TITLE), "")
    day = page.metadata.published or programme_day(title)
    if programme_day(title) is None or day is None:
        return (page,)
    starts = [at for at in range(1, len(page.blocks)) if _begins_item(page.blocks, at)]
    if not starts:
        return (page,)
    bounds = [block.text.span()[0] for block in (page.blocks[at] for at in starts)]
    pages = [replace(page, blocks=_without_empty_headings(page.blocks[: starts[0]]), end=bounds[0])]
    ends = [*bounds[1:], page.end]
    for (first, after), start, end in zip(pairwise((*starts, len(page.blocks))), bounds, ends, strict=True):
        headline = page.blocks[first].text
        blocks = _without_empty_headings(page.blocks[first + 1 : after])
        known = replace(page.metadata, title=headline.text, published=day, kind=None)
        pages.append(Page((Block(Role.TITLE, headline), *blocks), start, end, _item_metadata(known)))
    return tuple(pages)


def _item_metadata(known: Metadata) -> Metadata:
    return replace(known, date=None, date_is=None, parties=(), place=None)


def _begins_item(blocks: Sequence[Block], at: int) -> bool:
    """Whether the block is a headline with running text below it."""
    block = blocks[at]
    if at + 1 == len(blocks) or blocks[at + 1].role not in (Role.PARAGRAPH, Role.NOTE):
        return False
    below = blocks[at + 1].text.text
    text = block.text.text
    if len(text) > _LONGEST_HEADLINE or read_number(below) is not None:
        return False
    if block.role is Role.HEADING:
        return True
    is_numbered = block.role in (Role.PARAGRAPH, Role.ITEM) and read_number(text) is not None
    return is_numbered and _SENTENCE_END.search(text) is None and _NEWS.match(below) is not None


def _without_empty_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks; a heading that ended its part with nothing below it stays a clause, as a note."""
    end = len(blocks)
    while end and blocks[end - 1].role is Role.HEADING:
        end -= 1
    return (*blocks[:end], *(replace(block, role=Role.NOTE) for block in blocks[end:]))
