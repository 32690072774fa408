"""BM25 of words over whole documents: the words of all live records of a document as one text.

Their frequencies are not stored: those of a term are summed from its postings, by document, and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.base import DOCUMENT_B
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.docset import held_by
from searchlib.engine.embedded.query.bm25 import Scores, idf_of
from searchlib.engine.embedded.query.cache import ByteCache
from searchlib.engine.embedded.segment.order import CorpusOrder
from searchlib.engine.embedded.segment.postings import saturation
from searchlib.engine.embedded.segment.reader import SegmentReader

_CACHED_BYTES = 32 << 20
"""Bytes of summed frequencies kept."""


@dataclass(frozen=True, slots=True)
class _Holders:
    """The documents that hold a term, ascending, and how often."""

    documents: Integers
    frequencies: Integers


class DocumentScorer:
    """The statistics of words by document, over all segments."""

    def __init__(self, segments: Sequence[SegmentReader], corpus: CorpusOrder) -> None:
        self._segments = segments
        self._documents = corpus.documents
        self._bases = corpus.bases.tolist()
        size = int(corpus.documents.max()) + 1 if len(corpus.documents) else 0
        self._lengths = np.zeros(size, np.int64)
        present = np.zeros(size, bool)
        for segment, base in zip(segments, self._bases, strict=False):
            lengths = segment.words.lengths
            owners = corpus.documents[base : base + len(lengths)]
            if segment.live is not None:
                lengths, owners = lengths[segment.live], owners[segment.live]
            self._lengths += np.bincount(owners, lengths, size).astype(np.int64)
            present[owners] = True
        self._count = int(np.count_nonzero(present))
        self._average = int(self._lengths.sum()) / self._count if self._count else 0.0
        self._holders = ByteCache[_Holders](_CACHED_BYTES, _bytes_of)

    def scores(self, documents: NDArray[np.intp], term: str) -> Scores:
        """Return the score of ``term`` in each of ``documents``."""
        holders = self._holders.get(term, self._summed)
        scores = np.zeros(len(documents))
        held = np.flatnonzero(held_by(holders.documents, documents))
        own = documents.take(held)
        at = holders.documents.searchsorted(own.astype(holders.documents.dtype))
        frequencies = holders.frequencies.take(at)
        scores[held] = saturation(frequencies, self._lengths.take(own), self._average, DOCUMENT_B)
        scores *= idf_of(self._count, len(holders.documents))
        return scores

    def _summed(self, term: str) -> _Holders:
        documents, frequencies = [], []
        for segment, base in zip(self._segments, self._bases, strict=False):
            where = segment.words.find(term)
            if where is not None:
                records, counts = segment.words.records[where], segment.words.frequencies(where)
                if segment.live is not None:
                    live = segment.live.take(records)
                    records, counts = records[live], counts[live]
                documents.append(self._documents.take(records.astype(np.intp) + base))
                frequencies.append(counts)
        if not documents:
            return _Holders(np.empty(0, np.uint32), np.empty(0, np.uint32))
        totals = np.bincount(np.concatenate(documents), np.concatenate(frequencies))
        held = np.flatnonzero(totals)
        return _Holders(held.astype(np.uint32), totals.take(held).astype(np.uint32))


def _bytes_of(holders: _Holders) -> int:
    return 256 + holders.documents.nbytes + holders.frequencies.nbytes
