"""Aggregation: counts of matching records by fields of their documents, and of terms by prefix.

No stored field is read. A document has the values of its first clause; they are looked up once for each
field. A query then costs one count of its records by document, and one sum over documents for each field::

    held        i8   by document: how many of its records match      2 0 5
    documents   i*   by value: the documents that have it            CN: 0 1   PE: 2
    clauses     i8   by value: the sum of ``held`` over them         CN: 2     PE: 5

Occurrences and characters are counted by document and summed in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchlib.budget import check_budget
from searchlib.engine.base import Occurrences, Tally, ValueCount
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.lexicon import decode_utf8, encode_utf8
from searchlib.engine.embedded.segment.order import CorpusOrder
from searchlib.engine.embedded.segment.postings import metadata_term
from searchlib.engine.embedded.segment.reader import SegmentReader

_YEAR = 10_000


@dataclass(frozen=True, slots=True)
class _Field:
    """The documents by value of a field: ``documents[starts[n]:starts[n + 1]]`` have ``values[n]``, those in
    ``lacking`` have none."""

    values: list[str]
    starts: Integers
    documents: Integers
    lacking: Integers


class Aggregator:
    """Counts records over all segments; ``live`` are the live record numbers in corpus order."""

    def __init__(self, segments: Sequence[SegmentReader], corpus: CorpusOrder, live: Integers) -> None:
        self._segments = segments
        self._documents = corpus.documents
        present, firsts = np.unique(corpus.documents[live], return_index=True)
        self._count = int(present[-1]) + 1 if len(present) else 0
        self._firsts = live[firsts]
        self._days = np.zeros(self._count, np.int64)
        self._days[present] = corpus.days[self._firsts]
        self._is_first = np.zeros(len(corpus.documents), bool)
        self._is_first[self._firsts] = True
        self._bases = corpus.bases.tolist()
        self._fields: dict[str, _Field] = {}

    def tally(
        self,
        records: NDArray[np.intp],
        fields: tuple[str, ...],
        occurrences: Occurrences | None = None,
        characters: bool = False,
    ) -> Tally:
        """Count ``records``, live ones in any order, and divide them by ``fields``."""
        if not len(records) and occurrences is None:
            return empty_tally(fields)
        held = self._by_document(records)
        days = self._days[held > 0]
        dated = days[days > 0]
        columns = [held, held > 0]
        if occurrences is not None or characters:
            numbers = np.asarray(() if occurrences is None else occurrences.numbers, np.intp)
            columns.append(self._by_document(numbers))
        if characters:
            lengths = np.bincount(self._documents[records], self._lengths[records], minlength=self._count)
            columns.append(lengths.astype(np.int64))
        return Tally(
            clauses=len(records),
            documents=len(days),
            first=int(dated.min()) if len(dated) else 0,
            last=int(dated.max()) if len(dated) else 0,
            fields={name: _divided(self._field(name), columns) for name in fields},
            without={name: _without(self._field(name), columns) for name in fields},
        )

    def _by_document(self, records: NDArray[np.intp]) -> NDArray[np.intp]:
        """Count ``records`` by document."""
        return np.bincount(self._documents[records], minlength=self._count)

    @cached_property
    def _lengths(self) -> NDArray[np.int64]:
        """The code points of each record's text; one more character divides it from the next."""
        own = [np.diff(segment.text.bases.astype(np.int64)) - 1 for segment in self._segments]
        return np.concatenate(own)

    def _field(self, name: str) -> _Field:
        check_budget()
        found = self._fields.get(name)
        if found is None:
            found = self._years() if name == "year" else self._metadata(name)
            self._fields[name] = found
        return found

    def _years(self) -> _Field:
        dated = np.flatnonzero(self._days)
        years, numbers = np.unique(self._days[dated] // _YEAR, return_inverse=True)
        return self._sorted([f"{year:04}" for year in years.tolist()], numbers, dated)

    def _metadata(self, name: str) -> _Field:
        """Read values and first records from the posting lists of one name, which are neighbours."""
        numbers: dict[str, int] = {}
        values, documents = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        low_term, high_term = encode_utf8(metadata_term(name, "")), encode_utf8(f"{name}\1")
        for segment, base in zip(self._segments, self._bases, strict=False):
            lexicon = segment.metadata.lexicon
            for place in range(lexicon.place(low_term), lexicon.place(high_term)):
                value = decode_utf8(lexicon[place])[len(name) + 1 :]
                where = segment.metadata.list_at(place)
                records = segment.metadata.records[where].astype(np.int64) + base
                own = self._documents[records[self._is_first[records]]]
                documents.append(own)
                values.append(np.full(len(own), numbers.setdefault(value, len(numbers))))
        return self._sorted(list(numbers), np.concatenate(values), np.concatenate(documents))

    def _sorted(self, names: list[str], values: Integers, documents: Integers) -> _Field:
        """Return parallel ``values`` (places in ``names``) and ``documents`` as a field; unused values are
        left out."""
        order = np.argsort(values, kind="stable")
        present, starts = np.unique(values[order], return_index=True)
        lacking = np.ones(self._count, bool)
        lacking[documents] = False
        used = [names[value] for value in present.tolist()]
        return _Field(used, starts, documents[order], np.flatnonzero(lacking))


def empty_tally(fields: tuple[str, ...]) -> Tally:
    """Return the tally of no records."""
    nothing = ValueCount("", 0, 0)
    return Tally(0, 0, fields=dict.fromkeys(fields, ()), without=dict.fromkeys(fields, nothing))


def _divided(field: _Field, columns: Sequence[NDArray[Any]]) -> tuple[ValueCount, ...]:
    """Sum ``columns``, each by document (of which the first are records), over the values of ``field``."""
    if not field.values:
        return ()
    sums = [
        np.add.reduceat(column.take(field.documents), field.starts, dtype=np.int64).tolist()
        for column in columns
    ]
    rows = [row for row in zip(field.values, *sums, strict=True) if row[1]]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return tuple(ValueCount(*row) for row in rows)


def _without(field: _Field, columns: Sequence[NDArray[Any]]) -> ValueCount:
    """Sum ``columns`` over the documents that have no value of ``field``."""
    return ValueCount("", *(int(column.take(field.lacking).sum()) for column in columns))


_AFTER = b"\xff"
"""Sorts after every continuation of a prefix: the byte does not occur in UTF-8."""


def completions(segments: Sequence[SegmentReader], prefix: str, limit: int) -> list[tuple[str, int]]:
    """Return the ``limit`` commonest terms of texts that begin with ``prefix``, and their live records."""
    if len(segments) == 1:
        return _commonest(segments[0], prefix, limit)
    holders: Counter[str] = Counter()
    for segment in segments:
        holders.update(dict(_commonest(segment, prefix, None)))
    return sorted(holders.items(), key=lambda row: (-row[1], row[0]))[:limit]


def _commonest(segment: SegmentReader, prefix: str, limit: int | None) -> list[tuple[str, int]]:
    words = segment.words
    low = words.lexicon.place(encode_utf8(prefix))
    high = words.lexicon.place(encode_utf8(prefix) + _AFTER)
    counts = _holders(segment, low, high)
    order = np.argsort(-counts, kind="stable")[:limit]
    rows = zip((order + low).tolist(), counts[order].tolist(), strict=True)
    return [(decode_utf8(words.lexicon[place]), count) for place, count in rows if count]


def _holders(segment: SegmentReader, low: int, high: int) -> Integers:
    """Return how many live records contain each of the terms ``low`` to ``high`` (exclusive).

    No posting list is empty, as ``reduceat`` requires.
    """
    edges = segment.words.starts[low : high + 1].astype(np.int64)
    if segment.live is None or low == high:
        return np.diff(edges)
    kept = segment.live[segment.words.records[edges[0] : edges[-1]]]
    counts: Integers = np.add.reduceat(kept, edges[:-1] - edges[0], dtype=np.int64)
    return counts
