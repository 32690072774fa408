"""The inverter: columns of analysed clauses become posting lists and character pairs.

Records and places ascend already, so one stable sort by term or by pair is all it takes.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import (
    Integers,
    changes,
    keep_freed_memory,
    offsets_of,
    order_of,
    shrink,
)
from searchlib.engine.embedded.columns.lexicon import encode_utf8
from searchlib.engine.embedded.segment.buffer import SegmentBuffer, SharedTexts
from searchlib.engine.embedded.segment.grams import GramLists, code_points, code_width
from searchlib.engine.embedded.segment.originals import differences
from searchlib.engine.embedded.segment.postings import PostingLists, metadata_term
from searchlib.engine.embedded.segment.stored import encode_clause, encode_document, encode_headings
from searchlib.model import AnalyzedBatch, FilterValues, Terms

_T = TypeVar("_T", bound=Hashable)

_HALF = np.uint64(32)
"""Bits by which the first character of a pair is shifted."""


def invert_batch(batch: AnalyzedBatch) -> SegmentBuffer:
    """Invert the clauses of ``batch``; raises ValueError for metadata that cannot be indexed."""
    keep_freed_memory()
    lengths, contexts_of = _integers(batch.lengths), _integers(batch.contexts_of)
    used, documents_of = np.unique(_integers(batch.owners), return_inverse=True)  # some may have no clause
    documents = [batch.documents[number] for number in used.tolist()]
    return SegmentBuffer(
        words=_words(batch.words),
        context_words=_shared_words(batch.context_words, contexts_of),
        metadata=_metadata(batch),
        text=invert_texts(batch.texts, lengths),
        headings=_shared([folded for _, folded, _ in batch.contexts], contexts_of),
        title=_shared([title for _, _, title in batch.contexts], contexts_of),
        days=_integers(batch.days),
        ordinals=_integers(batch.ordinals),
        documents=documents_of.astype(np.uint32),
        document_ids=[document.id for document in documents],
        document_rows=[encode_document(document) for document in documents],
        rows=[encode_clause(clause) for clause in batch.clauses],
        printed_headings=_shared([encode_headings(printed) for printed, _, _ in batch.contexts], contexts_of),
        originals=differences(batch.originals, batch.texts, _integers(batch.places)),
    )


def invert_terms(
    terms: Sequence[str], numbers: Integers, records: Integers, lengths: Integers
) -> PostingLists:
    """Return the posting lists of term occurrences.

    ``numbers`` (places in ``terms``, not all of which need occur) and ``records`` are parallel, one entry for
    each occurrence, records ascending; ``lengths`` are the field lengths of all records.
    """
    present = np.zeros(len(terms), bool)
    present[numbers] = True
    used = sorted(np.flatnonzero(present).tolist(), key=terms.__getitem__)
    # ranks: for each term its place among the sorted terms that occur.
    ranks: Integers = np.zeros(len(terms), np.uint16 if len(used) < 1 << 16 else np.uint32)
    ranks[used] = np.arange(len(used))
    ranked: Integers = ranks[numbers]
    order = order_of(ranked)
    ranked, found = ranked[order], records[order]
    # A posting begins where the term or the record changes; its frequency is the distance to the next one.
    firsts = np.flatnonzero(_differs(ranked) | _differs(found))
    frequencies = np.diff(np.append(firsts, len(found)))
    counts = np.bincount(ranked[firsts], minlength=len(used))
    return PostingLists(
        [encode_utf8(terms[term]) for term in used],
        shrink(offsets_of(counts)),
        found[firsts],
        shrink(frequencies),
        lengths,
    )


def invert_texts(joined: str, lengths: Integers) -> GramLists:
    """Return the places of every pair of neighbouring characters of some texts.

    ``joined`` are the texts one after another, each followed by one character that belongs to none;
    ``lengths`` are the code points of each text without it.
    """
    bases = offsets_of(lengths.astype(np.int64) + 1)
    points = code_points(joined).copy()
    ends = bases[1:] - 1
    points[ends] = 0
    size = int(points.max()) + 1 if len(points) else 1
    present = np.zeros(size, bool)
    present[points] = True
    present[0] = len(points) - np.count_nonzero(points) > len(lengths)  # a NUL that is no separator
    alphabet = np.flatnonzero(present)
    numbers = np.zeros(size, np.uint32)
    numbers[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint32)
    codes = numbers[points]
    codes[ends] = 0
    return _invert_codes(alphabet, codes, bases)


def _invert_codes(alphabet: Integers, codes: Integers, bases: Integers) -> GramLists:
    """Return the pairs of texts given as codes, each text followed by a separator; see :class:`GramLists`."""
    codes = codes.astype(f"<u{code_width(len(alphabet))}", copy=False)
    after = np.append(codes[1:], codes[:1])
    places = order_of(codes, after)[len(bases) - 1 :]  # the separators, code 0, sort first
    pairs = codes[places].astype(np.uint64) << _HALF | after[places].astype(np.uint64)
    starts = changes(pairs)
    if len(codes) < 1 << 32:
        places = places.astype(np.uint32)
    return GramLists(alphabet, codes, bases, pairs[starts], shrink(np.append(starts, len(places))), places)


def _differs(values: Integers) -> NDArray[np.bool_]:
    """Return for each value whether it differs from the one before it; the first one always does."""
    differs = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


@dataclass(frozen=True, slots=True)
class _Sets:
    """Sets of term numbers, concatenated in ``numbers``; set ``s`` has ``counts[s]`` of them."""

    numbers: Integers
    counts: Integers

    def taken(self, of: Integers) -> tuple[Integers, Integers]:
        """Return the term numbers of the records' sets, and the record of each; ``of`` are the set numbers of
        the records."""
        counts = self.counts[of]
        records = np.repeat(np.arange(len(of), dtype=np.uint32), counts)
        starts = offsets_of(self.counts)[:-1][of] - offsets_of(counts)[:-1]
        return self.numbers[np.repeat(starts, counts) + np.arange(len(records))], records


def _words(terms: Terms) -> PostingLists:
    counts = _integers(terms.counts)
    records = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    return invert_terms(terms.terms, _integers(terms.numbers), records, counts)


def _shared_words(terms: Terms, of: Integers) -> PostingLists:
    counts = _integers(terms.counts)
    numbers, records = _Sets(_integers(terms.numbers), counts).taken(of)
    return invert_terms(terms.terms, numbers, records, counts[of])


def _metadata(batch: AnalyzedBatch) -> PostingLists:
    vocabulary: dict[str, int] = {}
    of_documents = _metadata_sets(batch.document_metadata, vocabulary)
    distinct, of = _distinct(batch.metadata)
    numbers, records = _metadata_sets(distinct, vocabulary).taken(of)
    more_numbers, more_records = of_documents.taken(_integers(batch.owners))
    numbers, records = np.append(numbers, more_numbers), np.append(records, more_records)
    order = order_of(records)
    return invert_terms(list(vocabulary), numbers[order], records[order], np.empty(0, np.uint32))


def _metadata_sets(rows: Sequence[FilterValues], vocabulary: dict[str, int]) -> _Sets:
    """Return the terms of each row of metadata, numbered by ``vocabulary``, which grows."""
    numbers, counts = array("I"), array("I")
    for row in rows:
        before = len(numbers)
        for name, values in row:
            if "\0" in name:
                raise ValueError(f"metadata name {name!r} contains NUL")
            terms = [metadata_term(name, value) for value in values]
            numbers.extend([vocabulary.setdefault(term, len(vocabulary)) for term in terms])
        counts.append(len(numbers) - before)
    return _Sets(_integers(numbers), _integers(counts))


def _shared(texts: Sequence[str], of: Integers) -> SharedTexts:
    """Return the distinct ``texts`` and the number of each record's, whose places in ``texts`` are ``of``."""
    distinct, numbers = _distinct(texts)
    return SharedTexts(distinct, numbers[of])


def _distinct(values: Sequence[_T]) -> tuple[list[_T], NDArray[np.uint32]]:
    """Return the distinct values in order of appearance, and the place of each value among them."""
    places: dict[_T, int] = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return list(places), np.array(numbers, np.uint32)


def _integers(numbers: array[int]) -> Integers:
    """Return a view of the array's memory."""
    return np.frombuffer(numbers, np.uint32) if numbers else np.empty(0, np.uint32)
