"""Formulas: the variants of a set phrase over all statements, with counts by year and party."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from searchlib.analysis.alignment import fitting_alignment
from searchlib.budget import check_budget, checked
from searchlib.engine.base import Occurrences
from searchlib.errors import QueryError
from searchlib.model import Mention
from searchlib.search.library import Library
from searchlib.search.place_answers import FoundPlaces
from searchlib.text.running import key

SHORTEST_FORMULA, LONGEST_FORMULA = 4, 100
"""Code points of a formula."""

LEAST_LIKENESS = 0.5
"""The least likeness of a variant, unless another is asked for."""

_PAIRS = 1 / 3
"""The share of a formula's pairs of characters that a sentence must hold to be looked at."""

_READ = 20_000
"""Clauses that are read: those with most pairs."""

_EXAMPLES = 3
_BESIDE = 8
_SUBJECTS = ("方", "国")
"""How the words for a party end: 吉方, 双方, 两国."""

_SENTENCES = re.compile(r"[^。；;!?！？\n]+")
_PARTS = re.compile(r"[^，,。；;!?！？\n]+")


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a formula, as it stands in the texts, folded.

    ``likeness`` is 1 for the formula itself and less by each changed, inserted or missing character, divided
    by its length. ``continued`` counts the words that follow it directly. ``by_year`` and ``by_party`` count
    its places; a statement of several parties counts for each. ``mentions`` are the first few.
    """

    text: str
    likeness: float
    places: int
    clauses: int
    statements: int
    first: date | None
    last: date | None
    continued: tuple[tuple[str, int], ...]
    by_year: Mapping[str, int]
    by_party: Mapping[str, int]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """The variants of a formula, most frequent first; counts are of all of them together.

    ``examined`` tells in how many clauses they were sought, of the ``similar`` that have enough pairs of
    characters of it: fewer only for formulas made of very common words.
    """

    text: str
    least: float
    places: int
    clauses: int
    statements: int
    by_year: Mapping[str, int]
    by_party: Mapping[str, int]
    variants: tuple[Variant, ...]
    similar: int
    examined: int


@dataclass(slots=True)
class _Found:
    """The places of one variant: record number, start and end, with the word that follows."""

    likeness: float
    rows: list[tuple[int, int, int]] = field(default_factory=list)
    continued: Counter[str] = field(default_factory=Counter)


def formula(
    library: Library, text: str, *, least: float = LEAST_LIKENESS, most: int | None = None
) -> Formula:
    """Return the variants of ``text`` whose likeness is ``least`` or more; the ``most`` frequent, all if
    None.

    A variant is the stretch of a sentence that is nearest to the formula; where the formula's beginning is
    missing, with the word before it. Raises QueryError for a formula shorter than 4 or longer than 100
    characters, or a likeness outside 0.3 to 1.
    """
    wanted = key(text)
    if not SHORTEST_FORMULA <= len(wanted) <= LONGEST_FORMULA:
        raise QueryError(
            "formula.length", length=len(wanted), shortest=SHORTEST_FORMULA, longest=LONGEST_FORMULA
        )
    if not 0.3 <= least <= 1:
        raise QueryError("formula.likeness", least=f"{least:g}")
    pairs = tuple(dict.fromkeys(map("".join, pairwise(wanted))))
    similar = _similar(library, pairs)
    numbers = set(similar[:_READ])
    found: dict[str, _Found] = {}
    cut = _PARTS if _PARTS.fullmatch(wanted) else _SENTENCES
    for number, clause in checked(library.keys()):
        if number in numbers:
            for start, end, likeness, following in _variants(library, wanted, pairs, clause, cut, least):
                row = found.setdefault(clause[start:end], _Found(likeness))
                row.rows.append((number, start, end))
                row.continued[following] += bool(following)
    return _counted(library, text, least, found, most, len(similar), len(numbers))


def _similar(library: Library, pairs: tuple[str, ...]) -> list[int]:
    """Return the records with enough of the pairs, those with most first."""
    counts: Counter[int] = Counter()
    for pair in pairs:
        check_budget()
        counts.update(set(map(int, library.strings((pair,)).numbers)))
    enough = max(2, round(len(pairs) * _PAIRS))
    found = [number for number, count in counts.items() if count >= enough]
    return sorted(found, key=lambda number: (-counts[number], number))


def _variants(
    library: Library, wanted: str, pairs: tuple[str, ...], clause: str, cut: re.Pattern[str], least: float
) -> Iterator[tuple[int, int, float, str]]:
    """Yield start and end of each variant in a clause, its likeness, and the word that follows."""
    enough = max(2, round(len(pairs) * _PAIRS))
    waiting = [part.span() for part in cut.finditer(clause)]
    while waiting:
        low, high = waiting.pop()
        part = clause[low:high]
        if sum(pair in part for pair in pairs) < enough:
            continue
        best = fitting_alignment(wanted, part)
        likeness = 1 - best.edits / len(wanted)
        if likeness < least or best.start == best.end:
            continue
        start = best.start - (len(_word_before(library, part, best.start)) if best.lost else 0)
        yield low + start, low + best.end, likeness, _word_after(library, part, best.end)
        waiting += [(low, low + start), (low + best.end, high)]


def _word_before(library: Library, text: str, at: int) -> str:
    """Return the word that ends at ``at``, if it may be part of a formula: no single character, no party."""
    before = text[max(0, at - _BESIDE) : at]
    word = max((word for word in library.words(before) if before.endswith(word)), key=len, default="")
    return "" if len(word) < 2 or word.endswith(_SUBJECTS) else word


def _word_after(library: Library, text: str, at: int) -> str:
    after = text[at : at + _BESIDE]
    return max((word for word in library.words(after) if after.startswith(word)), key=len, default="")


def _counted(
    library: Library,
    text: str,
    least: float,
    found: Mapping[str, _Found],
    most: int | None,
    similar: int,
    examined: int,
) -> Formula:
    """Return the variants with the counts of their places, whose clauses are read."""
    variants = []
    held: dict[str, list[Mention]] = {}
    for variant, row in found.items():
        numbers, starts, ends = zip(*row.rows, strict=True)
        places = FoundPlaces(
            text, Occurrences(numbers, starts, ends, [0] * len(numbers)), (variant,), (variant,)
        )
        held[variant] = list(library.mentions_at(places, range(len(numbers))))
    for variant, mentions in held.items():
        row = found[variant]
        days = [mention.document.date for mention in mentions if mention.document.date]
        by_year, by_party = _divided(mentions)
        variants.append(
            Variant(
                text=variant,
                likeness=row.likeness,
                places=len(mentions),
                clauses=len({mention.clause.id for mention in mentions}),
                statements=len({mention.document.id for mention in mentions}),
                first=min(days, default=None),
                last=max(days, default=None),
                continued=tuple(sorted(row.continued.items(), key=lambda each: (-each[1], each[0]))),
                by_year=by_year,
                by_party=by_party,
                mentions=tuple(mentions[:_EXAMPLES]),
            )
        )
    everything = [mention for mentions in held.values() for mention in mentions]
    by_year, by_party = _divided(everything)
    return Formula(
        text=text,
        least=least,
        places=len(everything),
        clauses=len({mention.clause.id for mention in everything}),
        statements=len({mention.document.id for mention in everything}),
        by_year=by_year,
        by_party=by_party,
        variants=tuple(sorted(variants, key=lambda each: (-each.places, -each.likeness, each.text)))[:most],
        similar=similar,
        examined=examined,
    )


def _divided(mentions: list[Mention]) -> tuple[dict[str, int], dict[str, int]]:
    """Count mentions by year, in order of time, and by party, most first; unknown years and parties not."""
    years: dict[str, int] = defaultdict(int)
    parties: dict[str, int] = defaultdict(int)
    for mention in mentions:
        if mention.document.date:
            years[f"{mention.document.date.year:04}"] += 1
        for party in mention.document.parties:
            parties[party] += 1
    return dict(sorted(years.items())), dict(sorted(parties.items(), key=lambda row: (-row[1], row[0])))
