"""Nearness: the texts where a needle of one side stands close to a needle of the other, in one merged pass.

The needles of a side are merged into one ascending list of places before the sides are compared, so that the
cost grows with the number of places, not with the number of pairs of needles::

    text       甲 民 法 乙 民     民|法 NEAR/1 乙
    ends             2  3     5       places after the last character of 民 or 法
    begins              3             places of the first character of 乙
    merged           2  3  3  5       at one place ends come first; the end before 3 is 3: gap 0
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from searchlib.budget import check_budget
from searchlib.engine.embedded.columns.arrays import changes
from searchlib.engine.embedded.columns.docset import DocSet, is_large, select
from searchlib.engine.embedded.segment.grams import Grams, Places
from searchlib.engine.embedded.segment.patterns import find_spans
from searchlib.model import Needle, Pattern
from searchlib.text.borders import bare


def find_near(text: Grams, left: Sequence[Needle], right: Sequence[Needle], distance: int) -> DocSet:
    """Return the texts where needles of the two sides are at most ``distance`` characters apart.

    They may stand in either order and may not overlap.
    """
    sides = [_found(text, needles) for needles in (left, right)]
    records = []
    for (_, ends), (begins, _) in (sides, sides[::-1]):
        last, first = _close(ends, begins, distance)
        texts = text.text_of_place.of(first)
        records.append(texts.compress(text.text_of_place.of(last - 1) == texts))
    return select(len(text), [texts.take(changes(texts)) for texts in records])


def _found(text: Grams, needles: Iterable[Needle]) -> tuple[Places, Places]:
    """Return the places where ``needles`` begin and those where they end, ascending.

    Needles of one length are merged first, so that their ends need no merging of their own.
    """
    size = len(text.codes)
    by_length: dict[int, list[Places]] = {}
    begins: list[Places] = []
    ends: list[Places] = []
    for needle in dict.fromkeys(needles):
        check_budget()
        if isinstance(needle, Pattern):
            for places, all_places in zip(find_spans(text, needle), (begins, ends), strict=True):
                all_places.append(_merged([places], size))
        else:
            by_length.setdefault(len(bare(needle)), []).append(text.find_unordered(needle))
    for length, lists in by_length.items():
        begins.append(_merged(lists, size))
        ends.append(begins[-1] + length)
    return _joined(begins, size), _joined(ends, size)


def _joined(lists: Sequence[Places], size: int) -> Places:
    """Return the distinct places in ``lists``, each of which ascends, in order."""
    return lists[0] if len(lists) == 1 else _merged(lists, size)


def _merged(lists: Sequence[Places], size: int) -> Places:
    """Return the distinct places in ``lists``, ascending; all are at most ``size``.

    A mask sorts many places in linear time.
    """
    check_budget()
    total = sum(map(len, lists))
    if is_large(total, size):
        mask = np.zeros(size + 1, bool)
        for places in lists:
            mask[places] = True
        return np.flatnonzero(mask)
    places = np.sort(np.concatenate([np.empty(0, np.intp), *lists]), kind="stable")
    return places.take(changes(places))


def _close(ends: Places, begins: Places, distance: int) -> tuple[Places, Places]:
    """Return neighbours of the merged places, an end and a begin at most ``distance`` after it.

    Both are ascending places, half-open: an end is the place after the last character. Wherever an end and a
    begin are close, two neighbours between them are as close or closer, so that no others are compared.
    """
    check_budget()
    # The lowest bit tells the kinds apart; a stable sort of two ascending runs is one merge.
    merged = np.concatenate((ends << 1, (begins << 1) | 1))
    merged.sort(kind="stable")
    check_budget()
    close = np.diff(merged) <= 2 * distance + 1
    close &= (merged[1:] & ~merged[:-1] & 1).astype(bool)
    at = np.flatnonzero(close)
    return merged.take(at) >> 1, merged.take(at + 1) >> 1
