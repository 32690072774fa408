"""The shapes of explanations: what a score is made of; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.model import PartKind

PartName = Annotated[str, PartKind]


class ExplanationJson(TypedDict):
    """Why a hit stands where it stands in its tier."""

    score: Annotated[float, "`sum` times `factor`"]
    sum: Annotated[float, "of the parts"]
    factor: Annotated[float, "by which citations raise it: 1 where they do not count"]
    parts: list[PartJson]
    refined: Annotated[
        bool, "false for a clause that was not among the best by words and pairs, and has only these parts"
    ]
    citations: Annotated[
        int | None,
        "clauses of other documents that name this one in 《…》; null where the prior does not apply",
    ]
    share: Annotated[
        float | None, "the greatest share of the query that one clause holds; at 1 citations do not count"
    ]


class PartJson(TypedDict):
    """A part of a score."""

    kind: Annotated[
        PartName,
        "`words` and `pairs` of characters and single `characters` in the clause, words of the whole "
        "`document`, words of `title` and headings",
    ]
    weight: Annotated[float, "already in the values"]
    total: Annotated[float, "of the terms"]
    terms: list[TermJson]


class TermJson(TypedDict):
    """A term of a part."""

    term: Annotated[str, "folded"]
    value: Annotated[float, "what it adds; 0 where it does not stand"]
