"""Cut by the most probable path through a dictionary on disk, as jieba does without its HMM.

A text is cut into runs of Han characters, letters and digits; everything else stands alone. Of all ways to
spell a run with words, the one whose frequencies multiply to the most is taken; of equal ones the one whose
first words are longer. Letters and digits that are no word are joined. These are the rules of jieba (Sun
Junyi, 0.42.1) and of its compiled form, which cut the same words faster once they have loaded their
dictionary; for a single query loading it is nearly all the work, so queries are cut here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

from searchlib.text.dictionary import Dictionary

_IN_RUNS = (
    "a-zA-Z0-9+#&._%\\-"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002f800-\U0002fa1f"
)
"""Characters that rjieba 0.2.2 takes for parts of words. jieba's own class ends at U+9FD5."""

_PIECES = re.compile(f"[{_IN_RUNS}]+|\r\n|.", re.DOTALL)
_REMEMBERED_WORDS = 1 << 15


def is_cuttable(word: str) -> bool:
    """Return whether a cut can return ``word`` as a whole.

    >>> is_cuttable("两洋铁路"), is_cuttable("索隆拜·热恩别科夫")
    (True, False)
    """
    return re.fullmatch(f"[{_IN_RUNS}]+", word) is not None


class DictionaryCutter:
    """Cuts with ``dictionary`` alone; see :class:`searchlib.text.tokenizer.Cutter`."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._log_total = log(dictionary.header.total)
        self._weight = lru_cache(_REMEMBERED_WORDS)(self._log_probability)

    def cut(self, text: str) -> list[str]:
        """Return words that concatenate to ``text``."""
        words: list[str] = []
        for piece in _PIECES.findall(text):
            if len(piece) == 1 or piece == "\r\n":
                words.append(piece)
            else:
                words += self._cut_run(piece)
        return words

    def cut_for_search(self, text: str) -> list[str]:
        """Return words, long ones preceded by the two- and three-character words inside them."""
        words: list[str] = []
        for word in self.cut(text):
            for width in (2, 3):
                if len(word) > width:
                    inner = (word[at : at + width] for at in range(len(word) - width + 1))
                    words += filter(self._weight, inner)
            words.append(word)
        return words

    def _cut_run(self, run: str) -> list[str]:
        words: list[str] = []
        loose = start = 0
        for end in self._path(run):
            if end - start > 1 or not _is_letter_or_digit(run[start]):
                if loose < start:
                    words.append(run[loose:start])
                words.append(run[start:end])
                loose = end
            start = end
        if loose < start:
            words.append(run[loose:start])
        return words

    def _path(self, run: str) -> list[int]:
        """Return where the words of the most probable path end."""
        ends = [0] * len(run)
        scores = [0.0] * (len(run) + 1)
        weight_of = self._weight
        for start in reversed(range(len(run))):
            # Without a word that begins here the character stands alone, as if it were one of frequency 1.
            best, best_end = None, start + 1
            for end in range(start + 1, len(run) + 1):
                weight = weight_of(run[start:end])
                if weight is None:
                    break
                if weight and (best is None or weight + scores[end] >= best):
                    best, best_end = weight + scores[end], end
            scores[start] = scores[start + 1] - self._log_total if best is None else best
            ends[start] = best_end
        path, at = [], 0
        while at < len(run):
            at = ends[at]
            path.append(at)
        return path

    def _log_probability(self, word: str) -> float | None:
        """Return the logarithm of the probability of ``word``; 0 if it only begins words, None if not even
        that."""
        frequency = self._dictionary.frequency(word)
        return log(frequency) - self._log_total if frequency else frequency


def _is_letter_or_digit(character: str) -> bool:
    return character.isascii() and character.isalnum()
