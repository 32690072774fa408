"""Which segments to merge, so that they stay few and yet no clause is written over and over."""

from __future__ import annotations

from collections.abc import Sequence

_FACTOR = 8
"""So many segments of similar size are merged, and so much larger is the next size."""

_SMALLEST = 1 << 16
"""Sizes up to this one count as the same."""


def choose_merges(sizes: Sequence[int], worn: Sequence[bool], limit: int) -> set[int]:
    """The numbers of the segments to merge with what is being written.

    ``sizes`` are the sizes of the segments' live records. Those that are ``worn``, mostly deleted, are
    rewritten. Of eight or more of similar size, the smallest that together do not exceed ``limit`` are
    merged, if they are at least two.
    """
    chosen = {number for number, is_worn in enumerate(worn) if is_worn}
    tiers: dict[int, list[int]] = {}
    for number in sorted(set(range(len(sizes))) - chosen, key=sizes.__getitem__):
        tiers.setdefault(_tier(sizes[number]), []).append(number)
    for members in tiers.values():
        if len(members) >= _FACTOR:
            fitting = _fitting(members, sizes, limit)
            chosen.update(fitting if len(fitting) > 1 else ())
    return chosen


def _tier(size: int) -> int:
    tier = 0
    while size > _SMALLEST:
        size //= _FACTOR
        tier += 1
    return tier


def _fitting(members: Sequence[int], sizes: Sequence[int], limit: int) -> list[int]:
    """The first members that together do not exceed ``limit``."""
    total = 0
    fitting = []
    for number in members:
        total += sizes[number]
        if total > limit:
            break
        fitting.append(number)
    return fitting
