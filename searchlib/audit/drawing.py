"""Draw names from files as they are decoded, to ask the index for them.

What is drawn is a run of Chinese characters as a reader sees it: across line ends, blanks and pieces that are
left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchlib.audit.coverage import Account

_HAN = re.compile("[\u3400-\u9fff]")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億兆两兩廿卅")
"""A name drawn at random neither begins nor ends with one: part of a numeral is not found in the whole."""

_SHORTEST, _LONGEST = 4, 8
_TRIES = 4
_MOST_LOST = 3
"""Names drawn where the text of a file is lost."""

_FARTHEST = 400
"""Characters of a file that a name may stretch over, with what is left out between."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A name, and where it stands in a file."""

    name: str
    file: str
    start: int
    end: int


def drawn_names(account: Account, draw: random.Random) -> Iterator[Drawn]:
    """Yield names drawn from one file: around what is lost, and one from anywhere."""
    for start in account.lost_at()[: _MOST_LOST * _SHORTEST : _SHORTEST]:
        found = _name_at(account, start, _SHORTEST, 1)
        if found:
            yield found
    for _ in range(_TRIES):
        start = draw.randrange(len(account.counts))
        found = _name_at(account, start, draw.randint(_SHORTEST, _LONGEST), _SHORTEST)
        if found and _NUMERALS.isdisjoint((found.name[0], found.name[-1])):
            yield found
            return


def _name_at(account: Account, start: int, longest: int, shortest: int) -> Drawn | None:
    """The name of ``shortest`` to ``longest`` characters that begins at ``start``; None where there is none.

    It ends where another clause begins, unless what is between is lost.
    """
    text = account.loaded.text.text
    name, end, owner = "", start, 0
    for at in range(start, min(len(text), start + _FARTHEST)):
        if account.held[at] == 0 and account.reasons[at]:
            continue
        if not _HAN.match(text[at]):
            if text[at].isspace():
                continue
            break
        mine = int(account.owners[at])
        if mine and owner and mine != owner:
            break
        name, end, owner = name + text[at], at + 1, owner or mine
        if len(name) == longest:
            break
    is_at_start = name and text[start] == name[0]
    return Drawn(name, account.file, start, end) if is_at_start and len(name) >= shortest else None
