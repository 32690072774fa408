"""Reports as blocks: headings, paragraphs, tables and quoted places; and as text and Markdown.

What a report says is put together once; each format only writes blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from searchlib.render.columns import wrapped
from searchlib.render.markdown import markdown_escaped, markdown_line
from searchlib.render.tables import table_lines
from searchlib.render.terminal import Look, Style, choose_marks, on_one_line, paint


@dataclass(frozen=True, slots=True)
class ReportHeading:
    """A heading; level 1 is the title of the report."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class ReportParagraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with a header; numbers are integers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """A place in its context, with its citation; ``language`` is the BCP 47 tag of the text."""

    before: str
    match: str
    after: str
    cited: str
    language: str


ReportBlock: TypeAlias = ReportHeading | ReportParagraph | ReportTable | QuotedPlace


def report_lines(blocks: Iterable[ReportBlock], look: Look) -> Iterator[str]:
    """Yield a report as lines of text for a terminal or a file."""
    known = list(blocks)
    quoted = (block.before + block.match + block.after for block in known if isinstance(block, QuotedPlace))
    marks = choose_marks(quoted, look)
    for at, block in enumerate(known):
        match block:
            case ReportHeading(level, text):
                yield from [""] if at else []
                yield paint(on_one_line(text), Style.TITLE if level < 3 else Style.CAPTION, look)
            case ReportParagraph(text):
                line = on_one_line(text)
                yield from [line] if look.columns is None else wrapped(line, look.columns)
            case ReportTable(header, rows):
                yield from table_lines(header, rows, look)
            case QuotedPlace():
                before, match, after = map(on_one_line, (block.before, block.match, block.after))
                yield f"  {before}{marks.opening}{match}{marks.closing}{after}"
                yield paint(f"    — {on_one_line(block.cited)}", Style.QUIET, look)


def report_markdown(blocks: Iterable[ReportBlock]) -> Iterator[str]:
    """Yield a report as Markdown (CommonMark, with the tables of GitHub), piece by piece."""
    for block in blocks:
        match block:
            case ReportHeading(level, text):
                yield f"{'#' * level} {markdown_escaped(on_one_line(text))}\n\n"
            case ReportParagraph(text):
                yield f"{markdown_line(on_one_line(text))}\n\n"
            case ReportTable(header, rows):
                yield _row(header)
                yield _row(
                    ["---:" if _is_numeric(rows, at) else "---" for at in range(len(header))], as_it_is=True
                )
                for row in rows:
                    yield _row([f"{cell:,}" if isinstance(cell, int) else cell for cell in row])
                yield "\n"
            case QuotedPlace():
                before, match, after = map(on_one_line, (block.before, block.match, block.after))
                yield f"> {markdown_line(before)}**{markdown_escaped(match)}**{markdown_escaped(after)}\n>\n"
                yield f"> — {markdown_escaped(on_one_line(block.cited))}\n\n"


def _is_numeric(rows: tuple[tuple[str | int, ...], ...], at: int) -> bool:
    return bool(rows) and all(isinstance(row[at], int) for row in rows)


def _row(cells: Iterable[str], as_it_is: bool = False) -> str:
    shown = cells if as_it_is else (markdown_escaped(on_one_line(cell)).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |\n"
