"""Answers of the API as responses: one JSON document, or JSON lines; and the address of the next rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from urllib.parse import urlencode

from starlette.responses import Response

from searchlib.render.csv_json import json_document, json_lines, json_text
from searchlib.render.json_values import Json
from searchlib.web.context import RequestContext
from searchlib.web.limits import LAST, MOST
from searchlib.web.stream import DOCUMENT, Rows


class AnswerForm(StrEnum):
    """The serialization of an answer."""

    JSON = "json"
    JSONL = "jsonl"


class CitedForm(StrEnum):
    """The same, and citations of the rows instead."""

    JSON = "json"
    JSONL = "jsonl"
    GBT7714 = "gbt7714"
    FOOTNOTE = "footnote"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


def row_limit(context: RequestContext, form: AnswerForm | CitedForm, default: int) -> int | None:
    """Return the parameter ``limit``: only JSON documents have one of their own."""
    if form not in (AnswerForm.JSON, CitedForm.JSON):
        return context.parameters.given("limit", 1, LAST)
    return context.parameters.whole("limit", default, 1, MOST)


def next_address(context: RequestContext, offset: int, limit: int | None, total: int) -> str | None:
    """Return the address of the next rows, None after the last."""
    if limit is None or offset + limit >= total:
        return None
    return f"{context.path}?{urlencode({**context.parameters.as_given(), 'offset': offset + limit})}"


def json_answer(value: Mapping[str, Json], following: str | None = None) -> Response:
    """Return a value as one JSON document, with a link to the next rows."""
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    content = json_text(dict(value)).encode("utf-8", "backslashreplace")
    return Response(content, headers=headers, media_type="application/json")


def document_answer(
    value: Mapping[str, Json], key: str, rows: Iterable[Json], following: str | None = None
) -> Rows:
    """Return the document of ``value`` with ``rows`` under ``key``, which are read while it is sent."""
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    lines = json_document(value, key, rows)
    return Rows(lines, "application/json", "backslashreplace", headers, DOCUMENT)


def lines_answer(rows: Iterable[Mapping[str, Json]]) -> Rows:
    """Return rows as JSON lines; :func:`~searchlib.web.stream.begin` makes the first, so that an error still
    sets the status."""
    lines: Iterator[str] = json_lines(rows)
    return Rows(lines, "application/jsonl; charset=utf-8", "backslashreplace")
