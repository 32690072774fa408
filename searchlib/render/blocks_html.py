"""Reports as one HTML file: no script, no address of another site, made to be read and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from searchlib.render.blocks import QuotedPlace, ReportBlock, ReportHeading, ReportParagraph, ReportTable
from searchlib.render.terminal import made_visible

_STYLE = """
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #23201b; line-height: 1.65;
  font-family: "Songti SC", "Source Han Serif SC", "Noto Serif CJK SC", SimSun, Georgia, serif; }
h1, h2, h3 { line-height: 1.35; } h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin-bottom: .3rem; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem 1rem .25rem 0;
  border-bottom: 1px solid #ddd6c8; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
blockquote { margin: .6rem 0; padding-left: .9rem; border-left: 3px solid #8f2d1f; break-inside: avoid; }
blockquote p { margin: 0; } mark { background: #f7e2a0; } cite { font-size: .85rem; color: #635c50; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; }
  mark { background: none; text-decoration: underline; }
  tr, h1, h2, h3 { break-inside: avoid; } h1, h2, h3 { break-after: avoid; } }
"""


def report_html(blocks: Iterable[ReportBlock], title: str, language: str) -> Iterator[str]:
    """Yield a whole page piece by piece; ``language`` is the BCP 47 tag of the report."""
    yield (
        f'<!doctype html>\n<html lang="{_safe(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    for block in blocks:
        match block:
            case ReportHeading(level, text):
                yield f"<h{level}>{_safe(text)}</h{level}>\n"
            case ReportParagraph(text):
                yield f"<p>{_safe(text)}</p>\n"
            case ReportTable():
                yield from _table(block)
            case QuotedPlace():
                yield (
                    f'<blockquote><p lang="{_safe(block.language)}">{_safe(block.before)}'
                    f"<mark>{_safe(block.match)}</mark>{_safe(block.after)}</p>"
                    f"<cite>{_safe(block.cited)}</cite></blockquote>\n"
                )
    yield "</body>\n</html>\n"


def _table(table: ReportTable) -> Iterator[str]:
    numeric = [
        bool(table.rows) and all(isinstance(row[at], int) for row in table.rows)
        for at in range(len(table.header))
    ]
    marks = [' class="number"' if is_number else "" for is_number in numeric]
    head = "".join(
        f'<th scope="col"{mark}>{_safe(cell)}</th>' for cell, mark in zip(table.header, marks, strict=True)
    )
    yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
    for row in table.rows:
        shown = (f"{cell:,}" if isinstance(cell, int) else cell for cell in row)
        cells = "".join(f"<td{mark}>{_safe(cell)}</td>" for cell, mark in zip(shown, marks, strict=True))
        yield f"<tr>{cells}</tr>\n"
    yield "</tbody>\n</table>\n"


def _safe(text: str) -> str:
    """Return escaped text; lone surrogates become ``?``, controls what shows them."""
    return escape(made_visible(text).encode("utf-8", "replace").decode("utf-8"))
