"""What stands beside a query's places: the strings directly left and right, and the words near them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from searchlib.analysis.association import dice, log_dice, log_likelihood
from searchlib.analysis.contexts import Contexts, contexts_of, near_windows, texts_with_spans
from searchlib.budget import check_budget, checked
from searchlib.search.library import Library
from searchlib.search.place_answers import FoundPlaces
from searchlib.text.spans import starts

NEIGHBOUR_LENGTHS = (1, 2, 3)
"""The lengths, in code points, of the strings that are counted beside a match."""

_CANDIDATES = 80
"""The commonest words near the places that are measured."""

_EXAMINED = 800
"""The commonest strings of the windows that are looked up in the dictionary."""

_READ = 200_000
"""Characters of windows that candidates are taken from; of more, every so many-th window."""

_WORD_LENGTHS = (2, 3, 4)
"""The lengths of Chinese words, in code points."""

_LOOKED_AT, _BESIDE = 3, 6
"""FoundPlaces in which a word is cut, and the characters on each side that are cut with it."""

_ALPHABETIC = re.compile(r"[a-z][a-z0-9'-]+")
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A folded string that stands directly left or right of so many places."""

    side: str
    text: str
    lines: int


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near the places of a query: ``near`` are its occurrences within the windows, ``total`` all of
    them.

    ``expected`` is what ``near`` would be if the word were spread evenly over all texts. The measures are
    defined in :mod:`searchlib.analysis.association`; for the last two, at most one occurrence counts for each
    place.
    """

    word: str
    near: int
    total: int
    expected: float
    log_likelihood: float
    dice: float
    log_dice: float


def neighbours(contexts: Contexts, most: int = 10) -> tuple[Neighbour, ...]:
    """Return the ``most`` frequent strings of each length on each side, most frequent first.

    ``contexts`` need a reach of three. A string that the end of the clause cuts short is not counted.
    """
    found: list[Neighbour] = []
    for length in NEIGHBOUR_LENGTHS:
        lefts = Counter(text[-length:] for text in checked(contexts.lefts) if len(text) >= length)
        rights = Counter(text[:length] for text in checked(contexts.rights) if len(text) >= length)
        for side, counts in (("left", lefts), ("right", rights)):
            first = nsmallest(most, counts.items(), key=lambda row: (-row[1], row[0]))
            found += (Neighbour(side, text, lines) for text, lines in first)
    return tuple(found)


def neighbours_of(library: Library, places: FoundPlaces, most: int = 10) -> tuple[Neighbour, ...]:
    """Return what stands directly left and right of ``places``; see :func:`neighbours`."""
    return neighbours(contexts_of(library, places, max(NEIGHBOUR_LENGTHS)), most)


def collocates_of(
    library: Library, places: FoundPlaces, *, reach: int = 10, least: int = 3, most: int = 20
) -> tuple[Collocate, ...]:
    """Return the words within ``reach`` code points of ``places``, most strongly associated first.

    The candidates are the commonest strings of the windows that are words of the tokenizer. Their
    occurrences, near the places and everywhere, are counted as strings, so that no count depends on how a
    text is cut. Words of one Chinese character or more than four, and those near fewer than ``least`` times,
    are left out. Ordered by log-likelihood.
    """
    around = _BREAK.join(
        piece
        for text, spans in texts_with_spans(library, places)
        for piece in near_windows(text, spans, reach)
    )
    positions = len(around) - around.count(_BREAK)
    matches = set(contexts_of(library, places, 0).matches)
    words = (word for word in _candidates(library, around) if word not in matches)
    near = {word: count for word in words if (count := _count(around, word)) >= least}
    n = sum(each.characters for each in library.extents().fields["document"])
    found = []
    for word, count in near.items():
        check_budget()
        found.append(_measured(word, count, len(library.strings((word,))), positions, len(places), n))
    return tuple(sorted(found, key=lambda each: (-each.log_likelihood, each.word)))[:most]


def _measured(word: str, near: int, total: int, positions: int, lines: int, n: int) -> Collocate:
    together = min(near, lines)
    return Collocate(
        word=word,
        near=near,
        total=total,
        expected=positions * total / n,
        log_likelihood=log_likelihood(near, positions, total, n),
        dice=dice(together, lines, total),
        log_dice=log_dice(together, lines, total),
    )


def _candidates(library: Library, around: str) -> Iterator[str]:
    """Yield the commonest words of the windows: strings that the tokenizer cuts where they stand."""
    step = max(1, -(-len(around) // _READ))
    text = _BREAK.join(around.split(_BREAK)[::step])
    check_budget()
    counts = Counter(_ALPHABETIC.findall(text))
    for length in _WORD_LENGTHS:
        counts.update(checked(text[at : at + length] for at in range(len(text) - length + 1)))
    strings = nsmallest(_EXAMINED, counts.items(), key=lambda row: (-row[1], row[0]))
    words = (string for string, _ in checked(strings) if _is_word(library, string, text))
    return islice(words, _CANDIDATES)


def _is_word(library: Library, string: str, text: str) -> bool:
    """Return whether ``string`` is a word by itself, and most times where it stands in ``text``.

    It is looked at in three places: 门规 is a word, and none in 部门规定.
    """
    if not string.isalnum() or string.isdigit() or string not in library.words(string):
        return False
    places = {text.find(string, len(text) * part // _LOOKED_AT) for part in range(_LOOKED_AT)} - {-1}
    around = (text[max(0, at - _BESIDE) : at + len(string) + _BESIDE] for at in places)
    cut = [string in library.words(context) for context in around]
    return 2 * sum(cut) > len(cut)


def _count(text: str, word: str) -> int:
    """Count the occurrences of ``word``, overlapping ones too."""
    overlaps = any(word.startswith(word[at:]) for at in range(1, len(word)))
    return sum(1 for _ in starts(text, word)) if overlaps else text.count(word)
