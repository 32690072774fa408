"""Options that several commands share, and writing answers in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from searchlib.budget import Budget, limited_by
from searchlib.cli import GIVEN_INDEX
from searchlib.cli.manner import manner, told
from searchlib.cli.streams import write, write_bytes
from searchlib.settings import DEFAULT_INDEX, read_settings

if TYPE_CHECKING:  # text, the usual answer, needs none of what writes the other formats
    from searchlib.render.json_values import Json

Command = TypeVar("Command", bound=Callable[..., Any])
FOUND, NOTHING, ERROR = 0, 1, 2
"""Exit statuses: found or ok; nothing found or some file unreadable; error."""


class Format(StrEnum):
    """The output formats."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Export:
    """An answer for other programs: the whole value, and its rows with the columns of their CSV.

    ``markdown`` is what it is written as for people; without it the rows are a table. A JSON document gets
    the rows one by one under ``rows_key``; without that they are in ``whole`` already.
    """

    whole: Json
    rows: Iterable[Mapping[str, Json]] = ()
    columns: tuple[str, ...] = ()
    markdown: Iterable[str] | None = None
    rows_key: str = ""


def export(answer: Export, form: Format, byte_order_mark: bool = True) -> None:
    """Write ``answer`` as JSON, JSON lines, CSV, Markdown or a workbook to standard output; on a terminal,
    CSV is escaped, and a workbook, which is no text, is refused."""
    if form is Format.XLSX:
        if sys.stdout is not None and sys.stdout.isatty():
            raise click.UsageError(told("A workbook is no text; write it to a file: > answer.xlsx"))
        from searchlib.render.xlsx import xlsx  # these two are loaded where they are asked for

        write_bytes(xlsx(answer.rows, answer.columns, manner().language))
    elif form is Format.MARKDOWN:
        from searchlib.render.markdown import markdown_table

        table = markdown_table(answer.rows, answer.columns, manner().language)
        write(table if answer.markdown is None else answer.markdown)
    else:
        _write_data(answer, form, byte_order_mark)


def _write_data(answer: Export, form: Format, byte_order_mark: bool) -> None:
    from searchlib.render.csv_json import csv_lines, json_document, json_lines, json_text

    if form is Format.CSV:
        from searchlib.render.terminal import made_visible

        lines = csv_lines(answer.rows, answer.columns, mark=byte_order_mark)
        is_terminal = sys.stdout is not None and sys.stdout.isatty()
        write((f"{made_visible(line.rstrip())}\n" for line in lines) if is_terminal else lines)
    elif form is Format.JSONL:
        write(json_lines(answer.rows))
    elif answer.rows_key and isinstance(answer.whole, Mapping):
        write(json_document(answer.whole, answer.rows_key, answer.rows))
    else:
        write((json_text(answer.whole),))


class Folder(click.Path):
    """The path of a folder. The empty string is refused: it is usually an unset variable, and would mean
    the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return ``value`` as a path."""
        if value == "":
            self.fail(told("the name of the folder is empty"), param, ctx)
        return Path(str(super().convert(value, param, ctx)))


def by_option(text: str) -> Callable[[Command], Command]:
    """``--by year|country|statement|kind|publisher|level|issuer``."""
    from searchlib.search.count_by import (
        By,
    )  # it brings the engine, which most commands that count load anyway

    choices = click.Choice([str(each) for each in By])
    return click.option("--by", type=choices, help=text)


def index_option(command: Command) -> Command:
    """Return the option ``--index DIR``."""

    def remember(context: click.Context, parameter: click.Parameter, index: Path) -> Path:
        if context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE:
            context.meta[GIVEN_INDEX] = index
        return index

    return click.option(
        "--index",
        "index",
        type=Folder(),
        metavar="DIR",
        callback=remember,
        default=lambda: read_settings().index,
        help=f"The folder of the index (default: {DEFAULT_INDEX}, or the value of SEARCHLIB_INDEX).",
    )(command)


def time_option(command: Command) -> Command:
    """``--time-limit SECONDS``: the budget of everything that the command does."""

    def limit(context: click.Context, _parameter: click.Parameter, seconds: float | None) -> None:
        context.with_resource(limited_by(Budget(seconds)))

    return click.option(
        "--time-limit",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        callback=limit,
        expose_value=False,
        help="Give up, with an error, what takes longer (default: no limit).",
    )(command)


def rows_options(command: Command) -> Command:
    """Return ``--format`` with every format and ``--bom/--no-bom``, for answers that are lists."""
    return _format_option(*Format)(bom_option(command))


def bom_option(command: Command) -> Command:
    """``--bom/--no-bom``: for whom CSV is."""
    return click.option(
        "--bom/--no-bom",
        "byte_order_mark",
        default=True,
        help="CSV for programs: no byte order mark (Excel needs it), cells unchanged.",
    )(command)


def limit_option(what: str) -> Callable[[Command], Command]:
    """``-n``, ``--limit N``: at most N of ``what``; 0 and None mean all."""
    return click.option(
        "-n",
        "--limit",
        type=click.IntRange(min=0),
        metavar="N",
        help=f"Show at most N {what}; 0 shows all, as without it.",
    )


def whole_option(command: Command) -> Command:
    """Return ``--format text|json``, for answers that are single values."""
    return _format_option(Format.TEXT, Format.JSON)(command)


def _format_option(*formats: Format) -> Callable[[Command], Command]:
    return click.option(
        "--format",
        "form",
        type=click.Choice([str(each) for each in formats]),
        callback=lambda _context, _option, value: Format(value),
        default=str(Format.TEXT),
        show_default=True,
        help="The format of the answer.",
    )
