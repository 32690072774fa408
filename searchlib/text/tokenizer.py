"""Cut simplified texts into words with jieba's dictionary.

The HMM is off: cuts are a function of the dictionary alone. Where much is cut, ``rjieba`` (jieba's algorithm
and dictionary, compiled) does the work, with jieba itself as the reference and the fallback. Queries are cut
with the dictionary that the build left in the index, after comparing that both give the same words.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from searchlib.errors import SearchlibError
from searchlib.text.cutter import DictionaryCutter
from searchlib.text.dictionary import DICTIONARY_MAGIC, Dictionary

_DEFAULT_FREQUENCY = 1000
_SAMPLED = 1999
"""Every so many words of the dictionary are cut for comparison."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_PROBE = (
    "中华人民共和国和秘鲁共和国关于深化全面战略伙伴关系的联合声明强调应共同推进两洋铁路项目可行性基础研究"
    "第一百零五条当事人应当按照约定全面履行义务２０１５年APEC领导人非正式会议C919大型客机结合成分子时"
)


class Cutter(Protocol):
    """Both methods return strings of the text itself, in order."""

    def cut(self, text: str) -> list[str]:
        """Return words that concatenate to ``text``."""

    def cut_for_search(self, text: str) -> list[str]:
        """Return the same words, long ones preceded by the two- and three-character words inside them."""


class RjiebaCutter:
    """jieba's algorithm in Rust."""

    def __init__(self, words: tuple[tuple[str, int], ...]) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()
        for word, frequency in words:
            self._jieba.add_word(word, frequency, "nz")

    def cut(self, text: str) -> list[str]:
        """Return words that concatenate to ``text``."""
        cut: list[str] = self._jieba.cut(text, False)
        return cut

    def cut_for_search(self, text: str) -> list[str]:
        """Return the same words, long ones preceded by the two- and three-character words inside them."""
        cut: list[str] = self._jieba.cut_for_search(text, False)
        return cut


class JiebaCutter:
    """jieba itself: silenced, in an instance of our own, its cache file in a private folder."""

    def __init__(self, words: tuple[tuple[str, int], ...]) -> None:
        # Loaded only where rjieba is missing; a search must not wait for them.
        import logging
        import tempfile

        import jieba

        jieba.default_logger.setLevel(logging.CRITICAL)
        self._jieba = jieba.Tokenizer()
        with tempfile.TemporaryDirectory(prefix="searchlib-jieba-") as private:
            # jieba trusts whatever lies in its cache file; a fresh private folder leaves nothing to trust.
            self._jieba.tmp_dir = private
            self._jieba.initialize()
        for word, frequency in words:
            # jieba adds the frequency of a word it has already a second time; rjieba replaces it.
            self._jieba.total -= self._jieba.FREQ.get(word, 0)
            self._jieba.add_word(word, frequency, "nz")

    def cut(self, text: str) -> list[str]:
        """Return words that concatenate to ``text``."""
        return list(self._jieba.cut(text, HMM=False))

    def cut_for_search(self, text: str) -> list[str]:
        """Return the same words, long ones preceded by the two- and three-character words inside them."""
        return list(self._jieba.cut_for_search(text, HMM=False))


class Tokenizer:
    """A cutter with the project's dictionary; total on any text, lone surrogates included.

    ``words`` are further entries (names of projects, say) beside jieba's and the shipped ``words.txt``, or
    the dictionary of an index, which has them all.

    >>> Tokenizer(("两洋铁路",)).cut("共同推进两洋铁路项目")
    ['共同', '推进', '两洋铁路', '项目']
    """

    def __init__(self, words: tuple[str, ...] | Dictionary = ()) -> None:
        self._source = words if isinstance(words, Dictionary) else _entries(words)

    @cached_property
    def _cutter(self) -> Cutter:
        """Loaded when something is to be cut: a build that has nothing to do never waits for it."""
        source = self._source
        return DictionaryCutter(source) if isinstance(source, Dictionary) else _cutter(source)

    def cut(self, text: str) -> list[str]:
        """Return words that concatenate to ``text``."""
        if not _SURROGATES.search(text):
            return self._cutter.cut(text)
        return _slices(text, self._cutter.cut(_SURROGATES.sub("\ufffd", text)))

    def cut_for_search(self, text: str) -> list[str]:
        """Return the same words, long ones preceded by the two- and three-character words inside them."""
        return self._cutter.cut_for_search(_SURROGATES.sub("\ufffd", text))

    def fingerprint(self) -> str:
        """Return the SHA-256 of jieba's dictionary, the entries beside it, and the rules of cutting."""
        if isinstance(self._source, Dictionary):
            header = self._source.header
            source, entries = header.source, header.entries
        else:
            # Only a build reads jieba's own dictionary; a search must not wait for what that needs.
            from searchlib.text.dictionary_writer import entries_digest, source_digest

            source, entries = source_digest(), entries_digest(self._source)
        return sha256(f"{DICTIONARY_MAGIC} {source} {entries}".encode()).hexdigest()

    def close(self) -> None:
        """Close the dictionary, if it is one of an index."""
        if isinstance(self._source, Dictionary):
            self._source.close()

    def write_dictionary(self, path: Path) -> None:
        """Write the file that a :class:`Dictionary` opens, for cutting queries as this tokenizer cuts texts.

        Raises SearchlibError when it would not cut alike: the installed libraries do not go together.
        """
        if isinstance(self._source, Dictionary):
            raise ValueError("this tokenizer cuts with a written dictionary already")
        # Only a build compiles; see fingerprint().
        from searchlib.text.dictionary_writer import compiled, sample

        content = compiled(self._source)
        path.write_bytes(content)
        probes = (_PROBE, "".join(word for word, _ in self._source), sample(content, _SAMPLED))
        with Dictionary(path) as dictionary:
            cutter = DictionaryCutter(dictionary)
            if any(cutter.cut_for_search(probe) != self.cut_for_search(probe) for probe in probes):
                raise SearchlibError("extra.other-cutter")


def _entries(words: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    entries = dict(_shipped_words())
    entries.update((word, _DEFAULT_FREQUENCY) for word in words if word not in entries)
    return tuple(sorted(entries.items()))


@lru_cache(maxsize=1)
def _cutter(words: tuple[tuple[str, int], ...]) -> Cutter:
    """Kept for the next update of the same process: loading takes longer than a small update."""
    try:
        return RjiebaCutter(words)
    except ImportError:
        return JiebaCutter(words)


@cache
def _shipped_words() -> tuple[tuple[str, int], ...]:
    """Read the entries of ``words.txt``: ``word [frequency [tag]]`` a line, ``#`` begins a comment."""
    shipped = Path(__file__).with_name("words.txt")
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
