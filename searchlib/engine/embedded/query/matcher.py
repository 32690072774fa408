"""Which records of a segment satisfy a query: one selection for each node of the tree."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, changes
from searchlib.engine.embedded.query.docset import DocSet, everything, held_by, select, union
from searchlib.engine.embedded.segment.patterns import find_spans, find_texts
from searchlib.engine.embedded.segment.postings import Holders, metadata_term
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.query.ast import (
    And,
    Between,
    Everything,
    Exact,
    Has,
    Near,
    Not,
    Or,
    Query,
    Word,
)
from searchlib.text.needle import Needle, Pattern

_KEPT_BYTES = 32 << 20
_KEPT_LEAVES = range(16, 4096)
"""Exact leaves kept, within so many bytes over all segments: the lower tiers of a search exclude what the
ones above them have just found, the next page asks again, and some words stand in every other query."""

_KEPT_RANGES = 4
"""Ranges of days kept: the tiers of a search share theirs."""

_WORTH_SEARCHING = 8
"""A list so many times longer than the candidates is searched for them instead of being merged."""


def check(query: Query) -> None:
    """Raise :class:`TypeError` if there is a spoken node in ``query``, which an engine cannot answer."""
    match query:
        case And(operands) | Or(operands):
            for operand in operands:
                check(operand)
        case Not(operand):
            check(operand)
        case Near(left, right):
            needles_of(left)
            needles_of(right)
        case Exact() | Word() | Has() | Between("day") | Everything():
            pass
        case _:
            raise TypeError(f"not an engine query: {query!r}")


def needles_of(query: Query) -> tuple[Needle, ...]:
    """The needles of an :class:`Exact`, or of alternatives of them."""
    match query:
        case Exact(needles):
            return needles
        case Or(operands):
            return tuple(needle for operand in operands for needle in needles_of(operand))
        case _:
            raise TypeError(f"NEAR takes exact operands, not {query!r}")


class Evaluator:
    """Answers queries (as :func:`check` passes them) for one of ``segments``, deleted records included."""

    def __init__(self, segment: SegmentReader, segments: int = 1) -> None:
        self._segment = segment
        self._size = len(segment)
        # A selection has at most a byte for each record.
        affordable = _KEPT_BYTES // segments // max(self._size, 1)
        kept = min(max(affordable, _KEPT_LEAVES.start), _KEPT_LEAVES.stop)
        self._exact = lru_cache(kept)(partial(_find_exact, segment))
        self._between = lru_cache(_KEPT_RANGES)(partial(_find_between, segment))

    def evaluate(self, query: Query) -> DocSet:
        """The records that satisfy ``query``."""
        match query:
            case And(operands):
                return self._all_of(operands)
            case Or(operands):
                return union(self._size, [self.evaluate(operand) for operand in operands])
            case Not(operand):
                return ~self.evaluate(operand)
            case Exact():
                return self._exact(query)
            case Word() | Has():
                return select(self._size, self._lists(query))
            case Near(left, right, distance):
                return self._near(needles_of(left), needles_of(right), distance)
            case Between():
                return self._between(query)
            case _:
                return everything(self._size)

    def _all_of(self, operands: tuple[Query, ...]) -> DocSet:
        """Begin with what promises to be smallest, and look only at what is left."""
        docset: DocSet | None = None
        for operand in sorted(operands, key=self._promise):
            if docset is None:
                docset = self.evaluate(operand)
            elif docset.is_empty():
                return docset
            elif isinstance(operand, Not):
                docset = docset.without(self.evaluate(operand.operand))
            else:
                docset = self._within(docset, operand)
        return everything(self._size) if docset is None else docset

    def _promise(self, query: Query) -> int:
        """Roughly how many records an operand selects; exclusions come last."""
        match query:
            case Word() | Has():
                return sum(map(len, self._lists(query)))
            case Exact():
                numbers = self._exact(query).numbers
                return self._size // 8 if numbers is None else len(numbers)
            case Not() | Everything():
                return self._size
            case _:
                return self._size // 4

    def _within(self, candidates: DocSet, query: Query) -> DocSet:
        """Those of the candidates that satisfy an operand."""
        if isinstance(query, Word | Has) and candidates.numbers is not None:
            lists = self._lists(query)
            if sum(map(len, lists)) > _WORTH_SEARCHING * len(candidates.numbers):
                held = np.zeros(len(candidates.numbers), bool)
                for records in lists:
                    held |= held_by(records, candidates.numbers)
                return DocSet(self._size, candidates.numbers[held])
        return candidates & self.evaluate(query)

    def _lists(self, query: Word | Has) -> list[Integers]:
        """The posting lists whose records satisfy a leaf."""
        segment = self._segment
        wanted: list[tuple[Holders, str]] = []
        match query:
            case Word(term):
                wanted = [(segment.words, term), (segment.context_words, term)]
            case Has(name, values) if "\0" not in name:
                wanted = [(segment.metadata, metadata_term(name, value)) for value in values]
        found = [(field, field.find(term)) for field, term in wanted]
        return [field.records[where] for field, where in found if where is not None]

    def _near(self, left: tuple[Needle, ...], right: tuple[Needle, ...], distance: int) -> DocSet:
        """Some needle of one side ends at most ``distance`` characters before one of the other begins."""
        text = self._segment.text
        spans = {needle: find_spans(text, needle) for needle in {*left, *right}}
        found = []
        for before, after in ((left, right), (right, left)):
            ends = _together([spans[needle][1] for needle in before])
            begins = _together([spans[needle][0] for needle in after])
            followed, nearest = _followed(ends, begins, distance)
            owners = text.owners.of(nearest)
            same = owners[text.owners.of(followed - 1) == owners]
            found.append(select(self._size, [same.take(changes(same))]))
        return union(self._size, found)


def _find_exact(segment: SegmentReader, query: Exact) -> DocSet:
    """The records in one of whose zones one of the needles stands."""
    found = []
    for needle in query.needles:
        if "text" in query.zones:
            lists = None if isinstance(needle, Pattern) else segment.common_terms.holders(needle)
            found.append(select(len(segment), lists) if lists else find_texts(segment.text, needle))
        if "headings" in query.zones:
            found.append(segment.headings.find(needle))
        if "title" in query.zones:
            found.append(segment.title.find(needle))
    return union(len(segment), found)


def _find_between(segment: SegmentReader, query: Between) -> DocSet:
    """The records of documents of one of these days."""
    days = segment.days.astype(np.int64)
    return DocSet(len(segment), mask=(days >= max(query.low, 1)) & (days <= query.high))


def _together(places: list[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Several ascending lists as one, ascending too."""
    return places[0] if len(places) == 1 else np.unique(np.concatenate(places))


def _followed(
    ends: NDArray[np.intp], begins: NDArray[np.intp], distance: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Those of ``ends`` that have one of ``begins`` at most ``distance`` after them, and the nearest one.

    Both are ascending, and so is what is given back.
    """
    at = np.searchsorted(begins, ends)
    found = np.flatnonzero(at < len(begins))
    nearest, last = begins[at[found]], ends[found]
    close = nearest - last <= distance
    return last[close], nearest[close]
