"""The arguments of the tools that read something out of many answers. Models read the descriptions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from searchlib.analysis.formulas import LEAST_LIKENESS
from searchlib.mcp.arguments import MEANS, CitedArguments, Offset, ToolArguments
from searchlib.search.limits import LONGEST_NAME, LONGEST_QUERY


class KwicArguments(CitedArguments):
    """Arguments of ``kwic``."""

    query: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description=MEANS["query.places"],
    )
    show: Literal["lines", "neighbours", "collocates", "spread"] = Field(
        "lines",
        description=MEANS["show.kwic"],
    )
    order: str = Field(
        "",
        max_length=40,
        description=MEANS["order"],
    )
    width: int = Field(20, ge=0, le=200, description=MEANS["width"])
    sample: int = Field(0, ge=0, le=100_000, description=MEANS["sample"])
    seed: int = Field(0, ge=0, le=999_999_999, description=MEANS["seed"])
    reach: int = Field(10, ge=1, le=50, description=MEANS["reach"])
    limit: int = Field(50, ge=1, le=200, description="The most lines, or rows of a table, to return.")
    offset: Offset = 0


class DossierArguments(CitedArguments):
    """Arguments of ``dossier``."""

    name: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        description=MEANS["name.dossier"],
    )
    width: int = Field(40, ge=0, le=200, description=MEANS["width"])
    limit: int = Field(30, ge=1, le=200, description="The most mentions to return; the counts are of all.")
    offset: Offset = 0


class FormulaArguments(ToolArguments):
    """Arguments of ``formula``."""

    text: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        description=MEANS["text.formula"],
    )
    least: float = Field(
        LEAST_LIKENESS, ge=0.3, le=1, description="The least likeness of a variant; 1 is the phrase itself."
    )
    limit: int = Field(30, ge=1, le=200, description="The most variants to return.")
    offset: Offset = 0


class NamesArguments(ToolArguments):
    """Arguments of ``names``."""

    name: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        description=MEANS["name.project"],
    )
    limit: int = Field(10, ge=1, le=50, description="The most names to return.")
