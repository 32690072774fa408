"""Precomputed substring matches for frequent terms.

The characters of a term occur wherever the term is a word, and in a few more records inside or across other
words: 人民代表 in 各级人民代表大会. For terms that would be slow to find by their character pairs these few
records are computed when the segment is written; a posting list and this short list are then the answer.

::

    terms     u4   the places in the lexicon of ``words`` of the common terms, ascending
    starts    u*   where the records of each begin; one more than there are terms
    records   u4   ascending for each term, disjoint from its posting list
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from searchlib.engine.embedded.columns.arrayfile import ArrayFile, ArrayFileWriter
from searchlib.engine.embedded.columns.arrays import Integers, lengths_of, offsets_of, shrink
from searchlib.engine.embedded.columns.lexicon import decode_utf8
from searchlib.engine.embedded.columns.runs import TextOfPlace, landmarks
from searchlib.engine.embedded.segment.grams import code_points, matching_places
from searchlib.engine.embedded.segment.merge import MergedGrams, MergedTerms
from searchlib.engine.embedded.segment.postings import Postings

_COMMON = 2048
"""Occurrences of a term's rarest character pair from which on the term is common; rarer ones are fast."""


def put_common_terms(out: ArrayFileWriter, words: MergedTerms, text: MergedGrams) -> None:
    """Write for each common term of ``words`` the records whose text contains it without it being a word.

    A term is left out if it is a word of a record whose text does not contain its characters.
    :class:`CommonTerms` reads them.
    """
    text_of_place = TextOfPlace(landmarks(text.bases), text.bases[1:])
    holds = np.zeros(len(text.bases) - 1, bool)
    listed: list[int] = []
    others: list[Integers] = []
    for term, places in _places_of_common_terms(words.terms, text):
        known = words.records_of(term)
        holders = text_of_place.distinct(places)
        holds[holders] = True
        if holds[known].all():
            holds[known] = False
            listed.append(term)
            others.append(holders[holds[holders]].astype(np.uint32))
        holds[holders] = False
    out.put("common.terms", np.array(listed, "<u4"))
    out.put("common.starts", shrink(offsets_of(np.fromiter(map(len, others), np.int64, len(others)))))
    out.put("common.records", np.concatenate([np.empty(0, "<u4"), *others]))


class CommonTerms:
    """The common terms of a segment, as :func:`put_common_terms` wrote them."""

    def __init__(self, arrays: ArrayFile, words: Postings) -> None:
        self._words = words
        self._terms = arrays.array("common.terms").data
        self._starts = arrays.array("common.starts").data
        self._records: Integers = arrays.array("common.records")

    def holders(self, term: str) -> list[Integers] | None:
        """Return disjoint ascending lists of the records whose text contains ``term``; None if not common."""
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
    """Return the number of each common term of at least two characters, and the places where it begins."""
    if not len(text.pairs):
        return
    # codes: all terms, a separator after each; at: for each character the number of the pair it begins, and
    # counts: how often that pair occurs (0 if nowhere, the maximum where a separator is involved).
    codes, bases = _codes_of([decode_utf8(term) for term in terms], text.alphabet)
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
        yield term, matching_places(text.codes, begins, own, rest)


def _codes_of(texts: Sequence[str], alphabet: Integers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the texts as codes, a separator (0) after each, and where each begins.

    Characters outside the alphabet are 0 too.
    """
    points = code_points("\0".join([*texts, ""]))
    at = np.searchsorted(alphabet, points)
    at[at == len(alphabet)] = 0
    known = alphabet[at] == points if len(alphabet) else np.zeros(len(points), bool)
    codes = np.where(known, at + 1, 0)
    bases = offsets_of(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    codes[bases[1:] - 1] = 0
    return codes, bases
