"""How a query's places are spread: over statements (Juilland's D, DP) and over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from searchlib.search.library import Library
from searchlib.search.place_answers import FoundPlaces

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class YearFrequency:
    """The places of one year: ``year`` is None for statements without a date.

    ``characters`` are those of all clauses of the year that satisfy the filters of the query.
    """

    year: int | None
    places: int
    statements: int
    of_statements: int
    characters: int

    @property
    def per_million(self) -> float:
        """FoundPlaces in a million characters; 0 where there are none."""
        return self.places * _MILLION / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class Spread:
    """How places are spread over the ``of_statements`` that satisfy the filters of a query.

    ``juilland`` is None for fewer than two statements or no place, ``dp`` and ``dp_norm`` where there is no
    place. ``by_year`` is in order of time, all years between the first and the last included, the undated
    last. ``by_statement`` has the places and the characters of every statement, in corpus order.
    """

    places: int
    statements: int
    of_statements: int
    characters: int
    juilland: float | None
    dp: float | None
    dp_norm: float | None
    by_year: tuple[YearFrequency, ...]
    by_statement: tuple[tuple[int, int], ...] = field(repr=False)

    @property
    def per_million(self) -> float:
        """FoundPlaces in a million characters."""
        return self.places * _MILLION / self.characters if self.characters else 0.0


def juilland_d(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Return Juilland's D of ``counts`` in parts of ``sizes``: 1 for an even spread, 0 for one part only.

    ``D = 1 - V / sqrt(k - 1)``, where ``V`` is the coefficient of variation (population standard deviation
    over mean) of the ``k`` relative frequencies ``count / size``; parts without size are left out. Juilland,
    A. and Chang-Rodríguez, E.: *Frequency Dictionary of Spanish Words*, 1964; for parts of unequal size see
    Gries, S. Th.: *Dispersions and adjusted frequencies in corpora*, IJCL 13(4), 2008.

    >>> juilland_d([2, 2], [10, 10]), juilland_d([4, 0], [10, 10])
    (1.0, 0.0)
    """
    rates = [count / size for count, size in zip(counts, sizes, strict=True) if size]
    if len(rates) < 2 or not any(rates):
        return None
    mean = sum(rates) / len(rates)
    deviation = sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates))
    return 1 - deviation / mean / sqrt(len(rates) - 1)


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> tuple[float, float] | None:
    """Return DP and normalised DP: 0 where each part has its share, near 1 where one small part has all.

    ``DP = sum(|count / all counts - size / all sizes|) / 2`` (Gries 2008, as above); ``DPnorm = DP / (1 -
    smallest share of size)`` (Lijffijt, J. and Gries, S. Th.: *Correction to ...*, IJCL 17(1), 2012).

    >>> deviation_of_proportions([1, 1], [10, 10]), deviation_of_proportions([2, 0], [10, 10])
    ((0.0, 0.0), (0.5, 1.0))
    """
    parts = [(count, size) for count, size in zip(counts, sizes, strict=True) if size]
    all_counts, all_sizes = sum(count for count, _ in parts), sum(size for _, size in parts)
    if not all_counts:
        return None
    found = sum(abs(count / all_counts - size / all_sizes) for count, size in parts) / 2
    most = 1 - min(size for _, size in parts) / all_sizes
    return found, found / most if most else 0.0


def spread_of(library: Library, places: FoundPlaces, query: str = "") -> Spread:
    """Return how ``places`` are spread over all statements that satisfy the filters of ``query``.

    Sizes are characters: code points that count, without blanks between Chinese. Raises QueryError.
    """
    extents = library.extents(query, ("document",))
    sizes = {each.value: each.characters for each in extents.fields["document"]}
    documents = [document for document in library.documents() if document.id in sizes]
    owners = Counter(places.owners[int(number)] for number in places.found.numbers)
    held = {places.documents[index].id: count for index, count in owners.items()}
    counts = [held.get(document.id, 0) for document in documents]
    characters = [sizes[document.id] for document in documents]
    proportions = deviation_of_proportions(counts, characters)
    years: dict[int | None, list[int]] = {}
    for document, count, size in zip(documents, counts, characters, strict=True):
        row = years.setdefault(document.date.year if document.date else None, [0, 0, 0, 0])
        for at, added in enumerate((count, count > 0, 1, size)):
            row[at] += added
    return Spread(
        places=len(places),
        statements=len(held),
        of_statements=len(documents),
        characters=sum(characters),
        juilland=juilland_d(counts, characters),
        dp=None if proportions is None else proportions[0],
        dp_norm=None if proportions is None else proportions[1],
        by_year=tuple(YearFrequency(year, *years.get(year, [0, 0, 0, 0])) for year in _row_of_years(years)),
        by_statement=tuple(zip(counts, characters, strict=True)),
    )


def _row_of_years(years: dict[int | None, list[int]]) -> list[int | None]:
    """Return all years from the first to the last one that has a place, then None if some have no date."""
    dated = [year for year, row in years.items() if year is not None and row[0]]
    row: list[int | None] = list(range(min(dated), max(dated) + 1)) if dated else []
    return [*row, None] if years.get(None, [0])[0] else row
