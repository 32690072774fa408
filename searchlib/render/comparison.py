"""Comparisons and lineages as text: what went and what came is marked inside the sentence, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from searchlib.analysis.comparison import ComparedClauses, Comparison, Fate, body
from searchlib.analysis.edits import Edit
from searchlib.analysis.lineage import FormulaLine, FormulaStage, Lineage, Turn
from searchlib.model import Document
from searchlib.render.analysis_values import CAME, WENT
from searchlib.render.columns import cells, pad
from searchlib.render.mentions import statement_line
from searchlib.render.places import places_in
from searchlib.render.side_by_side import side_by_side
from searchlib.render.terminal import PLAIN, Look, Style, made_visible, paint
from searchlib.render.wording import day_shown, quantity

_SIGNS = {Fate.NEW: "+", Fate.DROPPED: "-", Fate.SAME: "="}
_MARGIN = "    "
_NUMBER = 5


def comparison_lines(
    found: Comparison, rows: Sequence[ComparedClauses], look: Look, columns: int | None = None
) -> Iterator[str]:
    """Return a comparison, line by line: both documents, the counts, and ``rows``.

    With ``columns`` (cells) the texts stand beside each other, otherwise the difference is in one text.
    """
    beside_sign = look if look.columns is None else replace(look, columns=look.columns - 2)
    for sign, document in (("-", found.before), ("+", found.after)):
        yield f"{sign} {statement_line(document, beside_sign)}"
    if look.notes:
        yield counts_line(found, look)
    for row in rows:
        yield ""
        yield paint(_head(row, found, look), Style.CAPTION, look)
        if columns is not None:
            yield from side_by_side(row.edits, columns, look)
        elif row.fate in _SIGNS:
            yield from _indented("\n".join(map(body, row.after or row.before)))
        else:
            yield from _indented(marked_difference(row.edits, look), visible=False)


def counts_line(found: Comparison, look: Look = PLAIN) -> str:
    """Return how many clauses have which fate, and how many moved."""
    counts = [f"{look.say(str(fate))} {count:,}" for fate, count in found.counts.items() if count]
    return " · ".join([*counts, f"{look.say('moved')} {found.moved:,}"] if found.moved else counts)


def marked_difference(edits: Sequence[Edit], look: Look) -> str:
    """Return both texts in one: ``[-`` went ``-]``, ``{+`` came ``+}``, in colour too if the look has it."""
    parts = []
    for each in edits:
        before, after = made_visible(each.before), made_visible(each.after)
        if each.same:
            parts.append(after)
            continue
        if before:
            parts.append(paint(f"{WENT[0]}{before}{WENT[1]}", Style.GONE, look))
        if after:
            parts.append(paint(f"{CAME[0]}{after}{CAME[1]}", Style.CAME, look))
    return "".join(parts)


def lineage_lines(found: Lineage, lines: Sequence[FormulaLine], look: Look) -> Iterator[str]:
    """Return a lineage, line by line: the documents, the counts, and the stages of each of ``lines``."""
    for document in found.documents:
        yield statement_line(document, look)
    if look.notes:
        yield lineage_counts(found, look)
    numbers = {id(line): number for number, line in enumerate(found.lines, 1)}
    for line in lines:
        yield ""
        head = f"{numbers[id(line)]:>{_NUMBER - 2}}  "
        for stage, document in zip(line.stages, found.documents, strict=True):
            if stage.turn is not Turn.ABSENT:
                yield head + _stage_line(stage, document, look)
                head = " " * _NUMBER


def lineage_counts(found: Lineage, look: Look = PLAIN) -> str:
    """Return how many formulas there are, and how many change, disappear or return at some time."""
    counts = [quantity(len(found.lines), "formula", look.language)]
    for turn in (Turn.CHANGES, Turn.DISAPPEARS, Turn.RETURNS):
        count = sum(any(stage.turn is turn for stage in line.stages) for line in found.lines)
        counts.append(f"{look.say(str(turn))} {count:,}")
    entered = sum(line.stages[0].turn is Turn.ABSENT for line in found.lines)
    return " · ".join([*counts, f"{look.say('enters later')} {entered:,}"])


def _stage_line(stage: FormulaStage, document: Document, look: Look) -> str:
    when = day_shown(document, look)
    width = max(cells(look.say(str(turn))) for turn in Turn)
    turn = paint(pad(look.say(str(stage.turn)), width), Style.CAPTION, look)
    if not stage.texts:
        return f"{when}  {turn}"
    place = places_in([each.clause for each in stage.texts], document)
    text = made_visible("".join(each.text for each in stage.texts))
    if stage.edits and stage.turn is not Turn.SAME:
        text = marked_difference(stage.edits, look)
    return f"{when}  {turn}  {paint(place, Style.QUIET, look)}  {text}".replace("\n", " ")


def _head(row: ComparedClauses, found: Comparison, look: Look) -> str:
    before, after = places_in(row.before, found.before), places_in(row.after, found.after)
    places = before if before == after or not after else f"{before} → {after}" if before else after
    moved = f" · {look.say('moved')}" if row.moved else ""
    fate = "" if row.fate in _SIGNS else f" · {look.say(str(row.fate))}"
    return f"{_SIGNS.get(row.fate, '~')} {places}{fate}{moved}"


def _indented(text: str, visible: bool = True) -> Iterator[str]:
    for line in (made_visible(text) if visible else text).split("\n"):
        yield f"{_MARGIN}{line}"
