"""The shapes of leads: what to ask instead, and what filters left out; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.model import LeadIs

LeadIsName = Annotated[str, LeadIs]


class LeadJson(TypedDict):
    """A query to ask instead, and how many clauses it finds exactly."""

    kind: Annotated[
        LeadIsName,
        "`meant`: what may have been meant; `without`: the query without a filter or exclusion; `together`: "
        "the most keywords that stand in one clause; `part`: one keyword or word alone",
    ]
    query: str
    clauses: int
    without: Annotated[list[str], "what of the query it leaves out or, if `meant`, replaces"]


class LeftOutJson(TypedDict):
    """Clauses that hold the words, of statements that do not say what a filter asks for."""

    filter: str
    clauses: int
    statements: int
    query: Annotated[str | None, "finds them; null where no query can"]
