"""Tables of documents, projects, counts and the contents of the index.

On a terminal long cells wrap, titles are cut, and ids are whole, so that they can be copied; in a file every
row stays on one line. Headers are English words, shown in the language of the look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import zip_longest
from typing import TYPE_CHECKING

from searchlib.facts.short_titles import short_titles
from searchlib.model import Document, Mentions, Statements
from searchlib.render.columns import cells, cut, levelled, pad, pad_start, wrapped
from searchlib.render.mentions import found_line
from searchlib.render.report_values import facets_of
from searchlib.render.terminal import Look, Style, on_one_line, paint
from searchlib.render.wording import NO_DATE, NO_TITLE, day_shown, title_shown
from searchlib.search.count_by import By, Counting, CountTable

if TYPE_CHECKING:
    from searchlib.projects import Project
    from searchlib.search.statistics import Statistics

_GAP = 2
_UNKNOWN = "–"
_NEVER_WRAPPED = 16
"""Cells. Narrower columns (dates, kinds, numbers) do not wrap; titles wrap instead."""
_NARROWEST = 14
"""The fewest cells of a wrapped column; a narrower terminal has no columns."""
_WHOLE = frozenset({"id"})
"""Columns whose cells are never broken."""
_CUT = frozenset({"title", "short title", "statement"})
"""Columns whose cells are cut to one line."""


def table_lines(header: Sequence[str], rows: Iterable[Sequence[str | int]], look: Look) -> list[str]:
    """Return columns under a header; columns of numbers are aligned on the right.

    On a terminal too narrow for columns the cells of a row are printed below each other, nothing left out.
    """
    values = [tuple(row) for row in rows]
    texts = [[_shown(value) for value in row] for row in values]
    named = list(map(look.say, header))
    widths = [max(map(cells, column)) for column in zip(named, *texts, strict=True)]
    kinds = [_kind(name, width) for name, width in zip(header, widths, strict=True)]
    gaps = _GAP * (len(widths) - 1)
    if look.columns is not None and look.columns < sum(widths) + gaps:
        gives = [kind in (_Cell.WRAPPED, _Cell.CUT) for kind in kinds]
        fixed = gaps + sum(width for width, giving in zip(widths, gives, strict=True) if not giving)
        if look.columns < fixed + _NARROWEST * sum(gives) or not any(gives):
            above = [paint(line, Style.QUIET, look) for line in _stacked(named, kinds, look.columns)]
            return [*above, *(line for row in texts for line in _stacked(row, kinds, look.columns))]
        most = levelled(
            [width for width, giving in zip(widths, gives, strict=True) if giving], look.columns - fixed
        )
        widths = [min(width, most) if giving else width for width, giving in zip(widths, gives, strict=True)]
    numeric = [bool(values) and all(isinstance(row[at], int) for row in values) for at in range(len(header))]
    above = [paint(line, Style.QUIET, look) for line in _columns(named, widths, numeric, kinds)]
    return [*above, *(line for row in texts for line in _columns(row, widths, numeric, kinds))]


class _Cell(Enum):
    """What happens to the cells of a column where there is no room for them."""

    SHORT = auto()
    WHOLE = auto()
    CUT = auto()
    WRAPPED = auto()


def _kind(name: str, width: int) -> _Cell:
    if width <= _NEVER_WRAPPED:
        return _Cell.SHORT
    return _Cell.WHOLE if name in _WHOLE else _Cell.CUT if name in _CUT else _Cell.WRAPPED


def documents_table(documents: Iterable[Document], look: Look) -> list[str]:
    """Return a table with one document in each row."""
    rows = [
        (
            day_shown(each, look),
            look.say(str(each.kind)),
            " ".join(each.parties) or _UNKNOWN,
            each.clause_count,
            title_shown(each, look),
            next(iter(short_titles(each)), _UNKNOWN),
            each.id,
        )
        for each in documents
    ]
    return table_lines(("date", "kind", "parties", "clauses", "title", "short title", "id"), rows, look)


def statistics_tables(found: Statistics, look: Look) -> list[str]:
    """Return the contents of the index, and its documents by kind, year and other fields."""
    facts = [
        ("documents", f"{found.documents:,}"),
        ("clauses", f"{found.clauses:,}"),
        ("characters", f"{found.characters:,}"),
        ("built", found.built.isoformat(sep=" ", timespec="seconds")),
        ("index", found.index),
        ("corpus", found.corpus),
        ("analyzer", found.analyzer),
        *(("skipped", f"{each.file}: {each.reason}") for each in found.skipped),
    ]
    rows = [
        (look.say(name), look.say(value) if name in ("kind", "script") else value, count)
        for name, values in facets_of(found)
        for value, count in values
    ]
    lines = fact_lines(facts, look)
    return [*lines, "", *table_lines(("by", "value", "documents"), rows, look)] if rows else lines


def fact_lines(facts: Sequence[tuple[str, str]], look: Look, least: int = 0) -> list[str]:
    """Return names, English words, with their values, one a line; names take ``least`` cells and more."""
    named = [(look.say(name), on_one_line(value)) for name, value in facts]
    width = max((cells(name) for name, _ in named), default=0)
    return [f"{pad(name, max(width, least))}  {value}" for name, value in named]


def projects_table(found: Iterable[tuple[Project, Mentions]], look: Look) -> list[str]:
    """Return a table with one entry in each row: its kind, its names, and the number of its mentions."""
    rows = [
        (
            project.id,
            look.say(str(project.kind)),
            " · ".join(project.names),
            answer.occurrences,
            answer.clauses,
            answer.statements,
        )
        for project, answer in found
    ]
    return table_lines(("id", "kind", "names", "occurrences", "clauses", "statements"), rows, look)


def project_lines(project: Project, answer: Mentions, look: Look) -> list[str]:
    """Return one project: its entry in the registry, and the number of mentions of each name."""
    facts = [
        ("kind", look.say(str(project.kind))),
        ("note", project.note),
        ("countries", " ".join(project.countries)),
        ("asked as", " · ".join(project.asked)),
        *(("source", source) for source in project.sources),
    ]
    lines = [f"{project.name} ({project.id})"]
    lines += fact_lines([(name, value) for name, value in facts if value], look, least=9)
    rows = []
    for name in project.names:
        found = [mention for mention in answer.mentions if mention.name == name]
        rows.append((name, len(found), len({mention.clause.id for mention in found})))
    totals = found_line(answer, look.language)
    return [*lines, "", *table_lines(("name", "occurrences", "clauses"), rows, look), "", totals]


def counts_table(found: CountTable, look: Look) -> list[str]:
    """Return counts by group, with the extent of each group and two rates."""
    by = found.by
    numbers = ["occurrences"] if found.measure is Counting.OCCURRENCES else []
    numbers += ["clauses"] if by is By.STATEMENT else ["clauses", "statements"]
    header = [str(by), *numbers, "of clauses", "of characters", "per clause", "per million"]
    unknown = look.say(NO_DATE) if by is By.YEAR else _UNKNOWN
    rows = []
    for each in found.rows:
        name = (each.label or look.say(NO_TITLE)) if by is By.STATEMENT else (each.key or unknown)
        name = look.say(name) if by is By.KIND and each.key else name
        counted = [] if each.occurrences is None else [each.occurrences]
        counted += [each.clauses] if by is By.STATEMENT else [each.clauses, each.statements]
        row: list[str | int] = [name, *counted, each.extent.clauses, each.extent.characters]
        row += [f"{each.per_clause:.4f}", f"{each.per_million_characters:,.1f}"]
        rows.append([*row, each.key or ""] if by is By.STATEMENT else row)
    return table_lines([*header, "id"] if by is By.STATEMENT else header, rows, look)


def statements_table(found: Statements, look: Look) -> list[str]:
    """Return the statements that satisfy a query, each with how many clauses hold each of its texts."""
    texts = list(found.counts)
    rows: list[tuple[str | int, ...]] = [
        (
            day_shown(each.document, look),
            *(each.counts[text] for text in texts),
            title_shown(each.document, look),
            each.document.id,
        )
        for each in found.statements
    ]
    return table_lines(("date", *map(on_one_line, texts), "title", "id"), rows, look)


def _shown(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else on_one_line(value)


def _columns(
    row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], kinds: Sequence[_Cell]
) -> Iterator[str]:
    """Return a row on as many lines as its longest cell takes."""
    parts = [
        [cut(cell, width)] if kind is _Cell.CUT else wrapped(cell, width)
        for cell, width, kind in zip(row, widths, kinds, strict=True)
    ]
    for line in zip_longest(*parts, fillvalue=""):
        padded = (
            pad_start(part, width) if is_number else pad(part, width)
            for part, width, is_number in zip(line, widths, numeric, strict=True)
        )
        yield (" " * _GAP).join(padded).rstrip()


def _stacked(row: Sequence[str], kinds: Sequence[_Cell], columns: int) -> Iterator[str]:
    """Return the cells of a row below each other: short ones side by side, each long one on lines of its
    own."""
    line, indent = "", ""
    room = max(columns - _GAP, 2)
    for cell, kind in zip(row, kinds, strict=True):
        is_short = kind is _Cell.SHORT
        together = f"{line}{' ' * _GAP}{cell}" if line else cell
        if line and (not is_short or cells(indent + together) > columns):
            yield indent + line
            line, indent = "", " " * _GAP
            together = cell
        if is_short:
            line = together
            continue
        for part in _in_room(cell, kind, room):
            yield indent + part
            indent = " " * _GAP
    if line:
        yield indent + line


def _in_room(cell: str, kind: _Cell, room: int) -> list[str]:
    """Return a cell on lines of its own: an id is left to the terminal rather than broken here."""
    return [cell] if kind is _Cell.WHOLE else wrapped(cell, room)
