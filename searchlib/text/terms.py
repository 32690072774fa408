"""Turn texts into terms: words are cut on the simplified view, their keys are taken from the folded one.

Queries are cut one at a time; a build cuts many texts at once, which returns the same terms faster.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from searchlib.model import Terms
from searchlib.text.running import running_of_many
from searchlib.text.separator import separator
from searchlib.text.tokenizer import Tokenizer
from searchlib.text.views import fold, simplify

if TYPE_CHECKING:
    from searchlib.text.tables import CharacterTable

_FULL_WIDTH = {0xFF01 + at: 0x21 + at for at in range(94) if chr(0x21 + at).isalnum()}
"""ＡＰＥＣ → APEC: jieba takes half-width letters and digits together, full-width ones singly."""

_HAS_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_REMEMBERED_TERMS = 1 << 18

_END, _NO_WORD = 0, 1
"""Numbers that belong to no term: the end of a text, and a word without letters or digits."""


@dataclass(frozen=True, slots=True)
class ManyTexts:
    """Many texts end to end, each followed by one character that belongs to none, and their terms.

    ``keys`` are the keys of ``originals``, ``lengths`` theirs in code points, and ``places`` has for each
    character of ``keys`` its offset in ``originals``.
    """

    originals: str
    keys: str
    lengths: array[int]
    places: array[int]
    words: Terms


class TermCutter:
    """Texts to terms. Safe to share between threads."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._terms = _Terms()

    def cut(self, text: str, folded: str) -> tuple[str, ...]:
        """Return the terms of the running text ``text``, whose folded view is ``folded``, with repetition."""
        view = text.translate(_FULL_WIDTH) if _HAS_FULL_WIDTH.search(text) else text
        simplified = simplify(view)
        if simplified is not view and fold(simplified) != folded:
            return self._cut_by_slices(simplified, folded)
        terms = map(self._terms.__getitem__, self._tokenizer.cut_for_search(simplified))
        return tuple(filter(None, terms))

    def cut_many(self, texts: list[str]) -> ManyTexts:
        """Return the terms and keys of many texts, which are folded and cut as one."""
        # Only a build needs it, and NumPy with it.
        from searchlib.text.tables import running_lengths, runs_of

        end = separator(texts)
        if end is None:  # the texts hold every character that could stand between them
            return self._each(texts)
        originals = end.join([*texts, ""])
        joined, places = running_of_many(originals)
        keys = fold(joined)
        lengths = running_lengths(places, array("I", map(len, texts)))
        numbers = _Numbers(self._terms, end)
        view, apart = self._simplified(joined, keys, lengths, end)
        cut = array("I", map(numbers.__getitem__, self._tokenizer.cut_for_search(view)))
        cut = _insert(cut, {at: array("I", map(numbers.number, words)) for at, words in apart.items()})
        kept, counts = runs_of(cut, _END, _NO_WORD)
        return ManyTexts(originals, keys, lengths, places, Terms(numbers.terms, kept, counts))

    def _each(self, texts: list[str]) -> ManyTexts:
        """Return what :meth:`cut_many` does, text by text."""
        numbers = _Numbers(self._terms, None)
        keys: list[str] = []
        places, kept, counts = array("I"), array("I"), array("I")
        at = 0
        for text in texts:
            inner, own = running_of_many(text)
            keys.append(fold(inner))
            places.extend([at + place for place in own] + [at + len(text)])
            at += len(text) + 1
            words = self.cut(inner, keys[-1])
            kept.extend(map(numbers.number, words))
            counts.append(len(words))
        lengths = array("I", map(len, keys))
        end = "\0"
        joined, folded = end.join([*texts, ""]), end.join([*keys, ""])
        return ManyTexts(joined, folded, lengths, places, Terms(numbers.terms, kept, counts))

    def _simplified(
        self, joined: str, folded: str, lengths: array[int], end: str
    ) -> tuple[str, dict[int, tuple[str, ...]]]:
        """Return the view in which texts, each followed by ``end``, are cut, without the texts that must
        be cut apart, and the terms of these by number of text.
        """
        from searchlib.text.tables import differing

        view = _full_width_table().apply(joined) if _HAS_FULL_WIDTH.search(joined) else joined
        simplified = simplify(view)
        different = [] if simplified is view else differing(fold(simplified), folded, lengths)
        if not different:
            return simplified, {}
        apart: dict[int, tuple[str, ...]] = {}
        views = simplified.split(end)
        starts = [0, *accumulate(length + 1 for length in lengths)]
        for at in different:
            key = folded[starts[at] : starts[at] + lengths[at]]
            apart[at] = self._cut_by_slices(views[at], key)
            views[at] = ""
        return end.join(views), apart

    def _cut_by_slices(self, simplified: str, folded: str) -> tuple[str, ...]:
        """Cut keys out of the folded text by offset, where t2s leaves the fold's classes (手鍊 → 手链)."""
        terms: list[str] = []
        at = 0
        for word in self._tokenizer.cut(simplified):
            inner = self._tokenizer.cut_for_search(word)
            terms.extend(_locate(inner, word, folded[at : at + len(word)]))
            at += len(word)
        return tuple(term for term in terms if _is_word(term))


class _Terms(dict[str, str]):
    """Word → term, empty for punctuation; remembers the words that a build meets again and again."""

    def __missing__(self, word: str) -> str:
        term = fold(word)
        term = term if _is_word(term) else ""
        if len(self) < _REMEMBERED_TERMS:
            self[word] = term
        return term


class _Numbers(dict[str, int]):
    """Word → number of its term in ``terms``, for one batch; ``end`` is the separator of the texts."""

    def __init__(self, terms: _Terms, end: str | None) -> None:
        super().__init__()
        self._known = terms
        self._numbers: dict[str, int] = {}
        self.terms = ["", ""]
        if end is not None:
            self[end] = _END

    def __missing__(self, word: str) -> int:
        term = self._known[word]
        number = self[word] = self.number(term) if term else _NO_WORD
        return number

    def number(self, term: str) -> int:
        """Return the number of ``term``."""
        number = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number


def _is_word(term: str) -> bool:
    return any(character.isalnum() for character in term)


def _locate(inner: list[str], word: str, key: str) -> list[str]:
    """Return the slices of ``key`` at the places of the cuts of ``word``, in the order of the cuts."""
    located: list[str] = []
    seen: dict[str, int] = {}
    for part in inner:
        at = word.find(part, seen.get(part, 0))
        if at < 0:
            at = word.find(part)
        seen[part] = at + 1
        located.append(key[at : at + len(part)])
    return located


def _insert(cut: array[int], apart: dict[int, array[int]]) -> array[int]:
    """Insert the words of some texts into ``cut`` before the ends of these texts; ``apart`` is by text,
    ascending.
    """
    whole = array("I")
    start = end = 0
    text = -1
    for at, words in apart.items():
        while text < at:
            text, end = text + 1, cut.index(_END, end) + 1
        whole += cut[start : end - 1] + words
        start = end - 1
    return whole + cut[start:]


@cache
def _full_width_table() -> CharacterTable:
    from searchlib.text.tables import CharacterTable

    return CharacterTable(_FULL_WIDTH)
