"""Whoosh readers of a segment: stored fields, lengths and columns by record; terms and their statistics.

Documents added through Whoosh's own writer keep Whoosh's columns. A built segment has arrays instead, and its
stored fields are made from them on demand.
"""


# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.codec.whoosh3 import W3PerDocReader, W3PerDocWriter
from whoosh.columns import ColumnReader
from whoosh.reading import TermInfo, TermNotFound

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.lexicon import decode_utf8
from searchlib.engine.embedded.segment.postings import Postings
from searchlib.engine.embedded.segment.reader import EXTENSION, SegmentReader
from searchlib.engine.embedded.whoosh.schema import RECORD_FIELD
from searchlib.engine.embedded.whoosh.segment_file import SegmentFile, open_arrays
from searchlib.engine.embedded.whoosh.terms import ArrayMatcher, FieldTerms

_STORED_COLUMN = "_stored"


class ArrayPerDocWriter(W3PerDocWriter):
    """Whoosh's writer, without a column of stored fields if there are none."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        self._constructed = False
        super().__init__(codec, storage, segment)
        self._constructed = True

    def _create_column(self, fieldname: str, column: Any) -> None:
        if self._constructed or fieldname != _STORED_COLUMN:
            super()._create_column(fieldname, column)

    def cancel_doc(self) -> None:
        """Discard the current document, its stored fields too."""
        super().cancel_doc()
        self._storedfields: dict[str, Any] = {}


class ArrayPerDocReader(W3PerDocReader):
    """Whoosh's reader, with the arrays of a built segment instead of columns."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        # Whoosh reads the lengths of a segment's records while its array file is still being written.
        self._reader = None
        if segment.built:
            arrays = open_arrays(storage, segment.make_filename(EXTENSION))
            self._reader = SegmentReader(arrays, segment.entry())
        self._has_column: dict[str, bool] = {}

    def close(self) -> None:
        """Close the files."""
        super().close()
        if self._reader is not None:
            self._reader.close()

    def has_column(self, fieldname: str) -> bool:
        """Tell whether the segment has the column; cached, because Whoosh asks at every posting it writes."""
        if fieldname not in self._has_column:
            built = self._reader is not None and fieldname == "day"
            self._has_column[fieldname] = built or super().has_column(fieldname)
        return self._has_column[fieldname]

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """Return the values of a column."""
        if self._reader is not None and fieldname == "day":
            return ArrayColumn(self._reader.days)
        return super().column_reader(fieldname, column)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> Any:
        """Return the length of a record's field."""
        lengths = self._lengths(fieldname)
        return (
            super().doc_field_length(docnum, fieldname, default) if lengths is None else int(lengths[docnum])
        )

    def field_length(self, fieldname: str) -> int:
        """Return the sum of a field's lengths."""
        lengths = self._lengths(fieldname)
        if lengths is None:
            total: int = super().field_length(fieldname)
            return total
        return int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the shortest length of a field."""
        lengths = self._lengths(fieldname)
        shortest: int = super().min_field_length(fieldname) if lengths is None else int(lengths.min())
        return shortest

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest length of a field."""
        lengths = self._lengths(fieldname)
        longest: int = super().max_field_length(fieldname) if lengths is None else int(lengths.max())
        return longest

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the stored fields of a record."""
        if self._reader is not None:
            return _stored_values(self._reader, docnum)
        if not self.has_column(_STORED_COLUMN):
            return {}
        values: dict[str, Any] = super().stored_fields(docnum)
        return values

    def _lengths(self, fieldname: str) -> Integers | None:
        """Return the lengths of a scored field of a built segment, or None."""
        terms = None if self._reader is None else getattr(self._reader, fieldname, None)
        return terms.lengths if isinstance(terms, Postings) else None


class ArrayColumn(ColumnReader):
    """An array as a Whoosh column of integers."""

    def __init__(self, values: Integers) -> None:
        self._values = values
        self._doccount = len(values)
        self._sign = 1

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum])

    def sort_key(self, docnum: int) -> int:
        """Return the key that Whoosh sorts by."""
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        """Sort descending from now on."""
        self._sign = -1


def _stored_values(reader: SegmentReader, record: int) -> dict[str, Any]:
    """Return the stored fields of :func:`~searchlib.engine.embedded.whoosh.schema.index_schema`."""
    return {
        RECORD_FIELD: _record_row(reader, record),
        "text": reader.text.text(record),
        "headings": reader.headings.grams.text(reader.headings.runs[record]),
        "title": reader.title.grams.text(reader.title.runs[record]),
    }


def _record_row(segment: SegmentReader, record: int) -> str:
    """Return the field ``record``: everything that the other stored fields do not contain."""
    rows = (
        segment.document_rows[int(segment.documents[record])],
        segment.printed_headings.rows[segment.printed_headings.runs[record]],
        segment.rows[record],
    )
    numbers = [int(segment.ordinals[record]), int(segment.days[record])]
    return json.dumps([*map(decode_utf8, rows), segment.originals.texts([record])[0], *numbers])


class ArrayTermsReader(TermsReader):
    """Whoosh's terms reader over every field of a segment."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file
        self._names = sorted(file.field_names())

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields with terms."""
        return list(self._names)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """Return a cursor over the terms of a field."""
        return ArrayCursor(self._file.terms(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Return all terms, by field, then in byte order."""
        for name, terms, place in self._from("", b""):
            yield name, terms.term(place)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Return all terms from a field and term on."""
        for name, terms, place in self._from(fieldname, prefix):
            yield name, terms.term(place)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Return all terms and their statistics."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Return all terms and their statistics from a field and term on."""
        for name, terms, place in self._from(fieldname, prefix):
            yield (name, terms.term(place)), statistics_of(terms, place)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term; raises Whoosh's ``TermNotFound`` for an unknown one."""
        return statistics_of(*self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the sum of a term's weights, 0 for an unknown one."""
        found = self._find(fieldname, text)
        return 0 if found is None else float(found[0].postings(found[1]).weights.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many records contain a term, 0 for an unknown one."""
        found = self._find(fieldname, text)
        return 0 if found is None else found[0].holders(found[1])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Return a matcher over a term's postings; raises Whoosh's ``TermNotFound`` for an unknown one."""
        terms, place = self._found(fieldname, text)
        return ArrayMatcher(terms.postings(place), format_, (fieldname, text), scorer)

    def close(self) -> None:
        """Close the files."""
        self._file.close()

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, FieldTerms, int]]:
        for name in self._names:
            if name < fieldname:
                continue
            terms = self._file.terms(name)
            if terms is not None:
                for place in range(terms.place(prefix) if name == fieldname else 0, len(terms)):
                    yield name, terms, place

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldTerms, int] | None:
        terms = self._file.terms(fieldname)
        if terms is None:
            return None
        place = terms.place(text)
        return (terms, place) if place < len(terms) and terms.term(place) == text else None

    def _found(self, fieldname: str, text: bytes) -> tuple[FieldTerms, int]:
        found = self._find(fieldname, text)
        if found is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return found


