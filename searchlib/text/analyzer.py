"""Turn clauses and queries into keys, by the same rules.

Terms come from the folded view, so that 兩洋鐵路 and 两洋铁路 have the same terms.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from searchlib.model import AnalyzedBatch, Document
from searchlib.text.dictionary import Dictionary
from searchlib.text.fields import METADATA_KEYS, document_metadata, path_metadata
from searchlib.text.running import key, running
from searchlib.text.terms import TermCutter
from searchlib.text.tokenizer import Tokenizer
from searchlib.text.views import fold, fold_digest, simplify

_REMEMBERED_TEXTS = 1024
"""Pieces of queries: each tier asks for their words again."""

_DICTIONARY = "words.dict"


class Analyzer:
    """Text to terms. Safe to share between threads.

    ``words`` are the names that jieba must not cut apart, or the dictionary of an index, which knows them.
    """

    def __init__(self, words: tuple[str, ...] | Dictionary = ()) -> None:
        self._tokenizer = Tokenizer(words)
        self._terms = TermCutter(self._tokenizer)
        self._words_of = lru_cache(_REMEMBERED_TEXTS)(self._cut)

    def words(self, text: str) -> tuple[str, ...]:
        """Folded search-mode terms of ``text`` with repetition; punctuation and blanks are not words.

        >>> Analyzer().words("兩國政府") == Analyzer().words("两国政府")
        True
        """
        return self._words_of(text)

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text``, in its own characters and with everything between them: joined they
        are ``text``.

        >>> Analyzer().cut("兩國政府，")
        ['兩國政府', '，']
        """
        words, at = [], 0
        for word in self._tokenizer.cut(simplify(text)):
            words.append(text[at : at + len(word)])
            at += len(word)
        return words

    def batch(self, documents: Sequence[Document]) -> AnalyzedBatch:
        """Return everything an engine needs of the clauses of ``documents``, which come with them.

        Texts are folded and cut many at a time; terms are those that :meth:`words` returns for each text.
        """
        heads = [replace(document, clauses=(), clause_count=len(document.clauses)) for document in documents]
        clauses = [clause for document in documents for clause in document.clauses]
        context_numbers: dict[tuple[tuple[str, ...], str], int] = {}
        columns = _Columns()
        for number, document in enumerate(documents):
            title = document.title or ""
            columns.add(number, len(document.clauses), day(document))
            columns.contexts.extend(
                [
                    context_numbers.setdefault((clause.headings, title), len(context_numbers))
                    for clause in document.clauses
                ]
            )
        texts = self._terms.cut_many([clause.text for clause in clauses])
        context_texts = self._terms.cut_many([_context_text(*context) for context in context_numbers])
        return AnalyzedBatch(
            documents=heads,
            clauses=clauses,
            owners=columns.owners,
            ordinals=columns.ordinals,
            days=columns.days,
            lengths=texts.lengths,
            originals=texts.originals,
            texts=texts.keys,
            places=texts.places,
            words=texts.words,
            contexts=[(headings, _joined_keys(headings), key(title)) for headings, title in context_numbers],
            contexts_of=columns.contexts,
            context_words=context_texts.words,
            metadata=[path_metadata(clause.path) for clause in clauses],
            document_metadata=[document_metadata(head) for head in heads],
        )

    def fingerprint(self) -> str:
        """Return the SHA-256 of dictionary, cutting rules, fold table and keys of the metadata.

        An index can be opened with an equal fingerprint only; a filter that was added after it was built
        would find nothing in it.
        """
        made_of = f"{self._tokenizer.fingerprint()} {fold_digest()} {' '.join(METADATA_KEYS)}"
        return hashlib.sha256(made_of.encode()).hexdigest()

    def write_dictionary(self, folder: Path) -> None:
        """Write into ``folder`` the dictionary that :func:`open_analyzer` opens; raise SearchlibError if
        the installed libraries cut differently.
        """
        self._tokenizer.write_dictionary(folder / _DICTIONARY)

    def close(self) -> None:
        """Close the dictionary, if it is one of an index."""
        self._tokenizer.close()

    def _cut(self, text: str) -> tuple[str, ...]:
        inner = running(text)
        return self._terms.cut(inner, fold(inner))


def _joined_keys(headings: tuple[str, ...]) -> str:
    """Return the keys of headings, a line feed between two: no query reaches over it."""
    return "\n".join(map(key, headings))


def _context_text(headings: tuple[str, ...], title: str) -> str:
    """Return headings and title as one text to cut; no word reaches over the full stops between them."""
    return "。".join((*headings, title))


def open_analyzer(folder: Path) -> Analyzer:
    """Return an analyzer for queries, with the dictionary that a build wrote into ``folder``; it loads
    nothing.

    Raises IndexDamaged when it is not there or not complete.
    """
    return Analyzer(Dictionary(folder / _DICTIONARY))


class _Columns:
    """The facts of each clause of a batch beside its text."""

    def __init__(self) -> None:
        self.owners = array("I")
        self.ordinals = array("I")
        self.days = array("I")
        self.contexts = array("I")

    def add(self, owner: int, count: int, day: int) -> None:
        """Append the ``count`` clauses of one document."""
        self.owners.extend([owner] * count)
        self.ordinals.extend(range(count))
        self.days.extend([day] * count)


def day(document: Document) -> int:
    """Return the document's date as ``yyyymmdd``, 0 when unknown."""
    if document.date is None:
        return 0
    return document.date.year * 10_000 + document.date.month * 100 + document.date.day
