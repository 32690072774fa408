"""Where a needle stands in many texts: of a pattern the pieces are looked up, then joined from the last one.

Places ascend, and so do the nearest ends of what begins there: a beginning further right never ends further
left. So for each beginning of a piece the nearest beginning of what follows decides, which one binary search
finds for all at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.docset import DocSet, select
from searchlib.engine.embedded.segment.grams import Grams, Places, code_points
from searchlib.model import Needle, Neighbours, Pattern
from searchlib.text.borders import bare


def find_spans(text: Grams, needle: Needle) -> tuple[Places, Places]:
    """Return where ``needle`` (not empty) begins, and where it ends; both ascend."""
    if isinstance(needle, Pattern):
        return _find_pattern(text, needle)
    places = text.find(needle)
    return places, places + len(bare(needle))


def find_texts(text: Grams, needle: Needle) -> DocSet:
    """Return the texts in which ``needle`` (not empty) occurs."""
    if isinstance(needle, Pattern):
        places, _ = _find_pattern(text, needle)
        return select(len(text), [text.text_of_place.distinct(places)])
    return text.find_texts(needle)


def _find_pattern(text: Grams, pattern: Pattern) -> tuple[Places, Places]:
    last = pattern.pieces[-1]
    begins = text.find(last)
    ends = begins + len(bare(last))
    for neighbours in pattern.not_after:
        free = ~_stand(text, ends, neighbours)
        begins, ends = begins[free], ends[free]
    for piece, (low, high) in zip(reversed(pattern.pieces[:-1]), reversed(pattern.gaps), strict=True):
        before = text.find(piece)
        behind = before + len(bare(piece))
        at = np.searchsorted(begins, behind + low)
        found = np.flatnonzero(at < len(begins))
        at, before, behind = at[found], before[found], behind[found]
        near = np.flatnonzero(begins[at] <= behind + high)
        at, before = at[near], before[near]
        same = np.flatnonzero(text.text_of_place.of(before) == text.text_of_place.of(begins[at]))
        begins, ends = before[same], ends[at[same]]
    for neighbours in pattern.not_before:
        free = ~_stand(text, begins - len(neighbours), neighbours)
        begins, ends = begins[free], ends[free]
    return begins, ends


def _stand(text: Grams, places: Places, neighbours: Neighbours) -> NDArray[np.bool_]:
    """Return for each of ``places`` whether characters of these classes stand side by side from there on.

    The separator between texts is in no class.
    """
    stand = (places >= 0) & (places + len(neighbours) <= len(text.codes))
    for step, members in enumerate(neighbours):
        wanted = np.isin(text.points, code_points(members))
        wanted[0] = False
        inside = np.flatnonzero(stand)
        stand[inside] = wanted[text.codes.take(places[inside] + step)]
    return stand
