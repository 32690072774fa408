"""Answers as files to download: CSV and Markdown of any length, JSON and Excel up to a stated size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from searchlib.errors import NotInIndex
from searchlib.model import Certificate, Found, Mention, Mentions, SearchRequest, Sort, Tier
from searchlib.render import json_values
from searchlib.render.citation_styles import MEDIA_TYPES, CitationStyle
from searchlib.render.citation_works import Citable
from searchlib.render.citing import citation_lines
from searchlib.render.csv_json import columns_of, csv_lines, json_document
from searchlib.render.json_values import Json
from searchlib.render.markdown import Wording, mentions_markdown, search_markdown
from searchlib.render.xlsx import xlsx
from searchlib.web.context import RequestContext
from searchlib.web.file_names import attachment
from searchlib.web.ignored import used_at
from searchlib.web.limits import LONGEST_NAME, WHOLE
from searchlib.web.messages import Language, Messages
from searchlib.web.page_state import PARAMETERS
from searchlib.web.problems import TooLarge
from searchlib.web.stream import Rows, Whole


class FileForm(StrEnum):
    """The file formats; the value is the suffix of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    MARKDOWN = "md"
    GBT7714 = "gbt7714.txt"
    FOOTNOTE = "footnotes.txt"
    BIBTEX = "bib"
    RIS = "ris"
    CSL_JSON = "csl.json"


_TYPES = {
    FileForm.CSV: "text/csv; charset=utf-8",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.JSON: "application/json",
    FileForm.MARKDOWN: "text/markdown; charset=utf-8",
}


_STYLES = {
    FileForm.GBT7714: CitationStyle.GBT7714,
    FileForm.FOOTNOTE: CitationStyle.FOOTNOTE,
    FileForm.BIBTEX: CitationStyle.BIBTEX,
    FileForm.RIS: CitationStyle.RIS,
    FileForm.CSL_JSON: CitationStyle.CSL_JSON,
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """The content of a file: what it is and what was asked, the number of rows, their columns, and functions
    that produce them."""

    name: str
    asked: str
    total: int
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Mapping[str, Json]]]
    document: Callable[[], Iterator[str]]
    markdown: Callable[[], Iterator[str]]
    cited: Callable[[], Iterator[Citable]]

    def workbook(self, language: str) -> bytes:
        """Return the rows as an Excel workbook, with heads in ``language``."""
        return xlsx(self.rows(), self.columns, language)


def hits_file(context: RequestContext) -> Rows | Whole:
    """Answer ``/export/hits.<form>``: every hit of the query, in the order of the page."""
    context.parameters.only(*used_at(context.path, PARAMETERS))
    state = context.state
    request = SearchRequest(
        *(state.q, None, 0, state.exact, Sort(state.sort), state.group),
        scope=state.scope,
        prior=not state.no_prior,
    )
    library = context.cached.library
    tallies = context.cached.tallies(state.q, state.exact, state.scope)
    messages = context.messages
    totals = " · ".join(f"{messages(f'tier.{tier}')} {tally.clauses:,}" for tier, tally in tallies.items())
    answer = _Answer(
        "hits",
        state.q,
        sum(tally.clauses for tally in tallies.values()),
        columns_of("HitJson"),
        lambda: map(json_values.hit_json, library.hits(request)),
        lambda: _search_document(library.found(request)),
        lambda: search_markdown(
            str(library.reading(state.q, state.exact).understood),
            totals,
            library.hits(request),
            _wording(messages),
        ),
        lambda: library.hits(request),
    )
    return _file(context, answer)


def mentions_file(context: RequestContext) -> Rows | Whole:
    """Answer ``/export/mentions.<form>``: every mention of a name."""
    context.parameters.only("name", *used_at(context.path, PARAMETERS))
    name = context.parameters.required("name", LONGEST_NAME)
    library = context.cached.library
    heading, messages = library.mentions(name, limit=0), context.messages
    answer = _Answer(
        "mentions",
        name,
        heading.occurrences,
        columns_of("MentionJson"),
        lambda: map(json_values.mention_json, library.each_mention(name)),
        lambda: _mentions_document(heading, library.each_mention(name)),
        lambda: mentions_markdown(
            name, _certificate(heading, messages), library.each_mention(name), _wording(messages)
        ),
        lambda: library.each_mention(name),
    )
    return _file(context, answer)


def _search_document(found: Found) -> Iterator[str]:
    return json_document(json_values.search_json(found.results), "hits", json_values.listed_json(found.hits))


def _mentions_document(heading: Mentions, found: Iterator[Mention]) -> Iterator[str]:
    value = json_values.mentions_json(heading)
    return json_document(value, "mentions", map(json_values.mention_json, found))


def _wording(messages: Messages) -> Wording:
    tiers = {tier: messages(f"tier.{tier}.long") for tier in Tier}
    return Wording(messages.language.written, tiers, messages("no_title"))


def _certificate(answer: Mentions, messages: Messages) -> str:
    """Return the counts, the period and the certificate in words, as the page of a project states them."""
    certificate = answer.certificate
    found = [
        messages("occurrences", answer.occurrences),
        messages("clauses", answer.clauses),
        messages("statements", answer.statements),
    ]
    if answer.first is not None:
        until = "" if answer.first == answer.last else f" – {messages.day(answer.last)}"
        found.append(messages.day(answer.first) + until)
    if answer.undated:
        found.append(messages("certificate.undated"))
    told = (
        " · ".join(found),
        messages("certificate.searched", certificate.clauses_searched),
        messages("certificate.scanned" if certificate.verified_by_scan else "certificate.unscanned"),
        *_files(messages, certificate),
        messages("footer.index", index=certificate.index[:12], corpus=certificate.corpus[:12]),
    )
    return ("；" if messages.language == Language.CHINESE else "; ").join(told)


def _files(messages: Messages, certificate: Certificate) -> Iterator[str]:
    """What of the files is not in the indexed texts."""
    if certificate.characters:
        counts = {"files": f"{certificate.files:,}", "left": f"{certificate.characters_left_out:,}"}
        yield messages("certificate.left-out", certificate.characters, **counts)
    if certificate.files_skipped:
        yield messages("certificate.skipped", certificate.files_skipped)


def _file(context: RequestContext, answer: _Answer) -> Rows | Whole:
    try:
        form = FileForm(context.names["form"])
    except ValueError:
        raise NotInIndex("answer.no-such-form") from None
    headers = attachment(context.messages, answer.name, answer.asked, form)
    if form is FileForm.CSV:
        return Rows(csv_lines(answer.rows(), answer.columns), _TYPES[form], headers=headers)
    if form is FileForm.MARKDOWN:
        return Rows(answer.markdown(), _TYPES[form], headers=headers)
    if style := _STYLES.get(form):
        lines = citation_lines(answer.cited(), style, str(context.messages.language))
        return Rows((f"{line}\n" for line in lines), MEDIA_TYPES[style], "replace", headers)
    if answer.total > WHOLE:
        raise TooLarge("answer.too-large", rows=answer.total, form=str(form), most=WHOLE)
    if form is FileForm.XLSX:
        return Whole(lambda: answer.workbook(context.messages.language.written), _TYPES[form], headers)
    return Rows(answer.document(), _TYPES[form], "backslashreplace", headers)
