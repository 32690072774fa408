"""Find the passages of clauses that a text resembles: by short pieces of it, whose places must agree.

The key of the text is cut into pieces, all of which are looked up at once. Places of one clause whose
offsets agree with those of the pieces make a passage; passages that hold most pieces are taken first, each
for what no other has. The cost is linear in the text: pieces that stand in very many places are no sign of
origin and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from searchlib.engine.base import Engine

_SIZES = ((12, 2, 1), (24, 3, 1), (60, 4, 2), (1000, 6, 3))
"""Up to how many characters a text has pieces of which size, one at how many characters."""

_LONG = (8, 6)
_COMMON = 2000
"""A piece with more places than this is left out, unless no rarer one is there."""

_AT_A_TIME = 512
"""Pieces looked up together."""

_DRIFT = 24
"""How far the offsets of two neighbouring pieces may differ between text and clause."""


@dataclass(slots=True)
class TextPassage:
    """Pieces of a key, by their offsets in it, and where each begins in the text of a record."""

    record: int
    offsets: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def pieces_of(length: int) -> tuple[int, range]:
    """Return the size of the pieces of a key of this length and where they begin; the last one ends it."""
    size, step = next(((size, step) for most, size, step in _SIZES if length <= most), _LONG)
    return size, range(0, max(1, length - size + 1), step)


def passages(engine: Engine, key: str) -> tuple[list[TextPassage], int]:
    """Return the passages that ``key`` resembles, those taken first that hold most of it, and the size of
    their pieces. A short text none of whose pieces is found is looked for by pairs.
    """
    size, begins = pieces_of(len(key))
    found = _passages(engine, key, size, begins)
    if found or size == 2 or len(key) > _SIZES[-1][0]:
        return found, size
    return _passages(engine, key, 2, range(len(key) - 1)), 2


def _passages(engine: Engine, key: str, size: int, begins: range) -> list[TextPassage]:
    offsets: defaultdict[str, list[int]] = defaultdict(list)
    for offset in dict.fromkeys((*begins, max(0, len(key) - size))):
        offsets[key[offset : offset + size]].append(offset)
    found = _Found(defaultdict(list), [])
    pieces = list(offsets)
    for first in range(0, len(pieces), _AT_A_TIME):
        _look_up(engine, pieces[first : first + _AT_A_TIME], offsets, found)
    if not found.places:
        for piece, rows in sorted(found.common, key=lambda each: len(each[1]))[:2]:
            _add(found.places, rows, offsets[piece][:1])
    together = [passage for record, rows in found.places.items() for passage in _chains(record, rows)]
    together.sort(key=lambda passage: -len(set(passage.offsets)))  # stable: corpus order among equals
    return _taken(together, few=len(begins) < 4)


@dataclass(slots=True)
class _Found:
    places: defaultdict[int, list[tuple[int, int]]]
    """For each record the offsets of pieces in the key and in the record's text."""
    common: list[tuple[str, list[tuple[int, int]]]]


def _look_up(engine: Engine, pieces: Sequence[str], offsets: dict[str, list[int]], found: _Found) -> None:
    occurrences = engine.occurrences(tuple(pieces))
    rows: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, start, index in zip(
        occurrences.numbers, occurrences.starts, occurrences.needles, strict=True
    ):
        rows[index].append((int(number), int(start)))
    for index, places in rows.items():
        if len(places) > _COMMON:
            found.common.append((pieces[index], places))
        else:
            # A piece that stands in the key many times, such as a row of dots, would multiply.
            _add(found.places, places, offsets[pieces[index]][: max(1, _COMMON // len(places))])


def _add(
    places: defaultdict[int, list[tuple[int, int]]], rows: list[tuple[int, int]], offsets: list[int]
) -> None:
    for record, start in rows:
        places[record] += ((offset, start) for offset in offsets)


def _chains(record: int, rows: list[tuple[int, int]]) -> Iterator[TextPassage]:
    """Yield runs of places, ascending in the record, that ascend in the key at about the same distances."""
    open_passages: list[TextPassage] = []
    for offset, start in sorted(rows):
        for passage in reversed(open_passages):
            before, last = passage.offsets[-1], passage.starts[-1]
            drift = abs((start - last) - (offset - before))
            if offset > before and start > last and drift <= _DRIFT:
                passage.offsets.append(offset)
                passage.starts.append(start)
                break
        else:
            open_passages.append(TextPassage(record, [offset], [start]))
            if len(open_passages) > _DRIFT:
                yield open_passages.pop(0)
    yield from open_passages


def _taken(ordered: list[TextPassage], few: bool) -> list[TextPassage]:
    """Return passages, best first, that hold pieces which none before holds; one piece only if few were cut.

    The best is always there.
    """
    held: set[int] = set()
    taken: list[TextPassage] = []
    for passage in ordered:
        new = set(passage.offsets) - held
        if not taken or len(new) > (0 if few else 1):
            taken.append(passage)
            held |= set(passage.offsets)
    return taken
