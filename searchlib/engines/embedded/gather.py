"""Analysed clauses into parts: the one place where a build spends time on each single clause."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from searchlib.engines.embedded.arrays import Integers
from searchlib.engines.embedded.heap import keep_heap
from searchlib.engines.embedded.inversion import invert_texts, invert_tokens
from searchlib.engines.embedded.originals import differences
from searchlib.engines.embedded.part import Part, SharedTexts
from searchlib.engines.embedded.postings import PostingLists, metadata_term
from searchlib.engines.embedded.stored import clause_row, document_row, headings_row
from searchlib.model import AnalyzedClause, Clause, Document

PART_SIZE = 3 << 20
"""Characters and words after which a part is closed."""


def gather_parts(clauses: Iterable[AnalyzedClause], size: int = PART_SIZE) -> Iterator[Part]:
    """The clauses as parts of about ``size`` characters and words each; none when there are no clauses."""
    keep_heap()
    gathered = _Gathered()
    for clause in clauses:
        gathered.add(clause)
        if gathered.size >= size:
            yield gathered.part()
            gathered = _Gathered()
    if gathered.size:
        yield gathered.part()


class _Tokens:
    """Numbers of the tokens of one field, record after record."""

    def __init__(self) -> None:
        vocabulary: defaultdict[str, int] = defaultdict()
        vocabulary.default_factory = vocabulary.__len__
        self.vocabulary = vocabulary
        self.numbers = array("I")
        self.lengths = array("I")

    def add(self, tokens: tuple[str, ...]) -> None:
        """The next record's tokens."""
        self.numbers.extend(map(self.vocabulary.__getitem__, tokens))
        self.lengths.append(len(tokens))

    def add_numbers(self, numbers: array[int]) -> None:
        """The next record's tokens by number."""
        self.numbers.extend(numbers)
        self.lengths.append(len(numbers))

    def numbers_of(self, tokens: Iterable[str]) -> array[int]:
        """The numbers to call :meth:`add_numbers` with."""
        return array("I", map(self.vocabulary.__getitem__, tokens))

    def invert(self) -> PostingLists:
        """The posting lists."""
        return invert_tokens(self.vocabulary, _integers(self.numbers), _integers(self.lengths))


class _Gathered:
    """What has been gathered for the next part. Values that neighbouring clauses share are numbered once."""

    def __init__(self) -> None:
        self.size = 0
        self._words = _Tokens()
        self._context_words = _Tokens()
        self._metadata = _Tokens()
        self._context_numbers: dict[tuple[str, ...], array[int]] = {}
        self._metadata_numbers: dict[tuple[str, tuple[str, ...]], array[int]] = {}
        self._texts: list[str] = []
        self._originals: list[str] = []
        self._headings: dict[str, int] = {}
        self._titles: dict[str, int] = {}
        self._documents: dict[str, int] = {}
        self._document_rows: list[bytes] = []
        self._rows: list[bytes] = []
        self._printed_headings: dict[tuple[str, ...], int] = {}
        self._shared = array("I")
        """Numbers of headings (folded, printed), title and document, day and ordinal, record after record."""

    def add(self, clause: AnalyzedClause) -> None:
        """Take one clause."""
        text, words = clause.text, clause.words
        self._words.add(words)
        self._texts.append(text)
        self._add_original(clause.clause, text)
        self._add_context(clause.context_words)
        self._add_metadata(clause.metadata)
        headings = self._headings.setdefault(clause.headings, len(self._headings))
        printed = self._printed_headings.setdefault(clause.clause.headings, len(self._printed_headings))
        title = self._titles.setdefault(clause.title, len(self._titles))
        document = self._document_number(clause.clause, clause.document)
        self._shared.extend((headings, printed, title, document, clause.day, clause.ordinal))
        self.size += len(text) + len(words) + 1

    def part(self) -> Part:
        """Everything taken so far."""
        headings, printed, title, documents, days, ordinals = _integers(self._shared).reshape(-1, 6).T.copy()
        return Part(
            words=self._words.invert(),
            context_words=self._context_words.invert(),
            metadata=self._metadata.invert(),
            text=invert_texts(self._texts),
            headings=SharedTexts(list(self._headings), headings),
            title=SharedTexts(list(self._titles), title),
            days=days,
            ordinals=ordinals,
            documents=documents,
            document_ids=list(self._documents),
            document_rows=self._document_rows,
            rows=self._rows,
            printed_headings=SharedTexts([headings_row(own) for own in self._printed_headings], printed),
            originals=differences(self._originals, self._texts),
        )

    def _add_original(self, clause: Clause, folded: str) -> None:
        """The text goes into the row only when the folded one is not character for character made of it."""
        alike = len(clause.text) == len(folded)
        self._originals.append(clause.text if alike else folded)
        self._rows.append(clause_row(clause, with_text=not alike))

    def _add_context(self, words: tuple[str, ...]) -> None:
        numbers = self._context_numbers.get(words)
        if numbers is None:
            numbers = self._context_numbers[words] = self._context_words.numbers_of(words)
        self._context_words.add_numbers(numbers)

    def _add_metadata(self, metadata: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        found = array("I")
        for entry in metadata:
            numbers = self._metadata_numbers.get(entry)
            if numbers is None:
                name, values = entry
                if "\0" in name:
                    raise ValueError(f"metadata name {name!r} contains NUL")
                terms = [metadata_term(name, value) for value in values]
                numbers = self._metadata_numbers[entry] = self._metadata.numbers_of(terms)
            found += numbers
        self._metadata.add_numbers(found)

    def _document_number(self, clause: Clause, document: Document) -> int:
        """The number of the clause's document, whose row is made once."""
        identifier = document.id
        if clause.document_id != identifier:
            raise ValueError(f"clause {clause.id} was given with document {identifier}")
        number = self._documents.get(identifier)
        if number is None:
            number = self._documents[identifier] = len(self._document_rows)
            self._document_rows.append(document_row(document))
        return number


def _integers(numbers: array[int]) -> Integers:
    """The array's own memory, viewed."""
    return np.frombuffer(numbers, np.uint32) if numbers else np.empty(0, np.uint32)
