"""Concordances as text: lines with the matches in one column, and tables of what is counted in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from searchlib.analysis.collocates import NEIGHBOUR_LENGTHS, Collocate, Neighbour
from searchlib.analysis.concordance import Concordance
from searchlib.analysis.dispersion import Spread
from searchlib.model import Mention
from searchlib.render.columns import cells, clip, clip_start, pad, pad_start
from searchlib.render.mentions import statement_line
from searchlib.render.places import place_of
from searchlib.render.tables import table_lines
from searchlib.render.terminal import Look, Marks, Style, choose_marks, on_one_line, paint
from searchlib.render.wording import NO_DATE, day_shown, quantity
from searchlib.search.place_answers import FoundPlaces

_INDENT = "  "
_NARROWEST = 8
"""The fewest cells of context beside the longest match; with fewer its line wraps."""


def concordance_lines(found: Concordance, look: Look) -> Iterator[str]:
    """Yield the lines of a concordance: under their statements in corpus order, otherwise each with its
    place."""
    if look.notes:
        yield paint(on_one_line(found.understood), Style.TITLE, look)
        yield head_line(found, look)
        yield ""
    places = [_place(line, bool(found.order), look) for line in found.lines]
    marks = choose_marks((line.line.before + line.line.match + line.line.after for line in found.lines), look)
    rows = _fitted(found.lines, places, marks, look)
    if found.order:
        yield from rows
        return
    paired = zip(found.lines, rows, strict=True)
    for at, (_, together) in enumerate(groupby(paired, key=lambda pair: pair[0].document.id)):
        own = list(together)
        yield from ([""] if at else [])
        yield statement_line(own[0][0].document, look)
        yield from (_INDENT + row for _, row in own)


def head_line(found: Concordance, look: Look) -> str:
    """Return how many places there are, which of them are lines, and how these are sorted."""
    parts = [_counted(found.total, found.clauses, found.statements, look)]
    if found.seed is not None:
        parts.append(
            look.say("{count} drawn at random (seed {seed})", count=f"{found.shown:,}", seed=found.seed)
        )
    if found.order:
        parts.append(look.say("sorted by {keys}", keys=", ".join(map(str, found.order))))
    if len(found.lines) < found.shown:
        lines, shown = f"{len(found.lines):,}", f"{found.shown:,}"
        parts.append(
            look.say("{lines} of {shown} lines shown: --limit 0 shows all", lines=lines, shown=shown)
        )
    return look.say("; ").join(parts)


def _counted(places: int, clauses: int, statements: int, look: Look) -> str:
    return look.say(
        "{places} in {clauses} of {statements}",
        places=quantity(places, "place", look.language),
        clauses=quantity(clauses, "clause", look.language),
        statements=quantity(statements, "statement", look.language),
    )


def neighbours_lines(places: FoundPlaces, found: Sequence[Neighbour], look: Look) -> Iterator[str]:
    """Yield tables of what stands directly left and right, one for each length."""
    yield from _above(places, look)
    for length in NEIGHBOUR_LENGTHS:
        sides = [
            [each for each in found if each.side == side and len(each.text) == length]
            for side in ("left", "right")
        ]
        rows: list[tuple[str | int, ...]] = []
        for at in range(max(map(len, sides))):
            left, right = (side[at] if at < len(side) else None for side in sides)
            rows.append((*_shown(left), *_shown(right)))
        if rows:
            yield ""
            header = (look.say("left {length}", length=length), look.say("right {length}", length=length))
            yield from table_lines((header[0], "lines", header[1], "lines"), rows, look)


def collocates_lines(
    places: FoundPlaces, reach: int, found: Sequence[Collocate], look: Look
) -> Iterator[str]:
    """Yield a table of the words near the places, with their measures."""
    yield from _above(places, look)
    if look.notes:
        yield look.say("words within {reach} characters, by log-likelihood", reach=reach)
        yield ""
    rows: list[tuple[str | int, ...]] = [
        (
            each.word,
            each.near,
            each.total,
            f"{each.expected:,.1f}",
            f"{each.log_likelihood:,.1f}",
            f"{each.dice:.3f}",
            f"{each.log_dice:.2f}",
        )
        for each in found
    ]
    yield from table_lines(
        ("word", "near", "everywhere", "expected", "log-likelihood", "Dice", "logDice"), rows, look
    )


def spread_lines(places: FoundPlaces, found: Spread, look: Look) -> Iterator[str]:
    """Yield dispersion and the frequencies of the years."""
    yield from _above(places, look)
    statements = quantity(found.of_statements, "statement", look.language)
    yield look.say("in {count} of {statements}", count=f"{found.statements:,}", statements=statements)
    yield look.say(
        "{rate} per million characters ({characters})",
        rate=f"{found.per_million:,.1f}",
        characters=f"{found.characters:,}",
    )
    if found.dp is not None and found.dp_norm is not None:
        juilland = "–" if found.juilland is None else f"{found.juilland:.3f}"
        yield look.say(
            "Juilland's D {juilland}; DP {dp}, normalised {normalised}",
            juilland=juilland,
            dp=f"{found.dp:.3f}",
            normalised=f"{found.dp_norm:.3f}",
        )
    yield ""
    rows: list[tuple[str | int, ...]] = [
        (
            look.say(NO_DATE) if each.year is None else str(each.year),
            each.places,
            each.statements,
            each.of_statements,
            each.characters,
            f"{each.per_million:,.1f}",
        )
        for each in found.by_year
    ]
    yield from table_lines(
        ("year", "places", "statements", "of statements", "of characters", "per million"), rows, look
    )


def _above(places: FoundPlaces, look: Look) -> Iterator[str]:
    if look.notes:
        yield paint(on_one_line(places.asked), Style.TITLE, look)
        yield _counted(len(places), places.clauses, len(places.documents), look)


def _shown(found: Neighbour | None) -> tuple[str | int, str | int]:
    return ("", "") if found is None else (on_one_line(found.text), f"{found.lines:,}")


def _place(line: Mention, is_whole: bool, look: Look) -> str:
    """Return the clause of a line; where lines are sorted, its date and parties too."""
    document = line.document
    if not is_whole:
        return place_of(line)
    day = day_shown(document, look)
    return on_one_line(" ".join((day, "-".join(document.parties) or "–", place_of(line))))


def _fitted(lines: Sequence[Mention], places: Sequence[str], marks: Marks, look: Look) -> list[str]:
    """Return the lines with their matches in one column, cut so that none is wider than the screen."""
    if not lines:
        return []
    wide = max(map(cells, places))
    texts = [tuple(map(on_one_line, (line.line.before, line.line.match, line.line.after))) for line in lines]
    room = 1 << 30
    if look.columns is not None:
        taken = len(_INDENT) + wide + 2 + max(cells(match) for _, match, _ in texts) + marks.cells
        room = max(_NARROWEST, (look.columns - taken) // 2)
    before = max(min(room, cells(left)) for left, _, _ in texts)
    return [
        f"{paint(pad(place, wide), Style.QUIET, look)}  {pad_start(clip_start(left, room), before)}"
        f"{marks.opening}{match}{marks.closing}{clip(right, room)}".rstrip()
        for place, (left, match, right) in zip(places, texts, strict=True)
    ]
