"""The paragraph and item of an article that a mention is in: 第八条第二款第（三）项.

An article's text has one line for each paragraph and item (see ``outline``). Items belong to the paragraph
above them; the paragraph after the last item is the next one.
"""

from __future__ import annotations

import re

from searchlib.corpus.numbering import Rank, read_article, read_number
from searchlib.model import Span
from searchlib.text.numerals import value

_OLD_ITEM = re.compile(r"[　 ]*([一二三四五六七八九十]{1,3})[　 ]+(?=\S)")
"""Old laws of Taiwan number items with a blank instead of a comma: 　一　不依第九條."""


def place_in_article(text: str, offset: int) -> tuple[int, str | None]:
    """Return the paragraph (款, in Taiwan 項) that contains ``offset``, counted from 1, and the item number as
    printed.

    The item is the one of the outermost numbering below the paragraph (（三） or 三、), also where ``offset``
    falls in an item of that item; None outside items.

    >>> article = "第八条 有下列情形的，\\n（一）甲；\\n（二）乙。\\n前款所称乙，是指丙。"
    >>> [place_in_article(article, article.index(word)) for word in ("情形", "乙。", "丙")]
    [(1, None), (1, '（二）'), (2, None)]
    """
    paragraph, item, outermost = 0, None, None
    start = 0
    for line in text.split("\n"):
        number = _item_number(line if start else _without_section(line))
        if number is None:
            is_number_alone = (found := read_article(line)) is not None and found.alone
            paragraph, item, outermost = paragraph + (not is_number_alone), None, None
        elif outermost is None or number[0] <= outermost:
            outermost, item = number
        start += len(line) + 1
        if offset < start:
            break
    return max(1, paragraph), item


def part_of_article(text: str, paragraph: int | None, item: int | None) -> tuple[Span, ...]:
    """Return the lines of a paragraph (the first, if none is asked for) or of its ``item``, without the line
    ends; nothing where the article has no such part.

    >>> article = "第八条 有下列情形的，\\n（一）甲；\\n（二）乙。\\n前款所称乙，是指丙。"
    >>> [article[span.start : span.end] for span in part_of_article(article, 1, 2)]
    ['（二）乙。']
    >>> [article[span.start : span.end] for span in part_of_article(article, 2, None)]
    ['前款所称乙，是指丙。']
    """
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        place, printed = place_in_article(text, start)
        wanted = place == (paragraph or 1) and (item is None or item == _value(printed))
        if wanted and line.strip():
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(found)


def _value(printed: str | None) -> int | None:
    """Return the number of an item as printed: （三） is 3."""
    return value(printed.strip(" 　()（）、.．")) if printed else None


def _without_section(line: str) -> str:
    """Return the first line of a section of Hong Kong without the section's own number: 2. (1) is item (1)."""
    number = read_number(line)
    is_section = number is not None and number.rank is Rank.POINT
    return line[len(number.printed) :].lstrip(" 　\t") if number and is_section else line


def _item_number(line: str) -> tuple[int, str] | None:
    """Return the rank and printed form of the item number at the start of a line; bullets and article
    numbers are not item numbers."""
    number = read_number(line.lstrip(" 　"))
    if number is not None:
        return None if number.rank in (Rank.ARTICLE, Rank.BULLET) else (number.rank, number.printed)
    old = _OLD_ITEM.match(line)
    return (Rank.SECTION, old[1]) if old else None
