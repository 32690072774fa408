"""Answers in a notebook: their rows as dicts, and the answers as tables in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from searchlib.analysis.comparison import Comparison, ShownRows
from searchlib.analysis.edits import Edit
from searchlib.analysis.lineage import Lineage, Turn
from searchlib.errors import MissingExtra
from searchlib.model import Document, Mentions, SearchResults, Statements
from searchlib.render import json_values
from searchlib.render.analysis_values import compared_rows, formula_rows
from searchlib.render.html import escaped, excerpt_html
from searchlib.render.mentions import period
from searchlib.render.places import place_in, place_of, places_in
from searchlib.render.wording import NO_DATE, NO_TITLE, quantity

if TYPE_CHECKING:
    import pandas
    import polars

_DAYS = ("date", "published", "first", "last")
_SHOWN = 20
"""Rows of a table; the rest are counted below it."""


def dicts_of(answer: object) -> list[dict[str, Any]]:
    """Return one dict for each row of an answer, with the keys of its JSON lines."""
    return [dict(row) for row in _rows(answer)]


def pandas_of(answer: object) -> pandas.DataFrame:
    """Return the rows of an answer as a data frame of pandas, dates as such; raises MissingExtra."""
    frames = _library("pandas")
    frame: pandas.DataFrame = frames.DataFrame(dicts_of(answer))
    for column in _DAYS:
        if column in frame:
            frame[column] = frames.to_datetime(frame[column])
    return frame


def polars_of(answer: object) -> polars.DataFrame:
    """Return the rows of an answer as a data frame of polars, dates as such; raises MissingExtra."""
    frames = _library("polars")
    frame: polars.DataFrame = frames.DataFrame(dicts_of(answer), strict=False)
    days = [column for column in _DAYS if frame.schema.get(column) == frames.String]
    return frame.with_columns([frames.col(column).str.to_date() for column in days])


def _library(name: str) -> Any:
    try:
        return import_module(name)  # an extra; loading it takes longer than most answers
    except ImportError as error:
        raise MissingExtra("extra.data-frame", library=name, requirement=f"searchlib[{name}]") from error


@singledispatch
def _rows(answer: object) -> Iterable[Any]:
    raise TypeError(f"{type(answer).__name__} has no rows")


@_rows.register
def _(answer: SearchResults) -> Iterable[Any]:
    return map(json_values.hit_json, answer.hits)


@_rows.register
def _(answer: Mentions) -> Iterable[Any]:
    return map(json_values.mention_json, answer.mentions)


@_rows.register
def _(answer: Statements) -> Iterable[Any]:
    return map(json_values.match_json, answer.statements)


@_rows.register
def _(answer: Comparison) -> Iterable[Any]:
    return compared_rows(answer, answer.rows)


@_rows.register
def _(answer: Lineage) -> Iterable[Any]:
    return formula_rows(answer, answer.lines)


@singledispatch
def html_of(answer: object) -> str:
    """Return an answer as a table in HTML: its first rows, and how many more there are.

    All texts are escaped; nothing in it is loaded from elsewhere.
    """
    raise TypeError(f"{type(answer).__name__} has no table")


@html_of.register
def _(answer: SearchResults) -> str:
    rows = (
        (
            _named(hit.document),
            place_in(hit.clause),
            str(hit.tier),
            _Markup(excerpt_html(hit.text, hit.spans)),
        )
        for hit in answer.hits
    )
    totals = answer.totals
    caption = f"{answer.understood}: exact {totals.exact:,} · words {totals.words:,} · some {totals.some:,}"
    return _table(caption, ("statement", "place", "tier", "text"), rows, len(answer.hits))


@html_of.register
def _(answer: Mentions) -> str:
    rows = (
        (
            _named(found.document),
            place_of(found),
            _Markup(
                f"{escaped(found.line.before)}<mark>{escaped(found.line.match)}</mark>"
                f"{escaped(found.line.after)}"
            ),
        )
        for found in answer.mentions
    )
    where = f"{quantity(answer.clauses, 'clause')} of {quantity(answer.statements, 'statement')}"
    caption = f"{answer.name}: {quantity(answer.occurrences, 'mention')} in {where}{period(answer)}"
    return _table(caption, ("statement", "place", "in context"), rows, len(answer.mentions))


@html_of.register
def _(answer: Statements) -> str:
    rows = ((_named(each.document), each.document.id, f"{each.clauses:,}") for each in answer.statements)
    caption = f"{answer.understood}: {answer.total:,} of {quantity(answer.searched, 'statement')}"
    return _table(caption, ("statement", "id", "clauses"), rows, len(answer.statements))


@html_of.register
def _(answer: Comparison) -> str:
    changes = answer.shown(ShownRows.CHANGES)
    rows = (
        (
            f"{row.fate}{', moved' if row.moved else ''}",
            places_in(row.before, answer.before),
            places_in(row.after, answer.after),
            _Markup(_difference_html(row.edits)),
        )
        for row in changes
    )
    caption = f"{_named(answer.before)} → {_named(answer.after)}"
    return _table(caption, ("fate", "before", "after", "difference"), rows, len(changes))


@html_of.register
def _(answer: Lineage) -> str:
    lines = answer.shown(everything=False)
    rows = (
        tuple(
            _Markup(
                f"<b>{escaped(str(stage.turn))}</b> "
                + (_difference_html(stage.edits) or escaped("".join(each.text for each in stage.texts)))
            )
            if stage.turn is not Turn.ABSENT
            else "—"
            for stage in line.stages
        )
        for line in lines
    )
    heads = tuple(_named(document) for document in answer.documents)
    return _table(f"{answer.asked}: {quantity(len(answer.lines), 'formula')}", heads, rows, len(lines))


class _Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], total: int) -> str:
    parts = [
        '<table style="text-align:left">',
        f'<caption style="text-align:left">{escaped(caption)}</caption>',
        f"<thead><tr>{''.join(f'<th>{escaped(head)}</th>' for head in heads)}</tr></thead><tbody>",
        *map(_row, islice(rows, _SHOWN)),
        "</tbody></table>",
    ]
    if total > _SHOWN:
        parts.append(f"<p>{total - _SHOWN:,} more</p>")
    return "".join(parts)


def _row(cells: Sequence[str]) -> str:
    style = ' style="text-align:left;vertical-align:top"'
    shown = (cell if isinstance(cell, _Markup) else escaped(cell) for cell in cells)
    return f"<tr>{''.join(f'<td{style}>{cell}</td>' for cell in shown)}</tr>"


def _difference_html(edits: Iterable[Edit]) -> str:
    return "".join(_edit_html(edits))


def _edit_html(edits: Iterable[Edit]) -> Iterator[str]:
    for each in edits:
        if each.same:
            yield escaped(each.after)
            continue
        if each.before:
            yield f"<del>{escaped(each.before)}</del>"
        if each.after:
            yield f"<ins>{escaped(each.after)}</ins>"


def _named(document: Document) -> str:
    when = NO_DATE if document.date is None else document.date.isoformat()
    return f"{when} {document.title or NO_TITLE}"
