"""A character that keeps apart texts which are processed as one."""

from __future__ import annotations

from collections.abc import Iterable

_NONCHARACTERS = tuple(map(chr, range(0xFDD0, 0xFDF0)))
"""Code points that Unicode keeps free for a program's own use; no text should have one."""


def separator(texts: Iterable[str]) -> str | None:
    """Return a character that occurs in none of ``texts`` and at which every cut of words ends; None if there
    is no such character.

    >>> separator(["两洋", "铁路"]) == "\\ufdd0"
    True
    """
    joined = "".join(texts)
    return next((each for each in _NONCHARACTERS if each not in joined), None)
