"""Checked quotations as JSON values and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from searchlib.model import Quotation, QuotationReport, QuotedPart, Verdict
from searchlib.render.cited_values import cited_json

if TYPE_CHECKING:
    from searchlib.render import quotation_shapes


def quotations_json(report: QuotationReport) -> quotation_shapes.QuotationsJson:
    """The answer of ``quote``."""
    return {
        "verbatim": report.count(Verdict.VERBATIM),
        "differs": report.count(Verdict.DIFFERS),
        "not_found": report.count(Verdict.NOT_FOUND),
        "quotations": [quotation_json(each) for each in report],
    }


def quotation_json(found: Quotation) -> quotation_shapes.QuotationJson:
    """One quotation, and where it is from."""
    return {
        "text": found.text,
        "start": found.start,
        "line": found.line,
        "verdict": str(found.verdict),
        "likeness": found.likeness,
        "elsewhere": found.elsewhere,
        "parts": [_quoted_part_json(part) for part in found.parts],
    }


def quotation_rows(report: QuotationReport) -> Iterator[quotation_shapes.QuotedJson]:
    """Yield a row for each part of each quotation, and one for a quotation without any."""
    for found in report:
        for part in found.parts:
            yield _quoted(found, part)
        if not found.parts:
            yield _quoted(found, None)


def _quoted(found: Quotation, part: QuotedPart | None) -> quotation_shapes.QuotedJson:
    return {
        "line": found.line,
        "start": found.start,
        "verdict": str(found.verdict),
        "text": found.text,
        "likeness": found.likeness,
        "elsewhere": found.elsewhere,
        "clause_id": part.clause.id if part else None,
        "title": part.document.title if part else None,
        "date": part.document.date.isoformat() if part and part.document.date else None,
        "script": _script(part) if part else None,
        "printed": part.printed if part else None,
        "differences": [f"{each.quoted} → {each.printed}" for each in part.deviations] if part else [],
    }


def _quoted_part_json(part: QuotedPart) -> quotation_shapes.QuotedPartJson:
    return {
        **cited_json(part.clause, part.document),
        "script": _script(part),
        "printed": part.printed,
        "span": [part.span.start, part.span.end],
        "quoted_span": [part.quoted_span.start, part.quoted_span.end],
        "deviations": [
            {
                "quoted": each.quoted,
                "printed": each.printed,
                "quoted_span": [each.quoted_span.start, each.quoted_span.end],
                "span": [each.span.start, each.span.end],
            }
            for each in part.deviations
        ],
    }


def _script(part: QuotedPart) -> str | None:
    return None if part.document.script is None else str(part.document.script)
