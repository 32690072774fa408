"""The arguments of each tool, with their bounds. Models read the descriptions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from searchlib.search.limits import LAST, LONGEST_NAME, LONGEST_QUERY

_LONGEST_ID = 1024
_LONGEST_QUOTED = 100_000

Offset = Annotated[
    int, Field(ge=0, le=LAST, description="How many rows to skip: next_offset of the previous answer.")
]


GroupName = Annotated[
    Literal["year", "country", "statement", "kind", "publisher", "level", "issuer"] | None,
    Field(description="Also count everything found by groups, with rates per clause and million characters."),
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
        description=(
            "Keywords, each found contiguously as written, in Simplified and Traditional alike; blanks mean "
            'all of them. "…" is a phrase, OR either, -word without, NEAR/10 within that distance, @name a '
            "project by any of its names; country:秘鲁, year:2013..2016, kind:law, title:…, publisher:… "
            "narrow. Numerals are found in every spelling (3年, 三年) and not inside longer ones; "
            '="…" takes them as typed. Inside a keyword ? is one character and * up to ten.'
            "narrow. A title and a number (公司法第十五条) name an article, which comes first."
        ),
    )
    scope: Literal["clause", "statement"] = Field(
        "clause", description="What must hold every keyword: one clause, or one statement anywhere."
    )
    by: GroupName = None
    limit: int = Field(10, ge=1, le=100, description="The most clauses to return.")
    offset: Offset = 0
    exact: bool = Field(False, description="Only clauses with every keyword exactly as written.")
    sort: Literal["relevance", "date", "corpus"] = Field(
        "relevance", description="The order within a tier: date is newest first, corpus oldest first."
    )
    flat: bool = Field(
        False,
        description=(
            "Do not fold. By relevance each statement has at most three hits (more only in a short answer), "
            "the last with the number of further clauses; copies of a text in others stand with the first."
        ),
    )
    explain: bool = Field(False, description="Say of each hit what its score is made of.")
    no_prior: bool = Field(
        False,
        description=(
            "Do not put documents that others cite first, where clauses hold only some of the words."
        ),
    )


class MentionsArguments(CitedArguments):
    """Arguments of ``mentions``."""

    name: str = Field(
        min_length=1,
        max_length=LONGEST_NAME,
        description=(
            "A project by any of its names in any language, or any text, which is found as written, numerals "
            'in every spelling; ? is one character, * up to ten, and ="6日" is exactly as typed.'
        ),
    )
    by: GroupName = None
    width: int = Field(40, ge=0, le=200, description="Characters of context on each side.")
    limit: int = Field(50, ge=1, le=200, description="The most mentions to return.")
    offset: Offset = 0


class QuoteArguments(ToolArguments):
    """Of ``quote``."""

    text: str = Field(
        min_length=1,
        max_length=_LONGEST_QUOTED,
        description="The quotation, of any length; or a text with several of them, see by.",
    )
    by: Literal["whole", "marks", "lines"] = Field(
        "whole",
        description="What to check: the whole text; what stands in quotation marks in it; each of its lines.",
    )
    limit: int = Field(20, ge=1, le=100, description="How many quotations at most.")
    offset: Offset = 0


class StatementsArguments(CitedArguments):
    """Of ``statements``."""

    query: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description=(
            "As of search, but of whole documents: each keyword may stand in any clause, and AND, OR, NOT "
            "and -word connect documents. 'country:秘鲁 -两洋铁路' are those of Peru that never mention it."
        ),
    )
    by: GroupName = None
    limit: int = Field(50, ge=1, le=200, description="How many documents at most.")
    offset: Offset = 0


class ShowArguments(CitedArguments):
    """Arguments of ``show``."""

    id: str = Field(
        min_length=1,
        max_length=_LONGEST_ID,
        description="The id of a document, or of a clause (document id, #, path), as in other answers; "
        "or a title, also a short one, with an article's number: 公司法第十五条.",
    )
    around: int = Field(
        2, ge=0, le=50, description="For the id of a clause: how many clauses before and after it."
    )
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

    limit: int = Field(50, ge=1, le=200, description="The most documents to return.")
    offset: Offset = 0


class CompareArguments(ToolArguments):
    """Arguments of ``compare``."""

    before: str = Field(
        min_length=1, max_length=_LONGEST_ID, description="The first document: its id, or its title."
    )
    after: str = Field(
        "",
        max_length=_LONGEST_ID,
        description="The second; empty to compare the last two versions of the law that before names.",
    )
    show: Literal["changes", "all", "one-side"] = Field(
        "changes", description="What differs or moved; everything; or what stands on one side only."
    )
    limit: int = Field(40, ge=1, le=200, description="The most rows to return.")
    offset: Offset = 0


class LineageArguments(ToolArguments):
    """Arguments of ``lineage``."""

    of: str = Field(
        min_length=1,
        max_length=_LONGEST_ID,
        description="A country, for its statements with China; or the id or title of a statement or a law.",
    )
    unit: Literal["sentence", "clause"] | None = Field(
        None, description="What is followed: by default sentences of statements and clauses of laws."
    )
    all: bool = Field(False, description="Formulas that stay the same, too.")
    limit: int = Field(40, ge=1, le=200, description="The most formulas to return.")
    offset: Offset = 0
