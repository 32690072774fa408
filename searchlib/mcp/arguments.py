"""The arguments of each tool, with their bounds. Models read the descriptions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from searchlib.render.meanings import meanings
from searchlib.search.limits import LAST, LONGEST_NAME, LONGEST_QUERY

MEANS = meanings("en").parameters
"""What arguments mean; models read English."""

_LONGEST_ID = 1024
_LONGEST_QUOTED = 100_000

Offset = Annotated[
    int,
    Field(
        ge=0,
        le=LAST,
        description=f"{MEANS['offset']} next_offset of the previous answer goes on.",
    ),
]


GroupName = Annotated[
    Literal["year", "country", "statement", "kind", "publisher", "level", "issuer"] | None,
    Field(description=MEANS["by"]),
]


class ToolArguments(BaseModel):
    """Base class of the arguments of a tool; unknown arguments are refused."""

    model_config = ConfigDict(extra="forbid")

    language: Literal["zh", "en"] = Field(
        "zh",
        description="The language of citations (and of errors, if zh); titles and texts are not translated.",
    )


class CitedArguments(ToolArguments):
    """Base class of the arguments of a tool whose rows are cited."""

    cite: Literal["gbt7714", "footnote", "bibtex", "ris", "csl-json"] | None = Field(
        None,
        description="The style of the citations: GB/T 7714-2015, a footnote, or a record for a reference "
        "manager. By default title, place, date and id.",
    )


class SearchArguments(CitedArguments):
    """Arguments of ``search``."""

    query: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description=MEANS["query"],
    )
    scope: Literal["clause", "statement"] = Field("clause", description=MEANS["scope"])
    by: GroupName = None
    limit: int = Field(10, ge=1, le=100, description="The most clauses to return.")
    offset: Offset = 0
    exact: bool = Field(False, description=MEANS["exact"])
    sort: Literal["relevance", "date", "corpus"] = Field("relevance", description=MEANS["sort"])
    flat: bool = Field(False, description=MEANS["flat"])
    explain: bool = Field(False, description=MEANS["explain"])
    no_prior: bool = Field(False, description=MEANS["no_prior"])


class MentionsArguments(CitedArguments):
    """Arguments of ``mentions``."""

    name: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        description=MEANS["name"],
    )
    by: GroupName = None
    width: int = Field(40, ge=0, le=200, description=MEANS["width"])
    limit: int = Field(50, ge=1, le=200, description="The most mentions to return.")
    offset: Offset = 0


class QuoteArguments(ToolArguments):
    """Of ``quote``."""

    text: str = Field(
        min_length=1,
        max_length=_LONGEST_QUOTED,
        description=MEANS["text.quotation"],
    )
    by: Literal["whole", "marks", "lines"] = Field(
        "whole",
        description=MEANS["by.quotation"],
    )
    limit: int = Field(20, ge=1, le=100, description="How many quotations at most.")
    offset: Offset = 0


class StatementsArguments(CitedArguments):
    """Of ``statements``."""

    query: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description=MEANS["query.documents"],
    )
    by: GroupName = None
    limit: int = Field(50, ge=1, le=200, description="How many documents at most.")
    offset: Offset = 0


class ShowArguments(CitedArguments):
    """Arguments of ``show``."""

    id: str = Field(
        min_length=1,
        max_length=_LONGEST_ID,
        description=MEANS["id"],
    )
    around: int = Field(2, ge=0, le=50, description=MEANS["around"])
    limit: int = Field(50, ge=1, le=200, description="The most clauses to return.")
    offset: Offset = 0
    text_from: int = Field(
        0,
        ge=0,
        le=LAST,
        description="Where to begin in the text of the first clause shown, in characters: to go on in a "
        "clause that was cut (text_end less than characters), give its id, around 0 and its text_end.",
    )


class ListArguments(CitedArguments):
    """Arguments of ``list``."""

    query: str = Field("", max_length=LONGEST_QUERY, description=MEANS["query.list"])
    by: GroupName = None
    limit: int = Field(50, ge=1, le=200, description="The most documents to return.")
    offset: Offset = 0


class ProjectsArguments(ToolArguments):
    """Arguments of ``projects``."""

    kind: Literal["project", "organisation"] | None = Field(None, description=MEANS["kind.project"])
    mentioned: bool = Field(False, description=MEANS["mentioned"])
    limit: int = Field(50, ge=1, le=200, description="The most of them to return.")
    offset: Offset = 0


class CompareArguments(ToolArguments):
    """Arguments of ``compare``."""

    before: str = Field(min_length=1, max_length=_LONGEST_ID, description=MEANS["before"])
    after: str = Field(
        "",
        max_length=_LONGEST_ID,
        description=MEANS["after"],
    )
    show: Literal["changes", "all", "one-side"] = Field("changes", description=MEANS["show.compare"])
    limit: int = Field(40, ge=1, le=200, description="The most rows to return.")
    offset: Offset = 0


class LineageArguments(ToolArguments):
    """Arguments of ``lineage``."""

    of: str = Field(
        min_length=1,
        max_length=_LONGEST_ID,
        description=MEANS["of"],
    )
    unit: Literal["sentence", "clause"] | None = Field(None, description=MEANS["unit"])
    all: bool = Field(False, description=MEANS["all"])
    limit: int = Field(40, ge=1, le=200, description="The most formulas to return.")
    offset: Offset = 0
