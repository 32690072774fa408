"""Concordances, and what is counted in them, as JSON values."""

from __future__ import annotations

from collections.abc import Sequence

from searchlib.analysis.collocates import Collocate, Neighbour
from searchlib.analysis.concordance import Concordance
from searchlib.analysis.dispersion import Spread, YearFrequency
from searchlib.model import Certificate
from searchlib.render.json_values import certificate_json, mention_json
from searchlib.render.kwic_shapes import (
    CollocateJson,
    CollocatesJson,
    ConcordanceHeadJson,
    ConcordanceJson,
    NeighbourJson,
    NeighboursJson,
    SpreadJson,
    YearFrequencyJson,
)
from searchlib.search.place_answers import FoundPlaces


def concordance_json(found: Concordance, certificate: Certificate) -> ConcordanceJson:
    """Return the lines of a concordance."""
    return {
        "query": found.query,
        "understood": found.understood,
        "total": found.total,
        "clauses": found.clauses,
        "statements": found.statements,
        "order": [str(level) for level in found.order],
        "seed": found.seed,
        "drawn": found.shown,
        "certificate": certificate_json(certificate),
        "lines": [mention_json(line) for line in found.lines],
    }


def neighbours_json(query: str, places: FoundPlaces, found: Sequence[Neighbour]) -> NeighboursJson:
    """Return what stands directly beside places."""
    return {**_head(query, places), "neighbours": [neighbour_json(each) for each in found]}


def neighbour_json(found: Neighbour) -> NeighbourJson:
    """Return one string beside places."""
    return {"side": found.side, "text": found.text, "lines": found.lines}


def collocates_json(
    query: str, places: FoundPlaces, reach: int, found: Sequence[Collocate]
) -> CollocatesJson:
    """Return the words near places."""
    return {**_head(query, places), "reach": reach, "collocates": [collocate_json(each) for each in found]}


def collocate_json(found: Collocate) -> CollocateJson:
    """Return one word near places, with its measures."""
    return {
        "word": found.word,
        "near": found.near,
        "total": found.total,
        "expected": found.expected,
        "log_likelihood": found.log_likelihood,
        "dice": found.dice,
        "log_dice": found.log_dice,
    }


def spread_json(query: str, places: FoundPlaces, found: Spread) -> SpreadJson:
    """Return how places are spread."""
    return {
        **_head(query, places),
        "of_statements": found.of_statements,
        "characters": found.characters,
        "per_million": found.per_million,
        "juilland": found.juilland,
        "dp": found.dp,
        "dp_norm": found.dp_norm,
        "by_year": [year_frequency_json(each) for each in found.by_year],
    }


def year_frequency_json(found: YearFrequency) -> YearFrequencyJson:
    """Return the places of one year."""
    return {
        "year": found.year,
        "places": found.places,
        "statements": found.statements,
        "of_statements": found.of_statements,
        "characters": found.characters,
        "per_million": found.per_million,
    }


def _head(query: str, places: FoundPlaces) -> ConcordanceHeadJson:
    return {
        "query": query,
        "understood": places.asked,
        "total": len(places),
        "clauses": places.clauses,
        "statements": len(places.documents),
    }
