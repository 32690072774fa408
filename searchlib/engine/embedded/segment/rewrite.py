"""Rewriting: load a segment back into memory without its deleted records, or rename its documents."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrays import Integers, lengths_of, offsets_of, shrink
from searchlib.engine.embedded.columns.lexicon import decode_utf8, encode_utf8
from searchlib.engine.embedded.segment.buffer import SegmentBuffer, SharedTexts
from searchlib.engine.embedded.segment.grams import GramLists, code_width
from searchlib.engine.embedded.segment.originals import Differences
from searchlib.engine.embedded.segment.postings import PostingLists, metadata_term
from searchlib.engine.embedded.segment.reader import SegmentReader, SharedGrams, SharedRows
from searchlib.engine.embedded.segment.stored import encode_document
from searchlib.model import Document

_RANGE = 1 << 20
"""Places of character pairs processed together."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def load_buffer(segment: SegmentReader) -> SegmentBuffer:
    """Load the live records of ``segment``, renumbered from 0, and only what they refer to."""
    live = segment.live
    if live is None:
        return _whole(segment)
    documents, used = _renumber(segment.documents[live], len(segment.document_ids))
    document_ids = segment.document_ids.all()
    document_rows = segment.document_rows.all()
    return SegmentBuffer(
        words=_drop_postings(segment.words.lists(), live),
        context_words=_drop_postings(segment.context_words.lists(), live),
        metadata=_drop_postings(segment.metadata.lists(), live),
        text=_drop_texts(segment.text.lists(), live),
        headings=_drop_shared(segment.headings, live),
        title=_drop_shared(segment.title, live),
        days=segment.days[live],
        ordinals=segment.ordinals[live],
        documents=documents,
        document_ids=[decode_utf8(document_ids[number]) for number in used],
        document_rows=[document_rows[number] for number in used],
        rows=list(compress(segment.rows.all(), live)),
        printed_headings=_drop_rows(segment.printed_headings, live),
        originals=_drop_differences(segment.originals.differences(), segment.text.bases, live),
    )


def _whole(segment: SegmentReader) -> SegmentBuffer:
    """Load all records; the large arrays stay mapped."""
    return SegmentBuffer(
        words=segment.words.lists(),
        context_words=segment.context_words.lists(),
        metadata=segment.metadata.lists(),
        text=segment.text.lists(),
        headings=_shared(segment.headings),
        title=_shared(segment.title),
        days=segment.days,
        ordinals=segment.ordinals,
        documents=segment.documents,
        document_ids=[decode_utf8(identifier) for identifier in segment.document_ids.all()],
        document_rows=segment.document_rows.all(),
        rows=segment.rows.all(),
        printed_headings=SharedTexts(
            [decode_utf8(row) for row in segment.printed_headings.rows.all()],
            segment.printed_headings.runs.all(),
        ),
        originals=segment.originals.differences(),
        forget=segment.forget,
    )


def _drop_postings(lists: PostingLists, live: NDArray[np.bool_]) -> PostingLists:
    kept = live[lists.records]
    before = offsets_of(kept)
    starts = before[lists.starts]
    used = np.flatnonzero(lengths_of(starts))
    numbers = np.cumsum(live, dtype=np.uint32) - np.uint32(1)
    return PostingLists(
        terms=[lists.terms[term] for term in used.tolist()],
        starts=np.append(starts[used], starts[-1]),
        records=numbers[lists.records[kept]],
        frequencies=lists.frequencies[kept],
        lengths=lists.lengths[live] if len(lists.lengths) else lists.lengths,
    )


def _drop_texts(lists: GramLists, live: NDArray[np.bool_]) -> GramLists:
    """Return the pairs of the live texts; their order is kept, so nothing is sorted again."""
    lengths = lengths_of(lists.bases)
    kept = np.repeat(live, lengths)
    codes = lists.codes[kept]
    used = np.flatnonzero(np.bincount(codes, minlength=len(lists.alphabet) + 1))
    used = used[used > 0]
    table = np.zeros(len(lists.alphabet) + 1, np.uint32)
    table[used] = np.arange(1, len(used) + 1, dtype=np.uint32)
    places, counts = _drop_places(lists, kept)
    left = np.flatnonzero(counts)
    pairs = lists.pairs[left]
    return GramLists(
        alphabet=lists.alphabet[used - 1],
        codes=table[codes].astype(f"<u{code_width(len(used))}", copy=False),
        bases=offsets_of(lengths[live]),
        pairs=(table[pairs >> _HALF].astype(np.uint64) << _HALF) | table[pairs & _LOW],
        starts=offsets_of(counts[left]),
        places=places,
    )


