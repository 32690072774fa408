"""Read a reference to an article in a question: 公司法第十五条, 刑法133条之一, 《公司法》第15条第2款.

Only what is written is read here: which titles there are, a caller says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from searchlib.facts.short_titles import title_key
from searchlib.query.ast import And, Filter, Keyword, Query
from searchlib.text.numerals import DIGITS, NUMERAL, NUMERAL_SIGN, chinese, value
from searchlib.text.running import key

SIGN = re.compile(f"(?<!{NUMERAL_SIGN}){NUMERAL}+[^第]{{0,8}}[条條]")
"""What a query that may hold a reference has in it; cheap to look for in any text."""

_ARTICLE = re.compile(
    f"(?:第|(?<!{NUMERAL_SIGN}))(?P<number>{NUMERAL}+)(?:[-之](?P<inner>{NUMERAL}+))?条(?:之(?P<branch>{NUMERAL}))?"
    rf"(?:第(?P<paragraph>{NUMERAL})款)?(?:第?\(?(?P<item>{NUMERAL})\)?项)?"
)
_SAME_TITLE = frozenset(("", "和", "与", "及", "以及", "或", "至", "到"))
_GAP = re.compile(r"(?:(?P<year>[0-9]{4})年?(?:版|本)?(?:修[正订改](?:版|本)?)?)?(?:中|里|规定)?的?")
_YEAR_BEFORE = re.compile("(?<![0-9])([0-9]{4})年?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:版|的)?$")
_POSITIONAL_YEAR = re.compile(f"[{DIGITS}零]{{4}}(?=年)")
_GAPS = 16
"""Characters that may stand between a title and the number: 2018年修正版中的."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article asked for by number: its path, and a paragraph (款) and item (项) of it."""

    path: str
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        """As it is cited: 第一百三十三条之一第二款."""
        first, *branches = map(int, self.path.split("-"))
        steps = [f"第{chinese(first)}条", *(f"之{chinese(branch)}" for branch in branches)]
        steps += [f"第{chinese(self.paragraph)}款"] if self.paragraph else []
        steps += [f"第（{chinese(self.item)}）项"] if self.item else []
        return "".join(steps)


@dataclass(frozen=True, slots=True)
class Citation:
    """A title that is known, by its key, an article of it, and the year of its version, if one is said."""

    title: str
    article: Article | None
    year: int | None = None


def plain_text(query: Query) -> str | None:
    """Return the keywords of a query one after another; None if it asks for anything but all of them.

    Filters may stand with them.
    """
    operands = query.operands if isinstance(query, And) else (query,)
    if not all(isinstance(operand, Keyword | Filter) for operand in operands):
        return None
    return "".join(operand.text for operand in operands if isinstance(operand, Keyword))


TitleOf: TypeAlias = Callable[[str], "tuple[str, int | None] | None"]
"""Returns the key of the title at the end of some text, and the year of its version, if one is said."""


def citations(text: str, title_of: TitleOf) -> Iterator[Citation]:
    """Yield the articles that ``text`` cites, each with the title that stands before its number.

    A number after another one is of the same title: 民法典第八条和第九条.
    """
    written = key(text)
    title: tuple[str, int | None] | None = None
    end = 0
    for match in _ARTICLE.finditer(written):
        between = letters(written[end : match.start()])
        if title is None or between not in _SAME_TITLE:
            title = title_of(between)
        end = match.end()
        article = _article(match)
        if title is not None and article is not None:
            yield Citation(title[0], article, title[1])


def cited_title(before: str, known: Callable[[str], bool], longest: int) -> tuple[str, int | None] | None:
    """Return the longest known title at the end of ``before``, and the year of its version, if said.

    ``known`` tells whether a string is the key of a title, of at most ``longest`` characters.
    """
    written = letters(before)
    best: tuple[str, int | None] | None = None
    for end in range(len(written), max(0, len(written) - _GAPS), -1):
        gap = _GAP.fullmatch(written, end)
        if gap is None:
            continue
        starts = range(max(0, end - longest), end - 1)
        start = next((start for start in starts if known(written[start:end])), None)
        if start is not None and (best is None or end - start > len(best[0])):
            earlier = _YEAR_BEFORE.search(written, 0, start)
            year = gap["year"] or (earlier[1] if earlier else None)
            best = written[start:end], int(year) if year else None
    return best


def letters(text: str) -> str:
    """Return the letters and digits of ``text``, years in digits, without the name of the state."""
    return _POSITIONAL_YEAR.sub(lambda match: "".join(map(_digit, match.group())), title_key(text))


def _digit(character: str) -> str:
    return str(DIGITS.find("〇" if character == "零" else character))


def _article(match: re.Match[str]) -> Article | None:
    number = value(match["number"])
    branches = [value(part) for part in (match["inner"], match["branch"]) if part]
    if not number or not all(branches):
        return None
    return Article(
        "-".join(map(str, (number, *branches))),
        value(match["paragraph"] or "0") or None,
        value(match["item"] or "0") or None,
    )
