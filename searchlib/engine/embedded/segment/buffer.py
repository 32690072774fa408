"""A part: some clauses in the form of a segment, in memory.

New clauses are gathered into parts, and a written segment can be taken as a part again; a segment is
written from parts merged into one. There is no other way to make a segment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from searchlib.engine.embedded.columns.arrayfile import ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, narrow, offsets_of
from searchlib.engine.embedded.columns.lexicon import encode, put_blocks, put_strings
from searchlib.engine.embedded.columns.runs import put_runs
from searchlib.engine.embedded.query.order import corpus_order
from searchlib.engine.embedded.segment.common_terms import put_common_terms
from searchlib.engine.embedded.segment.grams import GramLists, MergedAlphabet, put_grams
from searchlib.engine.embedded.segment.inversion import invert_texts
from searchlib.engine.embedded.segment.merge import MergedGrams, put_merged_holders, put_merged_postings
from searchlib.engine.embedded.segment.originals import Differences, merge_originals, put_originals
from searchlib.engine.embedded.segment.postings import PostingLists


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """One text for each record, most of them repeated: the distinct texts, and each record's one."""

    texts: list[str]
    numbers: Integers


@dataclass(frozen=True, slots=True)
class Part:
    """Clauses ready to be merged and written.

    ``days``, ``ordinals`` and ``documents`` have one entry for each record; the last one holds places in
    ``document_ids``, whose rows are ``document_rows``. ``rows`` are the clauses' rows, ``printed_headings``
    the rows of their original headings, ``originals`` tell the original texts from the folded ones. Where
    the arrays are those of a mapped file, ``forget`` gives back the memory of what was read of it.
    """

    words: PostingLists
    context_words: PostingLists
    metadata: PostingLists
    text: GramLists
    headings: SharedTexts
    title: SharedTexts
    days: Integers
    ordinals: Integers
    documents: Integers
    document_ids: list[str]
    document_rows: list[bytes]
    rows: list[bytes]
    printed_headings: SharedTexts
    originals: Differences
    forget: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self.days)

    @property
    def size(self) -> int:
        """How much there is to invert: characters and words."""
        return len(self.text.codes) + int(self.words.lengths.sum())


def put_parts(out: ArrayFileWriter, parts: list[Part]) -> int:
    """Write the records of ``parts``, one after another, as one segment; gives their number.

    Empties ``parts``, so that each field's arrays are released as soon as they are written. The texts, which
    are most of the work, are written by a second thread meanwhile; only this one decides where things stand.
    """
    bases = offsets_of(np.array([len(part) for part in parts]))
    forgets = [part.forget for part in parts if part.forget is not None]

    def forget() -> None:
        for each in forgets:
            each()

    with ThreadPoolExecutor(1) as pool:
        texts = [part.text for part in parts]
        alphabet = MergedAlphabet.of(texts)
        merging = pool.submit(MergedGrams, texts, alphabet)
        originals = pool.submit(
            merge_originals, [(part.originals, part.text.codes) for part in parts], alphabet
        )
        words = [part.words for part in parts]
        context_words = [part.context_words for part in parts]
        metadata = [part.metadata for part in parts]
        headings = [part.headings for part in parts]
        title = [part.title for part in parts]
        _put_records(out, parts)
        parts.clear()
        text = merging.result()
        forget()
        text.begin(out, "text")
        del texts, merging
        filling = pool.submit(text.fill, forget)
        put_common_terms(out, put_merged_postings(out, "words", words, bases), text)
        words.clear()
        put_merged_postings(out, "context_words", context_words, bases)
        put_merged_holders(out, "metadata", metadata, bases)
        _put_shared(out, "headings", headings)
        _put_shared(out, "title", title)
        put_originals(out, originals.result(), text.bases)
        filling.result()
    return int(bases[-1])


def _put_records(out: ArrayFileWriter, parts: Sequence[Part]) -> None:
    """What belongs to single records and documents; documents are numbered in the order of their ids."""
    rows: dict[str, bytes] = {}
    for part in parts:
        for identifier, row in zip(part.document_ids, part.document_rows, strict=True):
            rows.setdefault(identifier, row)
    ordered = sorted(rows)
    numbers = {identifier: number for number, identifier in enumerate(ordered)}
    documents = np.concatenate(
        [
            np.array([numbers[identifier] for identifier in part.document_ids])[part.documents]
            for part in parts
        ]
    )
    days = np.concatenate([part.days for part in parts])
    ordinals = np.concatenate([part.ordinals for part in parts])
    put_strings(out, "document_ids", [encode(identifier) for identifier in ordered])
    put_strings(out, "document_rows", [rows[identifier] for identifier in ordered])
    put_blocks(out, "rows", [row for part in parts for row in part.rows])
    headings, numbers_of_headings = _merge_shared([part.printed_headings for part in parts])
    put_strings(out, "printed_headings", [encode(row) for row in headings])
    put_runs(out, "printed_headings", numbers_of_headings)
    out.put("days", narrow(days))
    out.put("ordinals", narrow(ordinals))
    out.put("documents", narrow(documents))
    out.put("order", corpus_order(days, documents, ordinals).astype("<u4"))
    out.facts["records"] = len(days)
    out.facts["size"] = sum(part.size for part in parts)


def _put_shared(out: ArrayFileWriter, name: str, parts: Sequence[SharedTexts]) -> None:
    texts, numbers = _merge_shared(parts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    put_grams(out, name, invert_texts("\0".join([*texts, ""]), lengths))
    put_runs(out, name, numbers)


def _merge_shared(parts: Sequence[SharedTexts]) -> tuple[list[str], Integers]:
    """The distinct texts of all parts, and each record's one."""
    numbers: dict[str, int] = {}
    renumbered = []
    for part in parts:
        table = np.array([numbers.setdefault(text, len(numbers)) for text in part.texts], np.int64)
        renumbered.append(table[part.numbers])
    return list(numbers), np.concatenate(renumbered)