def _drop_places(lists: GramLists, kept: NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """Return the places of all pairs that are ``kept``, renumbered, and how many each pair has."""
    kind = np.uint32 if len(kept) < 1 << 32 else np.uint64
    moved: Integers = np.cumsum(kept, dtype=kind)
    moved -= moved.dtype.type(1)
    starts = lists.starts.astype(np.int64)
    pieces, counts = [np.empty(0, kind)], [np.empty(0, np.int64)]
    low = 0
    while low < len(starts) - 1:
        high = max(low + 1, int(np.searchsorted(starts, starts[low] + _RANGE, "right")) - 1)
        own = lists.places[int(starts[low]) : int(starts[high])]
        still = kept[own]
        pieces.append(moved[own[still]])
        counts.append(lengths_of(offsets_of(still)[starts[low : high + 1] - starts[low]]))
        low = high
    return np.concatenate(pieces), np.concatenate(counts)


def _drop_shared(field: SharedGrams, live: NDArray[np.bool_]) -> SharedTexts:
    numbers, used = _renumber(field.runs.all()[live], len(field.grams))
    return SharedTexts([field.grams.text(number) for number in used], numbers)


def _drop_rows(shared: SharedRows, live: NDArray[np.bool_]) -> SharedTexts:
    numbers, used = _renumber(shared.runs.all()[live], len(shared.rows))
    return SharedTexts([decode_utf8(shared.rows[number]) for number in used], numbers)


def _drop_differences(found: Differences, bases: Integers, live: NDArray[np.bool_]) -> Differences:
    lengths = lengths_of(bases)
    kept = np.repeat(live, lengths)
    moved = np.cumsum(kept, dtype=np.int64) - 1
    still, skipped = kept[found.places], kept[found.skipped_places]
    return Differences(
        moved[found.places[still]],
        found.points[still],
        moved[found.skipped_places[skipped]],
        found.skipped_points[skipped],
    )


def _shared(field: SharedGrams) -> SharedTexts:
    return SharedTexts(field.grams.texts(0, len(field.grams)), field.runs.all())


def _renumber(numbers: Integers, count: int) -> tuple[Integers, list[int]]:
    """Renumber ``numbers`` (below ``count``) in order of appearance; return them and the old numbers."""
    used, firsts = np.unique(numbers, return_index=True)
    used = used[np.argsort(firsts)]
    table = np.zeros(count, np.int64)
    table[used] = np.arange(len(used))
    return table[numbers], used.tolist()


def rename_buffer(buffer: SegmentBuffer, documents: Sequence[Document], name: str) -> SegmentBuffer:
    """Return the ``buffer`` of a batch with other ids for its documents, without reading their texts.

    ``documents`` are those of the batch in the same order, with their new ids; those without clauses are
    skipped. ``name`` is the metadata field that holds the id.
    """
    own = [document for document in documents if document.clause_count]
    return replace(
        buffer,
        document_ids=[document.id for document in own],
        document_rows=[encode_document(document) for document in own],
        metadata=_with_ids(buffer.metadata, name, [document.id for document in own], buffer.documents),
    )


def _with_ids(lists: PostingLists, name: str, ids: Sequence[str], documents: Integers) -> PostingLists:
    """Replace the posting lists of the metadata field ``name``: each record has its document's id.

    The terms of one field are neighbours, so their lists are one slice of the postings.
    """
    first, last = (
        bisect_left(lists.terms, encode_utf8(metadata_term(name, "")[:-1] + end)) for end in "\0\1"
    )
    order = np.argsort(documents, kind="stable")
    counts = np.bincount(documents, minlength=len(ids))
    ends = np.cumsum(counts)
    starts = ends - counts
    terms = sorted((encode_utf8(metadata_term(name, own)), number) for number, own in enumerate(ids))
    records = [order[starts[number] : ends[number]] for _, number in terms]
    low, high = int(lists.starts[first]), int(lists.starts[last])
    inner = low + np.cumsum([0, *map(len, records)])
    return PostingLists(
        terms=[*lists.terms[:first], *(term for term, _ in terms), *lists.terms[last:]],
        starts=shrink(np.concatenate((lists.starts[:first], inner[:-1], lists.starts[last:]))),
        records=np.concatenate((lists.records[:low], *records, lists.records[high:])).astype(np.uint32),
        frequencies=lists.frequencies,
        lengths=lists.lengths,
    )
