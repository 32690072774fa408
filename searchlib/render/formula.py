"""Formulas, boilerplate and unlisted names as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from searchlib.analysis.boilerplate import OwnWords
from searchlib.analysis.formulas import Formula
from searchlib.render.places import place_in
from searchlib.render.tables import table_lines
from searchlib.render.terminal import Look, Style, choose_marks, marked, on_one_line, paint
from searchlib.render.wording import quantity

_UNKNOWN = "–"
_CONTINUED = 4
"""Following words that the table shows."""


def formula_lines(found: Formula, look: Look) -> Iterator[str]:
    """Yield the variants as a table, then their counts by year and party."""
    if look.notes:
        yield from _above(found, look)
    rows: list[tuple[str | int, ...]] = [
        (
            each.text,
            f"{each.likeness:.2f}",
            each.places,
            each.statements,
            each.first.isoformat() if each.first else _UNKNOWN,
            each.last.isoformat() if each.last else _UNKNOWN,
            _counts(dict(each.continued[:_CONTINUED]), look),
            _counts(each.by_year, look),
            _counts(each.by_party, look),
        )
        for each in found.variants
    ]
    header = ("variant", "likeness", "places", "statements", "first", "last", "continued", "years", "parties")
    yield from table_lines(header, rows, look)
    for label, counts in (("by year", found.by_year), ("by party", found.by_party)):
        if counts:
            yield ""
            yield f"{look.say(label)}{look.say(': ')}{_counts(counts, look)}"


def _above(found: Formula, look: Look) -> Iterator[str]:
    yield paint(on_one_line(found.text), Style.TITLE, look)
    yield look.say(
        "{places} in {clauses} of {statements}; {variants} shown, likeness {least} at least",
        places=quantity(found.places, "place", look.language),
        clauses=quantity(found.clauses, "clause", look.language),
        statements=quantity(found.statements, "statement", look.language),
        variants=quantity(len(found.variants), "variant", look.language),
        least=f"{found.least:g}",
    )
    if found.examined < found.similar:
        clauses = quantity(found.similar, "clause", look.language)
        count = f"{found.examined:,}"
        yield look.say("the {count} most similar of {clauses} were examined", count=count, clauses=clauses)
    yield ""


def boilerplate_lines(found: Sequence[OwnWords], least: int, look: Look) -> Iterator[str]:
    """Yield each clause with what stands elsewhere marked in it, and where that stands first."""
    characters, shared = sum(each.characters for each in found), sum(each.shared for each in found)
    title = found[0].document.title or found[0].document.id
    yield paint(on_one_line(title), Style.TITLE, look)
    share = 100 * shared / characters if characters else 0.0
    yield look.say(
        "{count} of {characters} ({share}%) stand in other statements, in stretches of {least} and more; "
        "{own} are its own",
        count=f"{shared:,}",
        characters=quantity(characters, "character", look.language),
        share=f"{share:.0f}",
        least=least,
        own=f"{characters - shared:,}",
    )
    marks = choose_marks((each.clause.text for each in found), look)
    for each in found:
        yield ""
        place = paint(place_in(each.clause), Style.CAPTION, look)
        counted = look.say(
            "{count} of {all} ({share}%)",
            count=f"{each.shared:,}",
            all=f"{each.characters:,}",
            share=f"{100 * each.share:.0f}",
        )
        yield f"{place}  {counted}"
        spans = [stretch.span for stretch in each.stretches]
        yield from (f"  {line}" for line in marked(each.clause.text, spans, marks).split("\n"))
        for stretch in each.stretches:
            clause, document = stretch.first
            where = look.say(
                "{statements}, first {date} {place}",
                statements=quantity(stretch.statements, "statement", look.language),
                date=document.date or look.say("undated"),
                place=clause.id,
            )
            yield paint(f"    {on_one_line(stretch.text)} — {on_one_line(where)}", Style.QUIET, look)


def _counts(counts: Mapping[str, int], look: Look) -> str:
    return " · ".join(f"{name or look.say('(end)')} {count:,}" for name, count in counts.items()) or _UNKNOWN
