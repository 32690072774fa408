"""Which text a place is in, when many texts stand in one row.

The text of every 16th place is kept as a landmark; the text of a place is then that one, or rarely one soon
after it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, changes

_BITS = 4


def landmarks(bases: Integers) -> NDArray[np.intp]:
    """The number of the text at every 16th place; ``bases`` are where texts begin and the last one ends."""
    every = np.arange(0, int(bases[-1]), 1 << _BITS)
    return np.searchsorted(bases, every, "right") - 1


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of places, from ``landmarks`` and the places where texts end (``ends``)."""

    landmarks: Integers
    ends: Integers

    def of(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """The numbers of the texts that ``places`` are in."""
        owners = self.landmarks.take(places >> _BITS).astype(np.intp)
        behind = np.flatnonzero(self.ends.take(owners) <= places)
        while len(behind):
            owners[behind] += 1
            behind = behind[self.ends.take(owners.take(behind)) <= places.take(behind)]
        return owners

    def once(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """The numbers of the texts that have one of the ascending ``places``, without repetition."""
        owners = self.of(places)
        return owners.take(changes(owners))
