"""What Whoosh reads and writes record by record: stored values, field lengths, columns.

Documents added through Whoosh's ordinary path keep Whoosh's own columns. A built segment has arrays
instead, and its stored values are made from them when asked for.
"""

# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

import json
from typing import Any

from whoosh.codec.whoosh3 import W3PerDocReader, W3PerDocWriter
from whoosh.columns import ColumnReader

from searchlib.engine.embedded.columns.arrays import Integers
from searchlib.engine.embedded.columns.lexicon import decode
from searchlib.engine.embedded.segment.postings import Postings
from searchlib.engine.embedded.segment.reader import EXTENSION, SegmentReader
from searchlib.engine.embedded.whoosh.schema import RECORD_FIELD
from searchlib.engine.embedded.whoosh.segment_file import open_arrays

_STORED_COLUMN = "_stored"


class ArrayPerDocWriter(W3PerDocWriter):
    """Whoosh's writer, without a column of stored values where there are none."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        self._constructed = False
        super().__init__(codec, storage, segment)
        self._constructed = True

    def _create_column(self, fieldname: str, column: Any) -> None:
        if self._constructed or fieldname != _STORED_COLUMN:
            super()._create_column(fieldname, column)

    def cancel_doc(self) -> None:
        """Forget the current document, its stored values too."""
        super().cancel_doc()
        self._storedfields: dict[str, Any] = {}


class ArrayPerDocReader(W3PerDocReader):
    """Whoosh's reader, with the arrays of a built segment in the place of columns."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        # The lengths of a segment's records are read while its array file is still being written.
        self._view = None
        if segment.built:
            arrays = open_arrays(storage, segment.make_filename(EXTENSION))
            self._view = SegmentReader(arrays, segment.entry())
        self._has_column: dict[str, bool] = {}

    def close(self) -> None:
        """Let go of the files."""
        super().close()
        if self._view is not None:
            self._view.close()

    def has_column(self, fieldname: str) -> bool:
        """Whether the segment has the column; looked up once, since writing asks at every posting."""
        if fieldname not in self._has_column:
            built = self._view is not None and fieldname == "day"
            self._has_column[fieldname] = built or super().has_column(fieldname)
        return self._has_column[fieldname]

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The column's values."""
        if self._view is not None and fieldname == "day":
            return ArrayColumn(self._view.days)
        return super().column_reader(fieldname, column)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> Any:
        """The length of a record's field."""
        lengths = self._lengths(fieldname)
        return (
            super().doc_field_length(docnum, fieldname, default) if lengths is None else int(lengths[docnum])
        )

    def field_length(self, fieldname: str) -> int:
        """The sum of a field's lengths."""
        lengths = self._lengths(fieldname)
        if lengths is None:
            total: int = super().field_length(fieldname)
            return total
        return int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        """The shortest length of a field."""
        lengths = self._lengths(fieldname)
        shortest: int = super().min_field_length(fieldname) if lengths is None else int(lengths.min())
        return shortest

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        lengths = self._lengths(fieldname)
        longest: int = super().max_field_length(fieldname) if lengths is None else int(lengths.max())
        return longest

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored values of a record."""
        if self._view is not None:
            return _stored_values(self._view, docnum)
        if not self.has_column(_STORED_COLUMN):
            return {}
        values: dict[str, Any] = super().stored_fields(docnum)
        return values

    def _lengths(self, fieldname: str) -> Integers | None:
        """A scored field's lengths in a built segment."""
        terms = None if self._view is None else getattr(self._view, fieldname, None)
        return terms.lengths if isinstance(terms, Postings) else None


class ArrayColumn(ColumnReader):
    """An array as a Whoosh column of whole numbers."""

    def __init__(self, values: Integers) -> None:
        self._values = values
        self._doccount = len(values)
        self._sign = 1

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum])

    def sort_key(self, docnum: int) -> int:
        """What Whoosh sorts by."""
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        """Sort descending."""
        self._sign = -1


def _stored_values(view: SegmentReader, record: int) -> dict[str, Any]:
    """The stored fields of :func:`~searchlib.engine.embedded.whoosh.schema.index_schema`."""
    return {
        RECORD_FIELD: _record_row(view, record),
        "text": view.text.text(record),
        "headings": view.headings.grams.text(view.headings.runs[record]),
        "title": view.title.grams.text(view.title.runs[record]),
    }


def _record_row(segment: SegmentReader, record: int) -> str:
    """What a Whoosh reader is given as the stored value of a record: all but what its other fields tell."""
    rows = (
        segment.document_rows[int(segment.documents[record])],
        segment.printed_headings.rows[segment.printed_headings.runs[record]],
        segment.rows[record],
    )
    numbers = [int(segment.ordinals[record]), int(segment.days[record])]
    return json.dumps([*map(decode, rows), segment.originals.texts([record])[0], *numbers])
