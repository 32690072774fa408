"""How matching records divide by the facts of their documents: counted over arrays, no record is read.

A document's facts are those of its first clause. They are looked up once for each field; a query then
costs one count of its records by document, and one sum over the documents for each field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.base import Tally, ValueCount
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.lexicon import decode, encode
from searchlib.engine.embedded.query.order import CorpusOrder
from searchlib.engine.embedded.segment.postings import metadata_term
from searchlib.engine.embedded.segment.reader import SegmentReader

_YEAR = 10_000


@dataclass(frozen=True, slots=True)
class _Field:
    """Which documents have which value: ``documents[starts[n]:starts[n + 1]]`` have ``values[n]``."""

    values: list[str]
    starts: Integers
    documents: Integers


class Tallies:
    """Counts over all segments; ``live`` are the record numbers in corpus order, deleted ones left out."""

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

    def tally(self, records: NDArray[np.intp], fields: tuple[str, ...]) -> Tally:
        """Count ``records``, which are live and in any order."""
        held = np.bincount(self._documents[records], minlength=self._count)
        days = self._days[held > 0]
        dated = days[days > 0]
        return Tally(
            clauses=len(records),
            documents=len(days),
            first=int(dated.min()) if len(dated) else 0,
            last=int(dated.max()) if len(dated) else 0,
            fields={name: _divided(self._field(name), held) for name in fields},
        )

    def _field(self, name: str) -> _Field:
        found = self._fields.get(name)
        if found is None:
            found = self._years() if name == "year" else self._metadata(name)
            self._fields[name] = found
        return found

    def _years(self) -> _Field:
        dated = np.flatnonzero(self._days)
        years, numbers = np.unique(self._days[dated] // _YEAR, return_inverse=True)
        return _sorted_field([f"{year:04}" for year in years.tolist()], numbers, dated)

    def _metadata(self, name: str) -> _Field:
        """Values and first records from the posting lists, which stand together for one name."""
        numbers: dict[str, int] = {}
        values, documents = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        low_term, high_term = encode(metadata_term(name, "")), encode(f"{name}\1")
        for segment, base in zip(self._segments, self._bases, strict=False):
            lexicon = segment.metadata.lexicon
            for place in range(lexicon.place(low_term), lexicon.place(high_term)):
                value = decode(lexicon[place])[len(name) + 1 :]
                where = segment.metadata.list_at(place)
                records = segment.metadata.records[where].astype(np.int64) + base
                own = self._documents[records[self._is_first[records]]]
                documents.append(own)
                values.append(np.full(len(own), numbers.setdefault(value, len(numbers))))
        return _sorted_field(list(numbers), np.concatenate(values), np.concatenate(documents))


def _sorted_field(names: list[str], values: Integers, documents: Integers) -> _Field:
    """The pairs of value and document by value; values that no document has are left out."""
    order = np.argsort(values, kind="stable")
    present, starts = np.unique(values[order], return_index=True)
    return _Field([names[value] for value in present.tolist()], starts, documents[order])


def _divided(field: _Field, held: NDArray[np.intp]) -> tuple[ValueCount, ...]:
    if not field.values:
        return ()
    counts = held[field.documents]
    clauses = np.add.reduceat(counts, field.starts).tolist()
    documents = np.add.reduceat(counts > 0, field.starts, dtype=np.int64).tolist()
    rows = [row for row in zip(field.values, clauses, documents, strict=True) if row[1]]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return tuple(ValueCount(*row) for row in rows)
