"""From a clause to the keys it is found by; the same for what is indexed and what is asked.

Words are cut on the simplified view, where jieba's dictionary is at home, and keyed on the folded one, so
that 兩洋鐵路 and 两洋铁路 give the same terms.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from searchlib.model import AnalyzedClause, Clause, Document
from searchlib.text.dictionary import Dictionary
from searchlib.text.tokenizer import Tokenizer
from searchlib.text.variants import fold, fold_digest, simplify

_FULL_WIDTH = {0xFF01 + at: 0x21 + at for at in range(94) if chr(0x21 + at).isalnum()}
"""ＡＰＥＣ → APEC: jieba takes half-width letters and digits together, full-width ones singly."""

_HAS_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_REMEMBERED_TERMS = 1 << 18
_DICTIONARY = "words.dict"


class Analyzer:
    """Text to terms. Safe to share between threads.

    ``words`` are the names that jieba must not cut apart, or the dictionary of an index, which knows them.
    """

    def __init__(self, words: tuple[str, ...] | Dictionary = ()) -> None:
        self._tokenizer = Tokenizer(words)
        self._terms = _Terms()
        self._last_context = _Context(((), ""), "", "", ())

    def words(self, text: str) -> tuple[str, ...]:
        """Folded search-mode terms of ``text`` with repetition; punctuation and blanks are not words.

        >>> Analyzer().words("兩國政府") == Analyzer().words("两国政府")
        True
        """
        return self._words(text, fold(text))

    def clause(self, clause: Clause, document: Document, ordinal: int) -> AnalyzedClause:
        """Everything an engine needs of one clause; ``document`` comes without its clauses."""
        text = fold(clause.text)
        context = self._context_of(clause.headings, document.title or "")
        return AnalyzedClause(
            clause=clause,
            document=document,
            ordinal=ordinal,
            text=text,
            headings=context.headings,
            title=context.title,
            words=self._words(clause.text, text),
            context_words=context.words,
            metadata=metadata(clause, document),
            day=day(document),
        )

    def fingerprint(self) -> str:
        """SHA-256 over dictionary, cuts and fold table: indexes are only compatible with an equal one."""
        return hashlib.sha256(f"{self._tokenizer.fingerprint()} {fold_digest()}".encode()).hexdigest()

    def write_dictionary(self, folder: Path) -> None:
        """Leave in ``folder`` what :func:`open_analyzer` opens; raises SearchlibError when the installed
        libraries of cutting do not go together."""
        self._tokenizer.write_dictionary(folder / _DICTIONARY)

    def close(self) -> None:
        """Let go of the dictionary, if it is one of an index."""
        self._tokenizer.close()

    def _context_of(self, headings: tuple[str, ...], title: str) -> _Context:
        """Headings and titles repeat over a document; the last ones are remembered."""
        remembered = self._last_context
        if remembered.source != (headings, title):
            joined = "\n".join(headings)
            words = self.words(f"{joined}\n{title}")
            remembered = _Context((headings, title), fold(joined), fold(title), words)
            self._last_context = remembered
        return remembered

    def _words(self, text: str, folded: str) -> tuple[str, ...]:
        view = text.translate(_FULL_WIDTH) if _HAS_FULL_WIDTH.search(text) else text
        simplified = simplify(view)
        if simplified is not view and fold(simplified) != folded:
            return self._words_by_slices(simplified, folded)
        terms = map(self._terms.__getitem__, self._tokenizer.cut_for_search(simplified))
        return tuple(filter(None, terms))

    def _words_by_slices(self, simplified: str, folded: str) -> tuple[str, ...]:
        """Where t2s leaves the fold's classes (手鍊 → 手链), keys are cut out of the fold by offset."""
        terms: list[str] = []
        at = 0
        for word in self._tokenizer.cut(simplified):
            inner = self._tokenizer.cut_for_search(word)
            terms.extend(_locate(inner, word, folded[at : at + len(word)]))
            at += len(word)
        return tuple(term for term in terms if _is_word(term))


def open_analyzer(folder: Path) -> Analyzer:
    """An analyzer that loads nothing, for queries, with the dictionary that a build wrote into ``folder``.

    Raises IndexDamaged when it is not there or not complete.
    """
    return Analyzer(Dictionary(folder / _DICTIONARY))


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands above a clause: headings and title as given, both folded, and their words."""

    source: tuple[tuple[str, ...], str]
    headings: str
    title: str
    words: tuple[str, ...]


class _Terms(dict[str, str]):
    """Word → term, empty for what is no word; remembers the commonest work of a build."""

    def __missing__(self, word: str) -> str:
        term = fold(word)
        term = term if _is_word(term) else ""
        if len(self) < _REMEMBERED_TERMS:
            self[word] = term
        return term


def metadata(clause: Clause, document: Document) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values that filters compare; ``path`` holds every prefix, so ``clause:2`` finds 2.3 too."""
    steps = clause.path.split(".")
    return (
        ("country", document.parties),
        ("kind", (str(document.kind),)),
        ("script", (str(document.script),) if document.script else ()),
        ("publisher", (fold(document.publisher),) if document.publisher else ()),
        ("path", tuple(".".join(steps[: depth + 1]) for depth in range(len(steps)))),
        ("document", (document.id,)),
    )


def day(document: Document) -> int:
    """The document's date as ``yyyymmdd``, 0 when unknown."""
    if document.date is None:
        return 0
    return document.date.year * 10_000 + document.date.month * 100 + document.date.day


def _is_word(term: str) -> bool:
    return any(character.isalnum() for character in term)


def _locate(inner: list[str], word: str, key: str) -> list[str]:
    """The slices of ``key`` at which the cuts of ``word`` stand, in the order of the cuts."""
    located: list[str] = []
    seen: dict[str, int] = {}
    for part in inner:
        at = word.find(part, seen.get(part, 0))
        if at < 0:
            at = word.find(part)
        seen[part] = at + 1
        located.append(key[at : at + len(part)])
    return located
