"""Tables of documents, projects, counts and the contents of the index.

On a terminal long cells wrap; in a file every row stays on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from searchlib.facts.short_titles import short_titles
from searchlib.model import Document, Mentions, Statements
from searchlib.render.columns import cells, levelled, pad, pad_start, wrapped
from searchlib.render.mentions import period
from searchlib.render.terminal import Look, Style, on_one_line, paint
from searchlib.render.wording import NO_DATE, NO_TITLE, quantity
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


def table_lines(header: Sequence[str], rows: Iterable[Sequence[str | int]], look: Look) -> list[str]:
    """Return columns under a header; columns of numbers are aligned on the right.

    On a terminal too narrow for columns the cells of a row are printed below each other; nothing is left out.
    """
    values = [tuple(row) for row in rows]
    texts = [[_shown(value) for value in row] for row in values]
    widths = [max(map(cells, column)) for column in zip(header, *texts, strict=True)]
    gaps = _GAP * (len(widths) - 1)
    if look.columns is not None and look.columns < sum(widths) + gaps:
        wraps = [width > _NEVER_WRAPPED for width in widths]
        fixed = gaps + sum(width for width, wrapping in zip(widths, wraps, strict=True) if not wrapping)
        if look.columns < fixed + _NARROWEST * sum(wraps):
            above = [paint(line, Style.QUIET, look) for line in _stacked(header, wraps, look.columns)]
            return [*above, *(line for row in texts for line in _stacked(row, wraps, look.columns))]
        most = levelled([width for width in widths if width > _NEVER_WRAPPED], look.columns - fixed)
        widths = [min(width, most) if width > _NEVER_WRAPPED else width for width in widths]
    numeric = [bool(values) and all(isinstance(row[at], int) for row in values) for at in range(len(header))]
    above = [paint(line, Style.QUIET, look) for line in _columns(header, widths, numeric)]
    return [*above, *(line for row in texts for line in _columns(row, widths, numeric))]


def documents_table(documents: Iterable[Document], look: Look) -> list[str]:
    """Return a table with one document in each row."""
    rows = [
        (
            NO_DATE if each.date is None else each.date.isoformat(),
            str(each.kind),
            " ".join(each.parties) or _UNKNOWN,
            each.clause_count,
            each.title or NO_TITLE,
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
    facets = (
        ("kind", found.by_kind),
        ("year", found.by_year),
        ("country", found.by_country),
        ("publisher", found.by_publisher),
        ("level", found.by_level),
        ("issuer", found.by_issuer),
        ("script", found.by_script),
    )
    rows = [(name, value, count) for name, values in facets for value, count in values]
    width = max(len(name) for name, _ in facts)
    lines = [f"{name:<{width}}  {on_one_line(value)}" for name, value in facts]
    return [*lines, "", *table_lines(("by", "value", "documents"), rows, look)] if rows else lines


def projects_table(found: Iterable[tuple[Project, Mentions]], look: Look) -> list[str]:
    """Return a table with one entry in each row: its kind, its names, and the number of its mentions."""
    rows = [
        (
            project.id,
            str(project.kind),
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
        ("kind", str(project.kind)),
        ("note", project.note),
        ("countries", " ".join(project.countries)),
        ("asked as", " · ".join(project.asked)),
        *(("source", source) for source in project.sources),
    ]
    lines = [f"{project.name} ({project.id})"]
    lines += [f"{name:<9}  {on_one_line(value)}" for name, value in facts if value]
    rows = []
    for name in project.names:
        found = [mention for mention in answer.mentions if mention.name == name]
        rows.append((name, len(found), len({mention.clause.id for mention in found})))
    totals = (
        f"{quantity(answer.occurrences, 'occurrence')} in {quantity(answer.clauses, 'clause')}"
        f" of {quantity(answer.statements, 'statement')}{period(answer)}"
    )
    return [*lines, "", *table_lines(("name", "occurrences", "clauses"), rows, look), "", totals]


def counts_table(found: CountTable, look: Look) -> list[str]:
    """Return counts by group, with the extent of each group and two rates."""
    by = found.by
    numbers = ["occurrences"] if found.measure is Counting.OCCURRENCES else []
    numbers += ["clauses"] if by is By.STATEMENT else ["clauses", "statements"]
    header = [str(by), *numbers, "of clauses", "of characters", "per clause", "per million"]
    unknown = NO_DATE if by is By.YEAR else _UNKNOWN
    rows = []
    for each in found.rows:
        name = (each.label or NO_TITLE) if by is By.STATEMENT else (each.key or unknown)
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
            NO_DATE if each.document.date is None else each.document.date.isoformat(),
            *(each.counts[text] for text in texts),
            each.document.title or NO_TITLE,
            each.document.id,
        )
        for each in found.statements
    ]
    return table_lines(("date", *map(on_one_line, texts), "title", "id"), rows, look)


def _shown(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else on_one_line(value)


def _columns(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    """Return a row on as many lines as its longest cell takes."""
    parts = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for line in zip_longest(*parts, fillvalue=""):
        padded = (
            pad_start(part, width) if is_number else pad(part, width)
            for part, width, is_number in zip(line, widths, numeric, strict=True)
        )
        yield (" " * _GAP).join(padded).rstrip()


def _stacked(row: Sequence[str], wraps: Sequence[bool], columns: int) -> Iterator[str]:
    """Return the cells of a row below each other: short ones side by side, each long one on lines of its
    own."""
    line, indent = "", ""
    room = max(columns - _GAP, 2)
    for cell, wrapping in zip(row, wraps, strict=True):
        together = f"{line}{' ' * _GAP}{cell}" if line else cell
        if line and (wrapping or cells(indent + together) > columns):
            yield indent + line
            line, indent = "", " " * _GAP
            together = cell
        if not wrapping:
            line = together
            continue
        for part in wrapped(cell, room):
            yield indent + part
            indent = " " * _GAP
    if line:
        yield indent + line
