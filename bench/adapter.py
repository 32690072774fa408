"""Adapter of this project for the side-by-side benchmark, over the public interface.

Neighbouring benchmark clauses of one law are the clauses of one document, as they are for a reader; documents
are named by number, so that corpus order is the given order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

import searchlib
from searchlib.text.running import key
from searchlib.text.spans import find
from searchlib.text.views import fold

Docs = list[dict[str, str]]
Rows = list[tuple[int, str, list[tuple[int, int]]]]
"""Clause number, text and marks."""


class Engine:
    """The engine that the benchmark drives: build once, open, then answer its query classes."""

    def build(self, docs: Docs, folder: str) -> None:
        """Index the clauses, law by law."""
        searchlib.build_documents(documents(docs), folder)

    def open(self, folder: str, _docs: Docs) -> None:
        """Open the index and read which clause each record is."""
        self._library = searchlib.open(Path(folder))
        records = [record for record, _ in self._library.engine.texts()]
        self._number = np.empty(len(records), np.intp)
        self._number[records] = np.arange(len(records))

    def top(self, words: list[str], op: str) -> int:
        """Return the number of hits among the first ten: record numbers, scores and the exact total, no
        texts."""
        return sum(len(page.rows) for page in self._library.pages(self._request(words, op)))

    def answer(self, words: list[str]) -> Rows:
        """Return the first ten with text and marks."""
        return _rows(self._library.answer(self._request(words, "or")))

    def keyword(self, words: list[str]) -> tuple[int, Rows]:
        """Return the exact total of the clauses that hold all ``words``, and the first ten with text and
        marks."""
        found = self._library.answer(self._request(words, "and"))
        return found.totals.exact, _rows(found)

    def phrase(self, phrase: str) -> Sequence[int]:
        """Return a record number for every occurrence of the phrase, letter for letter as the peers find it:
        a reader's question would leave out 第三 in 第三十五."""
        return self._library.strings((key(phrase),)).numbers

    def resolve(self, records: Sequence[int]) -> set[int]:
        """Return the clauses of records; the peers look them up outside the timing, too."""
        return set(self._number.take(records).tolist())

    def mentions(self, phrase: str) -> list[tuple[int, int]]:
        """Return every occurrence with its offset."""
        found = self._library.strings((key(phrase),))
        return list(zip(self._number.take(found.numbers).tolist(), list(found.starts), strict=True))

    def _request(self, words: list[str], op: str) -> searchlib.SearchRequest:
        return searchlib.SearchRequest((" OR " if op == "or" else " ").join(words), exact=True)


def _rows(found: searchlib.SearchResults) -> Rows:
    return [
        (int(hit.clause.path), hit.text, [(span.start, span.end) for span in hit.spans]) for hit in found.hits
    ]


def documents(docs: Docs) -> Iterator[searchlib.Document]:
    """Return one document for each run of clauses of one law; a clause's path is its number in the
    benchmark."""
    for law, run in groupby(enumerate(docs), key=lambda numbered: numbered[1]["doc"]):
        rows = list(run)
        name = f"{rows[0][0]:07}"
        clauses = tuple(searchlib.Clause(name, str(number), doc["text"]) for number, doc in rows)
        yield searchlib.Document(name, law, clauses=clauses)


def scan(docs: Docs, phrase: str) -> list[tuple[int, int]]:
    """Return the expected answer of :meth:`Engine.mentions`, found without an index."""
    needle = fold(phrase)
    return [(n, span.start) for n, doc in enumerate(docs) for span in find(fold(doc["text"]), needle)]
