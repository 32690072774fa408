"""The shapes of checked quotations; see :mod:`searchlib.render.shapes`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from searchlib.model import Verdict
from searchlib.render.shapes import CitedJson, DayJson, ScriptName, SpanJson

VerdictName = Annotated[str, Verdict]


class QuotationsJson(TypedDict):
    """Quotations, compared with the texts."""

    verbatim: Annotated[int, "how many stand there as quoted"]
    differs: Annotated[int, "how many stand there with differences"]
    not_found: Annotated[int, "how many do not"]
    quotations: Annotated[list[QuotationJson], "in their order"]


class QuotationJson(TypedDict):
    """One quotation and where it is from."""

    text: Annotated[str, "as given"]
    start: Annotated[int, "offset in the text that was checked"]
    line: Annotated[int, "line there, from 1"]
    verdict: Annotated[VerdictName, "`verbatim`, `differs` or `not-found`"]
    likeness: Annotated[float, "share of its characters that stand in the clauses below"]
    elsewhere: Annotated[int, "how many further places have it verbatim"]
    parts: Annotated[
        list[QuotedPartJson],
        "the clauses it is from, in its order; of one that was not found the nearest clause, if any",
    ]


class QuotedPartJson(CitedJson):
    """A part of a quotation beside what a clause has there."""

    script: Annotated[ScriptName | None, "of the document"]
    printed: Annotated[str, "what stands there, in its original characters"]
    span: Annotated[SpanJson, "of it in the clause's text"]
    quoted_span: Annotated[SpanJson, "of the part in the quotation"]
    deviations: list[DeviationJson]


class QuotedJson(TypedDict):
    """A quotation beside one clause, as a row of a table."""

    line: Annotated[int, "of the text that was checked, from 1"]
    start: Annotated[int, "offset there"]
    verdict: Annotated[VerdictName, "`verbatim`, `differs` or `not-found`"]
    text: Annotated[str, "the quotation as given; in several rows if it goes over several clauses"]
    likeness: Annotated[float, "share of its characters that stand in these clauses"]
    elsewhere: Annotated[int, "how many further places have it verbatim"]
    clause_id: Annotated[str | None, "null if no clause is near"]
    title: str | None
    date: DayJson | None
    script: ScriptName | None
    printed: Annotated[str | None, "what stands there, in its original characters"]
    differences: Annotated[list[str], "quoted → printed"]


class DeviationJson(TypedDict):
    """Characters that differ; what was added or left out is empty on one side."""

    quoted: str
    printed: str
    quoted_span: Annotated[SpanJson, "in the quotation"]
    span: Annotated[SpanJson, "in the clause's text"]
