"""Formulas and boilerplate as JSON values."""

from __future__ import annotations

from collections.abc import Sequence

from searchlib.analysis.boilerplate import OwnWords, Stretch
from searchlib.analysis.formulas import Formula, Variant
from searchlib.render.cited_values import cited_json
from searchlib.render.formula_shapes import (
    BoilerplateJson,
    FormulaJson,
    OwnWordsJson,
    StretchJson,
    VariantJson,
)
from searchlib.render.json_values import mention_json


def formula_json(found: Formula) -> FormulaJson:
    """Return the variants of a formula."""
    return {
        "formula": found.text,
        "least": found.least,
        "places": found.places,
        "clauses": found.clauses,
        "statements": found.statements,
        "by_year": dict(found.by_year),
        "by_party": dict(found.by_party),
        "similar": found.similar,
        "examined": found.examined,
        "variants": [variant_json(each) for each in found.variants],
    }


def variant_json(found: Variant) -> VariantJson:
    """Return one variant."""
    return {
        "text": found.text,
        "likeness": found.likeness,
        "places": found.places,
        "clauses": found.clauses,
        "statements": found.statements,
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "continued": dict(found.continued),
        "by_year": dict(found.by_year),
        "by_party": dict(found.by_party),
        "mentions": [mention_json(each) for each in found.mentions],
    }


def boilerplate_json(identifier: str, least: int, found: Sequence[OwnWords]) -> BoilerplateJson:
    """Return how much of clauses stands elsewhere."""
    characters, shared = sum(each.characters for each in found), sum(each.shared for each in found)
    return {
        "id": identifier,
        "least": least,
        "characters": characters,
        "shared": shared,
        "own": characters - shared,
        "share": shared / characters if characters else 0.0,
        "clauses": [own_words_json(each) for each in found],
    }


def own_words_json(found: OwnWords) -> OwnWordsJson:
    """Return how much of one clause is its own."""
    return {
        **cited_json(found.clause, found.document),
        "text": found.clause.text,
        "characters": found.characters,
        "shared": found.shared,
        "own": found.own,
        "share": found.share,
        "stretches": [stretch_json(each) for each in found.stretches],
    }


def stretch_json(found: Stretch) -> StretchJson:
    """Return a stretch that stands elsewhere."""
    return {
        "span": [found.span.start, found.span.end],
        "text": found.text,
        "clauses": found.clauses,
        "statements": found.statements,
        "first": cited_json(*found.first),
    }
