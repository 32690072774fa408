"""The segment writer: segment buffers, one after another, written as one array file."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from searchlib.engine.embedded.columns.arrayfile import ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, offsets_of, shrink
from searchlib.engine.embedded.columns.lexicon import encode_utf8, put_blocks, put_strings
from searchlib.engine.embedded.columns.runs import put_run_lengths
from searchlib.engine.embedded.segment.buffer import SegmentBuffer, SharedTexts
from searchlib.engine.embedded.segment.common_terms import put_common_terms
from searchlib.engine.embedded.segment.grams import MergedAlphabet, put_grams
from searchlib.engine.embedded.segment.inverter import invert_texts
from searchlib.engine.embedded.segment.merge import MergedGrams, put_merged_holders, put_merged_postings
from searchlib.engine.embedded.segment.order import order_records
from searchlib.engine.embedded.segment.originals import merge_originals, put_originals


def write_segment(out: ArrayFileWriter, buffers: list[SegmentBuffer]) -> int:
    """Write the records of ``buffers``, one after another, as one segment; return how many there are.

    ``buffers`` is emptied, so that the arrays of each field are freed as soon as they are written. A second
    thread writes the texts, which are most of the work; only this thread reserves space in the file, so the
    layout does not depend on timing.
    """
    bases = offsets_of(np.array([len(buffer) for buffer in buffers]))
    forgets = [buffer.forget for buffer in buffers if buffer.forget is not None]

    def forget() -> None:
        for each in forgets:
            each()

    with ThreadPoolExecutor(1) as pool:
        texts = [buffer.text for buffer in buffers]
        alphabet = MergedAlphabet.of(texts)
        merging = pool.submit(MergedGrams, texts, alphabet)
        originals = pool.submit(
            merge_originals, [(buffer.originals, buffer.text.codes) for buffer in buffers], alphabet
        )
        words = [buffer.words for buffer in buffers]
        context_words = [buffer.context_words for buffer in buffers]
        metadata = [buffer.metadata for buffer in buffers]
        headings = [buffer.headings for buffer in buffers]
        title = [buffer.title for buffer in buffers]
        _put_records(out, buffers)
        buffers.clear()
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


def _put_records(out: ArrayFileWriter, buffers: Sequence[SegmentBuffer]) -> None:
    """Write the columns of records and documents; documents are numbered in the order of their ids."""
    rows: dict[str, bytes] = {}
    for buffer in buffers:
        for identifier, row in zip(buffer.document_ids, buffer.document_rows, strict=True):
            rows.setdefault(identifier, row)
    ordered = sorted(rows)
    numbers = {identifier: number for number, identifier in enumerate(ordered)}
    documents = np.concatenate(
        [
            np.array([numbers[identifier] for identifier in buffer.document_ids])[buffer.documents]
            for buffer in buffers
        ]
    )
    days = np.concatenate([buffer.days for buffer in buffers])
    ordinals = np.concatenate([buffer.ordinals for buffer in buffers])
    put_strings(out, "document_ids", [encode_utf8(identifier) for identifier in ordered])
    put_strings(out, "document_rows", [rows[identifier] for identifier in ordered])
    put_blocks(out, "rows", [row for buffer in buffers for row in buffer.rows])
    headings, numbers_of_headings = _merge_shared([buffer.printed_headings for buffer in buffers])
    put_strings(out, "printed_headings", [encode_utf8(row) for row in headings])
    put_run_lengths(out, "printed_headings", numbers_of_headings)
    out.put("days", shrink(days))
    out.put("ordinals", shrink(ordinals))
    out.put("documents", shrink(documents))
    out.put("order", order_records(days, documents, ordinals).astype("<u4"))
    out.facts["records"] = len(days)
    out.facts["size"] = sum(buffer.size for buffer in buffers)


def _put_shared(out: ArrayFileWriter, name: str, shared: Sequence[SharedTexts]) -> None:
    """Write the grams of the distinct texts, and the text number of each record as run lengths."""
    texts, numbers = _merge_shared(shared)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    put_grams(out, name, invert_texts("\0".join([*texts, ""]), lengths))
    put_run_lengths(out, name, numbers)


def _merge_shared(shared: Sequence[SharedTexts]) -> tuple[list[str], Integers]:
    """Return the distinct texts of all buffers, and the number of each record's text."""
    numbers: dict[str, int] = {}
    renumbered = []
    for own in shared:
        table = np.array([numbers.setdefault(text, len(numbers)) for text in own.texts], np.int64)
        renumbered.append(table[own.numbers])
    return list(numbers), np.concatenate(renumbered)
