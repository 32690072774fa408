"""Words that Taiwan and the Mainland say differently: 软件 is 軟體, 知识产权 is 智慧財產權.

The words are those of OpenCC's phrase tables (``TWPhrases.txt``, ``TWPhrasesRev.txt``), both ways. They are
offered to a reader and never mixed into an answer, for they are other words, not other characters. For Hong
Kong OpenCC has variants of characters only, which the fold makes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from searchlib.text.views import conversions, fold, other_script, simplify

_MOST = 4
"""Spellings of one text in the words of one region."""


@dataclass(frozen=True, slots=True)
class _Region:
    """The words of another region by folded word of one's own, the pattern that finds the latter, and what
    puts a text into the region's characters; that is slow, and done for words that are found only."""

    words: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]
    longest: int
    script: Callable[[str], str]

    def said(self, word: str) -> tuple[str, ...]:
        """Return what the region says for ``word``, also part by part: 信息安全 is 資訊保安 or 資訊安全."""
        parts: list[str] = []
        at = 0
        while at < len(word):
            lengths = range(min(len(word) - at, len(word) - 1, self.longest), 0, -1)
            length = next((n for n in lengths if word[at : at + n] in self.words), 0)
            parts.append(self.script(self.words[word[at : at + length]][0] if length else word[at]))
            at += length or 1
        return tuple(dict.fromkeys((*map(self.script, self.words[word]), "".join(parts))))


def regional_words(text: str) -> tuple[str, ...]:
    """Return ``text`` in the words of Taiwan and in those of the Mainland, where they differ from its own.

    Words of Taiwan come in Traditional characters, those of the Mainland in Simplified ones.

    >>> regional_words("软件"), regional_words("智慧財產權"), regional_words("铁路")
    (('軟體',), ('知识产权', '智能财产权'), ())
    >>> regional_words("信息安全")
    ('資訊保安', '資訊安全')
    """
    own = fold(text)
    taiwan = islice(_said(text, _to_taiwan()), _MOST)
    mainland = islice(_said(text, _to_mainland()), _MOST)
    found = {fold(said): said for said in (*taiwan, *mainland)}
    return tuple(said for folded, said in found.items() if folded != own)


def _said(text: str, region: _Region) -> Iterator[str]:
    """Yield ``text`` with every word of the region replaced: first by the first word for each."""
    folded = fold(text)
    found = list(region.pattern.finditer(folded))
    if not found:
        return
    said = {match[0]: region.said(match[0]) for match in found}
    for turn in range(max(map(len, said.values()))):
        pieces: list[str] = []
        at = 0
        for match in found:
            choices = said[match[0]]
            pieces += (region.script(text[at : match.start()]), choices[min(turn, len(choices) - 1)])
            at = match.end()
        yield "".join((*pieces, region.script(text[at:])))


def _traditional(text: str) -> str:
    return text if simplify(text) != text else other_script(text)


@cache
def _to_taiwan() -> _Region:
    return _region("TWPhrases.txt", _traditional)


@cache
def _to_mainland() -> _Region:
    return _region("TWPhrasesRev.txt", simplify)


def _region(name: str, script: Callable[[str], str]) -> _Region:
    words: dict[str, tuple[str, ...]] = {}
    for own, others in conversions(name):
        if said := tuple(other for other in others if fold(other) != fold(own)):
            words[fold(own)] = said
    longest = sorted(words, key=len, reverse=True)
    return _Region(words, re.compile("|".join(map(re.escape, longest))), max(map(len, words)), script)
