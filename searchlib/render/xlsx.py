"""Rows as an Excel workbook; every cell is text or a number, never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from searchlib.errors import ENGLISH, MissingExtra
from searchlib.render.csv_json import flattened
from searchlib.render.heads import heads, in_script
from searchlib.render.json_values import Json

_CELL = 32_767
"""The most UTF-16 code units in a cell of Excel."""

_WIDTHS = {"text": 80, "title": 40, "clause_id": 36, "headings": 30, "date": 12}
_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its rows, and the columns of these."""

    name: str
    rows: Iterable[Mapping[str, Json]]
    columns: tuple[str, ...]


def xlsx(rows: Iterable[Mapping[str, Json]], columns: tuple[str, ...], language: str = ENGLISH) -> bytes:
    """Return a workbook with a header in ``language`` and one row for each of ``rows``.

    A text that exceeds a cell continues in further columns after the last one.
    """
    return workbook((Sheet("", rows, columns),), language)


def workbook(sheets: Iterable[Sheet], language: str = ENGLISH) -> bytes:
    """Return a workbook of several sheets; see :func:`xlsx`. A sheet without a name has the usual one.

    Raises MissingExtra without XlsxWriter.
    """
    try:
        import xlsxwriter  # an extra: most readers write no workbook
    except ImportError as error:
        raise MissingExtra(
            "extra.export", form="XLSX", library="XlsxWriter", requirement="searchlib[export]"
        ) from error
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for each in sheets:
        _write(book.add_worksheet(each.name or None), each, language, bold, wrapped)
    book.close()
    return target.getvalue()


def _write(sheet: Any, content: Sheet, language: str, bold: Any, wrapped: Any) -> None:
    columns = content.columns
    for at, (column, head) in enumerate(zip(columns, heads(columns, language), strict=True)):
        sheet.set_column(at, at, _WIDTHS.get(column, _WIDTH))
        sheet.write_string(0, at, head, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(in_script(content.rows, columns, language), start=1):
        flat, beyond = flattened(row), len(columns)
        for at, column in enumerate(columns):
            value = row.get(column)
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, at, value, wrapped)
                continue
            first, *rest = _pieces(flat.get(column, ""))
            sheet.write_string(number, at, first, wrapped)
            for piece in rest:
                sheet.write_string(number, beyond, piece, wrapped)
                beyond += 1


def _pieces(text: str) -> list[str]:
    """Return ``text`` in pieces that fit into cells; a surrogate pair of UTF-16 is not divided.

    Lone surrogates (from file names) become ``?``.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text) * 2 <= _CELL:
        return [text]
    step = _CELL // 2
    return [text[at : at + step] for at in range(0, len(text), step)]
