"""Names as units, and how alike two names are: Han characters and whole words of an alphabet, weighted by
rarity."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from searchlib.text.running import key

_UNITS = re.compile(r"[^\W\d_\u3400-\u9fff\U00020000-\U000323af]+|\d+|[\u3400-\u9fff\U00020000-\U000323af]")

_EMPTY = frozenset("的之和与及以在对于为")
"""Characters that carry nothing of a name."""


_REMEMBERED = 1 << 13
"""Names and strings whose units are remembered."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a string and a name are.

    ``dice`` is twice the weight of the units that both have in this order, over the weight of both;
    ``of_name`` is their share of the name's weight. ``is_short`` tells that every unit of the string is one
    of the name's, in order; ``is_long`` the reverse; ``same_end`` that both end with the same unit.
    """

    dice: float
    of_name: float
    is_short: bool
    is_long: bool
    same_end: bool


@lru_cache(_REMEMBERED)
def units(text: str) -> tuple[str, ...]:
    """Return the units of a name: folded, without signs and empty words.

    >>> units("连接两洋的铁路"), units("Two-Ocean Railway")
    (('连', '接', '两', '洋', '铁', '路'), ('two', 'ocean', 'railway'))
    """
    return tuple(unit for unit in _UNITS.findall(key(text)) if unit not in _EMPTY)


def weights(count_of: Callable[[str], int], known: Sequence[str], characters: int) -> Mapping[str, float]:
    """Return the weight of each unit of ``known`` names: ``ln(1 + characters / occurrences)``."""
    found = {unit for name in known for unit in units(name)}
    return {unit: log(1 + characters / (1 + count_of(unit))) for unit in sorted(found)}


def most_alike(string: Sequence[str], name: Sequence[str], weight: Callable[[str], float]) -> float:
    """Return the greatest Dice measure that the two can have, whatever the order of their units."""
    common = sum(map(weight, set(string) & set(name)))
    return 2 * common / (sum(map(weight, string)) + sum(map(weight, name))) if common else 0.0


def name_likeness(string: Sequence[str], name: Sequence[str], weight: Callable[[str], float]) -> Likeness:
    """Return how alike the units of a string are to those of a name.

    >>> found = name_likeness(units("上合组织"), units("上海合作组织"), lambda unit: 1.0)
    >>> found.dice, found.is_short, found.same_end
    (0.8, True, True)
    """
    common, count = _common(string, name, weight)
    whole, other = sum(map(weight, name)), sum(map(weight, string))
    return Likeness(
        dice=2 * common / (whole + other) if whole + other else 0.0,
        of_name=common / whole if whole else 0.0,
        is_short=count == len(string),
        is_long=count == len(name),
        same_end=bool(string and name) and string[-1] == name[-1],
    )


def _common(one: Sequence[str], other: Sequence[str], weight: Callable[[str], float]) -> tuple[float, int]:
    """Return weight and number of the units of the heaviest common subsequence."""
    above = [(0.0, 0)] * (len(other) + 1)
    for unit in one:
        here = [(0.0, 0)]
        for column, opposite in enumerate(other, 1):
            best = max(above[column], here[-1])
            if unit == opposite:
                total, count = above[column - 1]
                best = max(best, (total + weight(unit), count + 1))
            here.append(best)
        above = here
    return above[-1]
