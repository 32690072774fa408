"""The shapes of names that nobody has listed; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.analysis.unlisted import Evidence
from searchlib.render.shapes import MentionJson

EvidenceName = Annotated[str, Evidence]


class UnlistedNamesJson(TypedDict):
    """Strings that may be further names of a project."""

    project: Annotated[str, "its id"]
    name: Annotated[str, "the first of its names"]
    known: Annotated[list[str], "all its names"]
    considered: Annotated[int, "strings of the texts that were compared"]
    names: Annotated[list[UnlistedNameJson], "best first"]


class UnlistedNameJson(TypedDict):
    """A string that may be a name."""

    name: Annotated[str, "as it is printed where it stands first"]
    score: Annotated[float, "from 0 to about 2; comparable within one answer only"]
    like: Annotated[str, "the known name that it is most alike"]
    evidence: Annotated[
        list[EvidenceName],
        "`defined`, `spelling`, `short`, `long`, `extended`, `shared`, `end`, `alone`, `countries`, "
        "`together`",
    ]
    places: int
    statements: int
    mentions: Annotated[list[MentionJson], "the first few"]
