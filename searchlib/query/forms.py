"""The needles of a piece of query text: what counts as it in a key.

A letter and its accent may be one character or two (Unicode's normal forms C and D), and are looked for as
both; numerals are looked for in every way of writing them, and not inside longer ones
(:mod:`searchlib.text.numeral_spellings`, :mod:`searchlib.text.numeral_edges`).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from unicodedata import normalize

from searchlib.model import LONGEST_GAP, Needle, Pattern
from searchlib.query.limits import MAX_VARIANTS
from searchlib.text.numeral_edges import needle_of
from searchlib.text.numeral_spellings import spellings
from searchlib.text.running import key


@lru_cache(1024)
def needles(text: str) -> tuple[Needle, ...]:
    """Return everything that counts as ``text``, the closest first; nothing if no character of it counts.

    >>> needles("兩洋 鐵路"), tuple(map(str, needles("第８條")[:2])), len(needles("Bioceánico"))
    (('两洋铁路',), ('第8条', '第八条'), 2)
    """
    keys = as_typed(text)
    return tuple(dict.fromkeys(needle for each in keys for needle in _numerals_spelled(each)))


def as_typed(text: str) -> tuple[str, ...]:
    """Return the keys of ``text`` itself, its numerals as they are.

    >>> as_typed("６日"), as_typed(" ")
    (('6日',), ())
    """
    closest = key(text)
    if not closest:
        return ()
    if text.isascii():
        return (closest,)
    forms = (key(normalize(form, each)) for each in (text, closest) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((closest, *forms)))


@lru_cache(1024)
def pattern_needles(parts: tuple[str, ...]) -> tuple[Needle, ...]:
    """Return the patterns of ``parts``, text and wildcards in turn; nothing if no character of it counts.

    A numeral beside a wildcard is text, since the wildcard may be more of it.

    >>> [str(each) for each in pattern_needles(("第", "*", "条"))]
    ['第*条']
    """
    choices: list[tuple[Needle, ...]] = []
    count = 1
    last = len(parts) - 1
    for place in range(0, len(parts), 2):
        found = _part_needles(parts[place], joined_before=place > 0, joined_after=place < last)
        if not found:
            return ()
        found = found if count * len(found) <= MAX_VARIANTS else found[:1]
        count *= len(found)
        choices.append(found)
    gaps = tuple(map(_gap, parts[1::2]))
    return tuple(dict.fromkeys(_joined(chosen, gaps) for chosen in product(*choices)))


def _numerals_spelled(closest: str) -> tuple[Needle, ...]:
    return tuple(needle_of(each, closest) for each in spellings(closest, MAX_VARIANTS))


def _part_needles(text: str, *, joined_before: bool, joined_after: bool) -> tuple[Needle, ...]:
    found = (
        needle_of(spelling, each)
        for each in as_typed(text)
        for spelling in spellings(each, MAX_VARIANTS, joined_before=joined_before, joined_after=joined_after)
    )
    return tuple(dict.fromkeys(found))


def _gap(wildcards: str) -> tuple[int, int]:
    least = wildcards.count("?")
    return least, least + LONGEST_GAP * wildcards.count("*")


def _joined(chosen: tuple[Needle, ...], gaps: tuple[tuple[int, int], ...]) -> Pattern:
    ends = [each if isinstance(each, Pattern) else Pattern((each,)) for each in chosen]
    pieces = tuple(each.pieces[0] for each in ends)
    return Pattern(pieces, gaps, ends[0].not_before, ends[-1].not_after)
