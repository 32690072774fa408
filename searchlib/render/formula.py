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
    yield paint(on_one_line(found.text), Style.TITLE, look)
    yield (
        f"{quantity(found.places, 'place')} in {quantity(found.clauses, 'clause')} of "
        f"{quantity(found.statements, 'statement')}; {quantity(len(found.variants), 'variant')} shown, "
        f"likeness {found.least:g} at least"
    )
    if found.examined < found.similar:
        yield f"the {found.examined:,} most similar of {quantity(found.similar, 'clause')} were examined"
    yield ""
    rows: list[tuple[str | int, ...]] = [
        (
            each.text,
            f"{each.likeness:.2f}",
            each.places,
            each.statements,
            each.first.isoformat() if each.first else _UNKNOWN,
            each.last.isoformat() if each.last else _UNKNOWN,
            _counts(dict(each.continued[:_CONTINUED])),
            _counts(each.by_year),
            _counts(each.by_party),
        )
        for each in found.variants
    ]
    header = ("variant", "likeness", "places", "statements", "first", "last", "continued", "years", "parties")
    yield from table_lines(header, rows, look)
    for label, counts in (("by year", found.by_year), ("by party", found.by_party)):
        if counts:
            yield ""
            yield f"{label}: {_counts(counts)}"


def boilerplate_lines(found: Sequence[OwnWords], least: int, look: Look) -> Iterator[str]:
    """Yield each clause with what stands elsewhere marked in it, and where that stands first."""
    characters, shared = sum(each.characters for each in found), sum(each.shared for each in found)
    title = found[0].document.title or found[0].document.id
    yield paint(on_one_line(title), Style.TITLE, look)
    share = 100 * shared / characters if characters else 0.0
    yield (
        f"{shared:,} of {quantity(characters, 'character')} ({share:.0f}%) stand in other statements, "
        f"in stretches of {least} and more; {characters - shared:,} are its own"
    )
    marks = choose_marks((each.clause.text for each in found), look)
    for each in found:
        yield ""
        place = paint(place_in(each.clause), Style.CAPTION, look)
        yield f"{place}  {each.shared:,} of {each.characters:,} ({100 * each.share:.0f}%)"
        spans = [stretch.span for stretch in each.stretches]
        yield from (f"  {line}" for line in marked(each.clause.text, spans, marks).split("\n"))
        for stretch in each.stretches:
            clause, document = stretch.first
            where = (
                f"{quantity(stretch.statements, 'statement')}, first {document.date or 'undated'} {clause.id}"
            )
            yield paint(f"    {on_one_line(stretch.text)} — {on_one_line(where)}", Style.QUIET, look)


def _counts(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{name or '(end)'} {count:,}" for name, count in counts.items()) or _UNKNOWN
