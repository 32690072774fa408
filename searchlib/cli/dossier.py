"""``searchlib dossier``: everything that the texts say of a name, as text, as a document or as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import click

import searchlib
from searchlib.analysis.dossier import Dossier, dossier
from searchlib.cli.arguments import QueryCommand
from searchlib.cli.manner import manner, told
from searchlib.cli.options import FOUND, NOTHING, bom_option, index_option, time_option
from searchlib.cli.streams import look_of, note, write, write_lines
from searchlib.errors import CHINESE, ENGLISH, TRADITIONAL
from searchlib.model import Certificate
from searchlib.render.blocks import report_lines, report_markdown
from searchlib.render.blocks_docx import report_docx
from searchlib.render.blocks_html import report_html
from searchlib.render.csv_json import columns_of, csv_lines, json_lines, json_text
from searchlib.render.dossier import dossier_blocks, dossier_sheets, dossier_title
from searchlib.render.dossier_values import dossier_json
from searchlib.render.json_values import mention_json
from searchlib.render.xlsx import workbook


class DossierForm(StrEnum):
    """The formats of a dossier; the suffix of a Markdown file is ``md``."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


_SUFFIXES = {"txt": "text", "md": "markdown"}
_BINARY = (DossierForm.DOCX, DossierForm.XLSX)


@click.command("dossier", cls=QueryCommand)
@click.argument("name", metavar="PROJECT|QUERY", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice([*(str(each) for each in DossierForm), "md"]),
    help="The format; md is markdown.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to FILE, whose suffix names the format unless --format does.",
)
@click.option(
    "--width", type=click.IntRange(min=0), default=20, metavar="N", help="Show N characters on each side."
)
@click.option(
    "--limit", type=click.IntRange(min=0), metavar="N", help="Show N mentions; the counts are of all."
)
@click.option(
    "--language",
    type=click.Choice([CHINESE, TRADITIONAL, ENGLISH]),
    help="The language of the document (default: that of the program; where it is English, Chinese for "
    "Markdown, HTML and Word).",
)
@bom_option
@index_option
@time_option
def command(
    name: tuple[str, ...],
    form: str | None,
    out: Path | None,
    width: int,
    limit: int | None,
    language: str | None,
    byte_order_mark: bool,
    index: Path,
) -> int:
    """Everything that the texts say of a name.

    A PROJECT is found by all its names, a text as written, and a QUERY by what it marks. The dossier has
    every mention with its citation; counts by statement, year and parties, in mentions, clauses and
    characters; which name stands where; the first and the last mention; the statements of the same parties
    that do not mention it; and the certificate.

    \b
    Examples:
      searchlib dossier 两洋铁路
      searchlib dossier 两洋铁路 --out dossier.docx
      searchlib dossier "铁路 country:秘鲁" --format md > railways.md
    """
    chosen = _form(form, out)
    if chosen in _BINARY and out is None:
        raise click.UsageError(told("A .{suffix} file is not text; name it with --out FILE.", suffix=chosen))
    asked = " ".join(name)
    with searchlib.open(index) as library:
        found = dossier(library, asked, width=width, limit=limit)
        certificate = found.certificate or library.certificate()
    is_document = chosen in (DossierForm.MARKDOWN, DossierForm.HTML, DossierForm.DOCX)
    spoken = manner().language
    said = language or (CHINESE if is_document and spoken == ENGLISH else spoken)
    if chosen is DossierForm.TEXT and out is None:
        write_lines(report_lines(dossier_blocks(found, certificate, said), look_of(sys.stdout)))
    elif out is None:
        write(_text(found, certificate, chosen, said, byte_order_mark))
    else:
        out.write_bytes(_content(found, certificate, chosen, said, byte_order_mark))
    if found.whole.mentions:
        return FOUND
    note(told("{name} is not mentioned", name=asked))
    return NOTHING


def _form(form: str | None, out: Path | None) -> DossierForm:
    """Return the format asked for, or that of the file's suffix."""
    if form is not None:
        return DossierForm(_SUFFIXES.get(form, form))
    if out is None:
        return DossierForm.TEXT
    suffix = out.suffix.lower().removeprefix(".")
    suffix = _SUFFIXES.get(suffix, suffix)
    if suffix not in list(DossierForm):
        known = ", ".join(str(each) for each in DossierForm if each is not DossierForm.TEXT)
        message = "The suffix of {name} is no format; there are txt, {known}."
        raise click.UsageError(told(message, name=out.name, known=known.replace("markdown", "md")))
    return DossierForm(suffix)


def _content(
    found: Dossier, certificate: Certificate, form: DossierForm, language: str, byte_order_mark: bool
) -> bytes:
    """Return the content of a file."""
    if form is DossierForm.DOCX:
        return report_docx(
            dossier_blocks(found, certificate, language), dossier_title(found, language), language
        )
    if form is DossierForm.XLSX:
        return workbook(dossier_sheets(found, certificate, language), language)
    return "".join(_text(found, certificate, form, language, byte_order_mark)).encode(
        "utf-8", "backslashreplace"
    )


def _text(
    found: Dossier, certificate: Certificate, form: DossierForm, language: str, byte_order_mark: bool
) -> Iterator[str]:
    """Return a format that is text, piece by piece."""
    blocks = dossier_blocks(found, certificate, language)
    match form:
        case DossierForm.MARKDOWN:
            return report_markdown(blocks)
        case DossierForm.HTML:
            tag = "zh-Hans" if language == CHINESE else language
            return report_html(blocks, dossier_title(found, language), tag)
        case DossierForm.CSV:
            rows = map(mention_json, found.mentions)
            return csv_lines(rows, columns_of("MentionJson"), mark=byte_order_mark)
        case DossierForm.JSONL:
            return json_lines(map(mention_json, found.mentions))
        case DossierForm.JSON:
            return iter((json_text(dossier_json(found, certificate)),))
        case _:
            return (f"{line}\n" for line in report_lines(blocks, look_of(None)))
