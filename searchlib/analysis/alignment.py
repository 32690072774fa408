"""The stretch of a text that is nearest to a formula: the fitting alignment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fitting:
    """The stretch ``[start, end)`` of a text and how many characters of it and the formula differ.

    ``lost`` are the characters at the formula's beginning that have no counterpart.
    """

    start: int
    end: int
    edits: int
    lost: int


def fitting_alignment(formula: str, text: str) -> Fitting:
    """Return the stretch of ``text`` with the fewest changed, inserted and missing characters (Sellers 1980).

    Sellers, P. H.: *The theory and computation of evolutionary distances: pattern recognition*, Journal of
    Algorithms 1(4), 1980. Of equally near ones the one that has most of the formula's characters, then the
    first that ends, then the shortest.

    >>> fitting_alignment("坚定奉行一个中国", "吉方坚定不移奉行一个中国政策")
    Fitting(start=2, end=12, edits=2, lost=0)
    >>> fitting_alignment("坚定奉行一个中国", "重申一个中国原则")
    Fitting(start=2, end=6, edits=4, lost=4)
    """
    # For each end in the text: edits, then fewest characters of the formula lost, then the latest start.
    above = [(0, 0, -end) for end in range(len(text) + 1)]
    for row, wanted in enumerate(formula, 1):
        here = [(row, row, 0)]
        for column, character in enumerate(text, 1):
            edits, gone, start = above[column - 1]
            is_other = wanted != character
            changed = (edits + is_other, gone + is_other, start)
            missing = (above[column][0] + 1, above[column][1] + 1, above[column][2])
            inserted = (here[-1][0] + 1, here[-1][1], here[-1][2])
            here.append(min(changed, missing, inserted))
        above = here
    end = min(range(len(text) + 1), key=lambda column: (*above[column][:2], column))
    edits, _, negated = above[end]
    stretch = text[-negated:end]
    lost = next((at for at, wanted in enumerate(formula) if wanted in stretch), len(formula))
    return Fitting(-negated, end, edits, lost)
