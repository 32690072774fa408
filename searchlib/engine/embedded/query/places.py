"""The places of needles in texts, as offsets in each text, in corpus order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searchlib.budget import check_budget
from searchlib.engine.base import Occurrences
from searchlib.engine.embedded.columns.docset import DocSet, RecordNumbers
from searchlib.engine.embedded.segment.grams import Grams
from searchlib.engine.embedded.segment.order import CorpusOrder, sort_columns
from searchlib.engine.embedded.segment.patterns import find_spans
from searchlib.engine.embedded.segment.reader import SegmentReader
from searchlib.model import Needle
from searchlib.text.borders import bare


def occurrences_in(
    segments: Sequence[SegmentReader],
    kept: Sequence[DocSet | None],
    corpus: CorpusOrder,
    needles: tuple[Needle, ...],
) -> Occurrences:
    """Find the needles in the records of each segment that are ``kept``, all if None, and order their places
    by one sort of packed integers."""
    # rows: for each needle in each segment a matrix of rank in corpus order, start, index of the needle,
    # length.
    rows = [np.empty((4, 0), np.intp)]
    for segment, own_kept, base in zip(segments, kept, corpus.bases.tolist(), strict=False):
        for index, needle in enumerate(needles):
            check_budget()
            records, starts, lengths = _find_in(segment.text, needle, own_kept)
            ranks = corpus.ranks.take(records + base)
            if len(needles) == len(segments) == 1:
                order = ranks.argsort(kind="stable")  # the starts in each text ascend already
                records, starts = records.take(order), starts.take(order)
                own = lengths if isinstance(needle, str) else lengths.take(order)
                ends = starts + own
                return Occurrences(records.data, starts.data, ends.data, np.zeros(len(starts), np.intp).data)
            columns = (ranks, starts, np.full(len(starts), index), np.broadcast_to(lengths, len(starts)))
            rows.append(np.stack(columns))
    check_budget()
    ranks, starts, indexes, lengths = sort_columns(np.concatenate(rows, axis=1))
    records = corpus.order.take(ranks).astype(np.intp)
    return Occurrences(records.data, starts.data, (starts + lengths).data, indexes.data)


def _find_in(
    text: Grams, needle: Needle, kept: DocSet | None
) -> tuple[RecordNumbers, NDArray[np.intp], NDArray[np.intp]]:
    """Return the texts in which ``needle`` begins (only those ``kept``), the offsets in them, and lengths;
    those of a string are one.
    """
    if isinstance(needle, str):
        begins, lengths = text.find(needle), np.array([len(bare(needle))], np.intp)
    else:
        begins, ends = find_spans(text, needle)
        lengths = ends - begins
    texts = text.text_of_place.of(begins)
    if kept is not None:
        held = np.flatnonzero(kept.holds(texts))
        begins, texts = begins.take(held), texts.take(held)
        lengths = lengths if isinstance(needle, str) else lengths.take(held)
    return texts, begins - text.bases.take(texts), lengths
