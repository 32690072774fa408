"""The matcher: a query tree to the set of records of a segment that satisfy it."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from searchlib.budget import check_budget
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.docset import DocSet, everything, held_by, select, union
from searchlib.engine.embedded.query.near import find_near
from searchlib.engine.embedded.segment.patterns import find_texts
from searchlib.engine.embedded.segment.postings import Holders, metadata_term
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.model import Needle, Pattern
from searchlib.query.ast import (
    And,
    AtLeast,
    Between,
    Everything,
    Exact,
    Has,
    InDocument,
    Near,
    Not,
    Or,
    Query,
    Word,
)

_CACHED_BYTES = 32 << 20
"""Bytes of cached doc sets of exact leaves, over all segments."""

_CACHED_LEAVES = range(16, 4096)
"""The least and the most exact leaves cached: the lower tiers of a search exclude what those above have
found, the next page asks again, and some words are in many queries."""

_CACHED_FACTS = 4
"""Leaves of metadata cached: every ranked tier asks which records are headings."""

_CACHED_RANGES = 4
"""Ranges of days cached: the tiers of a search share theirs."""

_CACHED_COUNTS = 4
"""Counts of held operands cached: the levels of a tier share theirs."""

_WORTH_SEARCHING = 8
"""How many times longer than the candidates a list must be to be searched for them instead of merged."""


def check_query(query: Query) -> None:
    """Raise :class:`TypeError` if ``query`` has a node that only a planner understands."""
    match query:
        case And(operands) | Or(operands) | AtLeast(operands):
            for operand in operands:
                check_query(operand)
        case Not(operand) | InDocument(operand):
            check_query(operand)
        case Near(left, right):
            near_needles(left)
            near_needles(right)
        case Exact() | Word() | Has() | Between("day") | Everything():
            pass
        case _:
            raise TypeError(f"not an engine query: {query!r}")


def near_needles(query: Query) -> tuple[Needle, ...]:
    """Return the needles of an :class:`Exact` or an :class:`Or` of them; raises TypeError for others."""
    match query:
        case Exact(needles):
            return needles
        case Or(operands):
            return tuple(needle for operand in operands for needle in near_needles(operand))
        case _:
            raise TypeError(f"NEAR takes exact operands, not {query!r}")


class Matcher:
    """Matches queries that :func:`check_query` accepts against one of ``segments`` segments.

    Deleted records match too. All live records of a document are in one segment, where no other record of it
    is.
    """

    def __init__(self, segment: SegmentReader, segments: int = 1) -> None:
        self._segment = segment
        self._size = len(segment)
        # A doc set takes at most a byte for each record.
        affordable = _CACHED_BYTES // segments // max(self._size, 1)
        kept = min(max(affordable, _CACHED_LEAVES.start), _CACHED_LEAVES.stop)
        self._exact = lru_cache(kept)(partial(_find_exact, segment))
        self._held = lru_cache(_CACHED_COUNTS)(self._count_held)
        self._has = lru_cache(_CACHED_FACTS)(self._find_has)
        self._between = lru_cache(_CACHED_RANGES)(partial(_find_between, segment))

    def close(self) -> None:
        """Release the segment, which a cache of this matcher's own method would keep."""
        del self._held, self._has

    def docset(self, query: Query) -> DocSet:
        """Return the records that satisfy ``query``."""
        check_budget()
        match query:
            case And(operands):
                return self._all_of(operands)
            case Or(operands):
                return union(self._size, [self.docset(operand) for operand in operands])
            case Not(operand):
                return ~self.docset(operand)
            case AtLeast(operands, least):
                return DocSet(self._size, mask=self._held(operands) >= least)
            case Exact():
                return self._exact(query)
            case Has():
                return self._has(query)
            case Word():
                return select(self._size, self._lists(query))
            case Near(left, right, distance):
                return find_near(self._segment.text, near_needles(left), near_needles(right), distance)
            case Between():
                return self._between(query)
            case InDocument(operand):
                return self._in_document(self.docset(operand))
            case _:
                return everything(self._size)

    def _all_of(self, operands: tuple[Query, ...]) -> DocSet:
        """Intersect, beginning with the operand expected to be smallest, and examine only what is left."""
        docset: DocSet | None = None
        for operand in sorted(operands, key=self._promise):
            if docset is None:
                docset = self.docset(operand)
            elif docset.is_empty():
                return docset
            elif isinstance(operand, Not):
                docset = docset.without(self.docset(operand.operand))
            else:
                docset = self._within(docset, operand)
        return everything(self._size) if docset is None else docset

    def _count_held(self, operands: tuple[Query, ...]) -> NDArray[np.uint16]:
        """Return for each record how many of the operands it satisfies."""
        held = np.zeros(self._size, np.uint16)
        for operand in operands:
            docset = self.docset(operand)
            if docset.numbers is None:
                held += docset.as_mask()
            else:
                held[docset.numbers] += 1
        return held

    def _promise(self, query: Query) -> int:
        """Estimate how many records an operand matches; exclusions come last."""
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
        """Return those of the candidates that satisfy an operand."""
        if isinstance(query, Word | Has) and candidates.numbers is not None:
            lists = self._lists(query)
            if sum(map(len, lists)) > _WORTH_SEARCHING * len(candidates.numbers):
                held = np.zeros(len(candidates.numbers), bool)
                for records in lists:
                    held |= held_by(records, candidates.numbers)
                return DocSet(self._size, candidates.numbers[held])
        return candidates & self.docset(query)

    def _lists(self, query: Word | Has) -> list[Integers]:
        """Return the posting lists whose records satisfy a leaf."""
        segment = self._segment
        wanted: list[tuple[Holders, str]] = []
        match query:
            case Word(term):
                wanted = [(segment.words, term), (segment.context_words, term)]
            case Has(name, values) if "\0" not in name:
                wanted = [(segment.metadata, metadata_term(name, value)) for value in values]
        found = [(field, field.find(term)) for field, term in wanted]
        return [field.records[where] for field, where in found if where is not None]

    def _find_has(self, query: Has) -> DocSet:
        """Return the records whose metadata has one of the values."""
        return select(self._size, self._lists(query))

    def _in_document(self, found: DocSet) -> DocSet:
        """Return all records of the documents that have one of ``found``."""
        owners = self._segment.documents
        held = np.zeros(len(self._segment.document_ids), bool)
        held[owners.take(found.as_numbers())] = True
        return DocSet(self._size, mask=held.take(owners))


def _find_exact(segment: SegmentReader, query: Exact) -> DocSet:
    """Return the records one of whose zones contains one of the needles."""
    found = []
    for needle in query.needles:
        check_budget()
        if "text" in query.zones:
            lists = None if isinstance(needle, Pattern) else segment.common_terms.holders(needle)
            found.append(select(len(segment), lists) if lists else find_texts(segment.text, needle))
        if "headings" in query.zones:
            found.append(segment.headings.find(needle))
        if "title" in query.zones:
            found.append(segment.title.find(needle))
    return union(len(segment), found)


def _find_between(segment: SegmentReader, query: Between) -> DocSet:
    """Return the records with a day in a range."""
    days = segment.days.astype(np.int64)
    return DocSet(len(segment), mask=(days >= max(query.low, 1)) & (days <= query.high))
