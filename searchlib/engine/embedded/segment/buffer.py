"""A segment in memory: some clauses, inverted, ready to be merged and written.

New clauses are inverted into buffers (``inverter``), a written segment can be loaded back into one
(``rewrite``), and a segment is written from one or more of them (``writer``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.segment.grams import GramLists
from searchlib.engine.embedded.segment.originals import Differences
from searchlib.engine.embedded.segment.postings import PostingLists


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """One text for each record, many of them equal: the distinct texts, and the number of each record's."""

    texts: list[str]
    numbers: Integers


@dataclass(frozen=True, slots=True)
class SegmentBuffer:
    """The clauses of a segment, as columns; a record is a place in them, from 0.

    ``words``, ``context_words``, ``metadata``: posting lists of the terms of texts, the terms of headings and
    titles, and the metadata values.
    ``text``, ``headings``, ``title``: the folded views with their character pairs.
    ``days``, ``ordinals``: for each record the day (``yyyymmdd``, 0 if unknown) and the place in its
    document.
    ``documents``: for each record the place of its document in ``document_ids`` and ``document_rows``.
    ``rows``: for each record its stored row; ``printed_headings``: the stored rows of the original headings.
    ``originals``: where the original texts differ from the folded ones.
    ``forget``: releases the resident pages, if the arrays are those of a mapped file.
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
        """The number of characters and words in it."""
        return len(self.text.codes) + int(self.words.lengths.sum())
