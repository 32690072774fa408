"""JSON values as files: one JSON document, JSON lines, or CSV that Excel opens with the right characters.

A CSV row holds one hit, mention, clause or document. Lists are joined with ``; ``, spans are written
``start:end``, and ``source`` becomes three columns. Cells hold the original characters, unaltered.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from searchlib.render.wire import Json

BYTE_ORDER_MARK = "\ufeff"
"""At the start of a CSV file it tells Excel that the file is UTF-8."""

HIT_COLUMNS = (
    "clause_id",
    "document_id",
    "title",
    "date",
    "parties",
    "number",
    "path",
    "headings",
    "text",
    "spans",
    "tier",
    "score",
)
MENTION_COLUMNS = (
    "clause_id",
    "document_id",
    "title",
    "date",
    "parties",
    "number",
    "path",
    "headings",
    "paragraph",
    "item",
    "name",
    "before",
    "match",
    "after",
    "span",
    "source_file",
    "source_start",
    "source_end",
)
DOCUMENT_COLUMNS = (
    "document_id",
    "title",
    "kind",
    "date",
    "date_is",
    "published",
    "parties",
    "place",
    "publisher",
    "url",
    "script",
    "clauses",
    "source_file",
    "source_start",
    "source_end",
)
CLAUSE_COLUMNS = ("clause_id", "path", "number", "headings", "text")
PROJECT_COLUMNS = (
    "id",
    "name",
    "names",
    "note",
    "countries",
    "sources",
    "occurrences",
    "clauses",
    "statements",
    "first",
    "last",
)


def json_text(value: Json) -> str:
    """One JSON document, indented, ending with a line feed."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def json_lines(rows: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def csv_lines(
    rows: Iterable[Mapping[str, Json]], columns: tuple[str, ...], *, mark: bool = True
) -> Iterator[str]:
    """CSV records (RFC 4180, so lines end with CR LF) under a header; ``mark`` puts U+FEFF in front."""
    yield (BYTE_ORDER_MARK if mark else "") + _record(columns)
    for row in rows:
        flat = _flattened(row)
        yield _record(flat.get(column, "") for column in columns)


def _record(values: Iterable[str]) -> str:
    line = StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()


def _flattened(row: Mapping[str, Json]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in row.items():
        if isinstance(value, dict):
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
        return "; ".join(":".join(map(str, each)) if isinstance(each, list) else str(each) for each in value)
    return str(value)
