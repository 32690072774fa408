"""Files of records (JSON, JSON lines, CSV): which column is what is stated in the sidecar, each record is a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from searchlib.corpus.blocks import Metadata, Page
from searchlib.corpus.dates import compact_date, first_date
from searchlib.corpus.formats.choose import begins_html, pages_of_text
from searchlib.corpus.formats.page import with_one_title
from searchlib.corpus.formats.values import Record, csv_records, json_records
from searchlib.corpus.leftout import OmissionReason, leave_out
from searchlib.corpus.mapped import Mapped
from searchlib.corpus.sidecar import merge
from searchlib.errors import UnreadableFile
from searchlib.model import DateIs


def record_pages(file: str, suffix: str, text: str, columns: Mapping[str, str] | None) -> Iterator[Page]:
    """The documents of all records in order; ``columns`` says which column of the file is title, text and so on.

    Raises UnreadableFile without ``columns``, and for a column that is not there or a day that is none.
    """
    mapped = Mapped.of(text)
    if suffix == ".csv":
        names, records = csv_records(mapped)
    else:
        records = json_records(mapped, file, suffix != ".json")
        names = list(dict.fromkeys(chain.from_iterable(records)))
    if not columns:
        raise UnreadableFile(file, "file.no-columns", known=_shown(names))
    for name in columns.values():
        if name not in names:
            raise UnreadableFile(file, "file.missing-column", name=name, known=_shown(names))
    if "text" not in columns:
        raise UnreadableFile(file, "file.no-text-column", known=_shown(names))
    rows = [{key: record[name] for key, name in columns.items() if name in record} for record in records]
    _leave_out_other_columns(mapped, rows)
    for values in rows:
        yield from _pages(values, file, text)


def _leave_out_other_columns(text: Mapped, rows: Iterable[Record]) -> None:
    """Note as left out what stands between the values that are asked for."""
    at = 0
    for start, end in sorted(value.span() for values in rows for value in values.values() if value):
        leave_out(text[at:start], OmissionReason.COLUMN)
        at = max(at, end)
    leave_out(text[at:], OmissionReason.COLUMN)


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) or "—"


def _pages(values: Record, file: str, source: str) -> Iterator[Page]:
    text, title = values.get("text", Mapped.of("")), values.get("title", Mapped.of(""))
    if not text.text.strip():
        for value in values.values():
            leave_out(value, OmissionReason.COLUMN)
        return
    for name, value in values.items():
        if name not in ("title", "text"):
            leave_out(value, OmissionReason.FACT)
    title = title.strip()
    is_html = begins_html(text.text)
    if title and not is_html:
        end = title.span()[1]
        text = Mapped.join((title, Mapped.made_of("\n\n", end, max(end, text.span()[0])), text))
    stated = _metadata(values, file, source)
    for number, page in enumerate(pages_of_text("", text)):
        blocks = page.blocks
        if title and is_html and not number:
            blocks = tuple(with_one_title(blocks, [title], []))
        yield replace(page, blocks=blocks, metadata=merge(page.metadata, stated))


def _metadata(values: Record, file: str, source: str) -> Metadata:
    days = {key: _day(values[key], file, source) for key in ("date", "published") if values.get(key)}
    day, published = days.get("date"), days.get("published")
    signed = day is not None and published is not None and day != published
    url = _said(values, "url")
    return Metadata(
        title=_said(values, "title"),
        date=day or published,
        date_is=DateIs.SIGNED if signed else DateIs.PUBLISHED if day or published else None,
        published=published or day,
        place=_said(values, "place"),
        publisher=_said(values, "publisher"),
        url=url if url and url.lower().startswith(("http://", "https://")) else None,
    )


def _said(values: Record, key: str) -> str | None:
    return " ".join(values[key].text.split()) or None if key in values else None


def _day(value: Mapped, file: str, source: str) -> date:
    said = value.text.strip()
    day = first_date(said) or compact_date(said[:8])
    if day is None:
        line = source.count("\n", 0, value.span()[0]) + 1
        raise UnreadableFile(file, "file.no-day", line=line, said=said[:20])
    return day
