"""Analysed clauses into parts: columns of a batch become the arrays of a part."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.batch import batch_of
from searchlib.engine.embedded.columns.arrays import Integers, offsets_of, order_of
from searchlib.engine.embedded.columns.heap import keep_heap
from searchlib.engine.embedded.segment.buffer import Part, SharedTexts
from searchlib.engine.embedded.segment.inversion import invert_terms, invert_texts
from searchlib.engine.embedded.segment.originals import differences
from searchlib.engine.embedded.segment.postings import PostingLists, metadata_term
from searchlib.engine.embedded.segment.stored import clause_row, document_row, headings_row
from searchlib.model import AnalyzedBatch, AnalyzedClause, Metadata, Terms

PART_SIZE = 3 << 20
"""Characters and words after which a part is closed."""

T = TypeVar("T", bound=Hashable)


def gather_parts(clauses: Iterable[AnalyzedClause], size: int = PART_SIZE) -> Iterator[Part]:
    """The clauses as parts of about ``size`` characters and words each; none when there are no clauses."""
    gathered: list[AnalyzedClause] = []
    taken = 0
    for clause in clauses:
        gathered.append(clause)
        taken += len(clause.text) + len(clause.words) + 1
        if taken >= size:
            yield gather_batch(batch_of(gathered))
            gathered, taken = [], 0
    if gathered:
        yield gather_batch(batch_of(gathered))


def gather_batch(batch: AnalyzedBatch) -> Part:
    """The clauses of ``batch`` as one part; raises ValueError for metadata that cannot be indexed."""
    keep_heap()
    lengths, contexts_of = _integers(batch.lengths), _integers(batch.contexts_of)
    used, owners = np.unique(_integers(batch.owners), return_inverse=True)  # a document may have no clause
    documents = [batch.documents[number] for number in used.tolist()]
    return Part(
        words=_words(batch.words),
        context_words=_shared_words(batch.context_words, contexts_of),
        metadata=_metadata(batch),
        text=invert_texts(batch.texts, lengths),
        headings=_shared([folded for _, folded, _ in batch.contexts], contexts_of),
        title=_shared([title for _, _, title in batch.contexts], contexts_of),
        days=_integers(batch.days),
        ordinals=_integers(batch.ordinals),
        documents=owners.astype(np.uint32),
        document_ids=[document.id for document in documents],
        document_rows=[document_row(document) for document in documents],
        rows=[clause_row(clause) for clause in batch.clauses],
        printed_headings=_shared([headings_row(printed) for printed, _, _ in batch.contexts], contexts_of),
        originals=differences(batch.originals, batch.texts, _integers(batch.places)),
    )


@dataclass(frozen=True, slots=True)
class _Sets:
    """Sets of term numbers: the next ``counts`` of ``numbers`` are those of each set."""

    numbers: Integers
    counts: Integers

    def taken(self, of: Integers) -> tuple[Integers, Integers]:
        """The numbers of the sets that the records have, ``of`` being each one's, and whose they are."""
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


def _metadata_sets(rows: Sequence[Metadata], vocabulary: dict[str, int]) -> _Sets:
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
    """One of ``texts`` for each record, equal ones made one."""
    distinct, numbers = _distinct(texts)
    return SharedTexts(distinct, numbers[of])


def _distinct(values: Sequence[T]) -> tuple[list[T], NDArray[np.uint32]]:
    """The distinct values in order of appearance, and the place of each value among them."""
    places: dict[T, int] = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return list(places), np.array(numbers, np.uint32)


def _integers(numbers: array[int]) -> Integers:
    """The array's own memory, viewed."""
    return np.frombuffer(numbers, np.uint32) if numbers else np.empty(0, np.uint32)
