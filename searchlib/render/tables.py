"""Tables: what is in the index, the projects, and counts.

On a terminal long cells wrap inside their column; in a file every row stays on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from searchlib.model import Document, Mentions
from searchlib.render.columns import cells
from searchlib.render.counts import By, Count
from searchlib.render.kwic import counted, period
from searchlib.render.marks import Look, on_one_line
from searchlib.render.plain import NO_DATE, NO_TITLE

if TYPE_CHECKING:
    from searchlib.projects import Project
    from searchlib.statistics import Statistics

_GAP = 2
_UNKNOWN = "–"
_NEVER_WRAPPED = 16
"""Cells: dates, kinds and numbers stay in one piece, so that titles give way to them."""
_NARROWEST = 10
"""Cells a column that wraps must have; on a narrower terminal whole lines wrap and nothing is left out."""


def table_lines(header: Sequence[str], rows: Iterable[Sequence[str | int]], look: Look) -> list[str]:
    """Columns under a header; columns of numbers are aligned at the right."""
    values = [tuple(row) for row in rows]
    numeric = [bool(values) and all(isinstance(row[at], int) for row in values) for at in range(len(header))]
    texts = [[_shown(value) for value in row] for row in values]
    widths = [max(map(cells, column)) for column in zip(header, *texts, strict=True)]
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for name, width, is_number in zip(header, widths, numeric, strict=True):
        justify: Literal["left", "right"] = "right" if is_number else "left"
        table.add_column(name, justify=justify, no_wrap=width <= _NEVER_WRAPPED, overflow="fold")
    for row in texts:
        table.add_row(*map(Text, row))
    gaps = _GAP * len(widths)
    least = gaps + sum(width if width <= _NEVER_WRAPPED else _NARROWEST for width in widths)
    fits = look.columns is not None and look.columns >= least
    return _drawn(table, look.columns if look.columns and fits else sum(widths) + gaps, look)


def documents_table(documents: Iterable[Document], look: Look) -> list[str]:
    """Every document in a row."""
    rows = [
        (
            NO_DATE if each.date is None else each.date.isoformat(),
            str(each.kind),
            " ".join(each.parties) or _UNKNOWN,
            each.clause_count,
            each.title or NO_TITLE,
            each.id,
        )
        for each in documents
    ]
    return table_lines(("date", "kind", "parties", "clauses", "title", "id"), rows, look)


def statistics_tables(found: Statistics, look: Look) -> list[str]:
    """What the index holds, and how its documents divide."""
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
        ("script", found.by_script),
    )
    rows = [(name, value, count) for name, values in facets for value, count in values]
    width = max(len(name) for name, _ in facts)
    lines = [f"{name:<{width}}  {on_one_line(value)}" for name, value in facts]
    return [*lines, "", *table_lines(("by", "value", "documents"), rows, look)] if rows else lines


def projects_table(found: Iterable[tuple[Project, Mentions]], look: Look) -> list[str]:
    """Every project in a row: its names, and how often they stand in the index."""
    rows = [
        (project.id, " · ".join(project.names), answer.occurrences, answer.clauses, answer.statements)
        for project, answer in found
    ]
    return table_lines(("project", "names", "occurrences", "clauses", "statements"), rows, look)


def project_lines(project: Project, answer: Mentions, look: Look) -> list[str]:
    """One project: what the registry says of it, and how often each of its names stands in the index."""
    facts = [
        ("note", project.note),
        ("countries", " ".join(project.countries)),
        *(("source", source) for source in project.sources),
    ]
    lines = [f"{project.name} ({project.id})"]
    lines += [f"{name:<9}  {on_one_line(value)}" for name, value in facts if value]
    rows = []
    for name in project.names:
        found = [mention for mention in answer.mentions if mention.name == name]
        rows.append((name, len(found), len({mention.clause.id for mention in found})))
    totals = (
        f"{counted(answer.occurrences, 'occurrence')} in {counted(answer.clauses, 'clause')}"
        f" of {counted(answer.statements, 'statement')}{period(answer)}"
    )
    return [*lines, "", *table_lines(("name", "occurrences", "clauses"), rows, look), "", totals]


def counts_table(counts: Iterable[Count], by: By, look: Look) -> list[str]:
    """Counts of mentions under what they are counted by."""
    listed = list(counts)
    numbers = ("occurrences", "clauses", "statements")
    if by is not By.STATEMENT:
        unknown = NO_DATE if by is By.YEAR else _UNKNOWN
        rows = [(each.key or unknown, each.occurrences, each.clauses, each.statements) for each in listed]
        return table_lines((str(by), *numbers), rows, look)
    titled = [(each.label or NO_TITLE, each.occurrences, each.clauses, each.key or "") for each in listed]
    return table_lines((str(by), "occurrences", "clauses", "id"), titled, look)


def _shown(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else on_one_line(value)


def _drawn(table: Table, width: int, look: Look) -> list[str]:
    """The table's lines without blanks at their ends."""
    file = StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        no_color=not look.colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(table)
    return [line.rstrip() for line in file.getvalue().splitlines()]
