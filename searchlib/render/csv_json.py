"""JSON values as files: one JSON document, JSON lines, or CSV that Excel opens in the right encoding.

A CSV row holds one hit, mention, clause or document. Lists are joined with ``; ``, spans are written
``start:end``, counts ``name number``, an object within a row is its clause id or text, and ``source`` becomes
three columns. CSV with a byte order mark is meant for Excel: a cell
that Excel would take for a formula (``=cmd``) is preceded by an apostrophe. Without the mark cells contain
the original characters. In JSON, control characters and line separators of other languages are escaped.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from searchlib.render.json_values import Json

BYTE_ORDER_MARK = "\ufeff"
"""The byte order mark, by which Excel recognises a CSV file as UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The first characters of cells that a spreadsheet may run; East Asian versions of Excel take full-width
signs."""

# json does not escape these. They occur within strings only, so that replacing them in the finished document
# is safe; a parser returns the same characters.
_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def columns_of(shape: str) -> tuple[str, ...]:
    """Return the columns of rows of a shape: its keys in their order; a source is three columns.

    >>> columns_of("ClauseJson")[-5:]
    ('citation', 'source_file', 'source_start', 'source_end', 'text')
    """
    # Loading the shapes takes longer than a search, and only tables need them.
    from searchlib.render import (
        analysis_shapes,
        dossier_shapes,
        formula_shapes,
        group_shapes,
        kwic_shapes,
        name_shapes,
        quotation_shapes,
        report_shapes,
        shapes,
    )

    known = (
        *(shapes, group_shapes, quotation_shapes, analysis_shapes),
        *(kwic_shapes, dossier_shapes, formula_shapes, name_shapes, report_shapes),
    )
    module = next(each for each in known if hasattr(each, shape))
    keys: tuple[str, ...] = tuple(getattr(module, shape).__annotations__)
    source = tuple(f"source_{key}" for key in shapes.SourceJson.__annotations__)
    return tuple(column for key in keys for column in (source if key == "source" else (key,)))


def json_text(value: Json) -> str:
    """Return one indented JSON document that ends with a line feed."""
    return json.dumps(value, ensure_ascii=False, indent=2).translate(_ESCAPED) + "\n"


def json_document(value: Mapping[str, Json], rows_key: str, rows: Iterable[Json]) -> Iterator[str]:
    """Yield :func:`json_text` of ``value`` with ``rows`` under ``rows_key``, row by row.

    >>> value = {"total": 2, "rows": [1, {"a": "甲"}], "next": None}
    >>> "".join(json_document(value, "rows", value["rows"])) == json_text(value)
    True
    """
    # Quotation marks and line feeds inside strings are escaped, so that no text can look like this.
    empty = f"\n  {json.dumps(rows_key, ensure_ascii=False)}: []"
    before, _, after = json_text({**value, rows_key: []}).partition(empty)
    yield before + empty[:-1]
    between = "\n    "
    for row in rows:
        yield between + json_text(row).rstrip("\n").replace("\n", "\n    ")
        between = ",\n    "
    yield ("" if between == "\n    " else "\n  ") + "]" + after


def json_lines(rows: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False).translate(_ESCAPED) + "\n"


def csv_lines(
    rows: Iterable[Mapping[str, Json]], columns: tuple[str, ...], *, mark: bool = True
) -> Iterator[str]:
    """Yield CSV records (RFC 4180: lines end with CR LF) under a header; ``mark`` adds the byte order mark
    U+FEFF and escapes formulas, for Excel."""
    yield (BYTE_ORDER_MARK if mark else "") + _record(columns)
    for row in rows:
        flat = flattened(row)
        cells = (flat.get(column, "") for column in columns)
        yield _record(map(_harmless, cells) if mark else cells)


def _harmless(cell: str) -> str:
    """Return ``cell`` escaped so that a spreadsheet does not run it as a formula.

    >>> _harmless("=HYPERLINK(1)"), _harmless("两洋铁路")
    ("'=HYPERLINK(1)", '两洋铁路')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _record(values: Iterable[str]) -> str:
    line = StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()


def flattened(row: Mapping[str, Json]) -> dict[str, str]:
    """Return the cells of a row as text, by column."""
    flat: dict[str, str] = {}
    for key, value in row.items():
        if key == "source" and isinstance(value, dict):
            flat.update({f"{key}_{inner}": _cell(each) for inner, each in value.items()})
        elif key == "span" and isinstance(value, list):
            flat[key] = _cell([value])
        else:
            flat[key] = _cell(value)
    return flat


def _cell(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(
            ":".join(map(str, each)) if isinstance(each, list) else _said(each) for each in value
        )
    return _said(value)


def _said(value: Json) -> str:
    """Return a value within a cell: numbers by name as 政策 3; 原则 2, an object by its clause or text."""
    if not isinstance(value, dict):
        return str(value)
    named = next((value[key] for key in ("clause_id", "text") if key in value), None)
    return "; ".join(f"{key} {each}".strip() for key, each in value.items()) if named is None else str(named)
