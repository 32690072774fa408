"""Abbreviations of titles: 刑诉法 is 刑事诉讼法, 道交法 is 道路交通安全法.

An abbreviation leaves characters out and keeps the first, the last and the order of the others. Of all titles
that can be meant so, the shortest is: 消保法 is 消费者权益保护法 and no regulation that implements it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

_SHORTEST, _LONGEST = 3, 8
"""Characters of an abbreviation: two could be anything (税法), and nobody needs longer ones."""

_FULL = 24
"""Characters of the longest title that is abbreviated so."""


class Abbreviations:
    """The titles of an index, given by their keys, that can be abbreviated."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._titles: dict[tuple[str, str], list[str]] = defaultdict(list)
        for title in titles:
            if _SHORTEST < len(title) <= _FULL:
                self._titles[title[0], title[-1]].append(title)

    def meant(self, text: str) -> tuple[str, ...]:
        """Return the shortest titles that the key ``text`` abbreviates; several if they are as long.

        >>> laws = Abbreviations(["刑事诉讼法", "民事诉讼法", "行政诉讼法", "行政处罚法"])
        >>> laws.meant("刑诉法"), laws.meant("行政法"), laws.meant("物权法")
        (('刑事诉讼法',), ('行政诉讼法', '行政处罚法'), ())
        """
        if not _SHORTEST <= len(text) <= _LONGEST:
            return ()
        found = [title for title in self._titles.get((text[0], text[-1]), ()) if _abbreviates(text, title)]
        least = min(map(len, found), default=0)
        return tuple(dict.fromkeys(title for title in found if len(title) == least))

    def at_the_end(self, text: str) -> tuple[str, ...]:
        """Return what the longest abbreviation at the end of the key ``text`` means."""
        ends = (text[-length:] for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1))
        return next(filter(None, map(self.meant, ends)), ())


def _abbreviates(short: str, title: str) -> bool:
    left = iter(title)
    return len(short) < len(title) and all(character in left for character in short)
