"""The shapes of concordances, and of what is counted in them; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.render.shapes import CertificateJson, MentionJson


class ConcordanceHeadJson(TypedDict):
    """What every answer about a concordance begins with."""

    query: Annotated[str, "as it was typed"]
    understood: Annotated[str, "how it was read, in canonical spelling"]
    total: Annotated[int, "places that the query marks in the texts of its exact tier"]
    clauses: Annotated[int, "clauses with a place"]
    statements: Annotated[int, "documents with a place"]


class ConcordanceJson(ConcordanceHeadJson):
    """The lines of a concordance. All keys but `lines` describe the whole."""

    order: Annotated[list[str], "levels by which the lines are sorted: `R1`, `L2`, `date`, `party` …"]
    seed: Annotated[int | None, "of the random sample; null where all places are lines"]
    drawn: Annotated[int, "lines of the sample, or `total`"]
    certificate: CertificateJson
    lines: Annotated[list[MentionJson], "those asked for, sorted"]


class NeighboursJson(ConcordanceHeadJson):
    """What stands directly left and right."""

    neighbours: Annotated[list[NeighbourJson], "by length, then side, most frequent first"]


class NeighbourJson(TypedDict):
    """A string directly beside a place."""

    side: Annotated[str, "`left` or `right`"]
    text: Annotated[str, "one to three folded characters"]
    lines: Annotated[int, "places beside which it stands"]


class CollocatesJson(ConcordanceHeadJson):
    """Words near the places of a query."""

    reach: Annotated[int, "characters on each side that are near"]
    collocates: Annotated[list[CollocateJson], "by log-likelihood"]


class CollocateJson(TypedDict):
    """A word near the places of a query."""

    word: Annotated[str, "folded"]
    near: Annotated[int, "its occurrences near a place"]
    total: Annotated[int, "all its occurrences in the index"]
    expected: Annotated[float, "what `near` would be if it were spread evenly"]
    log_likelihood: Annotated[float, "Dunning 1993; negative where it is rarer than expected"]
    dice: Annotated[float, "Dice 1945, from 0 to 1"]
    log_dice: Annotated[float, "Rychlý 2008, 14 at most"]


class SpreadJson(ConcordanceHeadJson):
    """How the places of a query are spread over statements and years."""

    of_statements: Annotated[int, "statements that satisfy the filters of the query"]
    characters: Annotated[int, "of their clauses, without blanks between Han"]
    per_million: Annotated[float, "places in a million characters"]
    juilland: Annotated[float | None, "Juilland's D over these statements: 1 where it is spread evenly"]
    dp: Annotated[float | None, "Gries's deviation of proportions: 0 where it is spread evenly"]
    dp_norm: Annotated[float | None, "the same, normalised to 1 at most"]
    by_year: Annotated[list[YearFrequencyJson], "from the first to the last year with a place"]


class YearFrequencyJson(TypedDict):
    """The places of one year."""

    year: Annotated[int | None, "null for statements without a date"]
    places: int
    statements: Annotated[int, "with a place"]
    of_statements: int
    characters: int
    per_million: float
