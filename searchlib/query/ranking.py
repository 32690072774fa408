"""What a query ranks by: pure functions from a query to its words, pairs of characters and characters.

Where every clause holds the whole query, its words alone decide, in one pass. Where clauses hold different
parts of it, pairs, characters and whole documents count too. Words of one character and single characters are
in almost every clause, and question words (怎么办) in hardly any that answers, so they wait for the second
pass, see :mod:`searchlib.engine.base`. A query of nothing longer is ranked by its words at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from searchlib.query.ast import Query
from searchlib.query.rewrite import NamesOf, WordCutter, scored_texts, scoring
from searchlib.text.running import key

POOL = 500
"""How many records the second pass scores."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """What records are scored by, all of it folded and distinct.

    ``words`` and ``late_words`` are terms with weights, ``pairs`` strings of two characters; ``words`` and
    ``pairs`` choose the best ``pool`` records, of which ``late_words``, ``characters``, documents and the
    titles are then looked at. ``prior`` says whether a document's citations count. With ``pool`` 0 there is
    one pass, by ``words`` in texts and titles alone; the other terms do not matter then.
    """

    words: tuple[tuple[str, float], ...] = ()
    pairs: tuple[str, ...] = ()
    late_words: tuple[tuple[str, float], ...] = ()
    characters: tuple[str, ...] = ()
    prior: bool = False
    pool: int = POOL

    def __bool__(self) -> bool:
        later = self.pairs or self.late_words or self.characters
        return bool(self.words or (self.pool and later))

    @property
    def all_words(self) -> tuple[tuple[str, float], ...]:
        """The words of both passes."""
        return (*self.words, *self.late_words)

    def with_prior(self) -> Scoring:
        """Return the same with the prior."""
        return replace(self, prior=True)


def ranked_by_words(query: Query, analyzer: WordCutter, names_of: NamesOf) -> Scoring:
    """Return the words that ``query`` ranks by in one pass; nothing of what it excludes."""
    return Scoring(scoring(query, analyzer, names_of), pool=0)


def ranked_by(content: Query, whole: Query, analyzer: WordCutter, names_of: NamesOf) -> Scoring:
    """Return what ``whole`` ranks by, without the prior; nothing of what it excludes.

    ``content`` is the query without its question words: only what it has chooses records.
    """
    terms = scoring(content, analyzer, names_of)
    texts = scored_texts(content, names_of)
    pairs = tuple(dict.fromkeys(pair for text in texts for pair in pairs_of(text)))
    long = tuple(row for row in terms if len(row[0]) > 1)
    chosen_by = long if long or pairs else terms
    known = dict(terms)
    asking = (row for row in scoring(whole, analyzer, names_of) if row[0] not in known)
    late = (*(row for row in terms if row not in chosen_by), *asking)
    return Scoring(chosen_by, pairs, late, _characters(texts))


def pairs_of(text: str) -> list[str]:
    """Return every character of ``text`` with the next one, where both are letters or digits, in its key.

    >>> pairs_of("鐵路，APEC")
    ['铁路', 'ap', 'pe', 'ec']
    """
    runs = ["".join(run) for counts, run in groupby(key(text), str.isalnum) if counts]
    return [first + second for run in runs for first, second in pairwise(run)]


def _characters(texts: tuple[str, ...]) -> tuple[str, ...]:
    counted = (character for text in texts for character in key(text) if character.isalnum())
    return tuple(dict.fromkeys(counted))
