"""Reports as a Word document, by python-docx; Chinese fonts are named for East Asian text."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from searchlib.errors import TRADITIONAL, MissingExtra
from searchlib.render.blocks import QuotedPlace, ReportBlock, ReportHeading, ReportParagraph, ReportTable
from searchlib.render.terminal import made_visible

_LATIN, _CHINESE, _TRADITIONAL = "Times New Roman", "宋体", "新細明體"
_STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Quote")


def report_docx(blocks: Iterable[ReportBlock], title: str, language: str) -> bytes:
    """Return the file, in the font usual for ``language``; raises MissingExtra without python-docx."""
    try:
        import docx  # an extra: most readers write no Word file
        from docx.oxml.ns import qn
    except ImportError as error:
        raise MissingExtra(
            "extra.export", form="DOCX", library="python-docx", requirement="searchlib[export]"
        ) from error
    document: Any = docx.Document()
    document.core_properties.title = _safe(title)
    document.core_properties.author = ""
    for name in _STYLES:
        font = document.styles[name].font
        font.name = _LATIN
        font.element.rPr.rFonts.set(qn("w:eastAsia"), _TRADITIONAL if language == TRADITIONAL else _CHINESE)
    for block in blocks:
        match block:
            case ReportHeading(level, text):
                document.add_heading(_safe(text), level - 1)
            case ReportParagraph(text):
                document.add_paragraph(_safe(text))
            case ReportTable():
                _add_table(document, block)
            case QuotedPlace():
                paragraph = document.add_paragraph(_safe(block.before), style="Quote")
                run = paragraph.add_run(_safe(block.match))
                run.bold = True
                paragraph.add_run(_safe(block.after))
                paragraph.add_run(f"\n— {_safe(block.cited)}").italic = False
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _add_table(document: Any, block: ReportTable) -> None:
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        cell.paragraphs[0].add_run(_safe(text)).bold = True
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = f"{value:,}" if isinstance(value, int) else _safe(value)


def _safe(text: str) -> str:
    """Return text that XML 1.0 may hold."""
    return (
        made_visible(text)
        .encode("utf-8", "replace")
        .decode("utf-8")
        .replace("\ufffe", "\ufffd")
        .replace("\uffff", "\ufffd")
    )
