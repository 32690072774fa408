"""Cutting a simplified text into words, with jieba's dictionary and without its guesses.

The HMM is off: cuts are a function of the dictionary alone. ``rjieba`` (the same algorithm and dictionary,
compiled) does the work; jieba itself is the reference and the fallback, and both must agree on a probe text
or the fingerprint differs and an index is refused.
"""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

_DEFAULT_FREQUENCY = 1000
_SURROGATES = re.compile("[\ud800-\udfff]")
_PROBE = (
    "中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明强调应共同推进两洋铁路项目可行性基础研究"
    "第一百零五条当事人应当按照约定全面履行义务２０１５年APEC领导人非正式会议C919大型客机结合成分子时"
)


class Cutter(Protocol):
    """What cuts: both methods give strings of the text itself, in order."""

    def cut(self, text: str) -> list[str]:
        """Words that concatenate to ``text``."""

    def cut_for_search(self, text: str) -> list[str]:
        """The same words, long ones preceded by the two- and three-character words inside them."""


class RjiebaCutter:
    """jieba's algorithm in Rust."""

    def __init__(self, words: tuple[tuple[str, int], ...]) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()
        for word, frequency in words:
            self._jieba.add_word(word, frequency, "nz")

    def cut(self, text: str) -> list[str]:
        """Words that concatenate to ``text``."""
        cut: list[str] = self._jieba.cut(text, False)
        return cut

    def cut_for_search(self, text: str) -> list[str]:
        """Words, long ones preceded by the shorter words inside them."""
        cut: list[str] = self._jieba.cut_for_search(text, False)
        return cut


class JiebaCutter:
    """jieba itself: silenced, in an instance of our own, its cache file in a private folder."""

    def __init__(self, words: tuple[tuple[str, int], ...]) -> None:
        import jieba

        jieba.default_logger.setLevel(logging.CRITICAL)
        self._jieba = jieba.Tokenizer()
        with tempfile.TemporaryDirectory(prefix="searchlib-jieba-") as private:
            # jieba trusts whatever lies in its cache file; a fresh private folder leaves nothing to trust.
            self._jieba.tmp_dir = private
            self._jieba.initialize()
        for word, frequency in words:
            self._jieba.add_word(word, frequency, "nz")

    def cut(self, text: str) -> list[str]:
        """Words that concatenate to ``text``."""
        return list(self._jieba.cut(text, HMM=False))

    def cut_for_search(self, text: str) -> list[str]:
        """Words, long ones preceded by the shorter words inside them."""
        return list(self._jieba.cut_for_search(text, HMM=False))


class Tokenizer:
    """A cutter with the project's dictionary; total on any text, lone surrogates included.

    ``words`` are further entries (names of projects, say) beside the shipped ``words.txt``.

    >>> Tokenizer(("两洋铁路",)).cut("共同推进两洋铁路项目")
    ['共同', '推进', '两洋铁路', '项目']
    """

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        entries = dict(_shipped_words())
        entries.update((word, _DEFAULT_FREQUENCY) for word in words if word not in entries)
        self._entries = tuple(sorted(entries.items()))
        self._cutter: Cutter = _cutter(self._entries)

    def cut(self, text: str) -> list[str]:
        """Words that concatenate to ``text``."""
        if not _SURROGATES.search(text):
            return self._cutter.cut(text)
        return _slices(text, self._cutter.cut(_SURROGATES.sub("\ufffd", text)))

    def cut_for_search(self, text: str) -> list[str]:
        """Words for search; with lone surrogates in ``text`` they come out as U+FFFD."""
        return self._cutter.cut_for_search(_SURROGATES.sub("\ufffd", text))

    def fingerprint(self) -> str:
        """SHA-256 of the dictionary entries and of the cuts of a probe text."""
        digest = hashlib.sha256(repr(self._entries).encode("utf-8", "surrogatepass"))
        digest.update("/".join(self.cut_for_search(_PROBE)).encode())
        return digest.hexdigest()


def _cutter(words: tuple[tuple[str, int], ...]) -> Cutter:
    try:
        return RjiebaCutter(words)
    except ImportError:
        return JiebaCutter(words)


@cache
def _shipped_words() -> tuple[tuple[str, int], ...]:
    """Entries of ``words.txt``: ``word [frequency [tag]]`` a line, ``#`` begins a comment."""
    shipped = Path(str(files("searchlib.text"))) / "words.txt"
    entries = []
    for line in shipped.read_text(encoding="utf-8").splitlines():
        fields = line.partition("#")[0].split()
        if fields:
            entries.append((fields[0], int(fields[1]) if len(fields) > 1 else _DEFAULT_FREQUENCY))
    return tuple(entries)


def _slices(text: str, cut: list[str]) -> list[str]:
    slices, at = [], 0
    for word in cut:
        slices.append(text[at : at + len(word)])
        at += len(word)
    return slices
