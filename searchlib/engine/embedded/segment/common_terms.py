"""The records that hold the characters of a common term, known without looking at the texts.

A term's characters stand wherever it is a word, and besides in a few records where they only stand inside
or across other words: 人民代表 in 各级人民代表大会. For terms that would be slow to look up among the texts
these few are worked out at the build, so that a posting list and a short list beside it are the whole answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, lengths_of, narrow, offsets_of
from searchlib.engine.embedded.columns.lexicon import decode
from searchlib.engine.embedded.columns.owners import Owners, landmarks
from searchlib.engine.embedded.segment.grams import code_points, standing
from searchlib.engine.embedded.segment.merge import MergedGrams, MergedTerms
from searchlib.engine.embedded.segment.postings import Postings

_COMMON = 2048
"""How often the rarest pair of a term's characters must stand; up to that, looking is quick."""


def put_common_terms(out: ArrayFileWriter, words: MergedTerms, text: MergedGrams) -> None:
    """Write for each common term of ``words`` the records of ``text`` that hold it though it is no word of
    theirs, so that :class:`CommonTerms` reads them.

    A term is left out if it is a word of a record that does not hold its characters.
    """
    owners = Owners(landmarks(text.bases), text.bases[1:])
    holds = np.zeros(len(text.bases) - 1, bool)
    listed: list[int] = []
    others: list[Integers] = []
    for term, places in _places_of_common_terms(words.terms, text):
        known = words.records_of(term)
        holders = owners.once(places)
        holds[holders] = True
        if holds[known].all():
            holds[known] = False
            listed.append(term)
            others.append(holders[holds[holders]].astype(np.uint32))
        holds[holders] = False
    out.put("common.terms", np.array(listed, "<u4"))
    out.put("common.starts", narrow(offsets_of(np.fromiter(map(len, others), np.int64, len(others)))))
    out.put("common.records", np.concatenate([np.empty(0, "<u4"), *others]))


class CommonTerms:
    """The common terms of one segment, as :func:`put_common_terms` wrote them."""

    def __init__(self, arrays: ArrayFile, words: Postings) -> None:
        self._words = words
        self._terms = arrays.array("common.terms").data
        self._starts = arrays.array("common.starts").data
        self._records: Integers = arrays.array("common.records")

    def holders(self, term: str) -> list[Integers] | None:
        """Disjoint ascending lists of the records whose text holds ``term``; None if it is not common."""
        place = self._words.place(term)
        if place is None:
            return None
        at = bisect_left(self._terms, place)
        if at == len(self._terms) or self._terms[at] != place:
            return None
        low, high = self._starts[at], self._starts[at + 1]
        known = self._words.records[self._words.list_at(place)]
        return [known, self._records[low:high]] if low < high else [known]


def _places_of_common_terms(
    terms: Sequence[bytes], text: MergedGrams
) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """The number of each common term of two characters and more, and the places where it stands."""
    if not len(text.pairs):
        return
    codes, bases = _codes_of([decode(term) for term in terms], text.alphabet)
    pairs = codes[:-1].astype(np.uint64) << np.uint64(32) | codes[1:].astype(np.uint64)
    at = np.minimum(np.searchsorted(text.pairs, pairs), len(text.pairs) - 1)
    counts = np.append(np.where(text.pairs[at] == pairs, text.counts[at], 0), 0)
    for beside_separator in (2, 1):
        counts[bases[1:] - beside_separator] = np.iinfo(counts.dtype).max
    long = np.flatnonzero(lengths_of(bases) > 2)
    fewest = np.minimum.reduceat(counts, bases[long]) if len(long) else long
    for term in long[fewest >= _COMMON].tolist():
        start, end = bases[term : term + 2].tolist()
        own = codes[start : end - 1].tolist()
        rarest = int(np.argmin(counts[start : end - 2]))
        begins = text.places_of(int(at[start + rarest])).astype(np.intp) - rarest
        rest = [place for place in range(len(own)) if place not in (rarest, rarest + 1)]
        yield term, standing(text.codes, begins, own, rest)


def _codes_of(texts: Sequence[str], alphabet: Integers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The texts in codes, one separator after each, and where each begins; what is in no text is 0 too."""
    points = code_points("\0".join([*texts, ""]))
    at = np.searchsorted(alphabet, points)
    at[at == len(alphabet)] = 0
    known = alphabet[at] == points if len(alphabet) else np.zeros(len(points), bool)
    codes = np.where(known, at + 1, 0)
    bases = offsets_of(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    codes[bases[1:] - 1] = 0
    return codes, bases
