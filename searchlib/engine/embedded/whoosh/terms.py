"""The terms of a segment as Whoosh's terms reader and field cursor."""

# mypy: disallow-subclassing-any=False
# Whoosh has no type information; its classes can only be extended by subclassing.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.reading import TermInfo, TermNotFound

from searchlib.engine.embedded.whoosh.fieldterms import FieldTerms
from searchlib.engine.embedded.whoosh.matcher import ArrayMatcher
from searchlib.engine.embedded.whoosh.segment_file import SegmentFile


class ArrayTermsReader(TermsReader):
    """Every field of one segment."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file
        self._names = sorted(file.field_names())

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return list(self._names)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """A walk over a field's terms."""
        return ArrayCursor(self._file.terms(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, by field, then in byte order."""
        for name, terms, place in self._from("", b""):
            yield name, terms.term(place)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The same from a field and term on."""
        for name, terms, place in self._from(fieldname, prefix):
            yield name, terms.term(place)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with their statistics."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from a field and term on."""
        for name, terms, place in self._from(fieldname, prefix):
            yield (name, terms.term(place)), statistics_of(terms, place)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """A term's statistics; raises Whoosh's ``TermNotFound``."""
        return statistics_of(*self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The sum of a term's weights, 0 for an unknown one."""
        found = self._find(fieldname, text)
        return 0 if found is None else float(found[0].postings(found[1]).weights.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many records hold a term, 0 for an unknown one."""
        found = self._find(fieldname, text)
        return 0 if found is None else found[0].holders(found[1])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """A term's postings; raises Whoosh's ``TermNotFound``."""
        terms, place = self._found(fieldname, text)
        return ArrayMatcher(terms.postings(place), format_, (fieldname, text), scorer)

    def close(self) -> None:
        """Let go of the file."""
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
    """A walk over the terms of one field (None: a field without terms), standing on the first at once."""

    def __init__(self, terms: FieldTerms | None, fieldobj: Any) -> None:
        self._terms = terms
        self._field = fieldobj
        self._place = 0

    def first(self) -> Any:
        """To the first term."""
        self._place = 0
        return self.text()

    def find(self, string: bytes | str) -> Any:
        """To the first term that is ``string`` or greater."""
        wanted = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._place = 0 if self._terms is None else self._terms.place(wanted)
        return self.text()

    def next(self) -> Any:
        """One term on."""
        self._place += 1
        return self.text()

    def text(self) -> Any:
        """The current term as the field decodes it, None past the end."""
        if self._terms is None or not self.is_valid():
            return None
        return self._field.from_bytes(self._terms.term(self._place))

    def term_info(self) -> TermInfo | None:
        """The current term's statistics, None past the end."""
        if self._terms is None or not self.is_valid():
            return None
        return statistics_of(self._terms, self._place)

    def is_valid(self) -> bool:
        """Whether there is a current term."""
        return self._terms is not None and self._place < len(self._terms)


def statistics_of(terms: FieldTerms, place: int) -> TermInfo:
    """What Whoosh wants to know of a term; lengths are 0 where the field has none."""
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