class ArrayCursor(FieldCursor):
    """Whoosh's cursor over the terms of a field (None: it has none), at first on the first term."""

    def __init__(self, terms: FieldTerms | None, fieldobj: Any) -> None:
        self._terms = terms
        self._field = fieldobj
        self._place = 0

    def first(self) -> Any:
        """Move to the first term."""
        self._place = 0
        return self.text()

    def find(self, string: bytes | str) -> Any:
        """Move to the first term that is ``string`` or greater."""
        wanted = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._place = 0 if self._terms is None else self._terms.place(wanted)
        return self.text()

    def next(self) -> Any:
        """Move to the next term."""
        self._place += 1
        return self.text()

    def text(self) -> Any:
        """Return the current term as the field decodes it, None past the end."""
        if self._terms is None or not self.is_valid():
            return None
        return self._field.from_bytes(self._terms.term(self._place))

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the current term, None past the end."""
        if self._terms is None or not self.is_valid():
            return None
        return statistics_of(self._terms, self._place)

    def is_valid(self) -> bool:
        """Tell whether there is a current term."""
        return self._terms is not None and self._place < len(self._terms)


def statistics_of(terms: FieldTerms, place: int) -> TermInfo:
    """Return the statistics of a term that Whoosh asks for; lengths are 0 if the field has none."""
    postings = terms.postings(place)
    lengths = postings.lengths
    return TermInfo(
        weight=float(postings.weights.sum()),
        df=len(postings.records),
        minlength=int(lengths.min()) if len(lengths) else 0,
        maxlength=int(lengths.max()) if len(lengths) else 0,
        maxweight=float(postings.weights.max()),
        minid=int(postings.records[0]),
        maxid=int(postings.records[-1]),
    )
