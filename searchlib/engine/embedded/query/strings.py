"""BM25 of strings of characters, over the folded texts of the whole index.

Their frequencies are not stored. The lists of a pair are counted from its places, and kept; single
characters, which would have the longest lists, are counted in the texts of the few records asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, changes, concatenated_ranges
from searchlib.engine.embedded.columns.docset import RecordNumbers
from searchlib.engine.embedded.query.bm25 import Scores, idf_of
from searchlib.engine.embedded.query.cache import ByteCache
from searchlib.engine.embedded.segment.postings import saturation
from searchlib.engine.embedded.segment.reader import SegmentReader

_CACHED_BYTES = 64 << 20
"""Bytes of counted lists kept, over all segments."""

_CACHED_CHARACTERS = 1 << 20
"""Bytes for the numbers of records that hold each character."""


@dataclass(frozen=True, slots=True)
class CountedList:
    """The records of a segment that hold a string; each scores its impact times ``factor``."""

    segment: int
    records: Integers
    impacts: Scores
    factor: float
    most: float
    """An upper bound of the records' scores."""

    def scores(self, places: NDArray[np.intp]) -> Scores:
        """Return the scores of the records at ``places``; places beyond the end give the last one's."""
        scores: Scores = self.impacts.take(places, mode="clip")
        scores *= self.factor
        return scores

    def write_scores(self, out: Scores) -> None:
        """Write the scores of all records to ``out``."""
        np.multiply(self.impacts, self.factor, out=out)

    def first(self, wanted: int) -> NDArray[np.intp]:
        """Return the places of the ``wanted`` best records, in any order."""
        return np.argpartition(-self.impacts, wanted - 1)[:wanted]

    def reaching(self, needed: float) -> NDArray[np.intp]:
        """Return the places of all records that score ``needed`` or more."""
        return np.flatnonzero(self.impacts >= needed / self.factor)


class StringScorer:
    """The statistics of the folded texts over all segments; a text's length is in code points."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._segments = segments
        lengths = [np.diff(segment.text.bases.astype(np.int64)) - 1 for segment in segments]
        live = [segment.live for segment in segments]
        kept = [own if mask is None else own[mask] for own, mask in zip(lengths, live, strict=True)]
        self._lengths = [own.astype(np.uint32) for own in lengths]
        self._count = sum(map(len, kept))
        self._average = sum(int(own.sum()) for own in kept) / self._count if self._count else 0.0
        self._lists = ByteCache[tuple[CountedList, ...]](_CACHED_BYTES, _bytes_of)
        self._holders = ByteCache[int](_CACHED_CHARACTERS, _few_bytes)

    def lists(self, string: str) -> tuple[CountedList, ...]:
        """Return the list of ``string`` in each segment that has it."""
        return self._lists.get(string, self._counted)

    def idf(self, string: str) -> float:
        """Return the inverse document frequency of ``string``."""
        return idf_of(self._count, self._holders.get(string, self._count_holders))

    def scores(self, segment: int, records: RecordNumbers, characters: Sequence[str]) -> list[Scores]:
        """Return, for each of ``characters``, the scores of the ascending ``records`` of a segment."""
        text = self._segments[segment].text
        starts = text.bases.take(records).astype(np.intp)
        lengths = self._lengths[segment].take(records)
        columns = np.full(len(text.points), -1, np.int16)
        for column, character in enumerate(characters):
            columns[text.code_of(character)] = column
        columns[0] = -1  # the separator, and characters that no text of the segment has
        found = columns.take(text.codes.take(concatenated_ranges(starts, lengths.astype(np.intp))))
        owners = np.repeat(np.arange(len(records)) * len(characters), lengths)
        held = np.flatnonzero(found >= 0)
        cells = owners.take(held) + found.take(held)
        counts = np.bincount(cells, minlength=len(records) * len(characters))
        counts = counts.reshape(len(records), len(characters))
        return [
            saturation(counts[:, column], lengths, self._average) * self.idf(character)
            for column, character in enumerate(characters)
        ]

    def _counted(self, string: str) -> tuple[CountedList, ...]:
        found = []
        holders = 0
        for number, segment in enumerate(self._segments):
            owners = segment.text.text_of_place.of(segment.text.find(string))
            if not len(owners):
                continue
            starts = changes(owners)
            records = owners.take(starts)
            counts = np.diff(np.append(starts, len(owners)))
            live = segment.live
            holders += len(records) if live is None else int(np.count_nonzero(live.take(records)))
            impacts = saturation(counts, self._lengths[number].take(records), self._average)
            found.append((number, records.astype(np.uint32), impacts))
        factor = idf_of(self._count, holders)
        return tuple(
            CountedList(number, records, impacts, factor, float(impacts.max()) * factor)
            for number, records, impacts in found
        )

    def _count_holders(self, string: str) -> int:
        holders = 0
        for segment in self._segments:
            found = segment.text.find_texts(string)
            holders += found.count() if segment.live is None else int(segment.live[found.as_numbers()].sum())
        return holders


def _bytes_of(lists: tuple[CountedList, ...]) -> int:
    return 256 + sum(own.records.nbytes + own.impacts.nbytes for own in lists)


def _few_bytes(_: int) -> int:
    return 64
