"""Checked quotations as text: the verdict, where each stands, every difference with its place."""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.model import Quotation, QuotationReport, QuotedPart, Verdict
from searchlib.render.hits import document_line
from searchlib.render.places import place_in
from searchlib.render.terminal import Look, Style, on_one_line, paint
from searchlib.render.wording import quantity

_VERDICTS = {
    Verdict.VERBATIM: "verbatim",
    Verdict.DIFFERS: "differs",
    Verdict.NOT_FOUND: "not found",
}
_SHOWN = 60
_NONE = "nothing"


def quotation_lines(report: QuotationReport, look: Look) -> Iterator[str]:
    """Yield the whole report, line by line; the last line has the sums."""
    for number, found in enumerate(report, 1):
        if number > 1:
            yield ""
        text = on_one_line(found.text)
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        verdict = paint(_VERDICTS[found.verdict], Style.CAPTION, look)
        yield f"{number:>2}. {verdict} · line {found.line} · {shown}"
        yield from _parts(found, look)
    yield ""
    counts = (f"{_VERDICTS[each]} {report.count(each):,}" for each in Verdict)
    yield paint(f"{quantity(len(report), 'quotation')}: {' · '.join(counts)}", Style.QUIET, look)


def _parts(found: Quotation, look: Look) -> Iterator[str]:
    if found.verdict is Verdict.NOT_FOUND:
        if not found.parts:
            yield "    no clause resembles it"
            return
        yield f"    nearest ({found.likeness:.0%} of its characters):"
    for part in found.parts:
        yield f"    {document_line(part.document, look)}"
        script = f" · {part.document.script}" if part.document.script else ""
        yield f"    {place_in(part.clause)} · {on_one_line(part.clause.id)}{script} · characters {_at(part)}"
        for each in part.deviations:
            place = f"character {each.span.start + 1} of the clause"
            yield on_one_line(f"      {place}: {each.printed or _NONE} there, {each.quoted or _NONE} quoted")
    if found.elsewhere:
        yield f"    and {quantity(found.elsewhere, 'further place')}"


def _at(part: QuotedPart) -> str:
    return f"{part.span.start + 1}–{part.span.end}"
