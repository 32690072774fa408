"""The strings of the texts that are nearest to a mistyped one: 博鲁阿特 is 博鲁阿尔特 without a character.

No dictionary is needed. A string that differs from the asked one in at most ``d`` characters holds at least
one of any ``d + 1`` pieces of it unchanged; clauses with such a piece, and another character of the asked
string near it, are read, and what stands around the piece is compared. The cost is bounded by the number of
clauses that are read for each piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from searchlib.engine.base import Engine, EngineRequest
from searchlib.model import Sort, Span
from searchlib.query.ast import Exact, Near, Query, Word
from searchlib.text.running import RunningText, is_alphabetic, key
from searchlib.text.spans import starts
from searchlib.text.views import fold, simplify

_SHORTEST, _LONGEST = 3, 24
"""Of a shorter string anything is a near one; a longer one is a quotation."""

_LONG = 6
"""From this length on two characters may be wrong."""

_WORD = 3
"""So short a string must be a word of the index: with one character changed it may be any other."""

_CLAUSES = 300
"""Clauses read for each piece."""

_INSIDE = frozenset(" ·.-'")
"""Signs that a name may hold; any other ends one."""


@dataclass(slots=True)
class _Found:
    """A string near the asked one: how far, where it was read first, and in which clauses."""

    distance: int
    original: str
    clauses: set[int] = field(default_factory=set)


def nearest(engine: Engine, asked: str, most: int = 3) -> tuple[str, ...]:
    """Return up to ``most`` strings of the texts that are nearest to ``asked``, by distance and frequency.

    They are written as in the texts, in Simplified characters if ``asked`` is. Strings shorter than three or
    longer than 24 characters have none.
    """
    wanted = key(asked)
    if not _SHORTEST <= len(wanted) <= _LONGEST or not wanted[0].isalnum() or not wanted[-1].isalnum():
        return ()
    for distance in (1,) if len(wanted) < _LONG else (1, 2):
        found = _without_parts(_within(engine, wanted, distance))
        known = {
            string: row for string, row in found.items() if len(string) > _WORD or _is_word(engine, string)
        }
        if known:
            ordered = sorted(known.items(), key=lambda row: (row[1].distance, -len(row[1].clauses), row[0]))
            originals = (row.original for _, row in ordered[:most])
            return tuple(map(simplify, originals)) if simplify(asked) == asked else tuple(originals)
    return ()


def edit_distance(one: str, other: str, most: int) -> int:
    """Return how many characters to change, insert or take out (Levenshtein); ``most + 1`` for more.

    >>> edit_distance("博鲁阿特", "博鲁阿尔特", 2), edit_distance("铁路", "公路网", 1)
    (1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    above = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        here = [row]
        for column, opposite in enumerate(other, 1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (character != opposite)))
        if min(here) > most:
            return most + 1
        above = here
    return min(above[-1], most + 1)


def _within(engine: Engine, wanted: str, distance: int) -> dict[str, _Found]:
    """Return the strings of the clauses read that differ from ``wanted`` in up to ``distance`` characters."""
    found: dict[str, _Found] = {}
    far: set[str] = {wanted}
    for offset, piece in _pieces(wanted, distance + 1):
        request = EngineRequest(_near(wanted, offset, piece, distance), sort=Sort.CORPUS, limit=_CLAUSES)
        numbers = engine.search(request).numbers
        for number, (clause, _) in zip(numbers, engine.fetch(numbers), strict=True):
            running = RunningText(clause.text)
            text = fold(running.running)
            for span in _candidates(text, wanted, offset, piece, distance):
                string = text[span.start : span.end]
                if string in far:
                    continue
                row = found.get(string)
                if row is None:
                    edits = edit_distance(wanted, string, distance)
                    if edits > distance:
                        far.add(string)
                        continue
                    place = running.span(span.start, span.end)
                    row = found[string] = _Found(edits, clause.text[place.start : place.end])
                row.clauses.add(int(number))
    return found


def _pieces(wanted: str, count: int) -> Iterator[tuple[int, str]]:
    """Yield offset and characters of ``count`` pieces of much the same length."""
    edges = [len(wanted) * at // count for at in range(count + 1)]
    return ((low, wanted[low:high]) for low, high in pairwise(edges))


def _near(wanted: str, offset: int, piece: str, distance: int) -> Query:
    """Return the query for clauses in which ``piece`` and, unless all the rest of ``wanted`` may be wrong,
    some character of it stand near each other."""
    here = Exact((piece,), zones=("text",))
    rest = wanted[:offset] + wanted[offset + len(piece) :]
    if len(rest) <= distance:
        return here
    return Near(here, Exact(tuple(dict.fromkeys(rest)), zones=("text",)), len(rest) + distance)


def _candidates(text: str, wanted: str, offset: int, piece: str, distance: int) -> Iterator[Span]:
    """Yield the spans around each occurrence of ``piece`` that may hold a string near ``wanted``."""
    after = len(wanted) - offset
    edges = range(-distance, distance + 1)
    for at in starts(text, piece):
        for begin in (at - offset + edge for edge in edges):
            for end in (at + after + edge for edge in edges):
                whole = 0 <= begin <= at and at + len(piece) <= end <= len(text)
                if whole and end - begin >= _SHORTEST and _is_name(text, begin, end):
                    yield Span(begin, end)


def _is_name(text: str, begin: int, end: int) -> bool:
    """Return whether ``text[begin:end]`` begins and ends as a name may, and holds nothing that ends one."""
    if not (text[begin].isalnum() and text[end - 1].isalnum()):
        return False
    if begin > 0 and is_alphabetic(text[begin]) and is_alphabetic(text[begin - 1]):
        return False
    if end < len(text) and is_alphabetic(text[end - 1]) and is_alphabetic(text[end]):
        return False
    return all(character.isalnum() or character in _INSIDE for character in text[begin:end])


def _without_parts(found: dict[str, _Found]) -> dict[str, _Found]:
    """Leave out strings that stand only as a part of a longer one that is as near: 博鲁阿尔 of 博鲁阿尔特."""
    by_clauses = defaultdict(list)
    for string, row in found.items():
        by_clauses[row.distance, frozenset(row.clauses)].append(string)
    return {
        string: row
        for string, row in found.items()
        if not any(
            string != other and string in other for other in by_clauses[row.distance, frozenset(row.clauses)]
        )
    }


def _is_word(engine: Engine, string: str) -> bool:
    return engine.search(EngineRequest(Word(string), limit=0)).total > 0
