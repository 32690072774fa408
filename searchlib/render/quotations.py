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
        verdict = paint(look.say(_VERDICTS[found.verdict]), Style.CAPTION, look)
        yield f"{number:>2}. {verdict} · {look.say('line {number}', number=found.line)} · {shown}"
        yield from _parts(found, look)
    if not look.notes:
        return
    yield ""
    counts = " · ".join(f"{look.say(_VERDICTS[each])} {report.count(each):,}" for each in Verdict)
    quotations = quantity(len(report), "quotation", look.language)
    yield paint(f"{quotations}{look.say(': ')}{counts}", Style.QUIET, look)


def _parts(found: Quotation, look: Look) -> Iterator[str]:
    if found.verdict is Verdict.NOT_FOUND:
        if not found.parts:
            yield "    " + look.say("no clause resembles it")
            return
        yield "    " + look.say("nearest ({share} of its characters):", share=f"{found.likeness:.0%}")
    for part in found.parts:
        yield f"    {document_line(part.document, look)}"
        script = f" · {look.say(str(part.document.script))}" if part.document.script else ""
        place = look.say("characters {span}", span=_at(part))
        yield f"    {place_in(part.clause)} · {on_one_line(part.clause.id)}{script} · {place}"
        for each in part.deviations:
            line = look.say(
                "character {place} of the clause: {printed} there, {quoted} quoted",
                place=each.span.start + 1,
                printed=each.printed or look.say(_NONE),
                quoted=each.quoted or look.say(_NONE),
            )
            yield f"      {on_one_line(line)}"
    if found.elsewhere:
        places = quantity(found.elsewhere, "further place", look.language)
        yield "    " + look.say("and {places}", places=places)


def _at(part: QuotedPart) -> str:
    return f"{part.span.start + 1}–{part.span.end}"
