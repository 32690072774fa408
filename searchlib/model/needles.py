"""What is looked for in a key: a string, or a pattern of strings with gaps between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Neighbours: TypeAlias = tuple[str, ...]
"""Characters side by side, each by the class it is in: a string of all members."""

LONGEST_GAP = 10
"""Characters that ``*`` may stand for."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Keys one after another with gaps between them.

    ``gaps`` has for each pair of neighbouring pieces the least and the greatest number of characters between
    them. None of ``not_before`` may stand directly before the first piece, none of ``not_after`` directly
    after the last one.

    >>> str(Pattern(("第", "条"), ((0, 10),))), str(Pattern(("两", "铁路"), ((1, 1),)))
    ('第*条', '两?铁路')
    """

    pieces: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...] = ()
    not_before: tuple[Neighbours, ...] = ()
    not_after: tuple[Neighbours, ...] = ()

    def __str__(self) -> str:
        written = [self.pieces[0]]
        for (low, high), piece in zip(self.gaps, self.pieces[1:], strict=True):
            written += ["?" * low, "*" * ((high - low) // LONGEST_GAP), piece]
        return "".join(written)


Needle: TypeAlias = str | Pattern
"""A string occurs wherever it is a substring."""
