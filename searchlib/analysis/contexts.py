"""Contexts: the folded characters on both sides of each place, cut out in one pass over the texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from searchlib.budget import checked
from searchlib.search.library import Library
from searchlib.search.place_answers import FoundPlaces


@dataclass(frozen=True, slots=True)
class Contexts:
    """What stands around each place, in the order of the places; nothing reaches over the end of a clause.

    ``lefts`` and ``rights`` have up to ``reach`` characters each, ``matches`` the folded texts of the places.
    """

    reach: int
    lefts: tuple[str, ...]
    matches: tuple[str, ...]
    rights: tuple[str, ...]


def contexts_of(library: Library, places: FoundPlaces, reach: int) -> Contexts:
    """Return the contexts of ``places``, ``reach`` code points of the folded running text on each side."""
    lefts: list[str] = []
    matches: list[str] = []
    rights: list[str] = []
    for text, spans in texts_with_spans(library, places):
        for start, end in spans:
            lefts.append(text[max(0, start - reach) : start])
            matches.append(text[start:end])
            rights.append(text[end : end + reach])
    return Contexts(reach, tuple(lefts), tuple(matches), tuple(rights))


def texts_with_spans(library: Library, places: FoundPlaces) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the folded running text of each clause with a place, and start and end of each place in it."""
    found = places.found
    rows = zip(map(int, found.numbers), map(int, found.starts), map(int, found.ends), strict=True)
    waiting = next(rows, None)
    for number, text in checked(library.keys()):
        if waiting is None:
            return
        if waiting[0] != number:
            continue
        spans: list[tuple[int, int]] = []
        while waiting is not None and waiting[0] == number:
            spans.append(waiting[1:])
            waiting = next(rows, None)
        yield text, spans


def near_windows(text: str, spans: list[tuple[int, int]], reach: int) -> Iterator[str]:
    """Yield the stretches of ``text`` within ``reach`` characters of a span and in none, each once.

    >>> list(near_windows("甲乙丙丁戊己庚", [(1, 2), (4, 5)], 2))
    ['甲', '丙丁', '己庚']
    """
    covered = 0
    """Where the last window, or the last span, ends."""
    open_at: int | None = None
    for place, (start, end) in enumerate(spans):
        low = max(covered, start - reach)
        if open_at is not None and low > covered:
            yield text[open_at:covered]
            open_at = None
        if start > low or open_at is not None:
            yield text[low if open_at is None else open_at : start]
        following = spans[place + 1][0] if place + 1 < len(spans) else len(text)
        covered = max(covered, min(end + reach, following, len(text)), end)
        open_at = end if covered > end else None
    if open_at is not None:
        yield text[open_at:covered]
