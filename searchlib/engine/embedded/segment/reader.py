"""The segment reader: the fields of one segment, mapped on first use."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile
from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.docset import DocSet, nothing
from searchlib.engine.embedded.columns.lexicon import Blocks, Lexicon, Strings
from searchlib.engine.embedded.columns.runs import RunLengths
from searchlib.engine.embedded.segment.common_terms import CommonTerms
from searchlib.engine.embedded.segment.grams import Grams
from searchlib.engine.embedded.segment.originals import Originals
from searchlib.engine.embedded.segment.patterns import find_texts
from searchlib.engine.embedded.segment.postings import Holders, Postings
from searchlib.engine.embedded.segment.segments import SegmentEntry
from searchlib.errors import IndexDamaged
from searchlib.model import Needle

EXTENSION = ".arr"
"""The extension of the one file of a segment."""


class SharedGrams:
    """A field whose texts neighbouring records share: the grams of distinct texts, and run lengths."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self.grams = Grams(arrays, name)
        self.runs = RunLengths(arrays, name)

    def find(self, needle: Needle) -> DocSet:
        """Return the records whose text contains ``needle``."""
        texts = find_texts(self.grams, needle)
        return nothing(len(self.runs)) if texts.is_empty() else self.runs.select(texts)


class SharedRows:
    """Stored rows that neighbouring records share: the distinct rows, and run lengths."""

    def __init__(self, arrays: ArrayFile, name: str) -> None:
        self.rows = Strings(arrays, name)
        self.runs = RunLengths(arrays, name)


class SegmentReader:
    """One segment, open for reading. Record numbers count from 0 within the segment.

    Raises :class:`~searchlib.errors.IndexDamaged` if the file does not have the records that ``entry`` says.
    """

    def __init__(self, arrays: ArrayFile, entry: SegmentEntry) -> None:
        self._arrays = arrays
        if arrays.facts.get("records") != entry.records:
            raise IndexDamaged("index.segment-mismatch", file=arrays.name)
        self.deleted: Integers = np.frombuffer(entry.deleted, "<u4")
        self._count = entry.records

    @classmethod
    def open(cls, folder: Path, entry: SegmentEntry) -> SegmentReader:
        """Open the segment that ``entry`` of the table of contents in ``folder`` names."""
        return cls(ArrayFile.open(folder / (entry.stem + EXTENSION)), entry)

    def __len__(self) -> int:
        return self._count

    @cached_property
    def live(self) -> NDArray[np.bool_] | None:
        """For each record whether it is live; None if none is deleted."""
        if not len(self.deleted):
            return None
        mask = np.ones(len(self), bool)
        mask[self.deleted] = False
        return mask

    @cached_property
    def words(self) -> Postings:
        """The terms of the texts."""
        return Postings(self._arrays, "words")

    @cached_property
    def common_terms(self) -> CommonTerms:
        """The records that contain the characters of frequent terms."""
        return CommonTerms(self._arrays, self.words)

    @cached_property
    def context_words(self) -> Postings:
        """The terms of headings and titles."""
        return Postings(self._arrays, "context_words")

    @cached_property
    def metadata(self) -> Holders:
        """The metadata values, by name."""
        return Holders(self._arrays, "metadata")

    @cached_property
    def text(self) -> Grams:
        """The folded texts."""
        return Grams(self._arrays, "text")

    @cached_property
    def headings(self) -> SharedGrams:
        """The folded headings."""
        return SharedGrams(self._arrays, "headings")

    @cached_property
    def title(self) -> SharedGrams:
        """The folded titles."""
        return SharedGrams(self._arrays, "title")

    @cached_property
    def days(self) -> Integers:
        """Each record's day, 0 if unknown."""
        return self._arrays.array("days")

    @cached_property
    def ordinals(self) -> Integers:
        """Each record's place in its document."""
        return self._arrays.array("ordinals")

    @cached_property
    def documents(self) -> Integers:
        """Each record's document, a place in ``document_ids``."""
        return self._arrays.array("documents")

    @cached_property
    def order(self) -> Integers:
        """The record numbers in corpus order."""
        return self._arrays.array("order")

    @cached_property
    def document_ids(self) -> Lexicon:
        """The documents' ids, in byte order."""
        return Lexicon(self._arrays, "document_ids")

    @cached_property
    def document_rows(self) -> Strings:
        """The documents' stored rows."""
        return Strings(self._arrays, "document_rows")

    @cached_property
    def rows(self) -> Blocks:
        """The clauses' stored rows."""
        return Blocks(self._arrays, "rows")

    @cached_property
    def originals(self) -> Originals:
        """The original texts."""
        return Originals(self._arrays, self.text)

    @cached_property
    def printed_headings(self) -> SharedRows:
        """The original headings."""
        return SharedRows(self._arrays, "printed_headings")

    @property
    def size(self) -> int:
        """The number of characters and words in it, deleted records included."""
        size = self._arrays.facts["size"]
        assert isinstance(size, int)
        return size

    def verify(self) -> None:
        """Read the whole file; raises :class:`~searchlib.errors.IndexDamaged` if a checksum differs."""
        self._arrays.verify()

    def check_length(self) -> None:
        """Raise IndexDamaged if the file has become shorter since it was opened."""
        self._arrays.check_length()

    def forget(self) -> None:
        """Release the resident pages of the file; they are read again on demand."""
        self._arrays.forget()

    def close(self) -> None:
        """Close the file; the mapping ends with the last view of it."""
        self._arrays.close()
