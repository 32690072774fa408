"""Dossiers as files to download: documents and data, of a stated size at most."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from searchlib.analysis.dossier import Dossier, dossier
from searchlib.errors import NotInIndex
from searchlib.model import Certificate
from searchlib.render.blocks import report_markdown
from searchlib.render.blocks_docx import report_docx
from searchlib.render.blocks_html import report_html
from searchlib.render.csv_json import columns_of, csv_lines, json_text
from searchlib.render.dossier import dossier_blocks, dossier_sheets, dossier_title
from searchlib.render.dossier_values import dossier_json
from searchlib.render.json_values import mention_json
from searchlib.render.xlsx import workbook
from searchlib.web.context import RequestContext
from searchlib.web.file_names import attachment
from searchlib.web.ignored import used_at
from searchlib.web.limits import LONGEST_NAME, WHOLE
from searchlib.web.page_state import PARAMETERS
from searchlib.web.problems import TooLarge
from searchlib.web.stream import Rows, Whole


class DossierFile(StrEnum):
    """The file formats; the value is the suffix of the file's name."""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    MARKDOWN = "md"
    CSV = "csv"
    JSON = "json"


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {
    DossierFile.DOCX: _WORD,
    DossierFile.XLSX: _EXCEL,
    DossierFile.HTML: "text/html; charset=utf-8",
    DossierFile.MARKDOWN: "text/markdown; charset=utf-8",
    DossierFile.CSV: "text/csv; charset=utf-8",
    DossierFile.JSON: "application/json",
}
"""The media type of each."""


def dossier_file(context: RequestContext) -> Rows | Whole:
    """Answer ``/export/dossier.<form>``: the whole dossier of a name or query."""
    try:
        form = DossierFile(context.names["form"])
    except ValueError:
        raise NotInIndex("answer.no-such-form") from None
    context.parameters.only("name", *used_at(context.path, PARAMETERS))
    name = context.parameters.required("name", LONGEST_NAME)
    library = context.cached.library
    total = dossier(library, name, limit=0).whole.mentions
    if total > WHOLE:
        raise TooLarge("answer.too-large", rows=total, form=str(form), most=WHOLE)
    found = dossier(library, name)
    certificate = found.certificate or library.certificate()
    language = context.messages.language.written
    headers = attachment(context.messages, "dossier", name, form)
    if form is DossierFile.DOCX:
        blocks = dossier_blocks(found, certificate, language)
        return Whole(
            lambda: report_docx(blocks, dossier_title(found, language), language), _TYPES[form], headers
        )
    if form is DossierFile.XLSX:
        sheets = dossier_sheets(found, certificate, language)
        return Whole(lambda: workbook(sheets, language), _TYPES[form], headers)
    text = _text(found, certificate, form, language, context.messages.language.tag)
    return Rows(text, _TYPES[form], "backslashreplace", headers)


def _text(
    found: Dossier, certificate: Certificate, form: DossierFile, language: str, tag: str
) -> Iterator[str]:
    """Return a format that is text, piece by piece."""
    if form is DossierFile.CSV:
        return csv_lines(map(mention_json, found.mentions), columns_of("MentionJson"))
    if form is DossierFile.JSON:
        return iter((json_text(dossier_json(found, certificate)),))
    blocks = dossier_blocks(found, certificate, language)
    if form is DossierFile.HTML:
        return report_html(blocks, dossier_title(found, language), tag)
    return report_markdown(blocks)
