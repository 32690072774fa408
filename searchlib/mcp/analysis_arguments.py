"""The arguments of the tools that read something out of many answers. Models read the descriptions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from searchlib.analysis.formulas import LEAST_LIKENESS
from searchlib.mcp.arguments import CitedArguments, Offset, ToolArguments
from searchlib.search.limits import LONGEST_NAME, LONGEST_QUERY


class KwicArguments(CitedArguments):
    """Arguments of ``kwic``."""

    query: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description="As of search; every place that it marks is a line.",
    )
    show: Literal["lines", "neighbours", "collocates", "spread"] = Field(
        "lines",
        description=(
            "The lines; the strings directly left and right; words near it with log-likelihood, Dice and "
            "logDice; dispersion over statements (Juilland's D, DP) and frequency by year."
        ),
    )
    order: str = Field(
        "",
        max_length=40,
        description="Up to three levels to sort lines by: L1 … L5, R1 … R5, date, party, statement, match.",
    )
    width: int = Field(20, ge=0, le=200, description="Characters of context on each side.")
    sample: int = Field(0, ge=0, le=100_000, description="Draw so many lines at random; 0 for all.")
    seed: int = Field(
        0, ge=0, le=999_999_999, description="Of the sample: the same seed draws the same lines."
    )
    reach: int = Field(10, ge=1, le=50, description="Characters on each side that are near, for collocates.")
    limit: int = Field(50, ge=1, le=200, description="The most lines, or rows of a table, to return.")
    offset: Offset = 0


class DossierArguments(CitedArguments):
    """Arguments of ``dossier``."""

    name: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        description="A project by any of its names, any text, or a query such as '铁路 country:秘鲁'.",
    )
    width: int = Field(40, ge=0, le=200, description="Characters of context on each side.")
    limit: int = Field(30, ge=1, le=200, description="The most mentions to return; the counts are of all.")
    offset: Offset = 0


class FormulaArguments(ToolArguments):
    """Arguments of ``formula``."""

    text: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        description="A set phrase of 4 to 100 characters, such as 坚定奉行一个中国.",
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
        description="A project, organisation or country by any of its names.",
    )
    limit: int = Field(10, ge=1, le=50, description="The most names to return.")
